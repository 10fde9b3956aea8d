"""The ledger as a file that proves itself: one canonical JSON line per entry, chains first, then seals."""

from collections.abc import Iterator
from typing import Any

from shouwen.ledger.canonical import GENESIS, digest, spell, stamp
from shouwen.ledger.models import Event, Seal, SealLeaf

FORMAT = "shouwen-ledger-1"


def lines(chain_names: list[str] | None = None) -> Iterator[str]:
    """The export, line by line: a head, every event chain by chain, every seal with its leaves, and a tail.

    With `chain_names` only those chains, without seals. Every line carries its number, so that one which is
    missing is named by its place; the tail holds the rolling hash of all lines before it.
    """
    count, rolling = 0, GENESIS
    for entry in _entries(chain_names):
        count += 1
        line = spell(entry | {"line": count})
        rolling = digest(rolling, line)
        yield line
    yield spell({"kind": "tail", "line": count + 1, "hash": rolling})


def _entries(chain_names: list[str] | None) -> Iterator[dict[str, Any]]:
    yield {"kind": "head", "format": FORMAT, "whole": chain_names is None}
    events = Event.objects.order_by("chain_id", "seq")
    if chain_names is not None:
        events = events.filter(chain__name__in=chain_names)
    columns = ("chain__name", "seq", "code", "at", "actor", "edition", "facts", "prev", "hash")
    for chain, seq, code, at, actor, edition, facts, prev, hashed in events.values_list(*columns).iterator(5000):
        yield {
            "kind": "event",
            "chain": chain,
            "seq": seq,
            "code": code,
            "at": stamp(at),
            "actor": actor,
            "edition": edition,
            "facts": facts,
            "prev": prev,
            "hash": hashed,
        }
    if chain_names is None:
        yield from _seals()


def _seals() -> Iterator[dict[str, Any]]:
    for seal in Seal.objects.order_by("number").iterator():
        leaves = SealLeaf.objects.filter(seal_number=seal.number).order_by("place")
        yield {
            "kind": "seal",
            "number": seal.number,
            "at": stamp(seal.at),
            "root": seal.root,
            "count": seal.count,
            "prev": seal.prev,
            "hash": seal.hash,
            "leaves": [[leaf.chain_name, leaf.length, leaf.head] for leaf in leaves],
        }
