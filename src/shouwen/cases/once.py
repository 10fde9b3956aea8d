"""A form that begins a case begins it once: sent anew, by a double click or otherwise, it leads to that case."""

import re
from typing import Any
from uuid import uuid4

from django import forms

KEY = re.compile("[0-9a-f]{32}")


def fresh_key() -> str:
    """What makes a form this one and no other."""
    return uuid4().hex


class FormKey(forms.CharField):
    """The key that the form came with, hidden; "" for one that no page of ours made."""

    def __init__(self) -> None:
        widget = forms.HiddenInput(attrs={"data-draft-skip": ""})
        super().__init__(required=False, initial=fresh_key, widget=widget)

    def clean(self, value: Any) -> str:
        key: str = super().clean(value)
        return key if KEY.fullmatch(key) else ""
