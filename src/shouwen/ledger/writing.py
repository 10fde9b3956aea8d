"""Appending to chains: one event under a held lock, or many new chains in bulk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from shouwen.ledger.canonical import GENESIS, Spelled, event_hash, plain, spell, stamp
from shouwen.ledger.models import Chain, Event
from shouwen.ledger.rows import Row, change, insert, put

LINKED = ("seq", "code", "at", "actor", "edition", "facts", "prev", "hash")
COLUMNS = ("chain_id", *LINKED)
# The facts as they were spelled for the hash, so that they are spelled once.
_kept = attrgetter(*("spelled" if name == "facts" else name for name in COLUMNS))


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
    chain = Chain(name=name)
    insert([chain])
    return chain


def link(chain: Chain, happening: Happening) -> Event:
    """The next event of `chain`, unsaved; moves the chain's head in memory."""
    facts = plain(happening.facts)
    event = Event(chain_id=chain.pk, **dict(zip(LINKED, _linked(chain, happening, spell(facts)), strict=True)))
    event.spelled, event.facts = event.facts, facts
    return event


def _linked(chain: Chain, happening: Happening, facts: Spelled) -> Row:
    """The next event of `chain` as a row without its key; moves the chain's head in memory.

    Time never runs backwards on a chain: when the machine's clock jumped back, the event takes the time of
    the one before it.
    """
    at = max(happening.at, chain.last_at) if chain.last_at else happening.at
    seq, prev = chain.length + 1, chain.head or GENESIS
    code, actor, edition = happening.code, happening.actor, happening.edition
    own = event_hash(
        chain=chain.name, seq=seq, code=code, at=stamp(at), actor=actor, edition=edition, facts=facts, prev=prev
    )
    chain.length, chain.head, chain.last_at = seq, own, at
    return seq, code, at, actor, edition, facts, prev, own


def append(chain: Chain, happening: Happening) -> Event:
    """Write one event to a chain that the caller holds locked, or that is new and not stored yet."""
    event = link(chain, happening)
    if chain.pk is None:
        insert([chain])
    else:
        change(chain, length=chain.length, head=chain.head, last_at=chain.last_at)
    event.chain = chain
    save([event])
    return event


def save(events: list[Event]) -> None:
    """Write events that were linked; their chains are stored and know their new heads."""
    put(Event, COLUMNS, [_kept(event) for event in events])


def write_many(histories: Iterable[tuple[Chain, list[Happening]]]) -> list[Chain]:
    """Create whole new chains with their events in two bulk writes; answers the chains with their keys."""
    linked = [
        (chain, [_linked(chain, happening, spell(plain(happening.facts))) for happening in happenings])
        for chain, happenings in histories
    ]
    chains = [chain for chain, _ in linked]
    insert(chains)
    put(Event, COLUMNS, [(chain.pk, *row) for chain, rows in linked for row in rows])
    return chains
