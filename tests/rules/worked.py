"""How the worked examples say times and calendars: in Shanghai, as on the wall of the hall."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from shouwen.handbook.clocks import Clocks, EventView, fold_all
from shouwen.handbook.deadlines import limits
from shouwen.handbook.load import shipped
from shouwen.handbook.sentences import SHANGHAI
from shouwen.handbook.worktime import Calendar, Hours

EDITION = shipped()
LEAF = "charges.bill.unknown_fee"
ROAMING = "basic.roaming.international_data"
HOURS = Hours.parse("08:30-12:00,14:00-17:30")
# 国庆 2026 as announced: 1–7 October off, 20 September and 10 October made up.
AUTUMN = Calendar(
    days={
        **{date(2026, 10, day): False for day in (1, 2, 5, 6, 7)},
        date(2026, 9, 20): True,
        date(2026, 10, 10): True,
    },
    announced=frozenset({2026}),
    version=1,
)


def at(text: str) -> datetime:
    """A moment in Shanghai, in UTC: at("2026-09-30 11:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def event(code: str, when: str, **facts: Any) -> EventView:
    return EventView(code, at(when), facts, EDITION.name)


def opened(when: str, *, contacted: str = "", **who: Any) -> EventView:
    """The opening event, with the limits that the handbook gives it."""
    rules = limits(category=who.pop("category", LEAF), edition=EDITION, **who)
    return event(
        "ticket.opened",
        when,
        contacted_at=at(contacted or when).isoformat(),
        entered_at=at(when).isoformat(),
        hours=str(HOURS),
        calendar=1,
        limits=kept(rules),
    )


def kept(rules: Mapping[str, Any]) -> dict[str, Any]:
    """Limits as an event keeps them."""
    return {
        clock: {
            "minutes": rule.minutes,
            "unit": rule.unit,
            "because": [rule.clause],
            "among": [{"type": row.type, "hours": row.hours} for row in rule.among],
        }
        for clock, rule in rules.items()
    }


def run(*events: EventView) -> Clocks:
    return fold_all(events, calendar_of=lambda version: AUTUMN, edition=EDITION)
