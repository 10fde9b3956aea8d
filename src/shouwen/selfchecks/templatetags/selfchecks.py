"""What the templates of days and checks ask for: `{% load selfchecks %}`."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import template

from shouwen.handbook.money import yuan as exact
from shouwen.people.models import Unit
from shouwen.web import labels
from shouwen.web.templatetags.shouwen import yuan

register = template.Library()


@register.filter
def next_day(day: date, days: int) -> date:
    """So many days later; earlier below zero."""
    return day + timedelta(days=int(days))


@register.filter
def at(values: Mapping[Any, Any], key: Any) -> Any:
    """The value of that key; nothing where there is none."""
    return values.get(key)


@register.filter
def money(text: str | None) -> str:
    """An amount that is kept as text, as people read it."""
    return yuan(exact(text)) if text else ""


@register.filter
def moment(text: str | None) -> datetime | None:
    """A moment that is kept as text."""
    return datetime.fromisoformat(text) if text else None


@register.filter
def unit_name(unit: Unit) -> str:
    """A unit's name in the reader's language."""
    return unit.named(labels.language())


@register.filter
def level_name(level: str) -> str:
    """A level of authority without who belongs to it, which would fill the line."""
    return labels.label("authority_levels", level).split("（")[0].split(" (")[0]
