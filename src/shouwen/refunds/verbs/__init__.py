"""The writers of refunds."""

from shouwen.refunds.verbs.differences import clear
from shouwen.refunds.verbs.outcome import absent, differs, done, held, refused, unknown
from shouwen.refunds.verbs.people import ask_now, call_off, cancel, try_again
from shouwen.refunds.verbs.periods import close_period

__all__ = [
    "absent",
    "ask_now",
    "call_off",
    "cancel",
    "clear",
    "close_period",
    "differs",
    "done",
    "held",
    "refused",
    "try_again",
    "unknown",
]
