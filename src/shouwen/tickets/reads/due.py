"""When a ticket is due, as the lists ask for it: a code from the address becomes a condition."""

from datetime import datetime, time, timedelta

from django.db.models import Q

from shouwen.clocks.models import Clock
from shouwen.handbook.sentences import SHANGHAI

# Nobody's deadline presses while these last: the customer was answered, or waits for reasons of their own.
RESTING = ("answered", "held", "archived", "voided")
RUNNING = ~Q(state__in=RESTING)
# So many promises at most are named one by one; of more, rows are asked whether they carry one.
FEW = 2000
SOON = timedelta(hours=4)
SPANS = {"4h": SOON, "24h": timedelta(hours=24)}
# The hours of a desk's day, in Shanghai: from, until.
BANDS = {"0-12": (0, 12), "12-15": (12, 15), "15-18": (15, 18), "18-24": (18, 24)}


def due(code: str, at: datetime) -> Q | None:
    """The condition of one code: breached, 4h, 24h, today, tomorrow, promised, or a band of today's hours.

    None for a code that means nothing. What is breached is in no other of them. Asks the database for what is promised.
    """
    if code == "breached":
        return RUNNING & Q(next_due_at__lt=at)
    if code == "promised":
        # Every chain has a key above nought; to say so leads SQLite to the index of promises.
        kept = Clock.objects.filter(kind="promise", stopped_at=None, chain__gt=0).values_list("chain", flat=True)
        few = list(kept[: FEW + 1])
        return RUNNING & Q(chain__in=few if len(few) <= FEW else kept)
    within = span(code, at)
    return RUNNING & Q(next_due_at__gte=within[0], next_due_at__lt=within[1]) if within else None


def span(code: str, at: datetime) -> tuple[datetime, datetime] | None:
    """From when until when what is not yet breached is due by that code; None for one that names no hours."""
    edges = _edges(code, at)
    return (max(edges[0], at), edges[1]) if edges else None


def _edges(code: str, at: datetime) -> tuple[datetime, datetime] | None:
    if code in SPANS:
        return at, at + SPANS[code]
    midnight = datetime.combine(at.astimezone(SHANGHAI).date(), time(), SHANGHAI)
    if code in BANDS:
        first, last = BANDS[code]
        return midnight + timedelta(hours=first), midnight + timedelta(hours=last)
    days = {"today": 0, "tomorrow": 1}.get(code)
    return None if days is None else (midnight + timedelta(days=days), midnight + timedelta(days=days + 1))
