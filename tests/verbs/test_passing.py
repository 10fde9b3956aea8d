"""A ticket passes from hand to hand; whose it was first asked stays as it is (C3.1, C4.5)."""

import pytest

from shouwen.notices.models import Message
from shouwen.tickets.verbs import answer, dispatch, give_back, take, transfer
from tests.cast import clock, codes, done, kinds, refused


@pytest.fixture
def ticket(cast):
    return cast.open()


def passed(cast, ticket, to="QD-NET", at=None, by=None):
    said = {"to": cast.groups[to], "tried": "已指导重启"}
    return transfer(ticket.pk, actor=by or cast.clerk, at=at or cast.after(1), **said)


def test_a_transfer_queues_it_with_the_group_and_keeps_the_first_asked(cast, ticket):
    now = done(passed(cast, ticket))
    assert (now.state, now.group, now.holder, now.first_asked) == ("queued", cast.groups["QD-NET"], None, cast.clerk)
    assert codes(ticket) == ["ticket.opened", "ticket.transferred"]
    assert clock(ticket, "passed_on").stopped_at == cast.after(1)


def test_the_members_of_the_group_hear_of_it(cast, ticket):
    done(passed(cast, ticket))
    told = Message.objects.filter(code="ticket.transferred", about=ticket.serial)
    assert {message.to for message in told} == {cast.network, cast.network_colleague}


def test_a_transfer_says_what_was_tried(cast, ticket):
    answered = transfer(ticket.pk, actor=cast.clerk, at=cast.after(1), to=cast.groups["QD-NET"], tried="  ")
    assert refused(answered) == "say-what-was-tried"
    assert answered.clause == "C3.1"
    assert codes(ticket) == ["ticket.opened"]


def test_a_ticket_is_not_sent_to_where_it_waits_already(cast, ticket):
    done(passed(cast, ticket))
    assert refused(passed(cast, ticket)) == "same-group"
    done(passed(cast, ticket, "QD-BIL"))


def test_a_closed_group_gets_nothing(cast, ticket):
    group = cast.groups["QD-NET"]
    group.active = False
    group.save()
    assert refused(passed(cast, ticket)) == "group-closed"


def test_a_member_takes_it_and_the_first_asked_is_told(cast, ticket):
    done(passed(cast, ticket))
    now = done(take(ticket.pk, actor=cast.network, at=cast.after(2)))
    assert (now.state, now.holder, now.first_asked) == ("working", cast.network, cast.clerk)
    assert Message.objects.filter(to=cast.clerk, code="ticket.taken").exists()


def test_a_colleague_of_the_group_may_take_over(cast, ticket):
    done(passed(cast, ticket))
    done(take(ticket.pk, actor=cast.network, at=cast.after(2)))
    assert refused(take(ticket.pk, actor=cast.network, at=cast.after(2))) == "already-yours"
    now = done(take(ticket.pk, actor=cast.network_colleague, at=cast.after(3)))
    assert now.holder == cast.network_colleague


def test_nobody_takes_from_a_group_that_is_not_theirs(cast, ticket):
    done(passed(cast, ticket))
    assert refused(take(ticket.pk, actor=cast.billing, at=cast.after(2))) == "not-in-group"
    assert refused(take(ticket.pk, actor=cast.other_network, at=cast.after(2))) == "not-found"


def test_what_nobody_passed_on_is_not_taken(cast, ticket):
    assert refused(take(ticket.pk, actor=cast.network, at=cast.after(2))) == "move-not-allowed"


def test_the_group_of_another_branch_can_take_what_is_sent_to_it(cast, ticket):
    done(passed(cast, ticket, "WC-NET"))
    assert done(take(ticket.pk, actor=cast.other_network, at=cast.after(2))).holder == cast.other_network


def test_a_return_gives_it_back_to_whom_it_was_first_asked_and_asks_for_the_next_half_day(cast, ticket):
    done(passed(cast, ticket))
    done(take(ticket.pk, actor=cast.network, at=cast.after(2)))
    said = {"reason": "facts_missing", "why": "缺楼层"}
    now = done(give_back(ticket.pk, actor=cast.network, at=cast.after(3), **said))
    assert (now.state, now.holder) == ("open", cast.clerk)
    again = clock(ticket, "passed_on")
    assert (again.run, again.started_at, again.stopped_at) == (2, cast.after(3), None)


def test_a_return_wants_a_listed_reason_and_words(cast, ticket):
    done(passed(cast, ticket))
    said = {"actor": cast.network, "at": cast.after(2)}
    assert refused(give_back(ticket.pk, **said, reason="tired", why="x")) == "unknown-code"
    assert refused(give_back(ticket.pk, **said, reason="other", why=" ")) == "say-why"


def test_a_dispatch_names_the_party_outside_and_stays_with_the_first_asked(cast, ticket):
    said = {"to": "捷信代维公司", "why": "光缆中断"}
    now = done(dispatch(ticket.pk, actor=cast.clerk, at=cast.after(1), **said))
    assert (now.state, now.outside, now.holder) == ("dispatched", "捷信代维公司", cast.clerk)
    assert clock(ticket, "passed_on").stopped_at == cast.after(1)


def test_a_dispatch_says_to_whom_and_why(cast, ticket):
    said = {"actor": cast.clerk, "at": cast.after(1)}
    assert refused(dispatch(ticket.pk, **said, to=" ", why="x")) == "say-to-whom"
    assert refused(dispatch(ticket.pk, **said, to="x", why=" ")) == "say-why"


def test_what_goes_to_another_province_has_120_hours_but_is_first_answered_in_48(cast, ticket):
    now = done(dispatch(ticket.pk, actor=cast.clerk, at=cast.after(1), to="北岭", why="异地计费", province=True))
    assert now.direction == "out"
    assert kinds(now) == {"cross_region"}
    assert clock(ticket, "completion").minutes == 120 * 60
    assert clock(ticket, "first_answer").minutes == 48 * 60


def test_an_answered_ticket_is_taken_up_again_as_if_it_had_never_been_answered(cast, ticket):
    words = {"course": "查了", "answer": "好了", "satisfaction": "satisfied"}
    done(answer(ticket.pk, actor=cast.clerk, at=cast.after(2), **words))
    due = clock(ticket, "completion").due_at
    said = {"reason": "customer_objects", "why": "当晚又掉线"}
    now = done(give_back(ticket.pk, actor=cast.clerk, at=cast.after(5), **said))
    assert (now.state, now.answered_at) == ("open", None)
    assert now.replies.get().withdrawn
    assert clock(ticket, "completion").stopped_at is None
    assert clock(ticket, "completion").due_at == due


def test_a_stale_form_is_refused_unless_only_the_clocks_or_oneself_were_in_between(cast, ticket):
    seen = 1
    done(passed(cast, ticket))
    said = {"to": cast.groups["QD-BIL"], "tried": "x", "at": cast.after(2)}
    assert refused(transfer(ticket.pk, actor=cast.hall_manager, seen=seen, **said)) == "stale"
    done(transfer(ticket.pk, actor=cast.clerk, seen=seen, **said))
