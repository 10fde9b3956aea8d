"""The facts of an event as a person reads them: names for codes, labels for lists, times of Shanghai."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwen.handbook.load import shipped
from shouwen.handbook.sentences import span
from shouwen.ledger.models import Event
from shouwen.people.models import SkillGroup, Unit
from shouwen.tickets.reads import ticket as reads
from shouwen.web import labels, moments

# What people wrote stands as text in the timeline, not among the facts; hashes and keys tell a reader nothing.
TEXTS = ("tried", "why", "text", "said")
SILENT = (*TEXTS, "customer", "text_sha256", "calendar", "sha256", "run", "attachment")

LISTS = {
    "column": "columns", "source": "sources", "grade": "grades", "brand": "brands", "direction": "directions",
    "priority": "priorities", "way": "contact_ways", "satisfaction": "satisfactions", "root_cause": "root_causes",
    "clock": "clocks", "kind": "kinds",
}  # fmt: skip
REASONS = {
    "ticket.returned": "return_reasons", "ticket.hold_asked": "hold_reasons", "ticket.held": "hold_reasons",
    "ticket.void_asked": "void_reasons", "ticket.voided": "void_reasons", "ticket.customer_revealed": "disclosure",
}  # fmt: skip
PEOPLE = ("answered_by", "asked_by", "by", "now", "told")

NAMES: dict[str, str | Promise] = {
    "column": gettext_lazy("Column"), "category": gettext_lazy("Category"), "source": gettext_lazy("Source"),
    "grade": gettext_lazy("Grade"), "brand": gettext_lazy("Brand"), "direction": gettext_lazy("Direction"),
    "contacted_at": gettext_lazy("Contacted"), "kinds": gettext_lazy("Urgent kinds"), "kind": gettext_lazy("Kind"),
    "priority": gettext_lazy("Priority"), "group": gettext_lazy("Group"), "unit": gettext_lazy("Unit"),
    "hours": gettext_lazy("Working hours"), "limits": gettext_lazy("Time limits"),
    "earlier": gettext_lazy("Earlier ticket"),
    "repeat_confirmed": gettext_lazy("Same matter"), "confirmed": gettext_lazy("Same matter"), "to": gettext_lazy("To"),
    "was": gettext_lazy("Before"), "now": gettext_lazy("Now"), "reason": gettext_lazy("Reason"),
    "state": gettext_lazy("State"), "way": gettext_lazy("How"), "promised_until": gettext_lazy("Promised by"),
    "late": gettext_lazy("Entered late"), "reached": gettext_lazy("Reached"), "count": gettext_lazy("Times"),
    "satisfaction": gettext_lazy("Satisfaction"), "answered_by": gettext_lazy("Who answered"),
    "answered_at": gettext_lazy("Answered at"), "root_cause": gettext_lazy("Root cause"),
    "asked_by": gettext_lazy("Asked by"), "by": gettext_lazy("By"), "told": gettext_lazy("Told"),
    "clock": gettext_lazy("Clock"), "due_at": gettext_lazy("Due"), "due_was": gettext_lazy("Due before"),
    "level": gettext_lazy("Step"), "size": gettext_lazy("Size"), "check_code": gettext_lazy("Check code"),
    "incident": gettext_lazy("Incident"), "province": gettext_lazy("Another province"),
    "reopened": gettext_lazy("Taken up again"),
    "imported_at": gettext_lazy("Imported"),
    "external_id": gettext_lazy("Number elsewhere"),
    "end_unknown": gettext_lazy("Time of the end not known"),
}  # fmt: skip


@dataclass(frozen=True)
class Names:
    """The names behind the codes of a stretch of events, asked for all at once."""

    people: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, SkillGroup] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)

    @classmethod
    def of(cls, events: list[Event]) -> "Names":
        """Three questions, however many events."""
        codes = {event.actor for event in events}
        for event in events:
            for key in (*PEOPLE, "to", "was"):
                value = event.facts.get(key)
                codes.update(value if isinstance(value, list) else [value] if isinstance(value, str) else [])
        unit_codes = {event.facts["unit"] for event in events if event.facts.get("unit")}
        group_codes = codes | {event.facts["group"] for event in events if event.facts.get("group")}
        return cls(reads.people(codes), reads.groups(group_codes), reads.units(unit_codes))

    def person(self, code: str) -> str:
        """A colleague's name; the product itself by what of it acted."""
        if code.startswith("system"):
            return {"system:clocks": _("Clock"), "system:import": _("Import")}.get(code, _("System"))
        return self.people.get(code, code)

    def group(self, code: str) -> str:
        """A group's name in the reader's language."""
        return self.groups[code].named(labels.language()) if code in self.groups else code

    def unit(self, code: str) -> str:
        """A unit's name in the reader's language."""
        return self.units[code].named(labels.language()) if code in self.units else code


def facts(event: Event, names: Names) -> list[tuple[str, str]]:
    """The facts of an event as (what, value), in words, those that say nothing left out."""
    told = [
        (str(NAMES.get(key, key)), value(event, key, each, names))
        for key, each in event.facts.items()
        if key not in SILENT and each not in (None, "", [], {})
    ]
    return [(name, words) for name, words in told if words]


def value(event: Event, key: str, given: Any, names: Names) -> str:
    """One fact in words."""
    if isinstance(given, bool):
        return _("Yes") if given else _("No")
    if key == "limits":
        return limits(given)
    if key in ("kinds", "state", "told"):
        return _list(key, given, names)
    if key in PEOPLE or (key in ("to", "was") and event.code.startswith("ticket.handover")):
        return names.person(given)
    if key in WORDED:
        return WORDED[key](given, names)
    if key == "reason":
        return labels.label(REASONS.get(event.code, "reasons"), given)
    if key in ("to", "was"):
        return _passed(event, given, names)
    if key in LISTS and event.code != "ticket.attached":
        return labels.label(LISTS[key], str(given))
    return when(given) or str(given)


def _passed(event: Event, given: str, names: Names) -> str:
    """From and to whom: groups when it is transferred, people when taken, categories when corrected."""
    if event.code == "ticket.reclassified":
        return category(given)
    return names.group(given) if event.code != "ticket.taken" else names.person(given)


def _list(key: str, given: Any, names: Names) -> str:
    between = "、" if labels.language() == "zh" else ", "
    each = given if isinstance(given, list) else [given]
    if key == "state":
        return " → ".join(labels.label("states", code) for code in each)
    if key == "kinds":
        return between.join(f"{labels.label('kinds', kind['kind'])} ({kind['clause']})" for kind in each)
    return between.join(names.person(code) for code in each)


def category(code: str) -> str:
    """The path of a category in words."""
    return shipped().categories.path_label(code, labels.language())


def limits(given: Mapping[str, Any]) -> str:
    """Every limit that holds from this event on: clock, length, clause."""
    language = labels.language()
    each = []
    for clock, limit in given.items():
        length = span(limit["minutes"], language)
        if limit["unit"] == "work":
            length = _("%(length)s of working time") % {"length": length}
        each.append(f"{labels.label('clocks', clock)} {length} ({', '.join(dict.fromkeys(limit['because']))})")
    return ("；" if language == "zh" else "; ").join(each)


def when(given: Any) -> str:
    """An ISO time in full; "" for what is none."""
    if not isinstance(given, str) or len(given) < 19 or given[10] != "T":
        return ""
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        return ""
    return f"{timezone.localtime(moment, moments.ZONE):%Y-%m-%d %H:%M}"


WORDED: dict[str, Callable[[Any, Names], str]] = {
    "group": lambda code, names: names.group(code),
    "unit": lambda code, names: names.unit(code),
    "category": lambda code, names: category(code),
    "size": lambda size, names: bytes_in_words(size),
}


def bytes_in_words(size: int) -> str:
    """A file's size: `820 B`, `12.4 KB`, `3.1 MB`."""
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.1f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"
