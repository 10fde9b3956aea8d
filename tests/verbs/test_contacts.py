"""Words with the customer, and words from the customer (C3.2, C1.3.4)."""

import pytest

from shouwen.clocks.models import Clock
from shouwen.notices.models import Message
from shouwen.tickets.models import Contact
from shouwen.tickets.verbs import answer, chase, contact
from tests.cast import clock, codes, done, refused


@pytest.fixture
def ticket(cast):
    return cast.open()


def spoke(cast, ticket, *, at, by=None, **said):
    told = {"contacted_at": at, "way": "phone", "said": "已安排测试", **said}
    return contact(ticket.pk, actor=by or cast.clerk, at=said.pop("entered_at", at), **told)


def test_a_contact_is_kept_to_the_minute_with_what_was_said_and_answered(cast, ticket):
    done(spoke(cast, ticket, at=cast.after(2), answered="行", promised="回电", promised_until=cast.after(6)))
    kept = Contact.objects.get()
    assert (kept.at, kept.way, kept.answered, kept.promised_until) == (cast.after(2), "phone", "行", cast.after(6))
    assert codes(ticket) == ["ticket.opened", "ticket.contacted"]


def test_a_word_that_reached_the_customer_is_the_first_answer_and_renews_the_next_word(cast, ticket):
    done(spoke(cast, ticket, at=cast.after(2)))
    assert clock(ticket, "first_answer").stopped_at == cast.after(2)
    renewed = clock(ticket, "next_word")
    assert (renewed.run, renewed.due_at) == (2, cast.after(50))


def test_somebody_not_reached_has_not_heard_from_us(cast, ticket):
    done(spoke(cast, ticket, at=cast.after(2), reached=False))
    assert clock(ticket, "first_answer").stopped_at is None
    assert clock(ticket, "next_word").due_at == cast.after(48)


def test_a_promise_is_due_when_it_was_promised_and_kept_by_the_next_word(cast, ticket):
    done(spoke(cast, ticket, at=cast.after(2), promised="回电", promised_until=cast.after(6)))
    assert clock(ticket, "promise").due_at == cast.after(6)
    done(spoke(cast, ticket, at=cast.after(5)))
    assert not clock(ticket, "promise").breached
    assert not Clock.objects.filter(chain=ticket.chain_id, kind="promise", stopped_at=None).exists()


def test_a_contact_counts_from_when_it_was_held_not_from_when_it_was_entered(cast, ticket):
    told = {"contacted_at": cast.after(2), "way": "phone", "said": "已安排"}
    done(contact(ticket.pk, actor=cast.clerk, at=cast.after(3), **told))
    assert clock(ticket, "next_word").due_at == cast.after(50)
    assert not Contact.objects.get().late


def test_a_contact_entered_after_half_a_working_day_is_late(cast, ticket):
    told = {"contacted_at": cast.after(1), "way": "phone", "said": "已安排"}
    done(contact(ticket.pk, actor=cast.clerk, at=cast.after(9), **told))
    assert Contact.objects.get().late


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"way": "pigeon"}, "unknown-code"),
        ({"said": " "}, "text-missing"),
        ({"said": "字" * 4001}, "text-too-long"),
        ({"answered": "字" * 4001}, "text-too-long"),
    ],
)
def test_what_cannot_be_is_refused(cast, ticket, said, code):
    assert refused(spoke(cast, ticket, at=cast.after(1), **said)) == code
    assert codes(ticket) == ["ticket.opened"]


def test_times_must_be_in_order(cast, ticket):
    told = {"actor": cast.clerk, "at": cast.after(1), "way": "phone", "said": "x"}
    assert refused(contact(ticket.pk, contacted_at=cast.after(2), **told)) == "time-in-future"
    assert refused(contact(ticket.pk, contacted_at=cast.after(-1), **told)) == "time-before-contact"
    promised = {"promised": "回电", "promised_until": cast.after(0)}
    assert refused(contact(ticket.pk, contacted_at=cast.after(1), **told, **promised)) == "promise-in-past"
    vague = {"promised": " ", "promised_until": cast.after(3)}
    assert refused(contact(ticket.pk, contacted_at=cast.after(1), **told, **vague)) == "say-what-was-promised"


def test_a_chase_is_counted_on_the_open_ticket_and_told_to_who_has_it(cast, ticket):
    said = {"contacted_at": cast.after(3), "said": "怎么还没好"}
    done(chase(ticket.pk, actor=cast.colleague, at=cast.after(3), **said))
    now = done(chase(ticket.pk, actor=cast.colleague, at=cast.after(4), **said))
    assert now.chases == 2
    assert Message.objects.filter(to=cast.clerk, code="ticket.chased").count() == 2
    assert clock(ticket, "next_word").due_at == cast.after(48)


def test_a_chase_may_come_after_the_answer_but_not_after_the_archive(cast, ticket):
    words = {"course": "查了", "answer": "好了", "satisfaction": "satisfied"}
    done(answer(ticket.pk, actor=cast.clerk, at=cast.after(1), **words))
    said = {"contacted_at": cast.after(3), "said": "怎么还没好"}
    done(chase(ticket.pk, actor=cast.clerk, at=cast.after(3), **said))
