"""The timeline of a ticket: its events, each in one line of words that opens to facts, clause and edition."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shouwen.handbook.decision import Reason
from shouwen.handbook.load import shipped
from shouwen.handbook.sentences import event_words
from shouwen.ledger.models import Event
from shouwen.tickets.models import Contact, Reply
from shouwen.tickets.pages import wording
from shouwen.tickets.pages.wording import Names
from shouwen.tickets.reads.ticket import History
from shouwen.web import labels

ICONS = {
    "ticket.opened": "phone-plus", "ticket.imported": "database-import", "ticket.contacted": "message-circle",
    "ticket.transferred": "transfer", "ticket.dispatched": "external-link", "ticket.returned": "arrow-back-up",
    "ticket.taken": "check", "ticket.handover_offered": "user-plus", "ticket.handover_accepted": "user",
    "ticket.handover_declined": "x", "ticket.handover_withdrawn": "arrow-back-up", "ticket.chased": "bell",
    "ticket.hold_asked": "player-pause",
    "ticket.held": "player-pause", "ticket.hold_refused": "x", "ticket.resumed": "player-play",
    "ticket.answered": "send", "ticket.archived": "archive", "ticket.void_asked": "ban", "ticket.voided": "ban",
    "ticket.void_refused": "x", "ticket.declared": "flag", "ticket.joined_batch": "stack-2",
    "ticket.repeat_judged": "copy", "ticket.raised": "sitemap", "ticket.noted": "note",
    "ticket.attached": "paperclip", "ticket.customer_revealed": "eye", "ticket.printed": "printer",
    "ticket.reclassified": "edit", "clock.warned": "clock", "clock.breached": "clock-exclamation",
    "clock.escalated": "clock-exclamation", "clock.recomputed": "refresh",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the timeline. `slim` is for what the clocks say by themselves."""

    seq: int
    code: str
    icon: str
    words: str
    who: str
    at: datetime
    clause: str
    clause_url: str
    edition: str
    facts: list[tuple[str, str]]
    slim: bool = False
    over: bool = False
    texts: list[str] = field(default_factory=list)
    contact: Contact | None = None
    reply: Reply | None = None


def entries(history: History) -> list[Entry]:
    """The events of a stretch of history in words, in their order; a deadline that a new calendar left is no news."""
    names = Names.of(history.events)
    contacts = {key: list(rows) for key, rows in history.contacts.items()}
    replies = {key: list(rows) for key, rows in history.replies.items()}
    return [_entry(event, names, contacts, replies) for event in history.events if not _unmoved(event)]


def _unmoved(event: Event) -> bool:
    return event.code == "clock.recomputed" and event.facts.get("due_at") == event.facts["due_was"]


def _entry(event: Event, names: Names, contacts: dict[Any, list[Contact]], replies: dict[Any, list[Reply]]) -> Entry:
    contact = reply = None
    if event.code == "ticket.contacted":
        contact = _next(contacts, (event.actor, _time(event.facts.get("contacted_at"))))
    if event.code == "ticket.answered":
        reply = _next(replies, (event.facts.get("answered_by"), _time(event.facts.get("answered_at"))))
    clock = event.code.startswith("clock.")
    entry = shipped().events.get(event.code)
    clause = entry.clause if entry else ""
    return Entry(
        seq=event.seq,
        code=event.code,
        icon=ICONS.get(event.code, "note"),
        words=words(event, names),
        who=names.person(event.actor),
        at=event.at,
        clause=clause,
        clause_url=labels.clause_url(clause) if clause else "",
        edition=event.edition,
        facts=wording.facts(event, names),
        slim=clock,
        over=event.code in ("clock.breached", "clock.escalated"),
        texts=[str(event.facts[key]) for key in wording.TEXTS if event.facts.get(key) and not contact],
        contact=contact,
        reply=reply,
    )


def words(event: Event, names: Names) -> str:
    """What an event says in one line, with names in place of codes."""
    told: Mapping[str, Any] = event.facts
    if event.code == "ticket.declared" and not told.get("kind"):
        return labels.sentence(Reason("C4.3", "priority-said-why", told))
    named = {key: wording.value(event, key, told[key], names) for key in ("to", "was") if told.get(key)}
    return event_words(event.code, {**told, **named}, language=labels.language(), edition=shipped())


def _next(rows: dict[Any, list[Any]], key: Any) -> Any:
    """The first row of that key that no event has claimed yet."""
    waiting = rows.get(key)
    return waiting.pop(0) if waiting else None


def _time(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
