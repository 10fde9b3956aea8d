"""Which work may be done on a batch now, by this person, in this state."""

from datetime import datetime

from shouwen.batchdisputes.forms.register import FORMS
from shouwen.batchdisputes.forms.work import BatchForm
from shouwen.batchdisputes.models import BatchDispute
from shouwen.batchdisputes.reads.people import signer
from shouwen.handbook.batchflow import allowed
from shouwen.handbook.load import shipped
from shouwen.people.doors import DOORS
from shouwen.people.models import Staff

LEADERS = ("sign", "turn-down")
SIGNATURES = ("countersign", "review", "ask")


def offered(batch: BatchDispute, staff: Staff, at: datetime) -> dict[str, type[BatchForm]]:
    """The work that may be done now, by name."""
    moves = allowed(batch.state, shipped())
    return {name: form for name, form in FORMS.items() if form.move in moves and _fits(name, form, batch, staff, at)}


def _fits(name: str, form: type[BatchForm], batch: BatchDispute, staff: Staff, at: datetime) -> bool:
    if not staff.may(DOORS[f"batchdisputes:{name}"], batch) or (form.others and batch.asker_id == staff.pk):
        return False
    if name in LEADERS:
        return signer(batch, staff, at) is not None
    if name in SIGNATURES:
        return not any(one.by_id == staff.pk and one.granted and not one.lapsed_at for one in batch.signatures.all())
    return True
