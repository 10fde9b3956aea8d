"""The writers of our own number segments 号段: where numbers are at home, before the packaged table is asked."""

from collections.abc import Mapping

from shouwen.customers.attribution import Home
from shouwen.customers.models import NumberSegment
from shouwen.handbook.rights import Right
from shouwen.ledger.door import Act, verb
from shouwen.ledger.models import Chain
from shouwen.ledger.writing import begin, lock

CHAIN = "number-segments"
SHORTEST, LONGEST = 3, 9


def _hold(act: Act) -> None:
    """All segments are one list, so they share one line of events."""
    found = Chain.objects.filter(name=CHAIN).first()
    act.chain = lock(found.pk) if found else begin(CHAIN)


@verb("segments.set", needs=Right.MANAGE_UNITS)
def set_segments(act: Act, *, segments: Mapping[str, Home]) -> None:
    """Add segments, or correct those that are there (C1.3.6); all of them or, when one is wrong, none."""
    act.require(segments, "say-what")
    for prefix, home in segments.items():
        digits = prefix.isascii() and prefix.isdigit() and SHORTEST <= len(prefix) <= LONGEST
        act.require(digits, "segment-odd", value=prefix)
        act.require(home.province and home.city, "segment-no-city", value=prefix)
    _hold(act)
    NumberSegment.objects.bulk_create(
        [NumberSegment(prefix=prefix, province=home.province, city=home.city) for prefix, home in segments.items()],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["prefix"],
        update_fields=["province", "city"],
    )
    act.record(count=len(segments), prefixes=sorted(segments)[:50])


@verb("segments.dropped", needs=Right.MANAGE_UNITS)
def drop_segment(act: Act, *, prefix: str) -> None:
    """Take a segment away; its numbers are then looked up in the packaged table again."""
    gone, _ = NumberSegment.objects.filter(prefix=prefix).delete()
    act.require(gone, "segment-missing", value=prefix)
    _hold(act)
    act.record(prefix=prefix)
