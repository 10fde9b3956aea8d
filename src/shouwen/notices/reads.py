"""A person's messages."""

from django.db.models import QuerySet

from shouwen.notices.models import Message
from shouwen.people.models import Staff

MOST = 100


def unread(staff: Staff) -> QuerySet[Message]:
    """The messages that this person has not read."""
    return Message.objects.filter(to=staff, read_at=None)


def unread_count(staff: Staff) -> int:
    """How many messages wait; counted to MOST, for a badge needs no more."""
    return len(unread(staff).values_list("pk")[:MOST])


def newest(staff: Staff) -> QuerySet[Message]:
    """A person's messages, newest first."""
    return Message.objects.filter(to=staff).order_by("-at", "-pk")
