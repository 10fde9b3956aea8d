"""The closing reply with its five elements, and the archive that wants all five (C4.2, C1.2)."""

import pytest

from shouwen.clocks.models import Clock
from shouwen.tickets.verbs import answer, archive, ask_hold, contact, note, take, transfer
from tests.cast import codes, done, refused

WORDS = {"course": "核查小区告警并复测", "answer": "已处理，请再试", "satisfaction": "satisfied"}


@pytest.fixture
def ticket(cast):
    return cast.open()


def test_an_answer_keeps_the_five_elements_and_stops_every_clock(cast, ticket):
    now = done(answer(ticket.pk, actor=cast.clerk, at=cast.after(2), **WORDS))
    reply = now.replies.get()
    assert (reply.course, reply.answer, reply.satisfaction) == tuple(WORDS.values())
    assert (reply.by, reply.at) == (cast.clerk, cast.after(2))
    assert now.state == "answered"
    assert not Clock.objects.filter(chain=ticket.chain_id, stopped_at=None).exists()
    assert now.next_due_at is None


@pytest.mark.parametrize("element", ["course", "answer", "satisfaction"])
def test_without_one_of_the_elements_it_is_refused_and_named(cast, ticket, element):
    answered = answer(ticket.pk, actor=cast.clerk, at=cast.after(2), **{**WORDS, element: " "})
    assert refused(answered) == "five-elements"
    assert answered.facts["missing"] == element
    assert answered.clause == "C4.2"
    assert codes(ticket) == ["ticket.opened"]


def test_who_answered_and_when_may_be_another_than_who_enters_it(cast, ticket):
    said = {**WORDS, "answered_by": cast.network, "answered_at": cast.after(1)}
    reply = done(answer(ticket.pk, actor=cast.clerk, at=cast.after(2), **said)).replies.get()
    assert (reply.by, reply.at) == (cast.network, cast.after(1))


def test_an_answer_lies_neither_ahead_nor_before_the_complaint(cast, ticket):
    said = {"actor": cast.clerk, "at": cast.after(2), **WORDS}
    assert refused(answer(ticket.pk, answered_at=cast.after(3), **said)) == "time-in-future"
    assert refused(answer(ticket.pk, answered_at=cast.after(-1), **said)) == "time-before-contact"


def test_the_group_that_has_it_may_answer(cast, ticket):
    done(transfer(ticket.pk, actor=cast.clerk, at=cast.after(1), to=cast.groups["QD-NET"], tried="x"))
    done(take(ticket.pk, actor=cast.network, at=cast.after(2)))
    assert done(answer(ticket.pk, actor=cast.network, at=cast.after(3), **WORDS)).state == "answered"


def test_an_answered_ticket_is_not_answered_again(cast, ticket):
    done(answer(ticket.pk, actor=cast.clerk, at=cast.after(2), **WORDS))
    assert refused(answer(ticket.pk, actor=cast.clerk, at=cast.after(3), **WORDS)) == "move-not-allowed"


def test_the_archive_wants_an_answer_and_a_root_cause(cast, ticket):
    assert refused(archive(ticket.pk, actor=cast.clerk, at=cast.after(3), root_cause="too_slow")) == "move-not-allowed"
    done(answer(ticket.pk, actor=cast.clerk, at=cast.after(2), **WORDS))
    assert refused(archive(ticket.pk, actor=cast.clerk, at=cast.after(3), root_cause="")) == "root-cause-missing"
    now = done(archive(ticket.pk, actor=cast.clerk, at=cast.after(3), root_cause="too_slow"))
    assert (now.state, now.archived_at) == ("archived", cast.after(3))
    assert codes(ticket) == ["ticket.opened", "ticket.answered", "ticket.archived"]


def test_nothing_waits_for_a_decision_when_it_is_archived(cast, ticket):
    done(ask_hold(ticket.pk, actor=cast.clerk, at=cast.after(1), reason="customer_away", why="出差"))
    done(answer(ticket.pk, actor=cast.clerk, at=cast.after(2), **WORDS))
    assert refused(archive(ticket.pk, actor=cast.clerk, at=cast.after(3), root_cause="too_slow")) == "consent-pending"


def test_an_archived_ticket_takes_no_more_contacts_but_a_note(cast, ticket):
    done(answer(ticket.pk, actor=cast.clerk, at=cast.after(2), **WORDS))
    done(archive(ticket.pk, actor=cast.clerk, at=cast.after(3), root_cause="too_slow"))
    told = {"contacted_at": cast.after(4), "way": "phone", "said": "x"}
    assert refused(contact(ticket.pk, actor=cast.clerk, at=cast.after(4), **told)) == "not-open"
    done(note(ticket.pk, actor=cast.clerk, at=cast.after(4), text="客户来电致谢"))
