"""What a list is asked for: every filter is a parameter of the address."""

from dataclasses import fields
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from shouwen.api.schemas.said import Code, Line40, Line60, Line80, Line200, Moment, Text
from shouwen.tickets.reads.queues import Filters

MOST = 100
STATES = {"unfinished": ""}


class Asked(BaseModel):
    """Parameters; all of them are texts, so numbers are read from them."""

    model_config = ConfigDict(frozen=True)


class PageAsked(Asked):
    """Which stretch of a list."""

    cursor: Annotated[Line200, Field(description="`next` of the page before")] = ""
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50


class TicketsAsked(PageAsked):
    """The tickets that are meant; what is left out narrows nothing.

    `state` is one of the states, `unfinished` (neither archived nor voided), `running` (those whose deadlines press)
    or `all`. `group` may be `mine`, `owner` and `holder` may be `me`. `q` is a serial, a number, a name or words.
    """

    state: Code = "all"
    group: Code = ""
    priority: Code = ""
    urgency: Code = ""
    column: Code = ""
    category: Code = ""
    unit: Code = ""
    owner: Code = ""
    holder: Code = ""
    whose: Literal["", "me", "others", "waiting", "team"] = ""
    due: Code = ""
    due_before: Moment | None = None
    contacted_from: Moment | None = None
    contacted_to: Moment | None = None
    external_id: Line80 = ""
    q: Line200 = ""
    sort: Literal["newest", "urgent", "due"] = "newest"

    def filters(self) -> Filters:
        """The filters that the queues have too."""
        names = {each.name for each in fields(Filters)} & type(self).model_fields.keys()
        said = {name: getattr(self, name) for name in names}
        return Filters(**said | {"state": STATES.get(self.state, self.state)})


class EventsAsked(Asked):
    """Which stretch of a ticket's events, oldest first."""

    after: Annotated[int, Field(ge=0, le=2**31 - 1, description="The number of the last event seen")] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class ImportsAsked(Asked):
    """Which stretch of the imports, newest first."""

    before: Annotated[str, Field(pattern=r"^([1-9][0-9]{0,17})?$")] = ""
    limit: Annotated[int, Field(ge=1, le=MOST)] = 30


class ImportIn(Asked):
    """How a file is read and for whom: `mapping` is a profile written out as JSON, `owner` a staff number.

    A `dry` run only counts.
    """

    profile: Line60 = ""
    mapping: Text = ""
    owner: Line40 = ""
    dry: bool = False
