"""What happened to a batch, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from shouwen.batchdisputes.models import BatchDispute
from shouwen.batchdisputes.reads.batch import events
from shouwen.handbook.load import shipped
from shouwen.handbook.sentences import event_words
from shouwen.ledger.models import Event
from shouwen.people.models import Staff
from shouwen.web import labels

ICONS = {
    "batch.opened": "plus", "batch.list_handed_in": "upload", "batch.list_read": "list-check",
    "batch.paper_added": "paperclip", "batch.asked": "send", "batch.countersigned": "writing-sign",
    "batch.signed": "writing-sign", "batch.turned_down": "x", "batch.reviewed": "checks", "batch.drawn": "refresh",
    "batch.row_checked": "check", "batch.line_struck": "ban", "batch.line_mended": "edit",
    "batch.sample_passed": "checks", "batch.returned": "arrow-back-up", "batch.started": "player-play",
    "batch.stopped": "player-pause", "batch.resumed": "player-play", "batch.ordered": "coin-yuan",
    "batch.cut_short": "ban", "batch.settled": "circle-check", "batch.notices_prepared": "messages",
    "batch.notices_exported": "download", "batch.customers_informed": "message-circle", "batch.closed": "archive",
    "batch.withdrawn": "trash", "clock.warned": "clock", "clock.breached": "clock-exclamation",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the timeline."""

    id: int
    icon: str
    words: str
    who: str
    at: datetime
    clause: str
    edition: str
    facts: list[tuple[str, str]]
    over: bool


def entries(batch: BatchDispute) -> list[Entry]:
    """The newest events of a batch, the newest first: it is looked at from where it stands."""
    found = events(batch)
    names = dict(Staff.objects.filter(code__in={one.actor for one in found}).values_list("code", "name"))
    return [_entry(one, names) for one in reversed(found)]


def _entry(event: Event, names: dict[str, str]) -> Entry:
    edition = shipped()
    known = edition.events.get(event.code)
    return Entry(
        id=event.seq,
        icon=ICONS.get(event.code, "note"),
        words=event_words(event.code, event.facts, language=labels.language(), edition=edition),
        who=_("System") if event.actor.startswith("system") else names.get(event.actor, event.actor),
        at=event.at,
        clause=known.clause if known else "",
        edition=event.edition,
        facts=_facts(event),
        over=event.code == "clock.breached",
    )


def _facts(event: Event) -> list[tuple[str, str]]:
    """What the sentence doesn't say by itself."""
    facts = event.facts
    told = []
    if facts.get("why") and "{why}" not in shipped().events[event.code].zh:
        told.append((_("Reason"), str(facts["why"])))
    if "seed" in facts:
        told.append((_("Seed"), str(facts["seed"])))
    if "right" in facts:
        told.append((_("Found"), _("right") if facts["right"] else _("wrong")))
    return told
