"""What messages say: `{% load notices %}`."""

from django import template

from shouwen.handbook.load import shipped
from shouwen.handbook.sentences import event_words
from shouwen.notices.models import Message
from shouwen.web import labels

register = template.Library()


@register.filter
def said(message: Message) -> str:
    """Writes what a message tells, in the reader's language."""
    words = event_words(message.code, message.facts, language=labels.language(), edition=shipped())
    why = message.facts.get("why")
    return f"{words} · {why}" if why else words
