"""What messages say: `{% load notices %}`."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from shouwen.handbook.load import shipped
from shouwen.handbook.sentences import event_words
from shouwen.notices.models import Message
from shouwen.web import icons, labels

register = template.Library()

# Which icon stands beside a message, by the code of what it tells.
SIGNS = {
    "clock.warned": "clock",
    "clock.breached": "clock-exclamation",
    "clock.escalated": "clock-exclamation",
    "ticket.transferred": "transfer",
    "ticket.dispatched": "send",
    "ticket.returned": "arrow-back-up",
    "ticket.chased": "message-circle",
    "ticket.contacted": "phone",
    "ticket.hold_asked": "player-pause",
    "ticket.void_asked": "ban",
    "ticket.handover_offered": "user-plus",
    "ticket.handover_withdrawn": "arrow-back-up",
    "incident.opened": "stack-2",
}
MOODS = {"clock.warned": "soon", "clock.breached": "over", "clock.escalated": "over"}


@register.filter
def said(message: Message) -> str:
    """Writes what a message tells, in the reader's language."""
    words = event_words(message.code, message.facts, language=labels.language(), edition=shipped())
    more = [message.facts.get("by"), message.facts.get("why")]
    return " · ".join([words, *(part for part in more if part)])


@register.filter
def sign(message: Message) -> SafeString:
    """Draws what kind of message it is."""
    return mark_safe(icons.svg(SIGNS.get(message.code, "bell")))  # noqa: S308  (our own vendored files)


@register.filter
def mood(message: Message) -> str:
    """Says how pressing a message is: over, soon or calm."""
    return MOODS.get(message.code, "calm")
