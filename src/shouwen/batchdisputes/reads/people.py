"""Who may take the next step of a batch (C4.8.3, C4.8.4)."""

from datetime import datetime

from shouwen.batchdisputes.models import BatchDispute
from shouwen.disputes.reads.roster import Roster, Signer
from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.people.models import Duty, Staff

LEADERS = "leaders"
# Which right takes the step that a state waits for.
RIGHTS = {
    "draft": Right.ASK_BATCH,
    "countersigning": Right.COUNTERSIGN,
    "approving": Right.SIGN_REFUND,
    "reviewing": Right.COUNTERSIGN,
    "sampling": Right.COUNTERSIGN,
    "ready": Right.COUNTERSIGN,
    "stopped": Right.COUNTERSIGN,
    "informing": Right.INFORM_BATCH,
}


def barred(batch: BatchDispute) -> frozenset[int]:
    """Who may not sign any more: whoever began the batch, and whoever signed it already."""
    signed = batch.signatures.filter(granted=True, lapsed_at=None).values_list("by", flat=True)
    return frozenset({batch.asker_id, *signed})


def level(batch: BatchDispute) -> str:
    """The level of the company's leaders that must sign next; "" when none is left."""
    signed = batch.signatures.filter(granted=True, lapsed_at=None, step=LEADERS).count()
    return batch.levels[signed] if signed < len(batch.levels) else ""


def signers(batch: BatchDispute, at: datetime) -> tuple[Signer, ...]:
    """Every leader who may sign now: those of the next level, or of the next above that has somebody left.

    Never who asked, nobody who signed already, nobody on leave: their deputy signs for them (C4.8.3).
    """
    wanted = level(batch)
    return _signers(batch, wanted, at) if wanted else ()


def _signers(batch: BatchDispute, wanted: str, at: datetime) -> tuple[Signer, ...]:
    edition, out = shipped(), barred(batch)
    levels, roster = list(edition.authority.levels), Roster(at, batch.path)
    for each in levels[levels.index(wanted) :]:
        found = tuple(one for one in roster.signers(each, batch.path) if one.staff.pk not in out)
        if found:
            return found
    return ()


def signer(batch: BatchDispute, person: Staff, at: datetime) -> Signer | None:
    """How this person may sign now: on their own before for somebody else; None where they may not."""
    own = [one for one in signers(batch, at) if one.staff.pk == person.pk]
    return min(own, key=lambda one: one.stands_for is not None, default=None)


def next_ones(batch: BatchDispute, at: datetime) -> list[Staff]:
    """Who can take the step that the batch waits for."""
    if batch.state == "approving":
        return [one.staff for one in signers(batch, at)]
    right = RIGHTS.get(batch.state)
    if right is None:
        return []
    out = barred(batch) if batch.state in ("countersigning", "reviewing") else frozenset()
    return [person for person in holders(right, batch.path) if person.pk not in out]


def holders(right: Right, path: str) -> list[Staff]:
    """The active people who have a right over a place."""
    edition = shipped()
    roles = [code for code, role in edition.roles.items() if right in role.rights]
    duties = Duty.objects.filter(role__in=roles, staff__is_active=True).select_related("staff", "unit__parent__parent")
    found: dict[int, Staff] = {}
    for duty in duties.order_by("staff__code"):
        scope = edition.roles[duty.role].scope
        top = duty.unit if scope == "unit" else duty.unit.above(scope)
        if path.startswith(top.path):
            found.setdefault(duty.staff_id, duty.staff)
    return list(found.values())
