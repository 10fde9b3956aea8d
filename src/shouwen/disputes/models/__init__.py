"""The memory of disputes."""

from shouwen.disputes.models.approval import Application, Proposal, Signature
from shouwen.disputes.models.content import Charge, Finding, Paper
from shouwen.disputes.models.dispute import Counter, Dispute
from shouwen.disputes.models.printed import PrintedPaper
from shouwen.disputes.models.waiver import LateFeeWaiver

__all__ = [
    "Application",
    "Charge",
    "Counter",
    "Dispute",
    "Finding",
    "LateFeeWaiver",
    "Paper",
    "PrintedPaper",
    "Proposal",
    "Signature",
]
