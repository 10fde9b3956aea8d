"""Fields as the desk types them: texts with clean line ends, times of Shanghai, choices of the policy, colleagues."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.people.models import SkillGroup, Staff
from shouwen.web import errors, labels

Choices = list[tuple[str, Any]]


def _told(code: str) -> str:
    return errors.refusal_words(Refused.of(shipped(), code))


refusal = lazy(_told, str)


def listed(group: str, *, empty: bool = True) -> Callable[[], Choices]:
    """The choices of a list of the policy in the reader's language, made when the form is shown."""

    def choices() -> Choices:
        found: Choices = [(code, labels.label(group, code)) for code in shipped().groups[group]]
        return [("", ""), *found] if empty else found

    return choices


def categories() -> Choices:
    """The leaves that are open for filing, under the names of what they belong to."""
    tree, language = shipped().categories, labels.language()
    grouped: dict[str, Choices] = {}
    for leaf in tree.open_leaves:
        above = tree.path_label(leaf.parent, language) if leaf.parent else ""
        grouped.setdefault(above, []).append((leaf.code, leaf.label(language)))
    return [("", ""), *grouped.items()]


class Text(forms.CharField):
    """A text of several lines. Empty, it is refused in the policy's own words (`told` is the refusal's code)."""

    def __init__(self, *, told: str = "text-missing", rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        kwargs.setdefault("error_messages", {"required": refusal(told)})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


class Line(forms.CharField):
    """A text of one line."""

    def __init__(self, *, told: str = "say-what", **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": refusal(told)})
        super().__init__(**kwargs)


class Code(forms.ChoiceField):
    """One of the codes of a list of the policy."""

    def __init__(self, group: str, *, told: str = "say-what", **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": refusal(told)})
        super().__init__(choices=listed(group, empty="widget" not in kwargs), **kwargs)


class Moment(forms.DateTimeField):
    """A time to the minute, typed as in Shanghai."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})

    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": _("Give the time."), "invalid": _("Write the time as 2026-11-21 14:05.")}
        super().__init__(**{"error_messages": messages, **kwargs})


def minute(at: datetime) -> datetime:
    """The full minute, as a form offers it."""
    return timezone.localtime(at).replace(second=0, microsecond=0)


class Colleague(Line):
    """An active member of staff by number or by name; the browser offers those of the list `colleagues`."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"list": "colleagues", "autocomplete": "off"})
        super().__init__(**{"widget": widget, "max_length": 90, **kwargs})

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        code = typed.split()[0]
        found = list(Staff.objects.filter(code__iexact=code, is_active=True)[:1])
        found = found or list(Staff.objects.filter(name=typed, is_active=True)[:2])
        if not found:
            raise forms.ValidationError(_("No colleague has that number or name."))
        if len(found) > 1:
            raise forms.ValidationError(_("Several colleagues have that name: give the staff number."))
        return found[0]


class Group(forms.ChoiceField):
    """A skill group in use, those of the ticket's branch first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"error_messages": {"required": refusal("group-missing")}, **kwargs})

    def offer(self, groups: list[SkillGroup], first: int) -> None:
        """Fill the list; groups of the branch with the key `first` stand before the others."""
        language = labels.language()
        units: dict[str, Choices] = {}
        for group in sorted(groups, key=lambda each: each.unit.branch.pk != first):
            units.setdefault(group.unit.named(language), []).append((group.code, group.named(language)))
        self.choices = [("", ""), *units.items()]
        self.by_code = {group.code: group for group in groups}

    def clean(self, value: Any) -> Any:
        return self.by_code[super().clean(value)]
