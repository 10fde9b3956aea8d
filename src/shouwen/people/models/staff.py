"""Staff, who sign in with their staff number, and the duties (role at a unit) that give them their rights."""

from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.ledger.models import Chain
from shouwen.ledger.scoped import Actor
from shouwen.people.doors import DOORS, PUBLIC, SIGNED_IN
from shouwen.people.models.unit import Unit


class Colleagues(BaseUserManager):
    """Staff by staff number. Unscoped: colleagues know each other, and the sign-in asks before anybody is known."""

    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> Any:
        return self.get(code__iexact=username)

    def seen_by(self, actor: Actor) -> Any:
        """Everybody: tickets pass between colleagues by name."""
        return self.all()


class Staff(AbstractBaseUser):
    """A member of staff. `code` is the staff number 工号 and the name to sign in with."""

    chain = models.OneToOneField(Chain, models.PROTECT)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    email = models.EmailField(blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="staff")
    is_active = models.BooleanField(default=True)
    times_signed_out = models.PositiveIntegerField(default=0)
    password_by_other = models.BooleanField(default=False)

    USERNAME_FIELD = "code"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = Colleagues()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], name="staff_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where in the tree this person stands: their unit's place."""
        return self.unit.path

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must know to be this person's: changes with the password, and when all are signed out."""
        known = f"{self.password}:{self.times_signed_out}"
        return salted_hmac("shouwen.people.sitting", known, secret=secret, algorithm="sha256").hexdigest()

    @cached_property
    def duties_held(self) -> tuple[tuple[str, frozenset[str], str], ...]:
        """(role, its rights, the path of the tree in which they hold), from duties and the edition's roles."""
        roles = shipped().roles
        held = []
        for duty in self.duties.select_related("unit__parent__parent__parent"):
            role = roles.get(duty.role)
            if role is not None:
                top = duty.unit if role.scope == "unit" else duty.unit.above(role.scope)
                held.append((duty.role, frozenset(str(right) for right in role.rights), top.path))
        return tuple(held)

    @cached_property
    def rights(self) -> frozenset[str]:
        """Every right that any duty gives."""
        return frozenset().union(*(rights for _, rights, _ in self.duties_held)) if self.duties_held else frozenset()

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The parts of the tree that this person may see into."""
        return tuple(sorted({path for _, _, path in self.duties_held}))

    def places(self, right: str) -> tuple[str, ...]:
        """The parts of the tree over which a duty gives `right`."""
        return tuple(sorted({path for _, rights, path in self.duties_held if right in rights}))

    @cached_property
    def group_ids(self) -> frozenset[int]:
        """The skill groups this person is a member of."""
        return frozenset(self.memberships.values_list("group_id", flat=True))

    @cached_property
    def paths_stood_in(self) -> tuple[str, ...]:
        """The parts of the tree in which this person is named to sign for somebody on leave, now or later."""
        away = self.stands_in.filter(ended_at=None).select_related("staff")
        return tuple(sorted({path for leave in away for path in leave.staff.places(Right.SIGN_REFUND)}))

    def holds(self, role: str) -> bool:
        """Whether one of the duties is `role`."""
        return any(held == role for held, _, _ in self.duties_held)

    def may(self, right: str, subject: object | None = None) -> bool:
        """The permission table: whether a duty gives `right`, and gives it over the place of `subject`.

        A subject that is somewhere in the tree offers `path`; one that was put into this person's hands from
        elsewhere (their group, first asked) answers `in_hands_of(person)`.
        """
        if not self.is_active or right not in self.rights:
            return False
        path = getattr(subject, "path", None)
        if path is None:
            return True
        if any(right in rights and path.startswith(top) for _, rights, top in self.duties_held):
            return True
        in_hands = getattr(subject, "in_hands_of", None)
        return bool(in_hands and in_hands(self))

    def may_open(self, url_name: str) -> bool:
        """Whether the page of that name opens for this person."""
        door = DOORS.get(url_name)
        return door is not None and (door in (PUBLIC, SIGNED_IN) or self.may(door))


class Duty(models.Model):
    """A role 角色 that a person has at a unit."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="duties")
    role = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "role", "unit"], name="duty_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.role}"
