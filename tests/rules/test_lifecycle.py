"""C4.5: the one table of states and moves."""

import pytest

from shouwen.handbook.decision import Refused, explain
from shouwen.handbook.lifecycle import BACK, allowed, target
from tests.rules.worked import EDITION

TABLE = {
    "open": {"transfer", "dispatch", "hold", "answer", "void"},
    "queued": {"transfer", "dispatch", "return", "take", "hold", "answer", "void"},
    "working": {"transfer", "dispatch", "return", "take", "hold", "answer", "void"},
    "dispatched": {"return", "hold", "answer", "void"},
    "held": {"resume", "void"},
    "answered": {"return", "archive", "void"},
    "archived": set(),
    "voided": set(),
}
TO = {
    "transfer": "queued",
    "dispatch": "dispatched",
    "return": "open",
    "take": "working",
    "hold": "held",
    "resume": BACK,
    "answer": "answered",
    "archive": "archived",
    "void": "voided",
}


@pytest.mark.parametrize("state", TABLE)
def test_each_state_allows_exactly_its_moves(state: str):
    assert set(allowed(state, EDITION)) == TABLE[state]


@pytest.mark.parametrize("state", TABLE)
@pytest.mark.parametrize("move", TO)
def test_a_move_leads_to_its_state_or_is_refused(move: str, state: str):
    led = target(move, state, EDITION)
    if move in TABLE[state]:
        assert led == TO[move]
    else:
        assert led == Refused("move-not-allowed", "C4.5", {"move": move, "state": state})


def test_the_refusal_says_state_and_move_in_words():
    refused = target("archive", "held", EDITION)
    assert isinstance(refused, Refused)
    assert explain(refused, "zh", EDITION) == "工单处于“挂起”，不能归档（C4.5）"


def test_a_move_that_does_not_exist_is_refused():
    refused = target("delete", "open", EDITION)
    assert isinstance(refused, Refused) and refused.code == "unknown-move"


def test_nothing_leaves_the_archive_or_what_was_voided():
    assert not allowed("archived", EDITION) and not allowed("voided", EDITION)
    assert {code for code, state in EDITION.states.items() if not state.open} == {"archived", "voided"}
