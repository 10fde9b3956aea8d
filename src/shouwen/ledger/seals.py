"""Sealing: once a minute everything new is put under one root, chained to the seal before it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from shouwen.ledger.canonical import GENESIS, leaf_hash, merkle_root, seal_hash, stamp
from shouwen.ledger.models import Chain, Seal, SealLeaf
from shouwen.ledger.writing import lock

AT_ONCE = 20_000


def seal(at: datetime) -> Seal | None:
    """Seal every chain that grew since the last seal; answers None when nothing did.

    Any number of workers may call it; they seal one after the other.
    """
    with transaction.atomic():
        _one_at_a_time()
        last = Seal.objects.order_by("-number").first()
        grown = list(
            Chain.objects.select_for_update(skip_locked=True).filter(length__gt=F("sealed")).order_by("id")[:AT_ONCE]
        )
        if not grown:
            return None
        number, prev = (last.number + 1, last.hash) if last else (1, GENESIS)
        hashes = [leaf_hash(chain=chain.name, length=chain.length, head=chain.head) for chain in grown]
        root = merkle_root(hashes)
        made = Seal(number=number, at=at, root=root, count=len(grown), prev=prev)
        made.hash = seal_hash(number=number, at=stamp(at), root=root, count=len(grown), prev=prev)
        made.save(force_insert=True)
        SealLeaf.objects.bulk_create(
            (
                SealLeaf(seal_number=number, place=place, chain_name=chain.name, length=chain.length, head=chain.head)
                for place, chain in enumerate(grown)
            ),
            batch_size=1000,
        )
        # They are locked, so their lengths are still those that were sealed.
        Chain.objects.filter(pk__in=[chain.pk for chain in grown]).update(sealed=F("length"))
        return made


def _one_at_a_time() -> None:
    """Hold the seals' own lock: an empty chain, because the seals themselves cannot be locked for update."""
    lock(Chain.objects.get_or_create(name="ledger/seals")[0].pk)


def seal_all(at: datetime) -> int:
    """Seal until nothing is new; answers how many seals were made. Bounded by what is there when it starts."""
    waiting = Chain.objects.filter(length__gt=F("sealed")).count()
    made = 0
    for _ in range(waiting // AT_ONCE + 1):
        if seal(at) is None:
            break
        made += 1
    return made
