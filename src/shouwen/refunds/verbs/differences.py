"""Clearing differences: by a person, with a reason."""

from datetime import datetime
from functools import partial

from shouwen.handbook.decision import Refused
from shouwen.handbook.rights import Right
from shouwen.ledger.door import Act, Done, together, verb
from shouwen.ledger.scoped import Actor
from shouwen.refunds.models import Difference
from shouwen.refunds.verbs.outcome import done
from shouwen.refunds.verbs.people import ask_now


def clear(key: int, *, actor: Actor, at: datetime, seen: int | None = None, how: str, why: str) -> Done | Refused:
    """Clear a difference. Accepted, what billing booked becomes the refund's outcome; mended, billing is asked again.

    All of it or nothing.
    """
    row = Difference.objects.seen_by(actor).filter(pk=key).select_related("refund").first()
    cleared = partial(clear_difference, key, actor=actor, at=at, seen=seen, how=how, why=why)
    steps = [lambda _: cleared()]
    refund = row.refund if row else None
    if row and refund and row.booked_at and row.theirs is not None and how == "accepted" and refund.state != "done":
        booked = {"booked_at": row.booked_at, "amount": row.theirs, "receipt": row.receipt}
        steps.append(lambda _: done(refund.pk, actor=actor, at=at, accepted=True, **booked))
    elif refund and how == "mended" and refund.state == "unknown":
        steps.append(lambda _: ask_now(refund.pk, actor=actor, at=at))
    return together(*steps)


@verb("refund.difference_cleared", needs=Right.MONITOR_REFUNDS, on=Difference)
def clear_difference(act: Act, *, how: str, why: str) -> None:
    """Say how a difference was settled: explained, mended in billing, or accepted as billing booked it (C4.8.7)."""
    row: Difference = act.subject
    act.require(row.cleared_at is None, "difference-cleared")
    act.require(how in act.edition.refund_clearings, "unknown-code", value=how)
    act.require(why.strip(), "say-why")
    row.cleared_at, row.cleared_how, row.cleared_why = act.at, how, why.strip()[:400]
    row.cleared_by_id = getattr(act.actor, "pk", None)
    act.record(kind=row.kind, key=row.key, receipt=row.receipt, how=how, why=row.cleared_why)
