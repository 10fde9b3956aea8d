"""A person's messages."""

from collections.abc import Iterable

from django.db.models import QuerySet

from shouwen.notices.models import Message
from shouwen.people.models import SkillGroup, Staff

MOST = 100
# Facts of a message that name somebody by code.
CODES = ("to", "by")


def unread(staff: Staff) -> QuerySet[Message]:
    """The messages that this person has not read."""
    return Message.objects.filter(to=staff, read_at=None)


def unread_count(staff: Staff) -> int:
    """How many messages wait; counted to MOST, for a badge needs no more."""
    return len(unread(staff).values_list("pk")[:MOST])


def newest(staff: Staff) -> QuerySet[Message]:
    """A person's messages, newest first."""
    return Message.objects.filter(to=staff).order_by("-at", "-pk")


def with_names(messages: Iterable[Message], language: str) -> list[Message]:
    """The messages with names in place of the codes of groups and colleagues; two questions, however many they are."""
    listed = list(messages)
    codes = {each.facts.get(key) for each in listed for key in CODES} - {None, ""}
    names = dict(Staff.objects.filter(code__in=codes).values_list("code", "name"))
    names |= {group.code: group.named(language) for group in SkillGroup.rows.filter(code__in=codes)}
    for each in listed:
        each.facts |= {key: names[each.facts[key]] for key in CODES if each.facts.get(key) in names}
    return listed
