"""The door as disputes use it: states move by the dispute's own table."""

from dataclasses import dataclass
from functools import partial

from shouwen.cases.act import CaseAct
from shouwen.clocks.models import Watched
from shouwen.disputes.models import Dispute
from shouwen.handbook.lifecycle import dispute_target
from shouwen.ledger import door
from shouwen.people.models import Staff


@dataclass
class DisputeAct(CaseAct):
    """An act on a dispute. `move` names the row of the dispute's table that must allow it."""

    def go(self, move: str = "") -> None:
        """Take the dispute along the verb's move, or refuse with its clause."""
        dispute: Dispute = self.subject
        self.state_before = dispute.state
        to = self.accept(dispute_target(move or self.move, dispute.state, self.edition))
        if to == "back":
            to, dispute.reversed_from = dispute.reversed_from or dispute.state, ""
        dispute.state = to
        dispute.closed_at = None if self.edition.dispute_states[to].open else dispute.closed_at or self.at

    def watched(self) -> Watched:
        """How the dispute is named and found; its ladder begins with the clerk."""
        dispute: Dispute = self.subject
        return Watched(
            chain_id=dispute.chain_id,
            about=dispute.serial,
            link=link_to(dispute),
            unit_id=dispute.unit_id,
            first_asked_id=dispute.clerk_id,
        )

    def waits_for(self, people: list[Staff]) -> None:
        """Whom the clocks warn beside the clerk: the first of those who may sign, nobody once it is signed."""
        Watched.objects.filter(chain=self.chain).update(holder=people[0] if people else None)


def link_to(dispute: Dispute) -> str:
    """Where a dispute's page is."""
    return f"/disputes/{dispute.pk}"


verb = partial(door.verb, act=DisputeAct)
