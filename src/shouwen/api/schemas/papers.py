"""A ticket's events and files, and its customer in full, as programs are told of them."""

from datetime import datetime
from typing import Any

from shouwen.api.schemas.said import KeyOut, Told


class EventOut(Told):
    """One event as the ledger keeps it: codes, numbers and what colleagues wrote, never the customer."""

    seq: int
    code: str
    at: datetime
    actor: str
    edition: str
    facts: dict[str, Any]
    prev: str
    hash: str


class EventsOut(Told):
    """A stretch of events; `next` is what to ask `after`, null at the end."""

    items: list[EventOut]
    next: int | None


class AttachmentOut(Told):
    """A file of a ticket."""

    id: KeyOut
    name: str
    kind: str
    size: int
    sha256: str
    by: str
    at: datetime


class AttachmentsOut(Told):
    """All files of a ticket, in the order in which they came."""

    items: list[AttachmentOut]


class CustomerOut(Told):
    """The customer in full, told once for a reason that the ledger keeps (M4)."""

    number: str
    name: str
    identity: str
    contact_phone: str
    grade: str
    brand: str
    province: str
    city: str
