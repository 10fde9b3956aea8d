"""How units and groups are called in the reader's language: `{% load people %}`."""

from django import template

from shouwen.people.models import SkillGroup, Unit
from shouwen.web import labels

register = template.Library()


@register.filter
def called(thing: Unit | SkillGroup | None) -> str:
    """Its name in the reader's language; nothing for nobody."""
    return thing.named(labels.language()) if thing else ""
