"""One form per verb on a dispute."""

from typing import ClassVar

from django.utils.functional import Promise

from shouwen.cases.forms import BLAMED as EVERYWHERE
from shouwen.cases.forms import VerbForm
from shouwen.disputes.models import Dispute

# Which field a refusal is about; a form may say otherwise.
BLAMED = {
    **EVERYWHERE,
    "say-why-otherwise": "override_why",
    "say-what-was-told": "told",
    "charge-service-missing": "service",
    "amount-not-positive": "amount",
    "reversal-too-much": "amount",
    "date-in-future": "charged_on",
}


class DisputeForm(VerbForm):
    """What a verb on a dispute needs to hear.

    Places: `tab` and `more` in the composer, `sign` beside what waits for a signature, `line` at a charge.
    """

    room = "disputes"
    commonly_blamed = BLAMED
    # What the button says, where the name of the tab isn't what it does.
    action: ClassVar[str | Promise] = ""
    # Where another page does the work, the name of its address.
    page: ClassVar[str] = ""
    case: Dispute

    @property
    def dispute(self) -> Dispute:
        """The dispute that the verb is about."""
        return self.case
