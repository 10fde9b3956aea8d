"""Deadlines recomputed from the events alone, compared with those stored."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Max, Min

from shouwen.clocks.models import Clock, Watched
from shouwen.clocks.projection import COLUMNS, replay, state
from shouwen.ledger.models import Event


@dataclass(frozen=True)
class Difference:
    """A clock whose row does not say what its events say."""

    chain: str
    clock: str
    column: str
    stored: object
    replayed: object


def differences(step: int = 500) -> Iterator[Difference | int]:
    """Every difference between stored clocks and replayed ones; in between, how many chains were compared."""
    bounds = Watched.objects.aggregate(low=Min("chain_id"), high=Max("chain_id"))
    if bounds["low"] is None:
        return
    for start in range(bounds["low"], bounds["high"] + 1, step):
        near = {"chain_id__gte": start, "chain_id__lt": start + step}
        names = dict(Watched.objects.filter(**near).values_list("chain_id", "chain__name"))
        rows: dict[int, dict[str, Clock]] = {}
        for row in Clock.objects.filter(**near).order_by("run"):
            rows.setdefault(row.chain_id, {})[row.kind] = row
        events: dict[int, list[Event]] = {}
        for event in Event.objects.filter(chain_id__in=names).order_by("chain_id", "seq"):
            events.setdefault(event.chain_id, []).append(event)
        for chain_id, name in names.items():
            yield from _compare(name, rows.get(chain_id, {}), events.get(chain_id, []))
        yield len(names)


def _compare(name: str, stored: dict[str, Clock], events: list[Event]) -> Iterator[Difference]:
    replayed = replay(events)
    for kind in sorted(stored.keys() | replayed.keys()):
        if kind not in stored or kind not in replayed:
            yield Difference(name, kind, "exists", kind in stored, kind in replayed)
            continue
        was, now = state(stored[kind]), replayed[kind]
        for column in (*COLUMNS, "run", "segments"):
            if getattr(was, column) != getattr(now, column):
                yield Difference(name, kind, column, getattr(was, column), getattr(now, column))
