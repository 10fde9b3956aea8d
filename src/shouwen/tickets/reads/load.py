"""How much open work a part of the tree has, added up from one index alone: no ticket is read for it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q

from shouwen.tickets.models import Ticket
from shouwen.tickets.reads.due import RESTING, span
from shouwen.tickets.reads.queues import OPEN, Filters


@dataclass(frozen=True)
class Heap:
    """Open tickets that are alike: how many, since when the oldest of them is open, how many are due before each edge.

    What the heaps were not asked to be told apart by is None.
    """

    state: str
    holder: int | None
    group: int | None
    first_asked: int | None
    n: int
    oldest: datetime
    before: Mapping[datetime, int]

    def listed(self, wanted: Filters, at: datetime) -> int:
        """How many of them the list of `wanted` shows: by state (or `running`), by hours, or all that is breached."""
        if not wanted.due:
            return self.n if wanted.state == self.state or (wanted.state == "running" and self.presses) else 0
        if not self.presses:
            return 0
        if wanted.due == "breached":
            return self.before[at]
        within = span(wanted.due, at)
        return max(self.before[within[1]] - self.before[within[0]], 0) if within else 0

    @property
    def presses(self) -> bool:
        """Whether a deadline can press anybody."""
        return self.state not in RESTING


def edges(wanted: Iterable[Filters], at: datetime) -> tuple[datetime, ...]:
    """Every moment before which dues must be counted to tell how many each list shows."""
    spans = (span(each.due, at) for each in wanted if each.due)
    return tuple(sorted({at, *(edge for within in spans if within for edge in within)}))


def heaps(paths: Collection[str], moments: Iterable[datetime], *by: str) -> list[Heap]:
    """The open tickets of the places by state, and by `by`: `holder`, `group` and `first_asked`, in this order."""
    asked = tuple(moments)
    # Place by place the index is entered where its tickets begin; PostgreSQL does so only when they are named.
    rows = Ticket.objects.unscoped("the caller names places that are seen").filter(OPEN, path__in=paths)
    sums: dict[str, Any] = {
        f"before_{place}": Count("next_due_at", filter=Q(next_due_at__lt=edge)) for place, edge in enumerate(asked)
    }
    # By path too, though nobody asks for it: in the order of the index nothing needs to be sorted.
    counted = rows.order_by().values("path", "state", *by).annotate(n=Count("*"), oldest=Min("opened_at"), **sums)
    return [
        Heap(
            each["state"],
            each.get("holder"),
            each.get("group"),
            each.get("first_asked"),
            each["n"],
            each["oldest"],
            {edge: each[f"before_{place}"] for place, edge in enumerate(asked)},
        )
        for each in counted
    ]
