"""The checks of the chapters about money back (C4.8, M11), as `references.py` makes them of the others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from shouwen.handbook.problems import Problem, unknown
from shouwen.handbook.references_doublerefund import DOUBLE_REFUND_CHECKS

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition

CLOSED_TO_CODES = ("disclosure", "change_of_holder")
CODES = ("electronic_password", "sms_code")
KINDS = ("double", "single", "principal", "rest", "none", "refuse", "late_fee", "reversal", "adjustment")


def _authority(edition: Edition) -> Iterator[Problem]:
    rule = edition.authority
    yield from unknown("authority.toml", "authority.own", [rule.own], rule.levels)
    levels = list(rule.levels.values())
    for level in levels:
        key = f"authority.levels.{level.code}"
        yield from unknown("authority.toml", f"{key}.roles", level.roles, edition.roles)
        right = "dispute" if level.code == rule.own else "sign_refund"
        lacking = [code for code in level.roles if code in edition.roles and right not in edition.roles[code].rights]
        if lacking:
            sentence = f"names {lacking[0]!r}, which lacks the right {right}: give it, or choose another role"
            yield Problem("authority.toml", f"{key}.roles", sentence)
        if (level.up_to is None) != (level is levels[-1]):
            sentence = "must be given for every level but the highest, which has no limit (C4.8.3)"
            yield Problem("authority.toml", f"{key}.up_to", sentence)
    for lower, higher in pairwise(levels):
        if lower.up_to is not None and higher.up_to is not None and lower.up_to >= higher.up_to:
            sentence = f"must be more than that of {lower.code}: levels stand from the lowest up"
            yield Problem("authority.toml", f"authority.levels.{higher.code}.up_to", sentence)


def _disputes(edition: Edition) -> Iterator[Problem]:
    file = "disputes.toml"
    for code, move in edition.dispute_moves.items():
        yield from unknown(file, f"dispute_moves.{code}.from", move.from_, edition.dispute_states)
        yield from unknown(file, f"dispute_moves.{code}.to", [move.to], [*edition.dispute_states, "back"])
    for code in edition.dispute_causes:
        above = [code.rpartition(".")[0]] if "." in code else []
        yield from unknown(file, f"dispute_causes.{code}", above, edition.dispute_causes)
    yield from unknown(file, "refund_kinds", KINDS, edition.refund_kinds)
    for code, flow in edition.batch_flows.items():
        for name in ("steps", "steps_without_money"):
            yield from unknown(file, f"batch_flows.{code}.{name}", getattr(flow, name), edition.batch_steps)
        for name in ("papers", "papers_without_money"):
            yield from unknown(file, f"batch_flows.{code}.{name}", getattr(flow, name), edition.paper_kinds)
    for code, rule in edition.disputes.papers.items():
        key = f"disputes.papers.{code}"
        yield from unknown(file, f"{key}.paper", [rule.paper], edition.paper_kinds)
        yield from unknown(file, f"{key}.causes", rule.causes, edition.dispute_causes)
        yield from unknown(file, f"{key}.kinds", rule.kinds, edition.refund_kinds)
        yield from unknown(file, f"{key}.categories", rule.categories, (each.code for each in edition.categories))
    if edition.disputes.sampling.at_least > edition.disputes.sampling.at_most:
        yield Problem(file, "disputes.sampling.at_least", "must not be more than at_most")


def _proofs(edition: Edition) -> Iterator[Problem]:
    for code, act in edition.proof_acts.items():
        key = f"proof_acts.{code}.accepts"
        yield from unknown("proofs.toml", key, act.accepts, edition.proofs)
        if code in CLOSED_TO_CODES and set(CODES) & set(act.accepts):
            sentence = "electronic and one-time codes never open personal data or a change of holder (M11)"
            yield Problem("proofs.toml", key, sentence)
        if "picture_code" in act.accepts:
            yield Problem("proofs.toml", key, "the picture code only keeps robots out: it proves nobody (M11)")


MONEY_CHECKS = (_authority, _disputes, _proofs, *DOUBLE_REFUND_CHECKS)
