"""Yes or no, by others than those who asked (C4.8.4). A no is never counted as consent."""

from typing import Any

from shouwen.batchdisputes.act import BatchAct, verb
from shouwen.batchdisputes.drawing import draw
from shouwen.batchdisputes.models import BatchDispute
from shouwen.batchdisputes.reads.people import LEADERS, level, next_ones, signer
from shouwen.batchdisputes.verbs.asking import check_rule, sign_step
from shouwen.disputes.reads.roster import Signer
from shouwen.handbook.batchflow import state_of, way
from shouwen.handbook.dispute_limits import dispute_limits
from shouwen.handbook.rights import Right
from shouwen.tickets.checks import REASON_CHARACTERS, check_text
from shouwen.tickets.opening import kept


@verb("batch.countersigned", needs=Right.COUNTERSIGN, on=BatchDispute, move="countersign")
def countersign(act: BatchAct, *, why: str = "") -> None:
    """The IT centre countersigns the department's notice, having seen the fault order."""
    batch: BatchDispute = act.subject
    act.others()
    act.go()
    sign_step(act, "countersign", why=why)
    act.record(**_seen(batch), why=why)
    act.tell(next_ones(batch, act.at), **_seen(batch))


@verb("batch.signed", needs=Right.SIGN_REFUND, on=BatchDispute)
def sign(act: BatchAct, *, why: str = "") -> None:
    """One of the company's leaders approves. Level by level, up to the one whose limit holds the total (C4.8.3)."""
    batch: BatchDispute = act.subject
    who, wanted = _leader(act)
    sign_step(act, LEADERS, level=wanted, why=why, stands_for=who.stands_for)
    last = level(batch) == ""
    if last:
        act.go("approve")
    act.record(
        **_seen(batch), level=wanted, stands_for=who.stands_for.code if who.stands_for else None, last=last, why=why
    )
    act.tell(next_ones(batch, act.at), level=wanted, **_seen(batch))


@verb("batch.turned_down", needs=Right.SIGN_REFUND, on=BatchDispute)
def turn_down(act: BatchAct, *, why: str) -> None:
    """One of the leaders doesn't agree: it goes back to the department, and what was signed counts no longer."""
    batch: BatchDispute = act.subject
    who, wanted = _leader(act)
    sign_step(act, LEADERS, level=wanted, granted=False, why=why, stands_for=who.stands_for)
    act.go("turn_down")
    _lapse(act)
    act.record(level=wanted, why=why)
    act.tell([batch.asker], level=wanted, why=why)


def _leader(act: BatchAct) -> tuple[Signer, str]:
    """How the actor may sign, and at which level; refuse who asked, who signed, who is on leave or of another level."""
    batch: BatchDispute = act.subject
    act.others()
    act.go("sign")
    wanted = level(batch)
    who = signer(batch, act.actor, act.at)  # type: ignore[arg-type]
    act.require(who is not None, "not-your-level", level=wanted)
    assert who is not None
    return who, wanted


@verb("batch.reviewed", needs=Right.COUNTERSIGN, on=BatchDispute, move="review")
def review(act: BatchAct, *, why: str = "") -> None:
    """The IT centre reviews it, and the sample is drawn. From here on the seven working days run (C4.8.2)."""
    batch: BatchDispute = act.subject
    act.others()
    act.go()
    check_rule(act, papers=True)
    sign_step(act, "review", why=why)
    batch.promised_at = act.at
    sample = draw(act)
    hours = batch.unit.hours or act.edition.worktime.hours
    limits = {"refund": kept(dispute_limits(edition=act.edition, hours=hours)["refund"])} if batch.money else {}
    act.record(**_seen(batch), sample=sample.number, seed=sample.seed, size=sample.size, rows=sample.rows,
               drawn_from=sample.drawn_from, why=why, limits=limits)  # fmt: skip
    act.tell(next_ones(batch, act.at), size=sample.size, rows=sample.rows)


@verb("batch.returned", needs=Right.COUNTERSIGN, on=BatchDispute, move="return")
def give_back(act: BatchAct, *, why: str) -> None:
    """Send it one step back with the reason. What was signed for the steps behind it lapses."""
    batch: BatchDispute = act.subject
    act.others()
    act.go()
    check_text(act, why, REASON_CHARACTERS)
    order = way(batch.flow, money=batch.money, edition=act.edition)
    undone = batch.promised_at is not None and order.index(batch.state) <= order.index("reviewing")
    if undone:
        batch.promised_at = None
    if batch.state == "sampling":
        batch.samples.filter(passed_at__isnull=False).update(passed_at=None)
    _lapse(act)
    act.record(why=why, undone=undone)
    act.tell({batch.asker, *next_ones(batch, act.at)}, why=why)


def _lapse(act: BatchAct) -> None:
    """Signatures for the step that it is back at, and for later ones, count no longer."""
    batch: BatchDispute = act.subject
    order = way(batch.flow, money=batch.money, edition=act.edition)
    here = order.index(batch.state)
    for signature in batch.signatures.filter(lapsed_at=None):
        if order.index(_place(signature.step, act)) >= here:
            signature.lapsed_at = act.at
            signature.save(update_fields=["lapsed_at"])


def _place(step: str, act: BatchAct) -> str:
    return state_of(step, act.edition)


def _seen(batch: BatchDispute) -> dict[str, Any]:
    """What was signed for."""
    return {"customers": batch.customers, "total": str(batch.total)}
