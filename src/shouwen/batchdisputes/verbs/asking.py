"""Handing a batch in, and taking it back (C4.8.4)."""

from shouwen.batchdisputes.act import BatchAct, verb
from shouwen.batchdisputes.models import BatchDispute, BatchSignature
from shouwen.batchdisputes.reads.people import next_ones, signers
from shouwen.handbook import batchrule
from shouwen.handbook.batchflow import BEGINS, leaders, state_of, steps
from shouwen.handbook.rights import Right
from shouwen.tickets.checks import REASON_CHARACTERS, check_text

READING = ("waiting", "reading")


def check_rule(act: BatchAct, *, papers: bool) -> None:
    """Refuse what is no batch: each customer then goes the single way. With `papers` also while one is missing."""
    batch: BatchDispute = act.subject
    act.require(batch.rows_left > 0, "batch-empty")
    there = tuple(sorted(set(batch.papers.values_list("kind", flat=True))))
    facts = batchrule.BatchFacts(customers=batch.customers, total=batch.total, flow=batch.flow, papers=there)
    ruling, rule = batchrule.decide(facts, act.edition).what, act.edition.disputes.batch
    act.require(
        ruling.batch,
        "not-a-batch",
        customers=batch.customers,
        total=str(batch.total),
        more=rule.more_customers_than,
        over=str(rule.total_over),
    )
    act.require(not papers or not ruling.missing, "batch-paper-missing", missing=ruling.missing)


@verb("batch.asked", needs=Right.ASK_BATCH, on=BatchDispute, move="ask")
def ask(act: BatchAct) -> None:
    """Hand it in: issue the notice with the fault order, or ask the company. The rule decides whether it is a batch."""
    batch: BatchDispute = act.subject
    act.go()
    act.require(not batch.lists.filter(state__in=READING).exists(), "batch-list-running")
    check_rule(act, papers=True)
    batch.round += 1
    batch.asked_at = act.at
    approving = batch.state == "approving"
    batch.levels = list(leaders(batch.total, act.edition)) if approving else []
    sign_step(act, asking_step(batch, act))
    if approving:
        found = signers(batch, act.at)
        act.require(found, "batch-no-leader", unit=batch.unit.name, level=batch.levels[0])
    act.record(
        round=batch.round,
        customers=batch.customers,
        rows=batch.rows_left,
        principal=str(batch.principal),
        gift=str(batch.gift),
        total=str(batch.total),
        levels=batch.levels,
        papers=sorted(paper.sha256 for paper in batch.papers.all()),
    )
    act.tell(next_ones(batch, act.at), customers=batch.customers, total=str(batch.total))


def asking_step(batch: BatchDispute, act: BatchAct) -> str:
    """Which step handing in is: the notice or the request; without money nobody but the IT centre is asked."""
    first = steps(batch.flow, money=batch.money, edition=act.edition)[0]
    return first if state_of(first, act.edition) == BEGINS else "request"


def sign_step(
    act: BatchAct, step: str, *, level: str = "", granted: bool = True, why: str = "", stands_for: object = None
) -> BatchSignature:
    """Keep a yes or no. Nobody says yes to a batch twice, in whatever part."""
    batch: BatchDispute = act.subject
    mine = batch.signatures.filter(by=act.actor, granted=True, lapsed_at=None)
    act.require(not mine.exists(), "batch-signed-already")
    check_text(act, why, REASON_CHARACTERS, empty=granted)
    return BatchSignature.objects.create(
        batch=batch,
        round=batch.round,
        step=step,
        level=level,
        granted=granted,
        why=why,
        by=act.actor,
        stands_for=stands_for,
        at=act.at,
        lapsed_at=None if granted else act.at,
    )


@verb("batch.withdrawn", needs=Right.ASK_BATCH, on=BatchDispute, move="withdraw")
def withdraw(act: BatchAct, *, why: str) -> None:
    """Give it up before anything was carried out. Its rows may go the single way then, or into another batch."""
    batch: BatchDispute = act.subject
    waited = next_ones(batch, act.at)
    act.go()
    check_text(act, why, REASON_CHARACTERS)
    act.require(not batch.lists.filter(state__in=READING).exists(), "batch-list-running")
    batch.closed_at = act.at
    act.record(why=why)
    act.tell(waited, why=why)
