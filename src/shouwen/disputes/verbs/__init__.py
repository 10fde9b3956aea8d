"""The only writers of disputes: one file per kind of work, one function per verb."""

from shouwen.disputes.verbs.answering import refund_called_off, refund_refused, refunded, reversed_
from shouwen.disputes.verbs.applying import apply, grant, recall
from shouwen.disputes.verbs.checking import find
from shouwen.disputes.verbs.ending import close, reopen, settle, withdraw
from shouwen.disputes.verbs.evidence import add_charge, add_paper, note, printed, strike_charge
from shouwen.disputes.verbs.opening import ChargeLine, Opening, open_dispute, opened_by
from shouwen.disputes.verbs.proposing import Chosen, propose, recalculate
from shouwen.disputes.verbs.reversing import ask_reversal, drop_reversal
from shouwen.disputes.verbs.signing import give_back, sign
from shouwen.disputes.verbs.waiving import waive_late_fee

__all__ = [
    "ChargeLine",
    "Chosen",
    "Opening",
    "add_charge",
    "add_paper",
    "apply",
    "ask_reversal",
    "close",
    "drop_reversal",
    "find",
    "give_back",
    "grant",
    "note",
    "open_dispute",
    "opened_by",
    "printed",
    "propose",
    "recalculate",
    "recall",
    "refund_called_off",
    "refund_refused",
    "refunded",
    "reopen",
    "reversed_",
    "settle",
    "sign",
    "strike_charge",
    "waive_late_fee",
    "withdraw",
]
