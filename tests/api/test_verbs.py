"""Every verb of a ticket over the API: done by whom it is open to, refused with clause and field."""

from collections.abc import Callable
from typing import Any

import pytest

from shouwen.api.acting import DEEDS
from shouwen.ledger.door import VERBS
from shouwen.people.models import Staff
from shouwen.tickets.models import Ticket
from tests.api.conftest import Program
from tests.cast import Cast, codes

# Verbs of tickets without an operation of their own, and why.
WITHOUT = {
    "ticket.opened": "POST /tickets",
    "ticket.attached": "POST /tickets/{id}/attach, with the file as a form",
    "ticket.customer_revealed": "POST /tickets/{id}/reveal, which tells the customer instead of the ticket",
    "ticket.joined_batch": "follows from an opening by itself",
    "ticket.printed": "the paper is made by the page",
}
NOW = "2026-03-04T10:00:00+08:00"


def test_every_verb_of_a_ticket_is_an_operation() -> None:
    offered = {verb.code for verb in VERBS.values() for deed in DEEDS if verb.run is deed.verb}
    of_tickets = {code for code in VERBS if code.startswith("ticket.")}
    assert of_tickets - offered == WITHOUT.keys()
    assert {"customer.marked_sensitive", "customer.mark_lifted"} <= offered


# What one says, step by step, and in which state the ticket is then.
STORY: list[tuple[str, str, dict[str, Any], str]] = [
    ("clerk", "contact", {"contacted_at": NOW, "way": "phone", "said": "问了详情"}, "open"),
    ("clerk", "declare", {"kind": "major", "why": "媒体在场"}, "open"),
    ("clerk", "reclassify", {"category": "basic.voice.quality", "why": "实为单通"}, "open"),
    ("clerk", "transfer", {"to": "QD-NET", "tried": "重启无效"}, "queued"),
    ("network", "take", {}, "working"),
    ("clerk", "chase", {"contacted_at": NOW, "said": "又来电"}, "working"),
    ("network", "note", {"text": "基站检修"}, "working"),
    ("network", "ask-hold", {"reason": "customer_away", "why": "客户出差"}, "working"),
    ("support_lead", "refuse-hold", {"why": "不同意"}, "working"),
    ("network", "ask-hold", {"reason": "customer_away", "why": "客户出差"}, "working"),
    ("support_lead", "hold", {}, "held"),
    ("network", "resume", {}, "working"),
    ("network", "dispatch", {"to": "代维公司", "why": "换板"}, "dispatched"),
    ("network", "return", {"reason": "done_tell_customer", "why": "已换"}, "open"),
    ("clerk", "hand-over", {"to": "1002", "why": "换班"}, "open"),
    ("colleague", "decline", {"why": "忙"}, "open"),
    ("clerk", "hand-over", {"to": "1002", "why": "换班"}, "open"),
    ("clerk", "withdraw-handover", {}, "open"),
    ("clerk", "hand-over", {"to": "1002", "why": "换班"}, "open"),
    ("colleague", "accept", {}, "open"),
    ("colleague", "ask-void", {"reason": "entered_twice", "why": "重单"}, "open"),
    ("hall_manager", "refuse-void", {"why": "不重"}, "open"),
    ("hall_manager", "raise", {"why": "跨省", "tried": "试过"}, "queued"),
    ("hall_manager", "mark-sensitive", {"why": "聚众"}, "queued"),
    ("hall_manager", "lift-mark", {"why": "已平"}, "queued"),
    ("province_desk", "return", {"reason": "done_tell_customer", "why": "已办"}, "open"),
    ("colleague", "answer", {"course": "换板", "answer": "已好", "satisfaction": "satisfied"}, "answered"),
    ("colleague", "archive", {"root_cause": "not_solved"}, "archived"),
]


@pytest.fixture
def acts_for(program: Callable[..., Program], cast: Cast) -> Callable[[str], Program]:
    """`acts_for("clerk")`: one program for each person."""
    known: dict[str, Program] = {}

    def found(who: str) -> Program:
        person: Staff = getattr(cast, who)
        return known.setdefault(who, known.get(who) or program(person))

    return found


def test_a_ticket_goes_through_all_hands_over_the_api(cast: Cast, acts_for: Callable[[str], Program]) -> None:
    ticket = cast.open()
    for who, name, said, state in STORY:
        answer = acts_for(who).post(f"/tickets/{ticket.pk}/{name}", said)
        assert answer.status_code == 200, (who, name, answer.content.decode())
        assert answer.said["state"] == state, (who, name)
        assert answer.said["id"] == str(ticket.pk)
    assert len(codes(ticket)) == len(STORY) - 1  # the marks are on the customer's own chain


def test_what_a_verb_refuses_comes_with_clause_and_field(cast: Cast, acts_for: Callable[[str], Program]) -> None:
    ticket, clerk = cast.open(), acts_for("clerk")
    nothing = clerk.post(f"/tickets/{ticket.pk}/transfer", {"to": "QD-NET", "tried": " "})
    assert (nothing.status_code, nothing.said["code"]) == (422, "say-what-was-tried")
    assert (nothing.said["clause"], nothing.said["field"]) == ("C3.1", "tried")
    nowhere = clerk.post(f"/tickets/{ticket.pk}/transfer", {"to": "NOBODY", "tried": "x"})
    assert (nowhere.status_code, nowhere.said["code"], nowhere.said["field"]) == (422, "group-missing", "to")
    early = clerk.post(f"/tickets/{ticket.pk}/archive", {"root_cause": "not_solved"})
    assert (early.status_code, early.said["code"], early.said["clause"]) == (422, "move-not-allowed", "C4.5")


def test_a_stale_revision_is_a_conflict(cast: Cast, acts_for: Callable[[str], Program]) -> None:
    ticket = cast.open()
    seen = acts_for("clerk").get(f"/tickets/{ticket.pk}").said["revision"]
    assert acts_for("colleague").post(f"/tickets/{ticket.pk}/note", {"text": "我来"}).status_code == 200
    answer = acts_for("clerk").post(f"/tickets/{ticket.pk}/note", {"text": "我看", "seen": seen})
    assert (answer.status_code, answer.said["code"]) == (409, "stale")


def test_another_branchs_ticket_cannot_be_acted_on(cast: Cast, acts_for: Callable[[str], Program]) -> None:
    ticket = cast.open()
    bodies = {"repeat": {"confirmed": True}} | {name: said for _, name, said, _ in STORY}
    stranger = acts_for("other_lead")
    for deed in DEEDS:
        answer = stranger.post(f"/tickets/{ticket.pk}/{deed.name}", bodies.get(deed.name, {}))
        assert answer.status_code == 404, (deed.name, answer.content.decode())
    assert Ticket.rows.get(pk=ticket.pk).chain.length == 1


def test_who_lacks_the_right_is_told_which(cast: Cast, acts_for: Callable[[str], Program]) -> None:
    ticket = cast.open()
    answer = acts_for("auditor").post(f"/tickets/{ticket.pk}/note", {"text": "x"}, accept_language="en-GB,zh;q=0.5")
    assert (answer.status_code, answer.said["code"], answer.said["clause"]) == (403, "not-allowed", "C3.1")
    assert "Note" in answer.said["detail"]
