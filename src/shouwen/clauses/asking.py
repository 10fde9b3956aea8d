"""A form made from the facts of a decision, so that whatever the handbook can decide can be tried by hand."""

import json
import types
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from shouwen.handbook.decide import CHAPTERS
from shouwen.handbook.facts import Of
from shouwen.handbook.load import shipped
from shouwen.handbook.schema import Category
from shouwen.handbook.sentences import SHANGHAI
from shouwen.web import labels

MOST = 20_000

NAMES: dict[str, str | Promise] = {
    "category": _("Category"),
    "source": _("Source"),
    "contacted_at": _("Time of contact"),
    "entered_at": _("Entered at"),
    "grade": _("Grade"),
    "brand": _("Brand"),
    "group_grade": _("Group customer's grade"),
    "key_person": _("Leader or contact person of the group"),
    "government": _("Government leader or contact person"),
    "sensitive": _("Sensitive mark"),
    "text": _("What the customer says"),
    "declared": _("Declared by staff"),
    "home_city": _("Home city"),
    "home_province": _("Home province"),
    "branch_city": _("Our city"),
    "branch_province": _("Our province"),
    "direction": _("Direction"),
    "earlier": _("Earlier complaints"),
    "batch": _("Counted in the window"),
    "raised": _("Raised to the province"),
    "kinds": _("Urgent kinds"),
    "said_why": _("Why staff call it urgent"),
    "hours": _("Working hours"),
    "calendar": _("Calendar"),
    "column": _("Column"),
    "groups": _("Skill groups"),
    "working_day": _("A working day"),
    "start": _("From"),
    "minutes": _("Working minutes"),
    "days": _("Working days"),
    "amount": _("Amount in dispute"),
    "at": _("Applied for at"),
    "answers": _("Answers given"),
    "finding": _("Finding"),
    "cause": _("Cause"),
    "charged_on": _("Charged on"),
    "claimed_on": _("Claimed on"),
    "unsubscribed_on": _("Unsubscribed on"),
    "paid": _("Returned before"),
    "verify_by": _("To be verified by"),
    "customers": _("Customers"),
    "total": _("Total, gifts included"),
    "flow": _("Flow"),
    "papers": _("Papers that are there"),
}

# A field that means something else in this chapter.
OTHER_NAMES: dict[tuple[str, str], Promise] = {
    ("authority", "amount"): _("Amount, the gift included"),
    ("authority", "earlier"): _("Earlier ones for the same customer and cause"),
    ("double-refund", "at"): _("As of"),
}

EXAMPLES: dict[str, Mapping[str, Any]] = {
    "urgency": {
        "category": "basic.voice.dropped",
        "source": "mayor_hotline",
        "contacted_at": "2026-11-20T09:12+08:00",
        "grade": "gold",
        "brand": "gotone",
        "text": "一周打了三次都没人管，再不处理我就找记者曝光。",
        "home_city": "清渡",
        "branch_city": "清渡",
    },
    "priority": {"grade": "silver"},
    "deadlines": {
        "contacted_at": "2026-11-20T09:12+08:00",
        "entered_at": "2026-11-20T09:30+08:00",
        "category": "basic.voice.dropped",
        "grade": "gold",
        "brand": "gotone",
        "kinds": ["bypass"],
    },
    "routing": {
        "category": "basic.voice.dropped",
        "home_city": "清渡",
        "branch_city": "清渡",
        "groups": [
            {"code": "QD-NET", "city": "清渡", "function": "network"},
            {"code": "QD-BO", "city": "清渡", "function": "back_office"},
        ],
    },
    "category": {"text": "手机在地铁里一直没有信号，打不了电话"},
    "working-time": {"start": "2026-12-31T16:00+08:00", "days": 0.5},
    "authority": {
        "amount": "96.00",
        "at": "2026-11-20T10:00+08:00",
        "earlier": [{"about": "ZF-QD-26110007", "amount": "20.00", "at": "2026-11-02T09:00:00+08:00"}],
    },
    "double-refund": {
        "amount": "10.00",
        "finding": "proven",
        "cause": "sp.former_owner",
        "charged_on": "2026-10-31",
        "claimed_on": "2026-11-20",
        "answers": {"unsubscribed": "not_cancelled", "product": "personal", "evidence": "evidence"},
    },
    "batch-dispute": {"customers": 11, "total": "220.00", "flow": "fault", "papers": ["notice"]},
}


class _Decoder(json.JSONDecoder):
    """JSON with a limit to its parts: reading or writing what is nested a thousand deep is an error of Python's."""

    MOST_PARTS = 500

    def decode(self, s: str, *args: Any) -> Any:
        if s.count("[") + s.count("{") > self.MOST_PARTS:
            raise json.JSONDecodeError("too many parts", s, 0)
        return super().decode(s, *args)


class _Parts(forms.JSONField):
    """Facts that have parts of their own; nothing shows as nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(decoder=_Decoder, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "" if value is None else super().prepare_value(value)


class FactsForm(forms.Form):
    """The facts of one chapter, a field for each; what has parts of its own is written as JSON."""

    def __init__(self, chapter: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, info in CHAPTERS[chapter].facts.model_fields.items():
            self.fields[name] = _field(chapter, name, info)

    def facts(self) -> dict[str, Any]:
        """What was filled in, as the decision takes it; empty fields are left out."""
        return {name: _plain(value) for name, value in self.cleaned_data.items() if value not in ("", None, [])}

    @classmethod
    def first(cls, chapter: str) -> dict[str, Any]:
        """The first contents: the example of the chapter."""
        fields = cls(chapter).fields
        return {name: _shown(value, fields[name]) for name, value in EXAMPLES.get(chapter, {}).items()}


def _field(chapter: str, name: str, info: FieldInfo) -> forms.Field:
    label = OTHER_NAMES.get((chapter, name)) or NAMES.get(name, name)
    kind, group = _bare(info.annotation), _group(info)
    said: dict[str, Any] = {"label": label, "required": False, "help_text": name}
    if group and get_origin(kind) is tuple:
        return forms.MultipleChoiceField(**said, choices=_choices(group)[1:], widget=forms.CheckboxSelectMultiple)
    if group:
        return forms.ChoiceField(**said, choices=_choices(group))
    if get_origin(kind) is Literal:
        return forms.ChoiceField(**said, choices=[(code, labels.label("directions", code)) for code in get_args(kind)])
    if kind is bool:
        return forms.BooleanField(**said, initial=info.default is True)
    if kind in (datetime, AwareDatetime):
        return forms.DateTimeField(**said, widget=forms.DateTimeInput({"type": "datetime-local"}))
    if kind is date:
        return forms.DateField(**said, widget=forms.DateInput({"type": "date"}))
    if kind in (int, float):
        return forms.FloatField(**said) if kind is float else forms.IntegerField(**said)
    if kind is Decimal:
        # As text: the rule itself says what an amount is, and nothing makes a float of it on the way.
        return forms.CharField(**said, max_length=20, widget=forms.TextInput({"inputmode": "decimal"}))
    if kind is str:
        long = name == "text"
        return forms.CharField(**said, max_length=MOST, widget=forms.Textarea({"rows": 3}) if long else forms.TextInput)
    return _Parts(**said, widget=forms.Textarea({"rows": 2, "spellcheck": "false"}))


def _bare(annotation: Any) -> Any:
    """The type itself, without marks and without None."""
    while get_origin(annotation) in (Annotated, Union, types.UnionType):
        inner = [each for each in get_args(annotation) if each is not type(None)]
        if get_origin(annotation) is not Annotated and len(inner) > 1:
            return inner[0]
        annotation = inner[0]
    return annotation


def _group(info: FieldInfo) -> str:
    """The list of the edition from which a code of this field comes; "" for none."""
    marks = [*info.metadata, *_marks(info.annotation)]
    return next((mark.group for mark in marks if isinstance(mark, Of)), "")


def _marks(annotation: Any) -> list[Any]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return []
    return [mark for part in get_args(annotation) for mark in (part, *_marks(part))]


def _choices(group: str) -> list[tuple[str, str]]:
    edition, language = shipped(), labels.language()
    found = [("", "—")]
    for code, entry in edition.groups[group].items():
        if isinstance(entry, Category):
            found.append((code, edition.categories.path_label(code, language)))
        else:
            found.append((code, entry.label(language)))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=SHANGHAI)).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _shown(value: Any, field: forms.Field) -> Any:
    if isinstance(field, forms.DateTimeField):
        return datetime.fromisoformat(value).astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
    return value


def written(facts: Mapping[str, Any]) -> str:
    """Facts as JSON that a person can read and change."""
    return json.dumps(facts, ensure_ascii=False, indent=2)
