"""The facts of a dispute's event as a person reads them: names for codes, amounts with two places, no raw keys."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwen.handbook.decision import Reason
from shouwen.handbook.load import shipped
from shouwen.handbook.money import shown, yuan
from shouwen.ledger.models import Event
from shouwen.tickets.pages import wording
from shouwen.tickets.pages.wording import Names
from shouwen.web import labels

# What people wrote stands as text in the timeline, not among the facts; hashes and keys tell a reader nothing.
TEXTS = ("what", "text", "told", "why")
SILENT = (*TEXTS, "customer", "text_sha256", "calendar", "sha256", "run", "because", "entered_at", "purpose", "number")
MONEY = ("amount", "charged", "counted", "paid", "principal", "gift", "rule_amount")
LISTS = {
    "result": "findings", "finding": "findings", "cause": "dispute_causes", "rule": "refund_kinds",
    "outcome": "refund_kinds", "proof": "proofs", "paper": "paper_kinds", "level": "authority_levels",
    "clock": "clocks",
}  # fmt: skip
REASONS = {
    "dispute.proposed": "override_reasons", "dispute.recalculated": "override_reasons",
    "dispute.returned": "dispute_return_reasons", "dispute.withdrawn": "dispute_withdraw_reasons",
}  # fmt: skip

NAMES: dict[str, str | Promise] = {
    "amount": gettext_lazy("Amount"), "answers": gettext_lazy("Answers"), "application": gettext_lazy("Application"),
    "category": gettext_lazy("Category"), "cause": gettext_lazy("Cause"), "charged": gettext_lazy("In dispute"),
    "check_code": gettext_lazy("Check code"), "clock": gettext_lazy("Clock"), "contacted_at": gettext_lazy("Received"),
    "counted": gettext_lazy("Counted together"), "due_at": gettext_lazy("Due"),
    "due_was": gettext_lazy("Due before"), "earlier": gettext_lazy("Earlier ones counted"),
    "final": gettext_lazy("Check complete"), "finding": gettext_lazy("Finding"), "found_by": gettext_lazy("Found by"),
    "gift": gettext_lazy("Gift"), "hours": gettext_lazy("Working hours"), "kind": gettext_lazy("Kind"),
    "lapsed": gettext_lazy("Application lapsed"), "last": gettext_lazy("Last signature"),
    "level": gettext_lazy("Level"), "levels": gettext_lazy("Levels"), "limits": gettext_lazy("Time limits"),
    "line": gettext_lazy("Line"), "lines": gettext_lazy("Lines"), "outcome": gettext_lazy("Outcome"),
    "overridden": gettext_lazy("Otherwise than the rule"), "paid": gettext_lazy("Returned so far"),
    "paper": gettext_lazy("Paper"), "principal": gettext_lazy("Principal"), "proof": gettext_lazy("Proof seen"),
    "reason": gettext_lazy("Reason"), "receipt": gettext_lazy("Receipt"), "refund": gettext_lazy("Refund"),
    "result": gettext_lazy("Finding"), "reversal": gettext_lazy("Reversal"), "rule": gettext_lazy("The rule says"),
    "rule_amount": gettext_lazy("By the rule"), "size": gettext_lazy("Size"),
    "stands_for": gettext_lazy("Stands in for"), "state": gettext_lazy("State"), "ticket": gettext_lazy("Ticket"),
    "unit": gettext_lazy("Unit"), "told": gettext_lazy("Told"), "by": gettext_lazy("By"),
}  # fmt: skip


def facts(event: Event, names: Names) -> list[tuple[str, str]]:
    """The facts of an event as (what, value), in words, those that say nothing left out."""
    silent = SILENT if event.code.startswith("dispute.") else wording.SILENT
    told = [
        (str(NAMES.get(key, key)), value(event, key, each, names))
        for key, each in event.facts.items()
        if key not in silent and each not in (None, "", [], {}) and not (key == "kind" and "size" in event.facts)
    ]
    return [(name, words) for name, words in told if words]


def value(event: Event, key: str, given: Any, names: Names) -> str:
    """One fact in words."""
    if isinstance(given, bool):
        return _("Yes") if given else _("No")
    if key in WORDED:
        return WORDED[key](given, names)
    if key in MONEY:
        return money(given)
    if key == "reason":
        return labels.label(REASONS.get(event.code, "reasons"), str(given))
    if key == "kind":
        return labels.label("refund_kinds", str(given))
    if key in LISTS and isinstance(given, str):
        return labels.label(LISTS[key], given)
    return wording.when(given) or str(given)


def money(given: Any) -> str:
    """An amount that an event keeps as text."""
    try:
        return shown(yuan(given))
    except ValueError:
        return str(given)


def between(each: list[str]) -> str:
    """Words side by side."""
    return ("、" if labels.language() == "zh" else ", ").join(each)


def found_by(code: str) -> str:
    """Who found the charge wrong."""
    return _("the company") if code == "company" else _("the customer")


def answers(given: dict[str, str]) -> str:
    """What was answered in the interview, in the order in which it asks."""
    return between([labels.label("double_options", each) for each in in_order(given)])


def in_order(given: dict[str, str]) -> list[str]:
    """The codes of the answers in the order of the questions; what is kept as JSON has an order of its own."""
    questions = list(shipped().double_refund.questions)
    place = {code: spot for spot, code in enumerate(questions)}
    return [given[code] for code in sorted(given, key=lambda code: place.get(code, len(place)))]


def sentences(because: list[Any]) -> list[tuple[str, str, str]]:
    """The reasons of a decision as (sentence, clause, page of the clause)."""
    reasons: list[Reason] = labels.reasons(because)
    return [(labels.sentence(each), each.clause, labels.clause_url(each.clause)) for each in reasons]


def category(code: str) -> str:
    """The path of a category in words."""
    return shipped().categories.path_label(code, labels.language())


WORDED: dict[str, Callable[[Any, Names], str]] = {
    "answers": lambda given, names: answers(given),
    "category": lambda code, names: category(code),
    "earlier": lambda rows, names: between([f"{row['about']} {money(row['amount'])}" for row in rows]),
    "found_by": lambda code, names: found_by(code),
    "levels": lambda codes, names: between([labels.label("authority_levels", code) for code in codes]),
    "limits": lambda given, names: wording.limits(given),
    "size": lambda size, names: wording.bytes_in_words(size),
    "stands_for": lambda code, names: names.person(code),
    "state": lambda codes, names: " → ".join(labels.label("dispute_states", code) for code in codes),
    "told": lambda codes, names: between([names.person(code) for code in codes]),
    "by": lambda code, names: names.person(code),
    "unit": lambda code, names: names.unit(code),
}
