"""The only writers of tickets: one file per kind of work, one function per verb."""

from shouwen.tickets.verbs.answering import answer, archive
from shouwen.tickets.verbs.consents import (
    accept_handover,
    ask_hold,
    ask_void,
    decline_handover,
    hold,
    offer_handover,
    refuse_hold,
    refuse_void,
    resume,
    void,
    withdraw_handover,
)
from shouwen.tickets.verbs.contacts import chase, contact
from shouwen.tickets.verbs.importing import finish_import, start_import
from shouwen.tickets.verbs.incidents import close_incident, join_incident, open_incident
from shouwen.tickets.verbs.intake import open_ticket
from shouwen.tickets.verbs.judging import declare, judge_repeat, raise_to_province, reclassify
from shouwen.tickets.verbs.papers import attach, note, printed, reveal
from shouwen.tickets.verbs.passing import dispatch, give_back, take, transfer

__all__ = [
    "accept_handover",
    "answer",
    "archive",
    "ask_hold",
    "ask_void",
    "attach",
    "chase",
    "close_incident",
    "contact",
    "declare",
    "decline_handover",
    "dispatch",
    "finish_import",
    "give_back",
    "hold",
    "join_incident",
    "judge_repeat",
    "note",
    "offer_handover",
    "open_incident",
    "open_ticket",
    "printed",
    "raise_to_province",
    "reclassify",
    "refuse_hold",
    "refuse_void",
    "resume",
    "reveal",
    "start_import",
    "take",
    "transfer",
    "void",
    "withdraw_handover",
]
