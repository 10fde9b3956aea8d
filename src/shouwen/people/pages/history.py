"""What happened to a record lately, in words: the newest events of its chain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from shouwen.handbook.load import shipped
from shouwen.handbook.sentences import event_words
from shouwen.ledger.models import Event
from shouwen.people.models import Staff
from shouwen.web import labels

NEWEST = 20


@dataclass(frozen=True)
class Line:
    """One event: when, who (name, or that it was the system), what in words."""

    at: datetime
    who: str
    words: str


def lines(chain_id: int) -> list[Line]:
    """The newest events of a chain, the last one first; two queries."""
    events = list(Event.objects.filter(chain=chain_id).order_by("-seq")[:NEWEST])
    names = dict(Staff.objects.filter(code__in={event.actor for event in events}).values_list("code", "name"))
    return [Line(event.at, _who(event.actor, names), _words(event)) for event in events]


def _who(code: str, names: Mapping[str, str]) -> str:
    return _("System") if code.startswith("system:") else names.get(code, code)


def _words(event: Event) -> str:
    return event_words(event.code, event.facts, language=labels.language(), edition=shipped())
