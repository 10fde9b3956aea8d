"""The handbook page: what the edition in force lays down under each clause, read straight from the policy."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwen.handbook.load import shipped
from shouwen.handbook.schema import Entry
from shouwen.web import labels

GROUPS: dict[str, str | Promise] = {
    "deadline_types": gettext_lazy("Time to complete"),
    "clocks": gettext_lazy("Clocks"),
    "ladder": gettext_lazy("Escalation ladder"),
    "kinds": gettext_lazy("Urgent kinds"),
    "signals": gettext_lazy("Signal words"),
    "priorities": gettext_lazy("Priorities"),
    "columns": gettext_lazy("Columns of orders"),
    "categories": gettext_lazy("Categories"),
    "sources": gettext_lazy("Sources"),
    "ways": gettext_lazy("Ways to hand in"),
    "moves": gettext_lazy("Moves of a ticket"),
    "states": gettext_lazy("States of a ticket"),
    "functions": gettext_lazy("What groups do"),
    "grades": gettext_lazy("Customer grades"),
    "group_grades": gettext_lazy("Group customers' grades"),
    "brands": gettext_lazy("Brands"),
    "directions": gettext_lazy("Directions"),
    "satisfactions": gettext_lazy("Satisfaction"),
    "root_causes": gettext_lazy("Root causes"),
    "contact_ways": gettext_lazy("Ways of contact"),
    "return_reasons": gettext_lazy("Reasons to return"),
    "hold_reasons": gettext_lazy("Reasons to hold"),
    "void_reasons": gettext_lazy("Reasons to void"),
    "elements": gettext_lazy("Elements of the closing reply"),
    "disclosure": gettext_lazy("Reasons to see customer data"),
    "roles": gettext_lazy("Roles"),
    "rights": gettext_lazy("Rights"),
    "scopes": gettext_lazy("How far one sees"),
    "unit_kinds": gettext_lazy("Kinds of units"),
    "recipients": gettext_lazy("Who is told"),
    "authority_levels": gettext_lazy("Who decides on how much"),
    "double_inside": gettext_lazy("Refunded twice"),
    "double_outside": gettext_lazy("Not refunded twice"),
    "double_questions": gettext_lazy("Questions of the interview"),
    "refund_kinds": gettext_lazy("What is done about the money"),
    "dispute_states": gettext_lazy("States of a dispute"),
    "dispute_moves": gettext_lazy("Moves of a dispute"),
    "dispute_causes": gettext_lazy("Causes of disputes"),
    "findings": gettext_lazy("Findings"),
    "paper_rules": gettext_lazy("Papers that must be there"),
    "paper_kinds": gettext_lazy("Papers"),
    "dispute_return_reasons": gettext_lazy("Reasons to return an application"),
    "dispute_withdraw_reasons": gettext_lazy("Reasons to withdraw a dispute"),
    "override_reasons": gettext_lazy("Reasons to decide otherwise than proposed"),
    "late_fee_reasons": gettext_lazy("Reasons to waive a late fee"),
    "batch_flows": gettext_lazy("Flows of a batch"),
    "batch_steps": gettext_lazy("Steps of a batch"),
    "proofs": gettext_lazy("Proofs of identity"),
    "proof_acts": gettext_lazy("Acts that need a proof"),
    "refund_states": gettext_lazy("States of a refund"),
    "check_kinds": gettext_lazy("What self-checks look for"),
    "check_clearings": gettext_lazy("How an exception is cleared"),
}

# A field worth showing: its words, and the group whose names stand for its codes.
FIELDS: dict[str, tuple[str | Promise, str]] = {
    "hours": (gettext_lazy("hours"), ""),
    "minutes": (gettext_lazy("minutes"), ""),
    "after_breach_hours": (gettext_lazy("hours after the breach"), ""),
    "warn_at_share": (gettext_lazy("warns at"), ""),
    "pauses": (gettext_lazy("pauses"), ""),
    "rank": (gettext_lazy("rank"), ""),
    "bypass": (gettext_lazy("bypass"), ""),
    "club": (gettext_lazy("club member"), ""),
    "important": (gettext_lazy("important"), ""),
    "international": (gettext_lazy("international"), ""),
    "retired": (gettext_lazy("retired"), ""),
    "displaces": (gettext_lazy("displaces"), "deadline_types"),
    "function": (gettext_lazy("group"), "functions"),
    "from_": (gettext_lazy("from"), "states"),
    "to": (gettext_lazy("to"), ""),
    "scope": (gettext_lazy("sees"), "scopes"),
    "rights": (gettext_lazy("may"), "rights"),
    "words_zh": (gettext_lazy("Chinese"), ""),
    "words_en": (gettext_lazy("English"), ""),
    "up_to": (gettext_lazy("up to"), ""),
    "roles": (gettext_lazy("held by"), "roles"),
    "proposal": (gettext_lazy("proposal"), "refund_kinds"),
    "pays": (gettext_lazy("money moves"), ""),
    "gift": (gettext_lazy("with a gift"), ""),
    "paper": (gettext_lazy("paper"), "paper_kinds"),
    "causes": (gettext_lazy("causes"), "dispute_causes"),
    "kinds": (gettext_lazy("kinds"), "refund_kinds"),
    "steps": (gettext_lazy("steps"), "batch_steps"),
    "papers": (gettext_lazy("papers"), "paper_kinds"),
    "accepts": (gettext_lazy("opened by"), "proofs"),
    "weekly": (gettext_lazy("weekly"), ""),
    "monthly": (gettext_lazy("monthly"), ""),
}
# Fields whose codes are of another group in some lists.
OTHER_GROUPS = {
    ("moves", "to"): "states",
    ("ladder", "to"): "recipients",
    ("dispute_moves", "from_"): "dispute_states",
    ("dispute_moves", "to"): "dispute_states",
}


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One list of the policy under one clause: its name, and (name, code, what it lays down) of each entry."""

    name: str | Promise
    rows: tuple[tuple[str, str, str], ...]


def all_clauses() -> list[tuple[str, list[str | Promise], int]]:
    """Answers each clause with the lists that rest on it and how many entries they hold, in the handbook's order."""
    found: dict[str, dict[str, int]] = {}
    for group in GROUPS:
        for entry in shipped().groups[group].values():
            held = found.setdefault(entry.clause, {})
            held[group] = held.get(group, 0) + 1
    return [
        (clause, [GROUPS[group] for group in held], sum(held.values()))
        for clause, held in sorted(found.items(), key=lambda item: _order(item[0]))
    ]


def under(clause: str) -> list[Listing]:
    """Answers what the edition lays down under `clause`, or under one below it (`C1.3` holds `C1.3.1` too)."""
    listings = []
    for group, name in GROUPS.items():
        entries = [entry for entry in shipped().groups[group].values() if _within(entry.clause, clause)]
        if entries:
            listings.append(Listing(name=name, rows=tuple(_row(group, entry) for entry in entries)))
    return listings


def known(clause: str) -> bool:
    """Says whether anything in the edition, sentences too, cites the clause or one below it."""
    return any(_within(entry.clause, clause) for group in shipped().groups.values() for entry in group.values())


def _within(clause: str, above: str) -> bool:
    return clause == above or clause.startswith(f"{above}.")


def _order(clause: str) -> tuple[str, list[int]]:
    return clause[0], [int(figure) for figure in re.findall(r"\d+", clause)]


def _row(group: str, entry: Entry) -> tuple[str, str, str]:
    name = shipped().categories.path_label(entry.code, labels.language()) if group == "categories" else ""
    colon = "：" if labels.language() == "zh" else ": "
    laid_down = [
        f"{words}{colon}{told}" if told else str(words)
        for field, (words, names) in FIELDS.items()
        if (told := _told(getattr(entry, field, None), OTHER_GROUPS.get((group, field), names))) is not None
    ]
    return name or entry.label(labels.language()), entry.code, " · ".join(laid_down)


def _told(value: Any, group: str) -> str | None:
    """The value in words; "" for a plain yes, None for what isn't there or a plain no."""
    if value is None or value is False or value == ():
        return None
    if value is True:
        return ""
    parts = value if isinstance(value, tuple) else (value,)
    between = "、" if labels.language() == "zh" else ", "
    return between.join(labels.label(group, str(part)) if group else str(part) for part in parts)


def page(clause: str) -> Mapping[str, Any]:
    """Answers the context of the page of one clause; `listings` is empty for one that nothing rests on."""
    return {"clause": clause, "listings": under(clause), "edition": shipped(), "title": _("Clause %s") % clause}
