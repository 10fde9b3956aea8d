"""The door as people use it: whatever changes them changes their stamp, so that no process goes by what it kept."""

from functools import partial
from typing import Any

from shouwen.ledger import door
from shouwen.ledger.door import Act
from shouwen.ledger.models import Event
from shouwen.people.models.stamp import replace_stamp


class PeopleAct(Act):
    """An act on units, staff, duties, groups or tokens."""

    def record(self, **facts: Any) -> Event:
        """Save the subject, write the verb's one event, and let every process know."""
        event = super().record(**facts)
        replace_stamp()
        return event


verb = partial(door.verb, act=PeopleAct)
