"""Writing a judged chunk: chains, events, tickets, urgencies, replies, clocks and words, a query or two each."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from shouwen.calendars.reads import as_of
from shouwen.clocks import projection
from shouwen.clocks.projection import nearest
from shouwen.handbook.clocks import ClockState, EventView, fold_all
from shouwen.handbook.load import shipped
from shouwen.ledger.models import Chain
from shouwen.ledger.rows import insert
from shouwen.ledger.scoped import Actor
from shouwen.ledger.writing import Happening, write_many
from shouwen.people.models import Staff, Unit
from shouwen.tickets import opening as rows
from shouwen.tickets.act import watched
from shouwen.tickets.bulk.judging import Judged
from shouwen.tickets.models import Matter, Reply, Ticket


def write(judged: Sequence[Judged], *, owner: Staff, unit: Unit, actor: Actor, at: datetime, quiet: bool) -> None:
    """Write all of them. The caller holds `unit`'s row, from which the serial numbers are taken as one block."""
    matters = _matters({one.told.opening.matter for one in judged})
    first = unit.tickets_made + 1
    Unit.rows.filter(pk=unit.pk).update(tickets_made=unit.tickets_made + len(judged))
    tickets, histories, clocks = [], [], []
    for number, one in enumerate(judged, first):
        ticket = _ticket(one, owner=owner, number=number, matter=matters[one.told.opening.matter])
        happenings = list(_happenings(one, owner=owner, unit=unit, actor=actor, at=at))
        histories.append((Chain(name=f"ticket/{ticket.serial}"), happenings))
        clocks.append(_clocks(ticket, happenings))
        tickets.append(ticket)
    chains = write_many(histories)
    for ticket, chain in zip(tickets, chains, strict=True):
        ticket.chain_id = chain.pk
    insert(tickets)
    projection.write(((chain.pk, left) for chain, left in zip(chains, clocks, strict=True)), quiet=quiet)
    insert([watched(ticket) for ticket in tickets])
    both = list(zip(tickets, judged, strict=True))
    insert([row for ticket, one in both for row in rows.urgencies(ticket, one.found, ticket.opened_at)])
    insert(list(_replies(both, owner)))
    rows.index_words(tickets)


def _matters(keys: set[str]) -> dict[str, Matter]:
    Matter.objects.bulk_create([Matter(key=key) for key in sorted(keys)], ignore_conflicts=True)
    return {matter.key: matter for matter in Matter.objects.filter(key__in=keys)}


def _ticket(one: Judged, *, owner: Staff, number: int, matter: Matter) -> Ticket:
    told = one.told
    opened = told.opened_at or told.opening.contacted_at
    ticket = rows.build(
        told.opening,
        one.about,
        one.found,
        customer=one.customer,
        owner=owner,
        group=one.group,
        number=number,
        at=opened,
        state=told.state,
    )
    # By their keys: the objects are of no use to a bulk.
    ticket.matter_id, ticket.imported = matter.pk, True
    ticket.holder_id = None if told.state == "queued" else (told.holder or owner).pk
    ticket.answered_at = told.closing.at if told.closing else None
    return ticket


def _happenings(one: Judged, *, owner: Staff, unit: Unit, actor: Actor, at: datetime) -> Iterator[Happening]:
    """The history of one ticket. Its events stand at the times that the file gives; when it came in is a fact."""
    told, edition = one.told, one.found.urgency.edition
    unknown_end = told.state == "archived" and told.closing is None
    limits = {} if unknown_end else one.limits
    facts = rows.facts(
        told.opening, one.about, one.found, customer=one.customer, group=one.group.code, unit=unit, limits=limits
    )
    facts |= {"imported_at": at, "state": told.state, "external_id": told.opening.external_id}
    opened = told.opened_at or told.opening.contacted_at
    yield Happening("ticket.imported", opened, actor.code, edition, facts)
    if closing := told.closing:
        said = {"satisfaction": closing.satisfaction, "answered_by": owner.code, "answered_at": closing.at}
        yield Happening("ticket.answered", closing.at, actor.code, edition, said)
    if told.state == "archived":
        ended = told.closing.at if told.closing else at
        end = {"root_cause": told.root_cause, "end_unknown": unknown_end}
        yield Happening("ticket.archived", ended, actor.code, edition, end)


def _clocks(ticket: Ticket, happenings: Sequence[Happening]) -> Mapping[str, ClockState]:
    """The clocks that the history leaves behind; also sets what the queues sort the ticket by."""
    views = [EventView(code=h.code, at=h.at, facts=h.facts, edition=h.edition) for h in happenings]
    clocks = fold_all(views, calendar_of=as_of, edition=shipped())
    first = nearest(clocks)
    ticket.next_due_at, ticket.next_due_clock = (first.due_at, first.kind) if first else (None, "")
    ticket.archived_at = happenings[-1].at if ticket.state == "archived" else None
    return clocks


def _replies(both: Sequence[tuple[Ticket, Judged]], owner: Staff) -> Iterator[Reply]:
    for ticket, one in both:
        if closing := one.told.closing:
            yield Reply(
                ticket_id=ticket.pk,
                course=closing.course,
                answer=closing.answer,
                satisfaction=closing.satisfaction,
                by_id=owner.pk,
                at=closing.at,
            )
