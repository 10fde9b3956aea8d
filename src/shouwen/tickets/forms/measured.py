"""Fields of the intake that know their measure: texts and lines that may be so long, files known by their contents."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy

from shouwen.cases import uploads
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.tickets.forms.fields import Line, Text, refusal
from shouwen.web import errors


def told(code: str, **facts: Any) -> str:
    """A refusal in the reader's language, with its clause."""
    return errors.refusal_words(Refused.of(shipped(), code, **facts))


_unreadable = lazy(lambda: told("text-unreadable"), str)


def _at_most(most: int) -> Callable[[str], None]:
    def check(value: str) -> None:
        if len(value) > most:
            raise ValidationError(told("text-too-long", length=len(value), most=most))

    return check


class Measured(Text):
    """A text of several lines; `most` names its limit in the edition. No characters that no paper can show."""

    def __init__(self, *, most: str, told: str = "text-missing", **kwargs: Any) -> None:
        messages = {"required": refusal(told), "null_characters_not_allowed": _unreadable()}
        validators = [_at_most(getattr(shipped().limits, most))]
        super().__init__(told=told, error_messages=messages, validators=validators, **kwargs)


class Short(Line):
    """A line of at most `most` characters."""

    def __init__(self, *, most: int, told: str = "say-what", **kwargs: Any) -> None:
        messages = {"required": refusal(told), "null_characters_not_allowed": _unreadable()}
        super().__init__(told=told, error_messages=messages, validators=[_at_most(most)], **kwargs)


class Picker(forms.FileInput):
    """Takes several files at once."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files, each known by its contents. Cleans to a list of `uploads.Received`."""

    widget = Picker

    def clean(self, data: Any, initial: Any = None) -> list[uploads.Received]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        kept, problems = [], []
        for file in files:
            read = uploads.read(file, shipped())
            if isinstance(read, Refused):
                problems.append(f"{uploads.clean_name(file.name)}: {errors.refusal_words(read)}")
            else:
                kept.append(read)
        if problems:
            raise ValidationError(problems)
        return kept
