"""A ticket as a line of a list: everything in words or drawn already, so that the template only puts it in its place.

A page has fifty lines, and what a template looks up costs it ten times as much as what is at hand.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString, mark_safe

from shouwen.tickets.models import Ticket
from shouwen.tickets.reads.queues import urgent_kinds
from shouwen.tickets.templatetags import tickets as written
from shouwen.web import addresses, labels
from shouwen.web.templatetags import shouwen as parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`kinds` are the signs before the text: why it is urgent. `take_url` is set where the reader may take it."""

    pk: int
    url: str
    take_url: str
    mood: str
    serial: str
    priority: str
    due: SafeString
    kinds: SafeString
    chases: int
    text: str
    category: str
    customer: str
    state: str
    hands: str
    owner: str
    contacted: str


def lines(
    rows: Sequence[Ticket], now: datetime, *, words: Sequence[str] = (), takeable: Collection[int] = ()
) -> Iterator[Line]:
    """The lines of a page. Rows come with what is SELECTED for lists."""
    language, kinds = labels.language(), urgent_kinds(rows)
    opens, takes_over = addresses.keyed("tickets:ticket"), addresses.keyed("tickets:take_from_queue")
    for row in rows:
        takes = row.state == "queued" and row.group_id in takeable
        yield Line(
            pk=row.pk,
            url=opens(row.pk),
            take_url=takes_over(row.pk) if takes else "",
            mood=written.mood(row, now),
            serial=row.serial,
            priority=row.priority,
            due=_due(row, now, language),
            kinds=mark_safe("".join(parts.tag_urgency(kind) for kind in kinds.get(row.pk, ()))),  # noqa: S308  (each drawn by its template)
            chases=row.chases,
            text=written.excerpt(row.text, words) if words else written.beginning(row.text),
            category=labels.label("categories", row.category, language),
            customer=written.who(row.customer),
            state=row.state,
            hands=f"→ {hands(row, language)}" if row.state == "dispatched" else hands(row, language),
            owner=row.first_asked.name,
            contacted=parts.when(row.contacted_at, now),
        )


def _due(row: Ticket, now: datetime, language: labels.Language) -> SafeString:
    """The deadline that presses next; on hold it stands still."""
    if not row.is_open or row.state == "answered" or not row.next_due_at:
        return SafeString()
    clock = labels.label("clocks", row.next_due_clock, language)
    if row.state == "held":
        return parts.chip_due(row.next_due_at, now, label=clock, paused_at=now)
    return parts.chip_due(row.next_due_at, now, label=clock, started_at=row.contacted_at)


def hands(row: Ticket, language: labels.Language) -> str:
    """In whose hands it is: outside, a person's, or a group's."""
    if row.state == "dispatched":
        return row.outside
    if row.holder:
        return row.holder.name
    return row.group.named(language) if row.group else ""
