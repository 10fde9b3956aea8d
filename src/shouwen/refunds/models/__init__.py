"""The memory of refunds."""

from shouwen.refunds.models.files import BatchFile, ResultFile
from shouwen.refunds.models.line import Line
from shouwen.refunds.models.period import Period
from shouwen.refunds.models.reconciling import Difference, Reconciliation
from shouwen.refunds.models.refund import RANKS, Attempt, Refund

__all__ = [
    "RANKS",
    "Attempt",
    "BatchFile",
    "Difference",
    "Line",
    "Period",
    "Reconciliation",
    "Refund",
    "ResultFile",
]
