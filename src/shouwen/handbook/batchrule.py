"""Batch disputes 批量资费争议 (C4.8.4): what is a batch, which steps it takes, and which papers it needs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from shouwen.handbook.decision import Decision, Reason
from shouwen.handbook.facts import Facts, Of
from shouwen.handbook.money import ZERO, Yuan, spell

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition


class BatchFacts(Facts):
    """How many customers and how much in all, gifts included; 0.00 where no money moves. `papers` are there already."""

    customers: Annotated[int, Field(ge=1, le=10_000_000)]
    total: Yuan = ZERO
    flow: Annotated[str, Of("batch_flows")] = ""
    papers: Annotated[tuple[Annotated[str, Of("paper_kinds")], ...], Field(strict=False)] = ()


@dataclass(frozen=True)
class BatchRuling:
    """Whether it goes as a batch; the steps in their order, the papers needed and those still missing.

    Where it isn't a batch, each customer goes the single way and there are no steps.
    """

    batch: bool
    with_money: bool
    steps: tuple[str, ...]
    papers: tuple[str, ...]
    missing: tuple[str, ...]


def is_batch(customers: int, total: Decimal, edition: Edition) -> bool:
    """With money only more customers or a greater total than the rule says; without money always."""
    rule = edition.disputes.batch
    return total == ZERO or customers > rule.more_customers_than or total > rule.total_over


def decide(facts: BatchFacts, edition: Edition) -> Decision[BatchRuling]:
    """Whether it may go as a batch, and how. A flow that isn't said yet leaves the steps open."""
    rule, money = edition.disputes.batch, facts.total > ZERO
    told = {
        "customers": facts.customers,
        "more": rule.more_customers_than,
        "total": spell(facts.total),
        "over": spell(rule.total_over),
    }
    if not is_batch(facts.customers, facts.total, edition):
        alone = BatchRuling(batch=False, with_money=money, steps=(), papers=(), missing=())
        return Decision(alone, (Reason(rule.clause, "not-a-batch", told),), edition.name)
    because = [Reason(rule.clause, _why(facts, edition), told)]
    steps: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    if facts.flow:
        flow = edition.batch_flows[facts.flow]
        steps = flow.steps if money else flow.steps_without_money
        papers = flow.papers if money else flow.papers_without_money
        because.append(Reason(flow.clause, "batch-flow", {"flow": facts.flow, "steps": steps}))
    missing = tuple(paper for paper in papers if paper not in facts.papers)
    if missing:
        because.append(Reason(rule.clause, "batch-papers-missing", {"papers": missing}))
    return Decision(BatchRuling(True, money, steps, papers, missing), tuple(because), edition.name)


def _why(facts: BatchFacts, edition: Edition) -> str:
    if facts.total == ZERO:
        return "batch-without-money"
    many = facts.customers > edition.disputes.batch.more_customers_than
    return "batch-by-customers" if many else "batch-by-total"
