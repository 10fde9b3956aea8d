"""The sweep: warns ahead, marks breaches once, climbs the ladder; safe to run many times, side by side, late."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from shouwen.calendars.reads import as_of
from shouwen.clocks.models import Clock, Watched
from shouwen.clocks.projection import state
from shouwen.handbook.edition import Edition
from shouwen.handbook.ladder import Step, steps
from shouwen.handbook.load import shipped
from shouwen.ledger import writing
from shouwen.ledger.models import Chain, Event
from shouwen.ledger.rows import change_many
from shouwen.ledger.writing import Happening, link
from shouwen.notices.models import Message
from shouwen.notices.sending import prepare, save
from shouwen.people.models import Staff, Unit
from shouwen.people.reads import ladder
from shouwen.people.system import CLOCKWORK

AT_ONCE = 200


@dataclass
class _Batch:
    at: datetime
    edition: Edition
    events: list[Event] = field(default_factory=list)
    chains: dict[int, Chain] = field(default_factory=dict)
    clocks: list[Clock] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    ladders: dict[tuple[int, str], list[Staff]] = field(default_factory=dict)

    def people(self, step: Step, watched: Watched) -> list[Staff]:
        """Whom a step tells, without anybody twice."""
        told: dict[int, Staff] = {}
        for to in step.to:
            for person in self.recipients(to, watched):
                told[person.pk] = person
        return list(told.values())

    def recipients(self, to: str, watched: Watched) -> list[Staff]:
        if to == "first_asked":
            return [watched.first_asked]
        if to == "holder":
            return [watched.holder] if watched.holder else []
        return self.up(watched.unit, to)

    def up(self, unit: Unit, to: str) -> list[Staff]:
        key = (unit.pk, to)
        if key not in self.ladders:
            self.ladders[key] = ladder(unit, to)
        return self.ladders[key]


def sweep(at: datetime, *, limit: int = 100_000) -> int:
    """Say everything that is due at `at`; answers how many clocks were looked at. Bounded by `limit`."""
    looked = 0
    while looked < limit:
        done = _sweep_some(at)
        looked += done
        if done == 0:
            break
    return looked


def _sweep_some(at: datetime) -> int:
    """One bounded batch in one transaction. The chains are claimed, so no other sweep or verb is in between.

    Whether anything is due is asked before the transaction: most sweeps find nothing and must not lock for it.
    """
    due = Clock.objects.filter(wake_at__lte=at).order_by("wake_at").values_list("chain_id", flat=True)
    wanted = set(due[:AT_ONCE])
    if not wanted:
        return 0
    with transaction.atomic():
        chains = Chain.objects.select_for_update(skip_locked=True).filter(pk__in=wanted).order_by("pk")
        batch = _Batch(at, shipped(), chains={chain.pk: chain for chain in chains})
        rows = Clock.objects.filter(chain__in=batch.chains, wake_at__lte=at).order_by("wake_at", "pk")
        watched = Watched.objects.select_related("unit", "first_asked", "holder").in_bulk(list(batch.chains))
        for row in rows:
            _say(batch, row, watched[row.chain_id])
        _save(batch)
        return len(batch.clocks)


def _say(batch: _Batch, row: Clock, watched: Watched) -> None:
    """Every step of one clock that is due and was not said; a warning that a breach overtook stays unsaid."""
    every = steps(state(row), batch.edition, calendar=as_of(row.calendar_version))
    due = [step for step in every[row.said :] if step.at <= batch.at]
    breach_due = any(step.level >= 1 for step in due)
    for step in due:
        if step.level == 0 and breach_due:
            continue
        _say_step(batch, row, watched, step)
    row.said += len(due)
    row.wake_at = every[row.said].at if row.said < len(every) else None
    batch.clocks.append(row)


def _say_step(batch: _Batch, row: Clock, watched: Watched, step: Step) -> None:
    code = "clock.warned" if step.level == 0 else "clock.breached" if step.level == 1 else "clock.escalated"
    people = batch.people(step, watched)
    row.breached = row.breached or step.level >= 1
    facts = {"clock": row.kind, "run": row.run, "due_at": row.due_at, "level": step.level}
    told = {**facts, "told": [person.code for person in people]}
    chain = batch.chains[row.chain_id]
    batch.events.append(link(chain, Happening(code, batch.at, CLOCKWORK.code, batch.edition.name, told)))
    batch.messages += prepare(
        people,
        code,
        at=batch.at,
        once=f"clock:{row.pk}:{step.level}",
        about=watched.about,
        link=watched.link,
        facts=facts,
    )


def _save(batch: _Batch) -> None:
    if not batch.clocks:
        return
    touched = {event.chain_id for event in batch.events}
    writing.save(batch.events)
    change_many([batch.chains[pk] for pk in touched], "length", "head", "last_at")
    change_many(batch.clocks, "said", "breached", "wake_at")
    save(batch.messages)
