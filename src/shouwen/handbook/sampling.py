"""Samples 抽查 (C4.8.4): how many are drawn, and which, so that anybody can draw the same ones again."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition


def sample_size(count: int, edition: Edition) -> int:
    """How many of so many are drawn: the share, rounded up, within the least and the most, as far as there are any."""
    rule = edition.disputes.sampling
    share = -(-count * rule.percent // 100)
    return min(count, max(rule.at_least, min(share, rule.at_most)))


def drawn(keys: Iterable[str], seed: str, size: int) -> tuple[str, ...]:
    """So many of the keys, in their order; the same ones for the same seed, in whatever order they were given.

    Drawn by the SHA-256 of seed and key rather than by a generator of the library's: a recorded seed still draws
    the same sample under another version of Python, and an auditor can do it without any.
    """
    lots = sorted(set(keys), key=lambda key: (sha256(f"{seed}:{key}".encode()).digest(), key))
    return tuple(sorted(lots[: max(0, size)]))
