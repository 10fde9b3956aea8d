"""What a decision came to, in a line or a few, in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shouwen.clauses.tables.table import names
from shouwen.handbook.decision import plain
from shouwen.handbook.load import shipped
from shouwen.handbook.money import shown, yuan
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


def _authority(found: Mapping[str, Any]) -> list[Finding]:
    return [
        (_("Decided by"), labels.label("authority_levels", found["level"])),
        (_("Counted"), _yuan(found["counted"])),
        (_("Signed by"), names("authority_levels", found["chain"]) or _("nobody: own authority")),
    ]


def _double_refund(found: Mapping[str, Any]) -> list[Finding]:
    if asked := found["question"]:
        options = names("double_options", asked["options"])
        return [(_("Next question"), labels.label("double_questions", asked["question"])), (_("Answers"), options)]
    proposal = found["proposal"]
    return [
        (_("Proposal"), labels.label("refund_kinds", proposal["kind"])),
        (_("Principal"), _yuan(proposal["principal"])),
        (_("Gift"), _yuan(proposal["gift"])),
        (_("Total"), _yuan(proposal["total"])),
    ]


def _batch_dispute(found: Mapping[str, Any]) -> list[Finding]:
    if not found["batch"]:
        return [(_("A batch"), _("no: each customer goes the single way"))]
    return [
        (_("A batch"), _("yes")),
        (_("Steps"), names("batch_steps", found["steps"]) or "–"),
        (_("Papers still missing"), names("paper_kinds", found["missing"]) or "–"),
    ]


def _yuan(amount: str) -> str:
    return _("%(amount)s yuan") % {"amount": shown(yuan(amount))}


TELLING: dict[str, Callable[[Any], list[Finding]]] = {
    "deadlines": _deadlines,
    "working-time": _working_time,
    "priority": _priority,
    "urgency": _urgency,
    "category": _category,
    "routing": _group,
    "authority": _authority,
    "double-refund": _double_refund,
    "batch-dispute": _batch_dispute,
}
