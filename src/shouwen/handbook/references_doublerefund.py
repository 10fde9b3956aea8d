"""The checks of the double refund's chapter (C4.8.6): every line is reached, and outside is asked before inside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shouwen.handbook.problems import Problem, unknown

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition

FILE = "doublerefund.toml"
# What the rules themselves answer, from dates.
ANSWERED = {
    "charged": ("was_charged",),
    "age": ("within_years", "over_years"),
    "unsubscribed": ("within_months", "over_months"),
}


def _lines(edition: Edition) -> Iterator[Problem]:
    """Outside never doubles, and each line of both lists is what some answer leads to."""
    rule = edition.double_refund
    for code, line in rule.outside.items():
        key = f"double_refund.outside.{code}.proposal"
        yield from unknown(FILE, key, [line.proposal], edition.refund_kinds)
        if line.proposal == "double":
            yield Problem(FILE, key, "outside beats inside: nothing here is returned twice (C4.8.6)")
    leads = [option.leads_to for question in rule.questions.values() for option in question.options.values()]
    yield from unknown(FILE, "double_refund.questions", [*rule.inside, *rule.outside], leads)


def _questions(edition: Edition) -> Iterator[Problem]:
    """What a question names exists, and what it waits for is asked before it."""
    rule = edition.double_refund
    yield from unknown(FILE, "double_refund.questions", [*ANSWERED, "finding"], rule.questions)
    earlier: list[str] = []
    for code, question in rule.questions.items():
        key = f"double_refund.questions.{code}"
        needed = [*ANSWERED.get(code, ()), *(edition.findings if code == "finding" else ())]
        suggested = [*question.from_cause.values(), *question.from_category.values()]
        yield from unknown(FILE, f"{key}.options", [*needed, *suggested], question.options)
        yield from unknown(FILE, f"{key}.asked_if", question.asked_if, earlier)
        for other, answers in question.asked_if.items():
            known = rule.questions[other].options if other in rule.questions else answers
            yield from unknown(FILE, f"{key}.asked_if.{other}", answers, known)
        for name in ("from_cause", "only_causes", "not_causes"):
            yield from unknown(FILE, f"{key}.{name}", getattr(question, name), edition.dispute_causes)
        categories = (each.code for each in edition.categories)
        yield from unknown(FILE, f"{key}.from_category", question.from_category, categories)
        earlier.append(code)


def _answers(edition: Edition) -> Iterator[Problem]:
    """Each answer leads somewhere that exists; once one led inside, none leads outside any more."""
    rule = edition.double_refund
    ends = ["", *rule.inside, *rule.outside, *edition.refund_kinds]
    seen: dict[str, str] = {}
    inward = ""
    for code, question in rule.questions.items():
        leads = [option.leads_to for option in question.options.values()]
        for option in question.options.values():
            key = f"double_refund.questions.{code}.options.{option.code}"
            yield from unknown(FILE, f"{key}.leads_to", [option.leads_to], ends)
            if seen.setdefault(option.code, code) != code:
                yield Problem(FILE, key, f"stands under {seen[option.code]} too: codes of options are unique")
            if inward and option.leads_to in rule.outside:
                sentence = f"leads outside after {inward} led inside: outside is asked first (C4.8.6)"
                yield Problem(FILE, f"{key}.leads_to", sentence)
        if set(leads) & set(rule.inside):
            inward = inward or code
        if code == list(rule.questions)[-1] and not all(leads):
            yield Problem(FILE, f"double_refund.questions.{code}", "is the last one: each answer must lead somewhere")


DOUBLE_REFUND_CHECKS = (_lines, _questions, _answers)
