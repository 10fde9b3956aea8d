"""Writing what was heard from billing: the attempt is ended and the refund moved, in one transaction."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import DatabaseError, transaction

from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.ledger.rows import change, insert
from shouwen.ledger.writing import lock
from shouwen.refunds.act import BILLING
from shouwen.refunds.billing.port import Outcome, What
from shouwen.refunds.calling import Heard
from shouwen.refunds.claiming import Taken, asked_too_often
from shouwen.refunds.differing import note
from shouwen.refunds.models import RANKS, Attempt, Refund
from shouwen.refunds.policy import ask_after, grace, policy
from shouwen.refunds.verbs import absent, differs, done, held, refused, unknown

LOG = logging.getLogger("shouwen.refunds")
State = Refund.State


def settle(heard: Sequence[tuple[Taken, Heard]], at: datetime) -> None:
    """Write it, all in one transaction. What can't be written now is asked for later: the lease ends, nothing is lost.

    What one of them can't bear, or who ordered it, keeps none of the others waiting.
    """
    with transaction.atomic():
        for taken, said in heard:
            try:
                with transaction.atomic():
                    _end(taken.attempt, said, at)
                    _write(taken, said.says, at)
            except DatabaseError:
                raise
            except Exception:
                LOG.exception("an outcome could not be written")
                _end(taken.attempt, said, at)


def put_back(taken: Taken, at: datetime) -> None:
    """It was certainly not handed over: it is due as before, and nothing of it is told."""
    with transaction.atomic():
        lock(taken.refund.chain_id)
        refund = Refund.rows.get(pk=taken.refund.pk)
        if refund.state == State.SENDING and refund.lease_until == taken.refund.lease_until:
            back = {"state": "due", "rank": RANKS["due"], "tries": refund.tries - 1}
            change(refund, **back, lease_until=None, next_try_at=ask_after(at, 0))


def apply_booked(refund: int, outcome: Outcome, at: datetime, *, found_by: str) -> Done | Refused:
    """Billing says that it booked this: done, or a difference where it booked something else."""
    assert outcome.booked_at is not None and outcome.amount is not None
    booked = {"booked_at": outcome.booked_at, "amount": outcome.amount, "receipt": outcome.receipt}
    answer = done(refund, actor=BILLING, at=at, **booked)
    if isinstance(answer, Refused) and answer.code == "refund-booked-otherwise":
        return differs(refund, actor=BILLING, at=at, found_by=found_by, **booked)
    if isinstance(answer, Refused) and answer.code == "refund-settled":
        _compare(refund, outcome, at, found_by)
    return answer


def _compare(pk: int, outcome: Outcome, at: datetime, found_by: str) -> None:
    """A booking of what is settled already: the same one heard again, or a second one."""
    refund = Refund.rows.get(pk=pk)
    if (refund.state, refund.receipt, refund.booked) == (State.DONE, outcome.receipt, outcome.amount):
        return
    kind = "twice" if refund.state == State.DONE else "other_state"
    ours = refund.booked if refund.state == State.DONE else None
    note(kind, key=refund.key, refund=refund, ours=ours, theirs=outcome, at=at, found_by=found_by)


def _end(attempt: Attempt, heard: Heard, at: datetime) -> None:
    change(attempt, **_told(heard.outcome), ended_at=at)
    if heard.witness is not None:
        insert([Attempt(refund_id=attempt.refund_id, what="statement", at=at, ended_at=at, **_told(heard.witness))])


def _told(outcome: Outcome) -> dict[str, object]:
    why = outcome.why[:200]
    return {"outcome": outcome.what.value, "amount": outcome.amount, "receipt": outcome.receipt, "why": why}


def _write(taken: Taken, says: Outcome, at: datetime) -> None:
    pk, sent = taken.refund.pk, taken.attempt.what == "send"
    if says.what is What.DONE:
        apply_booked(pk, says, at, found_by="outcome")
    elif says.what is What.REFUSED:
        refused(pk, actor=BILLING, at=at, why=says.why)
    elif sent and says.what is What.ABSENT:
        put_back(taken, at)
    elif sent:
        unknown(pk, actor=BILLING, at=at, why=says.why, ask_at=ask_after(at, 0))
    else:
        _still_unknown(taken, says, at)


def _still_unknown(taken: Taken, says: Outcome, at: datetime) -> None:
    """It was asked for and isn't known: ask later, send it again after the grace time, or leave it to a person."""
    lock(taken.refund.chain_id)
    refund = Refund.rows.get(pk=taken.refund.pk)
    if refund.state != State.UNKNOWN or refund.held or refund.lease_until != taken.refund.lease_until:
        return
    values: dict[str, object] = {"lease_until": None, "why": says.why[:200]}
    if says.what is What.ABSENT:
        since = refund.absent_since or at
        if at - since >= grace():
            again = refund.tries < policy().tries
            absent(refund.pk, actor=BILLING, at=at) if again else _leave(refund, "too-many-tries", at)
            return
        values |= {"absent_since": since, "next_try_at": min(ask_after(at, refund.asks), since + grace())}
        # It is on its way to being sent again: that is no reason for a person.
        values["asks"] = max(refund.asks - 1, 0) if asked_too_often(refund) else refund.asks
    elif says.down:
        values |= {"asks": max(refund.asks - 1, 0), "next_try_at": ask_after(at, refund.asks)}
    elif asked_too_often(refund):
        _leave(refund, "too-many-asks", at)
        return
    else:
        values |= {"absent_since": None, "next_try_at": ask_after(at, refund.asks)}
    change(refund, **values)


def _leave(refund: Refund, why: str, at: datetime) -> None:
    held(refund.pk, actor=BILLING, at=at, why=why)
