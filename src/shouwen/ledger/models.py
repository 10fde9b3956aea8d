"""The memory of the ledger: chains, their events, and the seals over them."""

from django.db import models

from shouwen.ledger.canonical import GENESIS, Spelled


class Chain(models.Model):
    """One subject's line of events. Its row is THE lock of that subject: whoever changes it holds this row."""

    name = models.CharField(max_length=80)
    length = models.IntegerField(default=0)
    head = models.CharField(max_length=64, default=GENESIS)
    last_at = models.DateTimeField(null=True)
    sealed = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="chain_name")]
        indexes = [
            models.Index(fields=["id"], name="chain_unsealed", condition=models.Q(length__gt=models.F("sealed")))
        ]

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One thing that happened. Never changed, never deleted: the database itself refuses it."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="events", db_index=False)
    seq = models.IntegerField()
    code = models.CharField(max_length=40)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    edition = models.CharField(max_length=20)
    facts = models.JSONField()
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    # The facts as they were hashed, of an event that is about to be written.
    spelled: Spelled

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="event_chain_seq")]
        ordering = ["chain_id", "seq"]

    def __str__(self) -> str:
        return f"{self.chain_id}/{self.seq} {self.code}"


class Seal(models.Model):
    """A Merkle root over the heads of all chains that grew since the seal before, chained to that seal."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    root = models.CharField(max_length=64)
    count = models.IntegerField()
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"seal {self.number}"


class SealLeaf(models.Model):
    """A chain as a seal saw it. Seals are named by number, without a foreign key, so that nothing locks them."""

    seal_number = models.BigIntegerField()
    place = models.IntegerField()
    chain_name = models.CharField(max_length=80)
    length = models.IntegerField()
    head = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal_number", "place"], name="sealleaf_place")]

    def __str__(self) -> str:
        return f"{self.seal_number}/{self.place} {self.chain_name}"
