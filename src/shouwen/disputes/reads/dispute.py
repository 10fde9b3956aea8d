"""What the page of one dispute shows: its events page by page, its clocks, charges, papers, proposals and money."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from shouwen.clocks.models import Clock
from shouwen.disputes.models import Application, Charge, Dispute, Finding, Paper, Proposal
from shouwen.disputes.reads.signing import Signer, signers
from shouwen.ledger.models import Event
from shouwen.people.models import Staff
from shouwen.refunds.models import Refund
from shouwen.refunds.ordering import reversible
from shouwen.tickets.reads.ticket import PAGE, History

SELECTED = ("chain", "customer", "clerk", "unit", "branch", "ticket")
MOST = 10


@dataclass(frozen=True)
class Step:
    """One level of a chain: who signed it and when, or who may sign it now; `state` is yes, no, next or later."""

    level: str
    state: str
    by: Staff | None = None
    stands_for: Staff | None = None
    at: datetime | None = None
    why: str = ""
    may: tuple[Signer, ...] = ()


@dataclass(frozen=True)
class Walk:
    """An application with the steps of its chain."""

    application: Application
    steps: tuple[Step, ...]


def for_page(staff: Staff) -> QuerySet[Dispute]:
    """The disputes that a person may open, with what their page needs."""
    rows: QuerySet[Dispute] = Dispute.objects.seen_by(staff).select_related(*SELECTED)
    return rows


def history(dispute: Dispute, *, before: int = 0, after: int = 0, size: int = PAGE) -> History:
    """The newest events, those before a sequence number, or all after one. Costs the same however long it is."""
    rows = Event.objects.filter(chain=dispute.chain_id)
    if after:
        return History(list(rows.filter(seq__gt=after).order_by("seq")[: size * 5]), 0)
    rows = rows.filter(seq__lt=before) if before else rows
    events = list(rows.order_by("-seq")[:size])[::-1]
    return History(events, events[0].seq - 1 if events else 0)


def changed_since(dispute: Dispute, seen: int, staff: Staff) -> History:
    """What others did after a form was shown; the clocks' own words are left out, as at the door."""
    rows = Event.objects.filter(chain=dispute.chain_id, seq__gt=seen).exclude(code__startswith="clock.")
    return History(list(rows.exclude(actor=staff.code).order_by("seq")[:20]), 0)


def latest_clocks(dispute: Dispute) -> list[Clock]:
    """The newest run of each clock."""
    newer = Clock.objects.filter(chain=OuterRef("chain"), kind=OuterRef("kind"), run__gt=OuterRef("run"))
    return list(Clock.objects.filter(~Exists(newer), chain=dispute.chain_id).order_by("due_at"))


def missed_runs(dispute: Dispute) -> list[Clock]:
    """Earlier runs that were missed, newest first: what was missed stays missed."""
    rows = Clock.objects.filter(chain=dispute.chain_id, breached=True).exclude(stopped_at=None)
    return list(rows.order_by("-due_at")[:20])


def charges(dispute: Dispute) -> list[Charge]:
    """The lines of the bill in question, those that were struck as well."""
    return list(dispute.charges.order_by("line"))


def papers(dispute: Dispute) -> list[Paper]:
    """The papers in the order in which they came."""
    return list(dispute.papers.select_related("by"))


def findings(dispute: Dispute) -> list[Finding]:
    """What checking found, the newest first."""
    return list(dispute.findings.select_related("by").order_by("-pk"))


def proposal(dispute: Dispute) -> Proposal | None:
    """The proposal that stands: the newest. None once the dispute was opened again without a new one."""
    if dispute.state in ("checking", "withdrawn"):
        return None
    return dispute.proposals.select_related("by").last()


def walks(dispute: Dispute, at: datetime) -> list[Walk]:
    """Every application with its chain, the newest first."""
    asked = dispute.applications.select_related("by", "proposal", "reverses", "dispute").order_by("-number")
    return [Walk(each, _steps(each, at)) for each in asked.prefetch_related("signatures__by", "signatures__stands_for")]


def waiting(dispute: Dispute) -> Application | None:
    """The application that waits for a signature."""
    found = dispute.applications.select_related("dispute", "by", "proposal", "reverses")
    return found.filter(state=Application.State.WAITING).first()


def refunds(dispute: Dispute) -> list[Refund]:
    """Every movement of money that was ordered for it, the newest first."""
    return list(dispute.refunds().order_by("-pk"))


def reversible_refunds(dispute: Dispute) -> list[Refund]:
    """The refunds of which something is left to be taken back."""
    done = dispute.refunds().filter(reverses=None, state=Refund.State.DONE)
    return [refund for refund in done if sum(reversible(refund)) > 0]


def others_of_customer(dispute: Dispute, staff: Staff, most: int = MOST) -> list[Dispute]:
    """The customer's other disputes that this person may see, newest first; one more than `most` where more are."""
    rows = Dispute.objects.seen_by(staff).filter(customer=dispute.customer_id).exclude(pk=dispute.pk)
    return list(rows.order_by("-opened_at", "-pk")[: most + 1])


def _steps(asked: Application, at: datetime) -> tuple[Step, ...]:
    signed = {each.step: each for each in asked.signatures.all()}
    waits = asked.state == Application.State.WAITING
    found = []
    for place, level in enumerate(asked.chain):
        signature = signed.get(place)
        if signature is not None:
            state = "yes" if signature.granted else "no"
            found.append(Step(level, state, signature.by, signature.stands_for, signature.at, signature.why))
        elif waits and place == asked.step:
            found.append(Step(level, "next", may=signers(asked, at)))
        else:
            found.append(Step(level, "later" if waits else "never"))
    return tuple(found)
