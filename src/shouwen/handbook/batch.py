"""Batch complaints 批量投诉 (C1.3.3): many customers, one matter, within the window."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition

HitKind = Literal["cell", "product", "provider", "district", ""]


@dataclass(frozen=True)
class Arrival:
    """One complaint of the matter: whose, whether a VIP's, when it reached us (aware)."""

    customer: str
    vip: bool
    at: datetime


def matter_key(category: str, kind: HitKind, name: str) -> str:
    """What counts as "the same matter": the leaf category plus what it hits, where known.

    Width, case and spaces of the name don't matter: the same cell typed twice is one cell.
    """
    plain = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    return f"{category}|{kind}:{plain}" if kind and plain else category


def heads(arrivals: Iterable[Arrival]) -> tuple[int, int]:
    """How many distinct (ordinary, VIP) customers there are."""
    customers = {(arrival.customer, arrival.vip) for arrival in arrivals}
    vips = {customer for customer, vip in customers if vip}
    return len({customer for customer, _ in customers} - vips), len(vips)


def is_batch(ordinary: int, vip: int, edition: Edition) -> bool:
    """Whether so many distinct customers make a batch; ordinary and VIP customers are counted apart."""
    rule = edition.urgency.batch
    return ordinary >= rule.ordinary_customers or vip >= rule.vip_customers


def batch_set(arrivals: Iterable[Arrival], newest: Arrival, edition: Edition) -> tuple[Arrival, ...]:
    """All arrivals that form a batch with the newest, in order of time; () when there is none.

    Every window of 60 minutes, both ends included, that holds the newest is looked at: a complaint entered
    late completes a batch that lies around it. The arrivals of all windows that qualify belong to the set.
    """
    window = timedelta(minutes=edition.urgency.batch.window_minutes)
    near = {arrival for arrival in arrivals if abs(arrival.at - newest.at) <= window} | {newest}
    ordered = sorted(near, key=lambda arrival: (arrival.at, arrival.customer))
    counted, end, taken = _Heads(), 0, 0
    members: list[Arrival] = []
    # One walk with both ends of the window: a surge of thousands is counted with every complaint that joins it.
    for start, first in enumerate(ordered):
        if first.at > newest.at:
            break
        while end < len(ordered) and ordered[end].at <= first.at + window:
            counted.add(ordered[end])
            end += 1
        begins = start == 0 or ordered[start - 1].at < first.at
        if begins and is_batch(counted.ordinary, counted.vip, edition):
            members += ordered[max(start, taken) : end]
            taken = end
        counted.remove(first)
    return tuple(members)


class _Heads:
    """Distinct customers in a window that moves; one who is a VIP by any complaint is not counted as ordinary."""

    def __init__(self) -> None:
        self.ordinary = self.vip = 0
        self._complaints: Counter[tuple[str, bool]] = Counter()

    def add(self, arrival: Arrival) -> None:
        self._count(arrival, 1)

    def remove(self, arrival: Arrival) -> None:
        self._count(arrival, -1)

    def _count(self, arrival: Arrival, by: int) -> None:
        who, before = arrival.customer, self._is(arrival.customer)
        self._complaints[who, arrival.vip] += by
        after = self._is(who)
        self.ordinary += (after == "ordinary") - (before == "ordinary")
        self.vip += (after == "vip") - (before == "vip")

    def _is(self, customer: str) -> str:
        if self._complaints[customer, True]:
            return "vip"
        return "ordinary" if self._complaints[customer, False] else ""
