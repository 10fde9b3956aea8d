"""The timeline of a dispute: its events, each in one line of words that opens to facts, clause and edition."""

from django.utils.translation import gettext as _

from shouwen.disputes.pages import wording
from shouwen.handbook.load import shipped
from shouwen.handbook.sentences import event_words
from shouwen.ledger.models import Event
from shouwen.tickets.pages.timeline import Entry
from shouwen.tickets.pages.wording import Names
from shouwen.tickets.reads.ticket import History
from shouwen.tickets.reads.ticket import people as people_named
from shouwen.web import labels

ICONS = {
    "dispute.opened": "scale", "dispute.charge_added": "plus", "dispute.charge_struck": "x",
    "dispute.paper_added": "paperclip", "dispute.found": "search", "dispute.proposed": "calculator",
    "dispute.granted": "coin-yuan", "dispute.applied": "send", "dispute.signed": "writing-sign",
    "dispute.returned": "arrow-back-up", "dispute.recalled": "arrow-back-up", "dispute.recalculated": "calculator",
    "dispute.refunded": "receipt-refund", "dispute.refund_refused": "alert-circle", "dispute.settled": "checks",
    "dispute.refund_called_off": "alert-circle",
    "dispute.reversal_asked": "arrow-back-up", "dispute.reversed": "receipt-refund", "dispute.closed": "archive",
    "dispute.reversal_dropped": "ban",
    "dispute.reopened": "refresh", "dispute.withdrawn": "ban", "dispute.noted": "note", "dispute.printed": "printer",
    "clock.warned": "clock", "clock.breached": "clock-exclamation", "clock.escalated": "clock-exclamation",
    "clock.recomputed": "refresh",
}  # fmt: skip
ALARMING = ("clock.breached", "clock.escalated", "dispute.refund_refused", "dispute.refund_called_off")


def entries(history: History) -> list[Entry]:
    """The events of a stretch of history in words, in their order; a deadline that a new calendar left is no news."""
    names = _names(history.events)
    return [_entry(event, names) for event in history.events if not _unmoved(event)]


def words(event: Event, names: Names) -> str:
    """What an event says in one line."""
    return event_words(event.code, event.facts, language=labels.language(), edition=shipped())


def _names(events: list[Event]) -> Names:
    """The names of everybody in these events, asked for all at once."""
    known = Names.of(events)
    stood_for = {event.facts["stands_for"] for event in events if event.facts.get("stands_for")}
    return Names({**known.people, **people_named(stood_for)}, known.groups, known.units) if stood_for else known


def _entry(event: Event, names: Names) -> Entry:
    entry = shipped().events.get(event.code)
    clause = entry.clause if entry else ""
    clock = event.code.startswith("clock.")
    return Entry(
        seq=event.seq,
        code=event.code,
        icon=ICONS.get(event.code, "note"),
        words=words(event, names),
        who=_("Billing") if event.actor == "system:billing" else names.person(event.actor),
        at=event.at,
        clause=clause,
        clause_url=labels.clause_url(clause) if clause else "",
        edition=event.edition,
        facts=wording.facts(event, names),
        slim=clock or event.code == "dispute.printed",
        over=event.code in ALARMING,
        texts=_texts(event),
    )


def _texts(event: Event) -> list[str]:
    """What people wrote; a reason of billing is a code and stands in the line already."""
    if event.code == "dispute.refund_refused" or event.code.startswith("clock."):
        return []
    return [event.facts[key] for key in wording.TEXTS if isinstance(event.facts.get(key), str) and event.facts[key]]


def _unmoved(event: Event) -> bool:
    return event.code == "clock.recomputed" and event.facts.get("due_at") == event.facts["due_was"]
