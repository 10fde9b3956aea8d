"""The parts that pages are built from: `{% load shouwen %}`. Every part is shown in each of its states at /patterns."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select, Textarea
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from shouwen.web import clocktext, icons, labels, moments
from shouwen.web.drawn import drawn

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draws an icon for the eye only; the words beside it, or an aria-label, carry the meaning."""
    return mark_safe(icons.svg(name))  # noqa: S308  (our own vendored files)


@register.filter
def when(moment: datetime | None, now: datetime | None = None) -> str:
    """Writes a moment: `14:05` today, `11-21 14:05` this year, in full with the zone on hover."""
    if moment is None:
        return ""
    words = moments.short(moment, now=now or timezone.now())
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), moments.full(moment), words)


@register.filter
def yuan(amount: Decimal | None) -> str:
    """Writes an amount in yuan: `1,234.50`, with two places and a real minus sign."""
    return "" if amount is None else f"{amount:,.2f}".replace("-", "−")


@register.filter
def at_most(count: int, limit: int = 1000) -> str:
    """Writes a count that was cut off at `limit` without lying: `1,000+`, else `37`."""
    return f"{limit:,}+" if count >= limit else f"{count:,}"


@register.simple_tag
def named(group: str, code: str) -> str:
    """Writes the policy's name of a code: `{% named "sources" ticket.source %}`."""
    return labels.label(group, code)


@register.simple_tag
def chip_due(
    due_at: datetime | None,
    now: datetime | None = None,
    *,
    label: str = "",
    started_at: datetime | None = None,
    warn_at: datetime | None = None,
    paused_at: datetime | None = None,
    stopped_at: datetime | None = None,
    provisional: bool = False,
) -> SafeString:
    """Draws a deadline: grey, amber under a third, red when breached, paused, met or met late.

    No deadline draws nothing; what a template doesn't know counts as not given. `provisional` (the year's working days
    aren't announced yet) dots the edge.
    """
    if not due_at:
        return SafeString()
    read = clocktext.chip(
        due_at,
        now=now or timezone.now(),
        language=labels.language(),
        started_at=started_at or None,
        warn_at=warn_at or None,
        paused_at=paused_at or None,
        stopped_at=stopped_at or None,
    )
    ticks = not paused_at and not stopped_at
    told = {"full": moments.full(due_at), "words": read.words}
    if ticks:
        told |= {"due": moments.iso(due_at), "warn": moments.iso(read.warn_at)}
    return drawn("web/parts/chip.html", told, mood=read.mood, label=label, provisional=bool(provisional), ticks=ticks)


@register.simple_tag
def tag_priority(code: str) -> SafeString:
    """Draws 特急 in red outline, 紧急 in amber, 一般 not at all (C4.3)."""
    name = "" if code == "normal" else labels.label("priorities", code)
    return drawn("web/parts/tag.html", tag=name, kind=f"priority-{code}")


@register.simple_tag
def tag_urgency(kind: str, proposed: bool = False) -> SafeString:
    """Draws one urgent kind (C1.3); a proposed one, not yet confirmed by a person, has a dotted edge."""
    name = labels.label("kinds", kind)
    return drawn("web/parts/tag.html", tag=name, kind="urgency", proposed=proposed)


@register.simple_tag
def state(code: str, group: str = "states") -> SafeString:
    """Draws a state: a mark whose shape differs too, and its name; a ticket's, or of another list of the policy."""
    return drawn("web/parts/state.html", code=code, name=labels.label(group, code))


@register.inclusion_tag("web/parts/why.html")
def why(
    what: str,
    because: Iterable[Any],
    edition: str = "",
    facts: Mapping[str, Any] | Iterable[tuple[str, Any]] = (),
    title: str = "",
) -> dict[str, Any]:
    """Draws a why-button that opens what was decided, from which facts, by which clause and edition.

    `because` is `decision.because` or the same kept as JSON; `facts` are pairs of words and value.
    """
    reasons = labels.reasons(because)
    return {
        "what": what,
        "title": title,
        "facts": list(facts.items() if isinstance(facts, Mapping) else facts),
        "reasons": [
            {"clause": each.clause, "url": labels.clause_url(each.clause), "sentence": labels.sentence(each)}
            for each in reasons
        ],
        "edition": edition or labels.edition_name(),
    }


@register.inclusion_tag("web/parts/field.html")
def field(
    bound: BoundField,
    *,
    hint: str | None = None,
    label: str = "",
    placeholder: str | None = None,
    key: str = "",
) -> dict[str, Any]:
    """Draws a form field: label with its required mark, control, the error at the field, hint.

    `hint` stands in for the field's help text ("" for none). `key` (`/`, `Ctrl+k`) is the shortcut to the control.
    """
    widget = bound.field.widget
    grouped = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    ticked = isinstance(widget, CheckboxInput)
    shape = "form-select" if isinstance(widget, Select) and not grouped else "form-control"
    classes = [widget.attrs.get("class", ""), "form-check-input" if ticked else "" if grouped else shape]
    classes += ["is-invalid"] if bound.errors else []
    attrs = {"class": " ".join(filter(None, classes))}
    if isinstance(widget, Textarea):
        attrs |= {"rows": str(widget.attrs.get("rows", 4))}
    if placeholder is not None:
        attrs |= {"placeholder": placeholder}
    if key:
        attrs |= {"data-key": key, "data-key-label": str(label or bound.label)}
    hint = str(bound.help_text or "") if hint is None else hint
    described = [f"{bound.auto_id}_helptext"] if hint else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    if described:
        attrs |= {"aria-describedby": " ".join(described)}
    return {
        "bound": bound, "control": bound.as_widget(attrs=attrs), "label": label or bound.label, "hint": hint,
        "grouped": grouped, "ticked": ticked, "key": key,
    }  # fmt: skip
