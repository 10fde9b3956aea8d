"""One form per verb on a ticket."""

from shouwen.cases.forms import BLAMED as EVERYWHERE
from shouwen.cases.forms import VerbForm
from shouwen.handbook.decision import Refused
from shouwen.tickets.models import Ticket

# Which field a refusal is about; a form may say otherwise.
BLAMED = {
    **EVERYWHERE,
    "say-what-was-tried": "tried",
    "say-to-whom": "to",
    "say-what-was-promised": "promised",
    "promise-in-past": "promised_until",
    "promise-not-heard": "promised_until",
    "time-in-future": "contacted_at",
    "time-before-contact": "contacted_at",
    "root-cause-missing": "root_cause",
    "category-not-leaf": "category",
    "category-retired": "category",
    "same-category": "category",
    "same-group": "to",
    "group-closed": "to",
    "staff-inactive": "to",
    "staff-out-of-scope": "to",
    "handover-to-self": "to",
    "until-in-past": "until",
    "already-declared": "kind",
    "kind-not-declared": "kind",
}


class WorkForm(VerbForm):
    """What a verb on a ticket needs to hear.

    Places: `tab` and `more` in the composer, `button` (nothing to type), `consent`, `customer`.
    """

    room = "tickets"
    commonly_blamed = BLAMED
    case: Ticket

    @property
    def ticket(self) -> Ticket:
        """The ticket that the verb is about."""
        return self.case

    def field_of(self, refused: Refused) -> str | None:
        """Which field mends it; one of the five elements by its own name."""
        if refused.code == "five-elements":
            return {"who": "answered_by"}.get(refused.facts["missing"], refused.facts["missing"])
        return super().field_of(refused)
