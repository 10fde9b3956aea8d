"""The working-day table: seeded once, changed by versions, and every deadline that moves is told."""

from datetime import UTC, date, datetime

from shouwen.calendars import reads, seeding
from shouwen.calendars.models import Year
from shouwen.calendars.verbs import announce, change_days
from shouwen.clocks.models import Clock
from shouwen.clocks.recheck import differences
from shouwen.clocks.recompute import leftovers, recompute, waiting
from shouwen.people.system import SETUP
from tests.cast import CREATED, done, refused

# Thursday, 31 December 2026, 16:00 in Shanghai: half a working day reaches into 2027, which nobody announced.
YEARS_END = datetime(2026, 12, 31, 8, tzinfo=UTC)


def test_the_years_to_the_next_are_there_and_seeding_again_does_nothing(cast):
    assert list(Year.objects.order_by("year").values_list("year", flat=True)) == list(range(2018, 2028))
    assert seeding.seed(SETUP, CREATED) == []


def test_every_announced_year_agrees_with_the_second_source(cast):
    assert [year for year in range(2018, 2027) if seeding.disagreements(year)] == []


def test_the_next_year_is_provisional_but_knows_the_holidays_of_the_law(cast):
    now = reads.current()
    assert 2026 in now.announced
    assert 2027 not in now.announced
    assert not now.works(date(2027, 1, 1))
    assert now.works(date(2026, 2, 14))


def test_a_year_begun_later_is_seeded_then(cast):
    (made,) = seeding.seed(SETUP, datetime(2027, 1, 1, tzinfo=UTC))
    assert (made.year, made.announced) == (2028, False)


def test_a_change_makes_a_version_and_leaves_the_old_one_as_it_was(cast):
    before, day = reads.version(), date(2026, 3, 4)
    done(change_days(actor=cast.admin, at=cast.morning, year=2026, days={day: False}, note="台风"))
    assert not reads.current().works(day)
    assert reads.as_of(before).works(day)


def test_an_announcement_takes_back_what_it_does_not_name(cast):
    done(announce(actor=cast.admin, at=cast.morning, year=2027, days={date(2027, 1, 2): True}))
    now = reads.current()
    assert now.works(date(2027, 1, 1))
    assert now.works(date(2027, 1, 2))
    assert 2027 in now.announced


def test_days_of_another_year_and_no_days_are_refused(cast):
    said = {"actor": cast.admin, "at": cast.morning, "year": 2027}
    assert refused(change_days(**said, days={date(2026, 1, 5): False})) == "day-of-other-year"
    assert refused(change_days(**said, days={})) == "no-days-given"
    assert refused(announce(**said, days={})) == "no-days-given"


def test_only_who_keeps_the_calendar_changes_it(cast):
    said = {"at": cast.morning, "year": 2026, "days": {date(2026, 3, 4): False}}
    assert refused(change_days(actor=cast.branch_lead, **said)) == "not-allowed"


def test_an_announcement_moves_what_was_provisional_and_tells_it(cast):
    ticket = cast.open(at=YEARS_END)
    clock = Clock.objects.get(chain=ticket.chain_id, kind="passed_on")
    assert clock.provisional
    rest = {date(2027, 1, day): False for day in (1, 4, 5)}
    done(announce(actor=cast.admin, at=YEARS_END, year=2027, days=rest))
    assert waiting() == 1
    (moved,) = recompute(actor=cast.admin, at=YEARS_END)
    assert (moved.about, moved.clock, moved.provisional) == (ticket.serial, "passed_on", False)
    assert moved.now > moved.was
    assert waiting() == 0
    assert [each for each in differences() if not isinstance(each, int)] == []


def test_reckoning_anew_goes_in_bounded_steps(cast):
    for place in range(3):
        cast.open(cast.number(place), at=YEARS_END)
    done(announce(actor=cast.admin, at=YEARS_END, year=2027, days={date(2027, 1, 1): False}))
    before = waiting()
    assert before >= 3
    list(recompute(actor=cast.admin, at=YEARS_END, limit=2))
    assert waiting() == before - 2


def test_the_worker_reckons_what_a_closed_browser_left(cast):
    cast.open(at=YEARS_END)
    done(announce(actor=cast.admin, at=YEARS_END, year=2027, days={date(2027, 1, 1): False}))
    assert leftovers(YEARS_END) == 1
    assert leftovers(YEARS_END) == 0
    assert waiting() == 0
