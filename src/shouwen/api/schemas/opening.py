"""What is said to open a ticket."""

from typing import Annotated, Literal

from pydantic import Field

from shouwen.api.schemas.said import Code, Line20, Line40, Line60, Line80, Line200, Moment, Said, Text, listed
from shouwen.handbook.batch import HitKind
from shouwen.handbook.schema import Direction

Way = Literal["submit", "transfer", "dispatch", "answer"]


class Declared(Said):
    """An urgent kind that somebody declares, and why (C1.3)."""

    kind: Literal["major", "cross_region", "important"]
    why: Annotated[Line200, Field(min_length=1)]


class Facts(Said):
    """What else is known, and what the way of handing in asks (C4.5): `to_group` and `tried` of a transfer,
    `to_party`, `dispatch_why` and `to_province` of a dispatch, the five elements and `root_cause` of an answer.
    """

    way: Way = "submit"
    evidence: Text = ""
    hits_kind: HitKind = ""
    hits: Line60 = ""
    said_why: Line200 = ""
    direction: Direction = "none"
    declared: Annotated[list[Declared], Field(max_length=3)] = []
    repeat_confirmed: bool | None = None
    separate: bool = False
    to_group: Code = ""
    tried: Text = ""
    to_party: Line80 = ""
    dispatch_why: Text = ""
    to_province: bool = False
    course: Text = ""
    answer: Text = ""
    satisfaction: Annotated[Code, listed("satisfactions", empty=True)] = ""
    answered_at: Moment | None = None
    root_cause: Annotated[Code, listed("root_causes", empty=True)] = ""


class OpeningIn(Said):
    """A complaint as it is handed in. `contacted_at` is now unless given, `contact_phone` the number itself."""

    column: Annotated[Code, listed("columns")] = "complaint"
    number: Line40
    category: Annotated[Code, listed("leaves")]
    source: Annotated[Code, listed("sources")]
    text: Text
    contacted_at: Moment | None = None
    contact_phone: Line20 = ""
    external_id: Annotated[Line80, Field(min_length=1)] | None = None
    facts: Facts = Facts()
