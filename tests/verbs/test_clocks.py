"""The sweep warns ahead, marks breaches once and climbs the ladder; the rows equal what the events say."""

from datetime import date, timedelta

import pytest

from shouwen.calendars.verbs import change_days
from shouwen.clocks.models import Clock
from shouwen.clocks.recheck import Difference, differences
from shouwen.clocks.recompute import recompute
from shouwen.clocks.sweep import sweep
from shouwen.ledger.models import Event
from shouwen.notices.models import Message
from shouwen.people.system import SETUP
from shouwen.tickets.models import Ticket
from shouwen.tickets.verbs import answer, ask_hold, contact, hold, resume, take, transfer
from tests.cast import clock, codes, done

WORDS = {"course": "查了", "answer": "好了", "satisfaction": "satisfied"}


def told(ticket, code=None, **more):
    found = Message.objects.filter(about=ticket.serial, code__startswith="clock.", **more)
    if code:
        found = found.filter(code=code)
    return sorted((message.to.code, message.facts["clock"]) for message in found.select_related("to"))


def wrong():
    return [found for found in differences() if isinstance(found, Difference)]


@pytest.fixture
def passed_on(cast):
    """A ticket in the hands of the network group, of which only the clocks towards the customer run."""
    ticket = cast.open()
    done(transfer(ticket.pk, actor=cast.clerk, at=cast.after(1), to=cast.groups["QD-NET"], tried="x"))
    return done(take(ticket.pk, actor=cast.network, at=cast.after(2)))


def test_every_clock_starts_with_the_ticket(cast):
    ticket = cast.open()
    running = Clock.objects.filter(chain=ticket.chain_id, stopped_at=None)
    assert {row.kind for row in running} == {"passed_on", "first_answer", "next_word", "completion", "statutory"}
    assert clock(ticket, "statutory").due_at == cast.after(days=15)
    # 09:30 and half a working day of 210 minutes: 12:00 comes after 150 of them, the rest in the afternoon.
    assert clock(ticket, "passed_on").due_at == cast.after(5.5)


def test_the_ticket_carries_its_nearest_deadline(cast):
    ticket = cast.open()
    assert (ticket.next_due_clock, ticket.next_due_at) == ("passed_on", cast.after(5.5))


def test_before_the_warning_nothing_is_said(cast, passed_on):
    assert sweep(cast.after(31)) == 0
    assert told(passed_on) == []


def test_at_two_thirds_the_first_asked_and_the_holder_are_warned(cast, passed_on):
    sweep(cast.after(32))
    both = [cast.clerk.code, cast.network.code]
    assert told(passed_on, "clock.warned") == sorted(
        (who, kind) for who in both for kind in ("first_answer", "next_word")
    )


def test_a_sweep_says_each_thing_once_however_often_it_comes(cast, passed_on):
    sweep(cast.after(49))
    said = Message.objects.count(), Event.objects.count()
    for minutes in range(5):
        sweep(cast.after(49, minutes=minutes))
    assert (Message.objects.count(), Event.objects.count()) == said


def test_a_breach_is_marked_and_told_to_the_manager_too(cast, passed_on):
    sweep(cast.after(48))
    row = clock(passed_on, "first_answer")
    assert row.breached
    assert row.stopped_at is None
    people = {who for who, _ in told(passed_on, "clock.breached")}
    assert people == {cast.clerk.code, cast.network.code, cast.hall_manager.code}


def test_a_breach_overtakes_a_warning_that_was_never_given(cast, passed_on):
    sweep(cast.after(48))
    assert told(passed_on, "clock.warned", facts__clock="first_answer") == []


def test_the_ladder_is_climbed_step_by_step(cast, passed_on):
    sweep(cast.after(48))
    sweep(cast.after(51.9))
    assert told(passed_on, "clock.escalated") == []
    sweep(cast.after(52))
    assert {who for who, _ in told(passed_on, "clock.escalated")} == {cast.support_lead.code}
    sweep(cast.after(72))
    assert {who for who, _ in told(passed_on, "clock.escalated")} == {cast.support_lead.code, cast.branch_lead.code}


def test_a_step_of_the_ladder_at_which_nobody_stands_reaches_whoever_stands_above(cast, passed_on):
    cast.branch_lead.duties.all().delete()
    sweep(cast.after(72))
    assert {who for who, _ in told(passed_on, "clock.escalated")} == {cast.support_lead.code, cast.province_desk.code}


def test_a_worker_that_was_down_for_a_week_catches_up_and_says_each_thing_once(cast, passed_on):
    sweep(cast.after(days=7))
    # Three deadlines were missed meanwhile: first answer, next word, completion.
    assert codes(passed_on).count("clock.breached") == 3
    assert codes(passed_on).count("clock.escalated") == 6
    once = Message.objects.values_list("once", flat=True)
    assert len(once) == len(set(once))
    sweep(cast.after(days=7, minutes=1))
    assert codes(passed_on).count("clock.breached") == 3


def test_what_was_done_in_time_is_never_told_of(cast, passed_on):
    told_of = {"contacted_at": cast.after(20), "way": "phone", "said": "已安排"}
    done(contact(passed_on.pk, actor=cast.network, at=cast.after(20), **told_of))
    done(answer(passed_on.pk, actor=cast.network, at=cast.after(30), **WORDS))
    assert sweep(cast.after(days=30)) == 0
    assert told(passed_on) == []


def test_a_held_ticket_is_left_in_peace_but_for_the_law(cast, passed_on):
    done(ask_hold(passed_on.pk, actor=cast.network, at=cast.after(3), reason="customer_away", why="出差"))
    done(hold(passed_on.pk, actor=cast.hall_manager, at=cast.after(4)))
    sweep(cast.after(days=9))
    assert told(passed_on) == []
    sweep(cast.after(days=10))
    assert {kind for _, kind in told(passed_on)} == {"statutory"}
    done(resume(passed_on.pk, actor=cast.network, at=cast.after(days=10)))
    assert clock(passed_on, "completion").due_at == cast.after(days=10) + timedelta(hours=92)


def test_an_event_never_goes_back_in_time(cast, passed_on):
    sweep(cast.after(48))
    late = done(answer(passed_on.pk, actor=cast.network, at=cast.after(40), **WORDS))
    moments = list(Event.objects.filter(chain=late.chain_id).values_list("at", flat=True))
    assert moments == sorted(moments)


def test_the_rows_are_what_the_events_say(cast, passed_on):
    cast.open("gold", source="mayor_hotline")
    sweep(cast.after(50))
    done(answer(passed_on.pk, actor=cast.network, at=cast.after(51), **WORDS))
    assert wrong() == []


def test_a_doctored_row_is_found_by_name(cast, passed_on):
    Clock.objects.filter(chain=passed_on.chain_id, kind="completion").update(due_at=cast.after(days=99))
    found = wrong()
    assert [(one.chain, one.clock, one.column) for one in found] == [
        (f"ticket/{passed_on.serial}", "completion", "due_at")
    ]
    assert (found[0].stored, found[0].replayed) == (cast.after(days=99), cast.after(96))


def test_a_row_that_was_taken_away_is_missed(cast, passed_on):
    Clock.objects.filter(chain=passed_on.chain_id, kind="statutory").delete()
    assert [(one.clock, one.column) for one in wrong()] == [("statutory", "exists")]


def test_a_changed_calendar_moves_the_deadlines_counted_in_working_time_and_lists_them(cast):
    ticket = cast.open(at=cast.after(6), contacted_at=cast.after(6))
    was = clock(ticket, "passed_on").due_at
    done(change_days(actor=SETUP, at=cast.after(7), year=2026, days={date(2026, 3, 5): False}, note="停电"))
    moved = list(recompute(actor=SETUP, at=cast.after(7)))
    assert [(one.about, one.clock) for one in moved] == [(ticket.serial, "passed_on")]
    assert (moved[0].was, moved[0].now) == (was, was + timedelta(days=1))
    assert codes(ticket)[-1] == "clock.recomputed"
    assert wrong() == []
    ticket = Ticket.rows.get(pk=ticket.pk)
    assert ticket.next_due_at == was + timedelta(days=1)


def test_after_the_calendar_moved_them_nothing_moves_again(cast):
    cast.open(at=cast.after(6), contacted_at=cast.after(6))
    done(change_days(actor=SETUP, at=cast.after(7), year=2026, days={date(2026, 3, 5): False}))
    assert list(recompute(actor=SETUP, at=cast.after(7)))
    assert list(recompute(actor=SETUP, at=cast.after(8))) == []
