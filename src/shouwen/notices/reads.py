"""A person's messages."""

from django.db.models import QuerySet

from shouwen.notices.models import Message
from shouwen.people.models import Staff


def unread_count(staff: Staff) -> int:
    """How many messages wait; counted to 100 at most, for a badge needs no more."""
    return len(Message.objects.filter(to=staff, read_at=None).values_list("pk")[:100])


def newest(staff: Staff) -> QuerySet[Message]:
    """A person's messages, newest first."""
    return Message.objects.filter(to=staff).order_by("-at", "-pk")
