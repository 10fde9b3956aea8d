"""The chapters about the course of a ticket: working time, clocks, the ladder, states and moves, talk."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from shouwen.clauses.tables.table import Table, between, listed, names, plain, row
from shouwen.handbook.edition import Edition
from shouwen.handbook.lifecycle import BACK
from shouwen.web import labels

FACTS_BEGIN = re.compile(r"[:：，（(“]?\s*[{（(]|[:：]")


def working_time(edition: Edition) -> list[Table]:
    """The working periods of a day, where a unit sets none of its own (WD)."""
    rule = edition.worktime
    return [Table(_("Working time"), (plain("hours", _("Working hours"), rule.clause, rule.hours),), (_("Periods"),))]


def clocks(edition: Edition) -> list[Table]:
    """Which event does what to which clock (C3.2, C5.2, L1)."""
    rows = tuple(
        row(
            "clocks",
            rule,
            _from(rule.starts_from),
            _events(edition, rule.starts_on + rule.restarts_on),
            _events(edition, rule.renews_on),
            _events(edition, rule.stops_on) or (_("when it starts") if rule.ends_with_start else ""),
            _events(edition, rule.pauses_on),
            rule.warn_at_share,
        )
        for rule in edition.clocks.values()
    )
    heads = (_("Counts from"), _("Starts with"), _("New run with"), _("Stops with"), _("Pauses with"), _("Warns at"))
    return [Table(_("Clocks"), rows, heads, wide=True)]


def _from(start: str) -> str:
    return {
        "contacted_at": _("the customer's contact"),
        "entered_at": _("the entry"),
        "event": _("the event itself"),
    }[start]


def _events(edition: Edition, selectors: Iterable[str]) -> str:
    """Selectors in words: the event's own words up to its facts, and the fact that must be true or must not."""
    return between(_selected(edition, selector) for selector in selectors)


def _selected(edition: Edition, selector: str) -> str:
    code, *condition = selector.split(" ")
    entry = edition.events.get(code)
    words = FACTS_BEGIN.split(entry.label(labels.language()), maxsplit=1)[0].strip() if entry else code
    if not condition:
        return words
    fact = {
        "reached": _("customer reached"),
        "reopened": _("opened again"),
        "promised_until": _("with a promise"),
        "final": _("finally"),
        "last": _("the last signature"),
        "promised": _("with a refund promised"),
        "undone": _("nothing was refunded"),
    }.get(condition[-1], condition[-1])
    said = _("%(event)s (not %(fact)s)") if condition[0] == "not" else _("%(event)s (%(fact)s)")
    return said % {"event": words, "fact": fact}


def ladder(edition: Edition) -> list[Table]:
    """Whom a late clock tells, and when (C3.1)."""
    rows = tuple(
        row("ladder", step, _after(step.after_breach_hours), names("recipients", step.to))
        for step in edition.ladder.values()
    )
    return [Table(_("Escalation ladder"), rows, (_("When"), _("Tells")))]


def _after(count: int | None) -> str:
    if count is None:
        return _("ahead of the deadline")
    return _("%(count)s h after the deadline") % {"count": count} if count else _("at the deadline")


def lifecycle(edition: Edition) -> list[Table]:
    """The one table of states and moves (C4.5, C4.2, C5.1)."""
    states = tuple(row("states", entry, entry.open) for entry in edition.states.values())
    moves = tuple(
        row(
            "moves",
            entry,
            names("states", entry.from_),
            _("the state before the hold") if entry.to == BACK else names("states", [entry.to]),
        )
        for entry in edition.moves.values()
    )
    return [
        Table(_("States of a ticket"), states, (_("Work is still owed"),)),
        Table(_("Moves of a ticket"), moves, (_("From"), _("To"))),
    ]


def talk(edition: Edition) -> list[Table]:
    """What is chosen on the way: ways of contact, satisfaction, causes and reasons (C1.2, C3.2, C4.2, C5.1)."""
    return [
        listed("contact_ways", edition.contact_ways, _("Ways of contact")),
        listed("satisfactions", edition.satisfactions, _("Satisfaction")),
        listed("root_causes", edition.root_causes, _("Root causes")),
        listed("return_reasons", edition.return_reasons, _("Reasons to return")),
        listed("hold_reasons", edition.hold_reasons, _("Reasons to hold")),
        listed("void_reasons", edition.void_reasons, _("Reasons to void")),
    ]
