"""The one door: every change of state is a verb that passes through here.

The door owns the transaction and the lock. It finds the subject through the actor's eyes, locks its chain,
reads it fresh, asks the permission table, refuses a stale form, runs the verb, and makes sure that exactly
one event was written. A refusal is a value; an exception is a bug.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from django.db import transaction
from django.dispatch import Signal

from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.ledger.models import Chain, Event
from shouwen.ledger.scoped import Actor
from shouwen.ledger.writing import Happening, append

T = TypeVar("T")


@dataclass(frozen=True)
class Done:
    """A verb that went through: the subject as it now is, and the event that tells of it."""

    subject: Any
    event: Event


class Refusal(Exception):
    """Carries a `Refused` out of a transaction, so that nothing half-done stays behind."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code)
        self.refused = refused


class WrongVerb(RuntimeError):
    """A verb broke the door's rule of exactly one event. This is a bug in our code."""


@dataclass
class Act:
    """What a verb works with: who does it, when, to what, under which edition."""

    code: str
    actor: Actor
    at: datetime
    subject: Any = None
    chain: Chain | None = None
    event: Event | None = None
    edition: Any = field(default_factory=shipped)

    def require(self, truth: object, code: str, **facts: Any) -> None:
        """Refuse with `code` unless `truth`."""
        if not truth:
            raise Refusal(Refused.of(self.edition, code, **facts))

    def accept(self, answer: T | Refused) -> T:
        """The answer of a rule; refuse where the rule refused."""
        if isinstance(answer, Refused):
            raise Refusal(answer)
        return answer

    def remember(self) -> None:
        """What an act keeps in mind of its subject as it was found; called before the body changes it."""

    def record(self, **facts: Any) -> Event:
        """Write the verb's one event, with its chain where that is new, and save the subject."""
        if self.event or self.chain is None:
            raise WrongVerb(f"{self.code}: one event, on a chain")
        happening = Happening(self.code, self.at, self.actor.code, self.edition.name, facts)
        self.event = append(self.chain, happening)
        if self.subject is not None:
            self.save()
        return self.event

    def save(self) -> None:
        """Write the subject as the verb left it."""
        self.subject.save()

    def after_commit(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Do `work` once the change is safe."""
        transaction.on_commit(partial(work, *args, **kwargs))


@dataclass(frozen=True)
class Verb:
    """A declared verb, for the tests that look over all of them."""

    code: str
    needs: Right
    run: Callable[..., Done | Refused]
    act: type[Act]


VERBS: dict[str, Verb] = {}

# Sent for every call of a verb, with `verb` (its code) and `answer` (Done or Refused), by whoever counts and logs. What
# is done is told once the change is safe; told or not, it stands.
answered = Signal()


def verb(
    code: str, *, needs: Right, on: Any = None, act: type[Act] = Act, **options: Any
) -> Callable[[Callable[..., None]], Callable[..., Done | Refused]]:
    """Declare a verb. `on` is the model it changes; without it the verb makes its subject itself.

    The function that comes out is called `name(key, actor=…, at=…, seen=…, …)`, without the key where the verb
    makes its subject. `seen` is the length of the subject's chain when the form was shown.
    """

    def declare(body: Callable[..., None]) -> Callable[..., Done | Refused]:
        def run(key: Any = None, *, actor: Actor, at: datetime, seen: int | None = None, **said: Any) -> Done | Refused:
            try:
                with transaction.atomic():
                    doing = act(code=code, actor=actor, at=at, **options)
                    if on is not None:
                        _take(doing, on, key, seen)
                    doing.require(actor.may(needs, doing.subject), "not-allowed", right=needs.value)
                    body(doing, **said)
                    if doing.event is None:
                        raise WrongVerb(f"{code}: no event was recorded")
                    done = Done(doing.subject, doing.event)
                    transaction.on_commit(partial(answered.send, Act, verb=code, answer=done), robust=True)
                    return done
            except Refusal as refusal:
                answered.send(Act, verb=code, answer=refusal.refused)
                return refusal.refused

        run.__name__, run.__doc__, run.__wrapped__ = body.__name__, body.__doc__, body  # type: ignore[attr-defined]
        if code in VERBS:
            raise WrongVerb(f"two verbs write {code}")
        VERBS[code] = Verb(code, needs, run, act)
        return run

    return declare


def _take(doing: Act, on: Any, key: Any, seen: int | None) -> None:
    """Lock the subject's chain, read it through the actor's eyes, and refuse what they may not see or a stale form."""
    # The two statements that every verb begins with are kept light: a join costs half of a subselect to build, and
    # `first()` would sort by a key of which there is one.
    # Asked by `__pk`, a key too big for the database is the key of nothing; asked by the relation it is an error.
    whose = f"{on._meta.get_field('chain').related_query_name()}__pk"
    doing.chain = next(iter(Chain.objects.select_for_update(of=("self",)).filter(**{whose: key})), None)
    doing.require(doing.chain is not None, "not-found")
    assert doing.chain is not None
    doing.subject = next(iter(on.objects.seen_by(doing.actor).filter(pk=key)), None)
    doing.require(doing.subject is not None, "not-found")
    doing.subject.chain = doing.chain
    doing.remember()
    if seen is not None and seen < doing.chain.length:
        doing.require(not _others_changed(doing, seen), "stale")


def _others_changed(doing: Act, seen: int) -> bool:
    """Whether somebody else changed the subject since; the clocks' own warnings do not make a form stale."""
    since = Event.objects.filter(chain=doing.chain, seq__gt=seen).exclude(code__startswith="clock.")
    return since.exclude(actor=doing.actor.code).exists()


def together(*steps: Callable[[Done | None], Done | Refused]) -> Done | Refused:
    """Several verbs as one: each step gets what the one before did; one refusal undoes them all."""
    done: Done | None = None
    try:
        with transaction.atomic():
            for step in steps:
                answer = step(done)
                if isinstance(answer, Refused):
                    raise Refusal(answer)
                done = answer
    except Refusal as refusal:
        return refusal.refused
    if done is None:
        raise WrongVerb("together() wants at least one step")
    return done
