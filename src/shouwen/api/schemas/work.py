"""What is said with each verb on a ticket. `seen` is the revision one looked at: a stale view is refused."""

from typing import Annotated, Any

from pydantic import Field

from shouwen.api.naming import colleague, group
from shouwen.api.schemas.said import Code, Line40, Line80, Line200, Moment, Said, Text, listed
from shouwen.handbook.decision import Refused


class Work(Said):
    """A verb that has nothing more to say."""

    seen: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None

    def told(self) -> dict[str, Any]:
        """What the verb is told."""
        return {name: getattr(self, name) for name in type(self).model_fields if name != "seen"}

    def field_of(self, refused: Refused) -> str | None:
        """The field that mends a refusal."""
        if refused.code == "five-elements":
            return {"who": "answered_by"}.get(refused.facts["missing"], refused.facts["missing"])
        if refused.code == "text-too-long":
            long = [name for name, text in self if isinstance(text, str) and len(text) == refused.facts["length"]]
            return long[0] if len(long) == 1 else None
        return None


class Contact(Work):
    """Words with the customer (C3.2), to the minute; `promised_until` starts a clock of its own."""

    contacted_at: Moment
    way: Annotated[Code, listed("contact_ways")]
    said: Text
    answered: Text = ""
    reached: bool = True
    promised: Annotated[Text, Field(max_length=400)] = ""
    promised_until: Moment | None = None


class Chase(Work):
    """The customer asks again (C1.3.4)."""

    contacted_at: Moment
    said: Text
    way: Annotated[Code, listed("contact_ways")] = "phone"


class Answer(Work):
    """The closing reply with its five elements (C4.2); who and when are the caller and now unless given."""

    course: Text
    answer: Text
    satisfaction: Annotated[Code, listed("satisfactions")]
    answered_by: Line40 | None = None
    answered_at: Moment | None = None

    def told(self) -> dict[str, Any]:
        who = colleague(self.answered_by, field="answered_by") if self.answered_by else None
        return super().told() | {"answered_by": who}


class Archive(Work):
    """The end, with the root cause (C1.2)."""

    root_cause: Annotated[Code, listed("root_causes")]


class Transfer(Work):
    """On to a group inside, by its code (C4.5)."""

    to: Code
    tried: Text

    def told(self) -> dict[str, Any]:
        return super().told() | {"to": group(self.to, field="to")}


class Dispatch(Work):
    """Out to a contractor, a dealer or another province (C4.5)."""

    to: Line80
    why: Text
    province: bool = False


class Return(Work):
    """Back to whom it was first asked of (C3.1)."""

    reason: Annotated[Code, listed("return_reasons")]
    why: Text


class Note(Work):
    """A note for colleagues."""

    text: Text


class AskHold(Work):
    """A request to hold, for the customer's own reason (C3.2)."""

    reason: Annotated[Code, listed("hold_reasons")]
    why: Annotated[Text, Field(max_length=400)]


class AskVoid(Work):
    """A request to void what was wrongly made (C5.1)."""

    reason: Annotated[Code, listed("void_reasons")]
    why: Annotated[Text, Field(max_length=400)]


class Because(Work):
    """A reason."""

    why: Annotated[Text, Field(max_length=400)]


class HandOver(Work):
    """First-asked responsibility offered to a colleague, by staff number (C3.1)."""

    to: Line40
    why: Annotated[Text, Field(max_length=400)]

    def told(self) -> dict[str, Any]:
        return super().told() | {"to": colleague(self.to, field="to")}


class Declare(Work):
    """An urgent kind with its reason (C1.3); without a kind, why it is urgent all the same (C4.3)."""

    kind: Code = ""
    why: Line200


class Repeat(Work):
    """Whether it is the same matter again (C1.3.4)."""

    confirmed: bool


class Reclassify(Work):
    """The right category (C4.1)."""

    category: Annotated[Code, listed("leaves")]
    why: Annotated[Text, Field(max_length=400)]


class Raise(Work):
    """Up to the province (C1.3.5)."""

    why: Annotated[Text, Field(max_length=400)]
    tried: Text


class Reveal(Work):
    """Why the customer must be seen in full: a reason of the list (M4)."""

    reason: Annotated[Code, listed("disclosure")]
    proof: Annotated[Code, listed("proofs", empty=True)] = ""
    why: Line200 = ""


class Mark(Work):
    """Why the customer is sensitive, and until when (C1.3.8)."""

    why: Line200
    until: Moment | None = None


class Lift(Work):
    """Why the customer is sensitive no more (C1.3.8)."""

    why: Line200
