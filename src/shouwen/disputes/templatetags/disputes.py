"""What the pages of disputes write: `{% load disputes %}`."""

from datetime import datetime
from typing import Any

from django import template

from shouwen.disputes.models import Dispute
from shouwen.tickets.reads.due import SOON
from shouwen.web import labels

register = template.Library()


@register.filter
def in_words(entry: Any) -> str:
    """Writes a line of the policy in the reader's language."""
    return str(entry.label(labels.language()))


@register.filter
def pressure(dispute: Dispute, now: datetime) -> str:
    """Says how pressing a row is: over, soon or calm."""
    if not dispute.is_open or dispute.next_due_at is None:
        return "calm"
    return "over" if dispute.next_due_at < now else "soon" if dispute.next_due_at - now < SOON else "calm"


@register.filter
def level(code: str) -> str:
    """Writes a level of authority without the examples that stand behind its name in brackets."""
    return labels.label("authority_levels", code).split("（")[0].split(" (")[0]
