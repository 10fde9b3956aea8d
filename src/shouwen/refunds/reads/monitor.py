"""Refunds as the monitor lists them: what needs a person first, by key, however many there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from shouwen.ledger.scoped import Actor
from shouwen.refunds.models import RANKS, Attempt, Refund
from shouwen.refunds.policy import policy

PAGE = 50
# Counted no further: who reads more than this wants the filter.
COUNTED = 1000
SHOWN = ("customer", "unit", "ordered_by")


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to: a state, and what somebody looks for (a key, or what it was ordered for)."""

    state: str = ""
    words: str = ""


@dataclass(frozen=True)
class Page:
    """Some refunds, and the keys of the pages after and before them ("" where there is none)."""

    rows: list[Refund]
    after: str = ""
    before: str = ""


def rows(actor: Actor, wanted: Wanted) -> QuerySet[Refund]:
    """The refunds that this person may see, narrowed."""
    found: QuerySet[Refund] = Refund.objects.seen_by(actor)
    if wanted.state in RANKS:
        found = found.filter(rank=RANKS[wanted.state])
    if wanted.words:
        found = found.filter(Q(key=wanted.words) | Q(about=wanted.words))
    return found


def page(found: QuerySet[Refund], *, after: str = "", before: str = "") -> Page:
    """One page, unknown and refused first, the newest of each first. A key that can't be read is none."""
    ahead, back = _read(after), _read(before)
    if back is not None and ahead is None:
        rank, pk = back
        behind = found.filter(Q(rank__lt=rank) | Q(rank=rank, pk__gt=pk)).order_by("-rank", "pk")
        got = list(behind.select_related(*SHOWN)[: PAGE + 1])
        listed, more = got[:PAGE][::-1], len(got) > PAGE
        return Page(listed, after=_key(listed[-1]) if listed else "", before=_key(listed[0]) if more else "")
    if ahead is not None:
        rank, pk = ahead
        found = found.filter(Q(rank__gt=rank) | Q(rank=rank, pk__lt=pk))
    got = list(found.order_by("rank", "-pk").select_related(*SHOWN)[: PAGE + 1])
    listed, more = got[:PAGE], len(got) > PAGE
    first = _key(listed[0]) if listed and ahead is not None else ""
    return Page(listed, after=_key(listed[-1]) if more else "", before=first)


def counts(actor: Actor, wanted: Wanted) -> Mapping[str, int]:
    """How many of each state there are, counted up to COUNTED."""
    found = rows(actor, Wanted(words=wanted.words))
    return {state: found.filter(rank=rank).order_by()[:COUNTED].count() for state, rank in RANKS.items()}


def waiting_for_a_person(actor: Actor) -> int:
    """How many only a person gets on with: refused, or held."""
    found = Refund.objects.seen_by(actor).filter(Q(rank=RANKS["refused"]) | Q(rank=RANKS["unknown"], held=True))
    return int(found.order_by()[:COUNTED].count())


def attempts(refund: Refund) -> list[Attempt]:
    """Every call about it, the newest first."""
    return list(Attempt.objects.filter(refund=refund).order_by("-pk")[:200])


@dataclass(frozen=True)
class Waiting:
    """How refunds stand as a whole, for whoever keeps the machine running."""

    due: int
    unknown: int
    held: int
    refused: int
    oldest: datetime | None

    def is_late(self, at: datetime) -> bool:
        """Whether one waits longer than it should."""
        return self.oldest is not None and at - self.oldest > timedelta(hours=policy().late_hours)


def waiting() -> Waiting:
    """All that are not settled, in one statement; they are few beside those that are done."""
    rows = Refund.objects.unscoped("figures of the whole installation").filter(rank__lte=RANKS["due"]).order_by()
    groups = list(rows.values_list("rank", "held").annotate(n=Count("pk"), oldest=Min("ordered_at")))

    def count(*states: str, held: bool | None = None) -> int:
        ranks = {RANKS[state] for state in states}
        return sum(n for rank, is_held, n, _ in groups if rank in ranks and held in (None, is_held))

    return Waiting(
        due=count("due", "sending"),
        unknown=count("unknown"),
        held=count("unknown", held=True),
        refused=count("refused"),
        oldest=min((oldest for rank, _, _, oldest in groups if rank != RANKS["refused"]), default=None),
    )


def _key(refund: Refund) -> str:
    return f"{refund.rank}.{refund.pk}"


def _read(text: str) -> tuple[int, int] | None:
    rank, point, pk = text.partition(".")
    if not point or not (rank + pk).isascii() or not (rank.isdigit() and pk.isdigit()) or len(pk) > 18 or len(rank) > 4:
        return None
    return int(rank), int(pk)
