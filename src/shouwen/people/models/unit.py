"""Units as a tree: province, city branch, and below it halls, hotlines, teams and departments."""

from typing import Self

from django.db import models

from shouwen.ledger.models import Chain
from shouwen.ledger.scoped import Actor, ScopedManager, ScopedQuerySet


class UnitQuerySet(ScopedQuerySet):
    def seen_by(self, actor: Actor) -> Self:
        """The tree is no secret inside the company: who serves a customer must know where to pass them on."""
        return self


class Unit(models.Model):
    """A unit 单位. `path` is its place in the tree, codes between slashes: `/js/lz/hall1/`."""

    class Kind(models.TextChoices):
        PROVINCE = "province"
        BRANCH = "branch"
        HALL = "hall"
        HOTLINE = "hotline"
        TEAM = "team"
        DEPARTMENT = "department"

    chain = models.OneToOneField(Chain, models.PROTECT)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200)
    province = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    hours = models.CharField(max_length=60, blank=True)
    active = models.BooleanField(default=True)
    tickets_made = models.IntegerField(default=0)

    objects = ScopedManager(UnitQuerySet)

    class Meta:
        base_manager_name = "rows"
        constraints = [
            models.UniqueConstraint(fields=["code"], name="unit_code"),
            models.UniqueConstraint(fields=["path"], name="unit_path"),
        ]
        indexes = [models.Index(fields=["kind", "city"], name="unit_kind_city")]

    rows = models.Manager()

    def __str__(self) -> str:
        return self.name

    def named(self, language: str) -> str:
        """Its name in `language`; the Chinese one where no English one was given."""
        return self.name_en if language == "en" and self.name_en else self.name

    def above(self, kind: str) -> "Unit":
        """The nearest unit of `kind` at or above this one; the topmost where there is none."""
        unit = self
        while unit.kind != kind and unit.parent is not None:
            unit = unit.parent
        return unit

    @property
    def branch(self) -> "Unit":
        """The city branch 分公司 that this unit belongs to (the province itself for a province's own units)."""
        return self.above(Unit.Kind.BRANCH)
