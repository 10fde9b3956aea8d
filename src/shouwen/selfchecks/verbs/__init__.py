"""The only writers of days and of what becomes of checks; the checks themselves are written by the worker."""

from shouwen.selfchecks.verbs.clearing import ask_again, clear, sign
from shouwen.selfchecks.verbs.handing_in import hand_in, hand_in_again
from shouwen.selfchecks.verbs.reporting import take_file
from shouwen.selfchecks.verbs.signing import return_line, sign_line

__all__ = ["ask_again", "clear", "hand_in", "hand_in_again", "return_line", "sign", "sign_line", "take_file"]
