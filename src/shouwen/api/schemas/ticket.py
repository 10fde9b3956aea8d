"""A ticket as programs are told of it. Numbers and names of customers are masked (M4)."""

from datetime import datetime

from shouwen.api.schemas.said import KeyOut, Told


class UrgencyOut(Told):
    """A kind for which the ticket is urgent, or was proposed to be, and the clauses that say so (C1.3)."""

    kind: str
    because: list[str]
    at: datetime


class DeadlineOut(Told):
    """The newest run of one clock: until when, and the clauses that decided it (C5.2, C3.2, L1).

    `minutes` count as `unit` says: round the clock, or working time. `stopped_at` is when the deed was done,
    `paused_at` since when it is on hold.
    """

    kind: str
    because: list[str]
    due_at: datetime
    started_at: datetime
    stopped_at: datetime | None
    paused_at: datetime | None
    minutes: int
    unit: str
    run: int
    breached: bool
    provisional: bool
    edition: str


class TicketLine(Told):
    """A ticket as a list shows it. People, groups and units are told by their codes."""

    id: KeyOut
    serial: str
    external_id: str | None
    column: str
    category: str
    source: str
    state: str
    priority: str
    number: str
    customer: str
    grade: str
    unit: str
    group: str | None
    first_asked: str
    holder: str | None
    outside: str
    contacted_at: datetime
    opened_at: datetime
    answered_at: datetime | None
    archived_at: datetime | None
    next_due_at: datetime | None
    next_due_clock: str
    chases: int
    urgency: list[UrgencyOut]


class TicketOut(TicketLine):
    """A ticket in full. `revision` counts its events: sent back as `seen`, a change of others is noticed."""

    text: str
    evidence: str
    hits_kind: str
    hits: str
    direction: str
    said_why: str
    contact_phone: str
    incident: str | None
    repeats: str | None
    repeat_confirmed: bool | None
    imported: bool
    revision: int
    proposed: list[UrgencyOut]
    deadlines: list[DeadlineOut]


class TicketsOut(Told):
    """A page of a list, and the cursor of the next; null where the list ends."""

    items: list[TicketLine]
    next: str | None
