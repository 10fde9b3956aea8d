"""What the made-up stories found once, each told again in as few steps as it takes."""

from datetime import UTC, date, datetime

from shouwen.calendars.reads import as_of
from shouwen.calendars.verbs import announce
from shouwen.clocks.models import Clock
from shouwen.clocks.recheck import differences
from shouwen.clocks.recompute import recompute
from shouwen.tickets.verbs import (
    accept_handover,
    answer,
    ask_hold,
    ask_void,
    contact,
    declare,
    give_back,
    hold,
    judge_repeat,
    offer_handover,
    resume,
    void,
)
from tests.cast import Cast, clock, done, refused
from tests.model.compare import compare_replay

REPLY = {"course": "查了", "answer": "好了", "satisfaction": "satisfied"}
AWAY = {"reason": "customer_away", "why": "出国"}
TWICE = {"reason": "entered_twice", "why": "重复"}


def spoke(cast, ticket, told, *, entered=None, **said):
    words = {"way": "phone", "said": "已安排", **said}
    return contact(ticket.pk, actor=cast.clerk, at=entered or told, contacted_at=told, **words)


def on_hold(cast, ticket, at):
    done(ask_hold(ticket.pk, actor=cast.clerk, at=at, **AWAY))
    done(hold(ticket.pk, actor=cast.hall_manager, at=at))


def test_a_clock_that_waited_on_hold_is_not_late_when_it_is_stopped_there(cast: Cast) -> None:
    """C3.2: ten hours counted of forty-eight, although a week went by on the wall."""
    ticket = cast.open()
    on_hold(cast, ticket, cast.after(10))
    done(spoke(cast, ticket, cast.after(170)))
    assert not Clock.objects.filter(chain=ticket.chain_id, kind__in=("first_answer", "next_word"), breached=True)
    done(ask_void(ticket.pk, actor=cast.clerk, at=cast.after(180), **TWICE))
    done(void(ticket.pk, actor=cast.hall_manager, at=cast.after(181)))
    assert not clock(ticket, "completion").breached


def test_a_clock_that_was_late_before_the_hold_stays_late(cast: Cast) -> None:
    ticket = cast.open()
    on_hold(cast, ticket, cast.after(50))
    done(spoke(cast, ticket, cast.after(60)))
    assert clock(ticket, "first_answer").breached


def test_a_contact_entered_late_counts_the_time_before_the_hold_but_not_the_hold(cast: Cast) -> None:
    """C3.2: two hours before the hold and the rest after it make the forty-eight."""
    ticket = cast.open()
    on_hold(cast, ticket, cast.after(10))
    done(resume(ticket.pk, actor=cast.clerk, at=cast.after(30)))
    done(spoke(cast, ticket, cast.after(8), entered=cast.after(31)))
    assert clock(ticket, "next_word").due_at == cast.after(8 + 48 + 20)


def test_a_contact_entered_late_does_not_keep_a_promise_made_after_it(cast: Cast) -> None:
    """C2.3: what was said before cannot have kept the word."""
    ticket = cast.open()
    done(spoke(cast, ticket, cast.after(5), promised="回电", promised_until=cast.after(9)))
    done(spoke(cast, ticket, cast.after(2), entered=cast.after(6)))
    assert clock(ticket, "promise").stopped_at is None
    done(spoke(cast, ticket, cast.after(3), entered=cast.after(6), promised="上门", promised_until=cast.after(20)))
    assert (clock(ticket, "promise").run, clock(ticket, "promise").due_at) == (1, cast.after(9))


def test_a_promise_wants_somebody_who_heard_it(cast: Cast) -> None:
    ticket = cast.open()
    said = {"promised": "回电", "promised_until": cast.after(9)}
    assert refused(spoke(cast, ticket, cast.after(5), reached=False, **said)) == "promise-not-heard"


def test_what_became_urgent_while_it_was_answered_has_the_shorter_time_when_it_is_taken_up_again(cast: Cast) -> None:
    """C5.2: the shortest holds, from the first contact on."""
    ticket = cast.open()
    done(answer(ticket.pk, actor=cast.clerk, at=cast.after(2), **REPLY))
    done(declare(ticket.pk, actor=cast.clerk, at=cast.after(3), kind="major", why="记者来电"))
    done(give_back(ticket.pk, actor=cast.clerk, at=cast.after(4), reason="customer_objects", why="未解决"))
    assert clock(ticket, "completion").due_at == cast.after(24)
    compare_replay([ticket.pk])


def test_what_another_province_sent_has_72_hours_however_often_it_is_judged(cast: Cast) -> None:
    """C5.2"""
    ticket = cast.open("prepaid", source="other_province")
    assert clock(ticket, "completion").due_at == cast.after(72)
    done(declare(ticket.pk, actor=cast.clerk, at=cast.after(1), kind="", why="老人独居"))
    assert clock(ticket, "completion").due_at == cast.after(72)


def test_a_manager_takes_over_what_an_absent_clerk_was_first_asked(cast: Cast) -> None:
    """C3.1: absence. Once offered to oneself it could be neither accepted nor declined, and never archived."""
    ticket = cast.open()
    manager = cast.hall_manager
    done(offer_handover(ticket.pk, actor=manager, at=cast.after(1), to=manager, why="请假"))
    assert done(accept_handover(ticket.pk, actor=manager, at=cast.after(2))).first_asked == manager


def test_nothing_closed_is_handed_over(cast: Cast) -> None:
    ticket = cast.open()
    done(offer_handover(ticket.pk, actor=cast.clerk, at=cast.after(1), to=cast.colleague, why="轮休"))
    done(ask_void(ticket.pk, actor=cast.clerk, at=cast.after(2), **TWICE))
    done(void(ticket.pk, actor=cast.hall_manager, at=cast.after(3)))
    assert refused(accept_handover(ticket.pk, actor=cast.colleague, at=cast.after(4))) == "not-open"


def test_nothing_closed_is_judged_a_repeat(cast: Cast) -> None:
    ticket = cast.open()
    done(ask_void(ticket.pk, actor=cast.clerk, at=cast.after(2), **TWICE))
    done(void(ticket.pk, actor=cast.hall_manager, at=cast.after(3)))
    assert refused(judge_repeat(ticket.pk, actor=cast.clerk, at=cast.after(4), confirmed=True)) == "not-open"


def test_a_corrected_announcement_leaves_earlier_versions_as_they_were(cast: Cast) -> None:
    """WD: what was reckoned by the first announcement replays the same after the second."""
    late = datetime(2026, 12, 31, 9, 20, tzinfo=UTC)
    first, second = {date(2027, 1, 1): False}, {date(2027, 1, 1): False, date(2027, 1, 4): False}
    done(announce(actor=cast.admin, at=late, year=2027, days=first))
    ticket = cast.open(at=late)
    done(answer(ticket.pk, actor=cast.clerk, at=late, **REPLY))
    done(announce(actor=cast.admin, at=late, year=2027, days=second))
    list(recompute(actor=cast.admin, at=late))
    as_of.cache_clear()
    assert [one for one in differences() if not isinstance(one, int)] == []
