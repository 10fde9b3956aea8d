"""What a page answers to a hand-in: go and see, or the same form again with what to mend."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from shouwen.handbook.decision import Refused
from shouwen.web.errors import add_refusal


class SeeOther(HttpResponseRedirect):
    """303: the hand-in is done, look there. A reload then never hands in twice."""

    status_code = 303


class SeenForm(forms.Form):
    """A form that remembers how long the record's chain was when it was shown, so that a stale one is refused."""

    data: Any
    # A draft that is put back must not bring an old count with it: the form would be stale for ever.
    seen = forms.IntegerField(widget=forms.HiddenInput(attrs={"data-draft-skip": ""}), required=False, min_value=0)

    def refuse(self, refused: Refused, *, length: int, fields: Mapping[str, str] | None = None) -> None:
        """Puts the refusal where it is mended; `fields` says at which field a code belongs.

        What was typed stays. The form then counts as having seen the record as it is now (`length` of its chain),
        because the page that answers shows it so.
        """
        add_refusal(self, refused, field=(fields or {}).get(refused.code))
        typed = self.data.copy()
        typed[self.add_prefix("seen")] = str(length)
        self.data = typed


def wrong(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """422: the page of a form that could not be taken, everything typed kept."""
    return render(request, template, dict(context), status=422)
