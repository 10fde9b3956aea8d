"""Filters in an address and on the page: reading them, leading to them, naming them, offering them."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwen.handbook.load import shipped
from shouwen.people.models import SkillGroup, Staff, Unit
from shouwen.people.reads import active_groups
from shouwen.tickets.reads.queues import Filters
from shouwen.web import addresses, labels

NAMES = tuple(each.name for each in fields(Filters))
LONGEST = 100
INDENT = "\u3000"
Choices = tuple[tuple[str, str], ...]

WHOSE: dict[str, str | Promise] = {
    "me": _("mine or with me"),
    "others": _("mine in others' hands"),
    "waiting": _("waiting for me"),
    "team": _("of my team"),
}
DUE: dict[str, str | Promise] = {
    "breached": _("Breached"),
    "4h": _("Due in 4 h"),
    "24h": _("Due in 24 h"),
    "today": _("Due today"),
    "0-12": _("Due today until 12:00"),
    "12-15": _("Due today 12:00–15:00"),
    "15-18": _("Due today 15:00–18:00"),
    "18-24": _("Due today after 18:00"),
    "tomorrow": _("Due tomorrow"),
    "promised": _("Promised to the customer"),
}
# Filters without a box of their own on the page, or with one that is folded away: they are named above the list.
NAMED: dict[str, str | Promise] = {
    "whose": _("Whose"),
    "owner": _("First asked"),
    "holder": _("In the hands of"),
    "urgency": _("Urgent because"),
    "column": _("Column"),
    "category": _("Category"),
    "unit": _("Unit"),
}


def typed(given: Mapping[str, str], name: str) -> str:
    """What an address says under a name, without what no database can compare."""
    return given.get(name, "").replace("\x00", "").strip()[:LONGEST]


def read(given: QueryDict) -> Filters:
    """The filters in an address."""
    return Filters(**{name: typed(given, name) for name in NAMES})


def query(given: QueryDict) -> str:
    """The filters and the order of an address as a query string, without the place in the list."""
    said = {name: typed(given, name) for name in (*NAMES, "sort", "all")}
    return urlencode({name: value for name, value in said.items() if value})


def link(given: QueryDict, **changes: str) -> str:
    """An address with some parameters changed; an empty one goes away, and so does the place in the list."""
    said = {**given.dict(), "after": "", "before": "", **changes}
    return f"?{urlencode({name: value for name, value in said.items() if value})}"


def leads_to(wanted: Filters, **more: str) -> str:
    """The queue page with these filters."""
    said = {name: value for name, value in {**vars(wanted), **more}.items() if value}
    return f"{addresses.page('tickets:queues')}?{urlencode(said)}"


def in_force(given: QueryDict, wanted: Filters) -> list[dict[str, Any]]:
    """The filters of NAMED that narrow this list, in words, each with the address without it."""
    said = {name: value for name, value in vars(wanted).items() if value and name in NAMED}
    people = Staff.objects.filter(code__in={said.get("owner", ""), said.get("holder", "")} - {"", "me"})
    names = {person.code: person.name for person in people} if {"owner", "holder"} & set(said) else {}
    return [
        {"name": NAMED[name], "value": _value(name, value, names), "without": link(given, **{name: "", "all": "1"})}
        for name, value in said.items()
    ]


def choices() -> dict[str, Any]:
    """What the filters offer: pairs of code and words. What the database knows is asked where it is drawn."""
    edition, language = shipped(), labels.language()
    return {
        "groups": groups,
        "states": _coded("states", edition.states),
        "priorities": _coded("priorities", edition.priority.levels),
        "kinds": _coded("kinds", edition.urgency.kinds),
        "columns": _coded("columns", edition.columns),
        "categories": categories(language, edition.name),
        "units": lambda: called(Unit.rows.filter(active=True).order_by("path").only("code", "name", "name_en")),
        "dues": tuple((code, str(words)) for code, words in DUE.items()),
    }


def groups() -> Choices:
    """Every group that work can be sent to."""
    return called(active_groups())


def called(things: Iterable[Unit | SkillGroup]) -> Choices:
    """Units or groups by their names in the reader's language."""
    language = labels.language()
    return tuple((thing.code, thing.named(language)) for thing in things)


def _coded(group: str, codes: Iterable[str]) -> Choices:
    return tuple((code, labels.label(group, code)) for code in codes)


@lru_cache(maxsize=8)
def categories(language: labels.Language, edition: str) -> Choices:
    """Every category with its name, set in by its level."""
    return tuple(
        (entry.code, f"{INDENT * entry.code.count('.')}{entry.label(language)}")
        for root in shipped().categories.roots
        for entry in _branch(root.code)
    )


def group_named(code: str) -> SkillGroup | None:
    """The active group of that code."""
    return active_groups().filter(code=code).first()


def _branch(code: str) -> list[Any]:
    tree = shipped().categories
    return [tree[code]] + [entry for below in tree.children(code) for entry in _branch(below.code)]


def _value(name: str, value: str, names: Mapping[str, str]) -> str:
    if name in ("owner", "holder"):
        return str(_("me")) if value == "me" else names.get(value, value)
    if name == "whose":
        return str(WHOSE.get(value, value))
    if name == "unit":
        unit = Unit.rows.filter(code=value).first()
        return unit.named(labels.language()) if unit else value
    if name == "category":
        return shipped().categories.path_label(value, labels.language()) if shipped().categories.get(value) else value
    return labels.label({"urgency": "kinds", "column": "columns"}[name], value)
