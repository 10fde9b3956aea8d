"""Skill groups: who works on what a front desk cannot solve (C4.4)."""

from typing import Self

from django.db import models

from shouwen.ledger.models import Chain
from shouwen.ledger.scoped import Actor, ScopedManager, ScopedQuerySet
from shouwen.people.models.staff import Staff
from shouwen.people.models.unit import Unit


class SkillGroupQuerySet(ScopedQuerySet):
    def seen_by(self, actor: Actor) -> Self:
        """Every group can be handed work to, so every group is known."""
        return self


class SkillGroup(models.Model):
    """A skill group 技能组 of a unit; `function` says which kind of work the routing sends it."""

    chain = models.OneToOneField(Chain, models.PROTECT)
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="groups")
    function = models.CharField(max_length=30)
    active = models.BooleanField(default=True)
    members = models.ManyToManyField(Staff, through="Membership", related_name="groups")

    rows = models.Manager()
    objects = ScopedManager(SkillGroupQuerySet)

    class Meta:
        base_manager_name = "rows"
        constraints = [models.UniqueConstraint(fields=["code"], name="group_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where in the tree this group stands: its unit's place."""
        return self.unit.path

    def named(self, language: str) -> str:
        """Its name in `language`; the Chinese one where no English one was given."""
        return self.name_en if language == "en" and self.name_en else self.name


class Membership(models.Model):
    """A person in a skill group."""

    group = models.ForeignKey(SkillGroup, models.CASCADE, related_name="memberships")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "staff"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.staff_id}"
