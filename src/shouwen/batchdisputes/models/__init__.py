"""The memory of batch disputes."""

from shouwen.batchdisputes.models.batch import BatchDispute, Counter
from shouwen.batchdisputes.models.consent import BatchSignature
from shouwen.batchdisputes.models.content import BatchLine, BatchList, BatchNotice, BatchPaper
from shouwen.batchdisputes.models.sample import BatchSample, SampledRow

__all__ = [
    "BatchDispute",
    "BatchLine",
    "BatchList",
    "BatchNotice",
    "BatchPaper",
    "BatchSample",
    "BatchSignature",
    "Counter",
    "SampledRow",
]
