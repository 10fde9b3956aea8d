"""The door as batches use it: states move by the batch's own flow."""

from dataclasses import dataclass
from functools import partial

from shouwen.batchdisputes.models import BatchDispute
from shouwen.cases.act import CaseAct
from shouwen.clocks.models import Watched
from shouwen.handbook.batchflow import target
from shouwen.ledger import door


@dataclass
class BatchAct(CaseAct):
    """An act on a batch. `move` names the row of the batch's table that must allow it."""

    def go(self, move: str = "") -> None:
        """Take the batch along the verb's move, or refuse with its clause."""
        batch: BatchDispute = self.subject
        self.state_before = batch.state
        batch.state = self.accept(
            target(move or self.move, batch.state, flow=batch.flow, money=batch.money, edition=self.edition)
        )

    def others(self) -> None:
        """Refuse who asked for the batch: four eyes (C4.8.4)."""
        self.require(self.subject.asker_id != getattr(self.actor, "pk", None), "batch-own")

    def watched(self) -> Watched:
        """How the batch is named and found; its ladder begins with who asked for it."""
        batch: BatchDispute = self.subject
        return Watched(
            chain_id=batch.chain_id,
            about=batch.serial,
            link=link_to(batch),
            unit_id=batch.unit_id,
            first_asked_id=batch.asker_id,
        )


def link_to(batch: BatchDispute) -> str:
    """Where a batch's page is."""
    return f"/batches/{batch.pk}"


verb = partial(door.verb, act=BatchAct)
