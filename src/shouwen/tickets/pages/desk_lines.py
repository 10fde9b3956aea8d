"""What to do next as lines of the desk: drawn once for each kind, with what differs put in."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.text import Truncator

from shouwen.tickets.pages.lines import hands
from shouwen.tickets.reads.desk import Task
from shouwen.tickets.templatetags import tickets as written
from shouwen.web import addresses, labels
from shouwen.web.drawn import drawn
from shouwen.web.templatetags import shouwen as parts

# How much of what somebody wrote stands in the line; the rest is told on hover.
SHORT = 24


def lines(tasks: Iterable[Task], now: datetime) -> Iterator[SafeString]:
    """The rows of the table, in their order."""
    language, opens = labels.language(), addresses.keyed("tickets:ticket")
    for task in tasks:
        row, due_at, said = task.ticket, task.due_at, str(task.facts.get("why", ""))
        kind = {name: task.facts.get(name, "") for name in ("clock", "reason")}
        places = {
            "by": task.facts.get("by", ""),
            "who": hands(row, language),
            "said": said,
            "short": Truncator(said).chars(SHORT),
            "until": parts.when(due_at, now),
            "chip": parts.chip_due(due_at, now, started_at=row.contacted_at),
            "pk": row.pk,
            "url": opens(row.pk),
            "serial": row.serial,
            "category": labels.label("categories", row.category, language),
            "text": written.beginning(row.text),
            "customer": written.who(row.customer),
        }
        kind |= {"why": task.why, "state": row.state, "priority": row.priority}
        mood = written.mood(row, now) if due_at else "calm"
        yield drawn("tickets/desk/task.html", places, **kind, mood=mood, explained=bool(said))
