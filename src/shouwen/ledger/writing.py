"""Appending to chains: one event under a held lock, or many new chains in bulk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.ledger.canonical import GENESIS, event_hash, plain, stamp
from shouwen.ledger.models import Chain, Event


@dataclass(frozen=True)
class Happening:
    """An event before it has a place on a chain."""

    code: str
    at: datetime
    actor: str
    edition: str
    facts: Mapping[str, Any]


def lock(chain_id: int) -> Chain:
    """The chain's row, held until the transaction ends."""
    return Chain.objects.select_for_update().get(pk=chain_id)


def begin(name: str) -> Chain:
    """A new, empty chain. Its creator holds it, for nobody else can see it yet."""
    return Chain.objects.create(name=name)


def link(chain: Chain, happening: Happening) -> Event:
    """The next event of `chain`, unsaved; moves the chain's head in memory.

    Time never runs backwards on a chain: when the machine's clock jumped back, the event takes the time of
    the one before it.
    """
    at = max(happening.at, chain.last_at) if chain.last_at else happening.at
    facts = plain(happening.facts)
    event = Event(
        chain=chain,
        seq=chain.length + 1,
        code=happening.code,
        at=at,
        actor=happening.actor,
        edition=happening.edition,
        facts=facts,
        prev=chain.head or GENESIS,
    )
    event.hash = event_hash(
        chain=chain.name,
        seq=event.seq,
        code=event.code,
        at=stamp(at),
        actor=event.actor,
        edition=event.edition,
        facts=facts,
        prev=event.prev,
    )
    chain.length, chain.head, chain.last_at = event.seq, event.hash, at
    return event


def append(chain: Chain, happening: Happening) -> Event:
    """Write one event to a chain that the caller holds locked."""
    event = link(chain, happening)
    event.save(force_insert=True)
    chain.save(update_fields=["length", "head", "last_at"])
    return event


def write_many(histories: Iterable[tuple[Chain, list[Happening]]]) -> list[Chain]:
    """Create whole new chains with their events in two bulk writes; answers the chains with their keys."""
    chains: list[Chain] = []
    pending: list[Event] = []
    for chain, happenings in histories:
        chains.append(chain)
        pending += [link(chain, happening) for happening in happenings]
    Chain.objects.bulk_create(chains, batch_size=1000)
    for event in pending:
        event.chain_id = event.chain.pk
    Event.objects.bulk_create(pending, batch_size=1000)
    return chains
