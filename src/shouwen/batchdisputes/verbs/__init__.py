"""The only writers of batches: one file per kind of work, one function per verb."""

from shouwen.batchdisputes.verbs.asking import ask, withdraw
from shouwen.batchdisputes.verbs.consenting import countersign, give_back, review, sign, turn_down
from shouwen.batchdisputes.verbs.executing import cut_short, order_chunk, resume, settle, start, stop
from shouwen.batchdisputes.verbs.informing import close, export_notices, mark_informed, prepare_notices
from shouwen.batchdisputes.verbs.listing import hand_in_list, list_read
from shouwen.batchdisputes.verbs.mending import mend_line, strike_line
from shouwen.batchdisputes.verbs.opening import Opening, add_paper, begun_by, change, open_batch
from shouwen.batchdisputes.verbs.sampling import check_row, draw_again, pass_sample

__all__ = [
    "Opening",
    "add_paper",
    "ask",
    "begun_by",
    "change",
    "check_row",
    "close",
    "countersign",
    "cut_short",
    "draw_again",
    "export_notices",
    "give_back",
    "hand_in_list",
    "list_read",
    "mark_informed",
    "mend_line",
    "open_batch",
    "order_chunk",
    "pass_sample",
    "prepare_notices",
    "resume",
    "review",
    "settle",
    "sign",
    "start",
    "stop",
    "strike_line",
    "turn_down",
    "withdraw",
]
