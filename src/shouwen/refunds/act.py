"""The door as refunds use it: an act that writes only what it changed, and keeps state and rank together."""

from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import Any

from shouwen.ledger import door
from shouwen.ledger.door import Act
from shouwen.ledger.rows import change
from shouwen.people.system import System
from shouwen.refunds.models import RANKS, Refund

# Acts for billing: what its answers say is written by this one.
BILLING = System("system:billing")
COLUMNS = tuple(one.attname for one in Refund._meta.concrete_fields)
_columns = attrgetter(*COLUMNS)


@dataclass
class RefundAct(Act):
    """An act on a refund."""

    found: dict[str, Any] = field(default_factory=dict)

    def remember(self) -> None:
        self.found = columns(self.subject)

    def go(self, state: str, *, why: str = "", held: bool = False) -> Refund:
        """Take the refund to another state; nobody has it any more, and nothing is due unless said afterwards."""
        refund: Refund = self.subject
        refund.state, refund.rank, refund.why, refund.held = state, RANKS[state], why[:200], held
        refund.lease_until = refund.next_try_at = None
        return refund

    def save(self) -> None:
        now = columns(self.subject)
        changed = {name: value for name, value in now.items() if self.found.get(name, self) != value}
        if changed:
            change(self.subject, **dict(sorted(changed.items())))


def columns(refund: Refund) -> dict[str, Any]:
    """A refund's columns by name."""
    return dict(zip(COLUMNS, _columns(refund), strict=True))


verb = partial(door.verb, act=RefundAct, on=Refund)
