"""What seldom changes, kept in the process: where work can be sent, and whose the tokens are.

It is good for as long as the stamp in the database is the one that it was read under. The stamp changes in the
transaction of every change, so a change made by any process counts for all from its commit on.
"""

from dataclasses import dataclass, field
from functools import cached_property

from shouwen.handbook import routing
from shouwen.people.models import SkillGroup, Token
from shouwen.people.models.stamp import stamp

MOST_TOKENS = 1000


@dataclass
class Standing:
    """What was read under one stamp. Its objects are shared by all requests: nobody changes them."""

    stamp: str
    tokens: dict[str, Token] = field(default_factory=dict)

    @cached_property
    def groups(self) -> dict[str, SkillGroup]:
        """The groups that work can be sent to, by their codes."""
        rows = SkillGroup.rows.filter(active=True).select_related("unit").order_by("unit__path", "code")
        return {group.code: group for group in rows}

    @cached_property
    def candidates(self) -> tuple[routing.Group, ...]:
        """The same as the routing of C4.4 knows them."""
        return tuple(
            routing.Group(code=group.code, city=group.unit.city, function=group.function)
            for group in self.groups.values()
        )

    def token(self, digest: str) -> Token | None:
        """The token of that digest with whom it acts for, ended or not. Only tokens that exist are kept."""
        found = self.tokens.get(digest)
        if found is None:
            rows = Token.objects.unscoped("whoever has the secret may use it").filter(digest=digest)
            found = next(iter(rows.select_related("staff__unit__parent__parent")), None)
            if found is not None and len(self.tokens) < MOST_TOKENS:
                self.tokens[digest] = found
        return found


_kept = Standing("nothing was read yet")


def standing(now: str | None = None) -> Standing:
    """How things stand under the stamp of `now`, which is asked for in one short question unless it was just read."""
    global _kept
    if now is None:
        now = stamp()
    if _kept.stamp != now:
        _kept = Standing(now)
    return _kept
