"""Tickets over the API: opened and read."""

from collections.abc import Callable
from typing import Any

import pytest

from shouwen.tickets.models import Ticket
from tests.api.conftest import COMPLAINT, Program
from tests.cast import Cast


def test_a_ticket_is_opened_and_told_with_why_and_until_when(clerk: Program) -> None:
    answer = clerk.post("/tickets", COMPLAINT)
    assert answer.status_code == 201, answer.content.decode()
    said = answer.said
    ticket = Ticket.rows.get(pk=int(said["id"]))
    assert (said["serial"], said["state"], said["group"]) == (ticket.serial, "open", "QD-NET")
    assert said["priority"] == "normal" and said["urgency"] == []
    deadlines = {each["kind"]: each for each in said["deadlines"]}
    assert {"completion", "statutory", "first_answer"} <= deadlines.keys()
    assert all(each["because"] and each["due_at"].endswith("Z") for each in said["deadlines"])
    assert said["number"] == "143****0005" and said["contact_phone"] == "143****0005"
    assert answer.headers["Location"] == f"/api/v1/tickets/{ticket.pk}"
    assert clerk.get(f"/tickets/{ticket.pk}").said == said


def test_a_time_with_its_zone_is_told_in_utc_wherever_it_is_told(clerk: Program) -> None:
    said = clerk.post("/tickets", COMPLAINT | {"contacted_at": "2026-03-04T09:30:00+08:00"}).said
    assert said["contacted_at"] == "2026-03-04T01:30:00Z"
    assert clerk.get(f"/tickets/{said['id']}").said == said


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"hits_kind": "cell"}, "facts.hits"),
        ({"hits": "渡口路-03"}, "facts.hits_kind"),
        ({"way": "transfer"}, "facts.tried"),
        ({"way": "transfer", "tried": "x", "to_group": "NONE"}, "facts.to_group"),
        ({"way": "dispatch", "to_party": "代维"}, "facts.dispatch_why"),
        ({"way": "answer", "course": "x", "answer": "y", "satisfaction": "satisfied"}, "facts.root_cause"),
        ({"way": "answer", "course": "x", "answer": "y"}, "facts.satisfaction"),
    ],
)
def test_what_a_way_of_handing_in_lacks_is_said_at_its_field_and_nothing_is_opened(
    clerk: Program, facts: dict[str, Any], field: str
) -> None:
    answer = clerk.post("/tickets", COMPLAINT | {"facts": facts})
    assert (answer.status_code, answer.said["field"]) == (422, field), answer.content.decode()
    assert not Ticket.rows.exists()


@pytest.mark.parametrize(
    ("facts", "state", "group", "events"),
    [
        ({"way": "transfer", "tried": "重启无效"}, "queued", "QD-NET", 2),
        ({"way": "transfer", "tried": "重启无效", "to_group": "QD-BIL"}, "queued", "QD-BIL", 2),
        ({"way": "dispatch", "to_party": "代维公司", "dispatch_why": "换板"}, "dispatched", "QD-NET", 2),
        (
            {
                "way": "answer",
                "course": "解释",
                "answer": "已明白",
                "satisfaction": "satisfied",
                "root_cause": "not_solved",
            },
            "archived",
            "QD-NET",
            3,
        ),
    ],
)
def test_every_way_of_handing_in_does_what_the_page_does(
    clerk: Program, facts: dict[str, Any], state: str, group: str, events: int
) -> None:
    answer = clerk.post("/tickets", COMPLAINT | {"facts": facts})
    assert answer.status_code == 201, answer.content.decode()
    said = answer.said
    assert (said["state"], said["group"], said["revision"]) == (state, group, events)


@pytest.mark.parametrize("way", ["submit", "transfer"])
def test_a_new_ticket_is_told_as_it_is_found_later(clerk: Program, way: str) -> None:
    facts = {"way": way, "tried": "查了账单", "declared": [{"kind": "major", "why": "媒体在场"}]}
    shanghai = COMPLAINT | {"contacted_at": "2026-03-02T10:30:15.123456+08:00", "facts": facts}
    opened = clerk.post("/tickets", shanghai)
    assert opened.status_code == 201 and opened.said["deadlines"]
    assert opened.said == clerk.get(f"/tickets/{opened.said['id']}").said


def test_what_is_declared_and_what_is_found_make_it_urgent_with_their_clauses(clerk: Program) -> None:
    facts = {"declared": [{"kind": "major", "why": "媒体在场"}]}
    said = clerk.post("/tickets", COMPLAINT | {"source": "province_hotline", "facts": facts}).said
    assert {kind["kind"]: kind["because"] for kind in said["urgency"]} == {"major": ["C1.3.1"], "bypass": ["C1.3.2"]}
    assert said["priority"] == "urgent"


def test_a_number_of_the_other_system_opens_one_ticket(clerk: Program) -> None:
    first = clerk.post("/tickets", COMPLAINT | {"external_id": "CRM-1"})
    again = clerk.post("/tickets", COMPLAINT | {"external_id": "CRM-1", "number": "14300880006"})
    assert (first.status_code, again.status_code) == (201, 422)
    assert (again.said["code"], again.said["field"]) == ("duplicate", "external_id")
    assert Ticket.rows.count() == 1


def test_without_a_token_nobody_is_let_in(program: Callable[..., Program]) -> None:
    answer = program().post("/tickets", COMPLAINT)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.said["code"] == "unauthenticated"
    assert not answer.cookies


def test_another_branchs_ticket_is_not_there(cast: Cast, program: Callable[..., Program]) -> None:
    ticket = cast.open()
    answer = program(cast.other_clerk).get(f"/tickets/{ticket.pk}")
    assert (answer.status_code, answer.said["code"]) == (404, "not-found")


def test_the_same_matter_that_is_open_is_refused_with_its_clause(clerk: Program) -> None:
    clerk.post("/tickets", COMPLAINT)
    answer = clerk.post("/tickets", COMPLAINT, accept_language="en")
    said: dict[str, Any] = answer.said
    assert answer.status_code == 422
    assert (said["code"], said["clause"], said["field"]) == ("open-complaint", "C1.3.4", "category")
    assert said["detail"].startswith("The same matter is open as")
