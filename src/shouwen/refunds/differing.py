"""Writing down that our books and billing's differ. Each difference once, until a person cleared it."""

from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from shouwen.handbook.load import shipped
from shouwen.ledger.models import Chain
from shouwen.ledger.writing import Happening, append
from shouwen.people.models import Unit
from shouwen.refunds.act import BILLING
from shouwen.refunds.billing.port import Booking, Outcome
from shouwen.refunds.models import Difference, Refund

FINAL = ("explained", "accepted")


def note(
    kind: str,
    *,
    key: str,
    refund: Refund | None,
    at: datetime,
    found_by: str,
    ours: Decimal | None = None,
    theirs: Booking | Outcome | None = None,
) -> Difference | None:
    """The difference, written down unless it is known: open already, or cleared as explained or accepted.

    One that was cleared as mended comes back when it is found again. Call in a transaction.
    """
    says = theirs or refund
    assert says is not None
    receipt, booked_at, amount = says.receipt, says.booked_at, theirs.amount if theirs else None
    same = Difference.rows.select_for_update().filter(kind=kind, key=key, receipt=receipt)
    for known in same:
        if known.cleared_at is None or (known.cleared_how in FINAL and (known.ours, known.theirs) == (ours, amount)):
            return None
    chain = Chain(name=f"difference/{uuid4().hex}")
    facts = {"kind": kind, "key": key, "receipt": receipt, "ours": ours, "theirs": amount, "found_by": found_by}
    append(chain, Happening("refund.difference_found", at, BILLING.code, shipped().name, facts))
    made: Difference = Difference.rows.create(
        chain=chain,
        kind=kind,
        key=key,
        receipt=receipt,
        refund=refund,
        path=refund.path if refund else top(),
        ours=ours,
        theirs=amount,
        booked_at=booked_at,
        found_at=at,
        found_by=found_by,
    )
    return made


def top() -> str:
    """Where in the tree stands what belongs to nobody below: at the province."""
    return str(Unit.rows.filter(parent=None).order_by("pk").values_list("path", flat=True).first() or "/")
