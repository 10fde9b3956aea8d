"""One form per verb on a batch."""

from typing import ClassVar

from shouwen.batchdisputes.models import BatchDispute
from shouwen.cases.forms import BLAMED as EVERYWHERE
from shouwen.cases.forms import VerbForm

# Which field a refusal is about.
BLAMED = {
    **EVERYWHERE,
    "text-missing": "why",
    "text-too-long": "why",
    "batch-line-missing": "line",
    "batch-row-not-drawn": "line",
    "batch-mend-more": "principal",
    "batch-amount-positive": "principal",
    "batch-over-charged": "principal",
    "batch-amount-none": "principal",
    "file-empty": "file",
    "file-damaged": "file",
    "file-kind-unknown": "file",
    "file-locked": "file",
    "file-bomb": "file",
    "file-too-large": "file",
    "batch-column-missing": "file",
}


class BatchForm(VerbForm):
    """What a verb on a batch needs to hear.

    Places: `next` is the step that the batch waits for, `back` a no beside it, `list` at the list, `paper` at the
    papers, `row` at a sampled row, `notice` at the notices, `more` for the rest.
    """

    room = "batchdisputes"
    commonly_blamed = BLAMED
    # Whether who asked for the batch may not do it.
    others: ClassVar[bool] = False
    case: BatchDispute

    @property
    def batch(self) -> BatchDispute:
        """The batch that the verb is about."""
        return self.case
