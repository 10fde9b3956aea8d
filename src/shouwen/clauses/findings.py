"""What a decision came to, in a line or a few, in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shouwen.clauses.tables.table import names
from shouwen.handbook.decision import plain
from shouwen.handbook.load import shipped
from shouwen.handbook.sentences import moment
from shouwen.web import labels

Finding = tuple[str, str]


def of(chapter: str, what: Any) -> list[Finding]:
    """Pairs of words and value; a decision that has no words here shows none and is read as JSON."""
    tell = TELLING.get(chapter)
    return tell(plain(what)) if tell else []


def _deadlines(limits: Any) -> list[Finding]:
    return [(labels.label("clocks", each["clock"]), _due(each["due_at"], each["provisional"])) for each in limits]


def _due(at: str, provisional: bool) -> str:
    told = moment(datetime.fromisoformat(at))
    return _("%(due)s (provisional)") % {"due": told} if provisional else told


def _working_time(due: Mapping[str, Any]) -> list[Finding]:
    return [(_("Due"), _due(due["at"], due["provisional"]))]


def _priority(found: Mapping[str, Any]) -> list[Finding]:
    return [(_("Priority"), labels.label("priorities", found["code"]))]


def _urgency(found: Mapping[str, Any]) -> list[Finding]:
    kinds = {part: names("kinds", [each["kind"] for each in found[part]]) for part in ("kinds", "proposed")}
    return [(_("Urgent kinds"), kinds["kinds"] or "–"), (_("Proposed, not confirmed yet"), kinds["proposed"] or "–")]


def _category(code: str) -> list[Finding]:
    return [(_("Category"), shipped().categories.path_label(code, labels.language()))]


def _group(code: str) -> list[Finding]:
    return [(_("Skill group"), code)]


TELLING: dict[str, Callable[[Any], list[Finding]]] = {
    "deadlines": _deadlines,
    "working-time": _working_time,
    "priority": _priority,
    "urgency": _urgency,
    "category": _category,
    "routing": _group,
}
