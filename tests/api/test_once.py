"""Idempotency-Key: sent again, a change is answered again and made once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from shouwen.api import idempotency
from shouwen.api.models import Answered
from shouwen.tickets.models import Attachment, Ticket
from tests.api.conftest import COMPLAINT, Program
from tests.cast import Cast, codes

JPEG = b"\xff\xd8\xff\xe0" + bytes(200)


def test_the_same_key_and_body_open_one_ticket_and_are_answered_alike(clerk: Program) -> None:
    first = clerk.post("/tickets", COMPLAINT, idempotency_key="call-1")
    again = clerk.post("/tickets", COMPLAINT, idempotency_key="call-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content and again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first.headers
    assert Ticket.rows.count() == 1


@pytest.mark.parametrize("changed", [{"text": "另一件事"}, {"number": "14300880006"}])
def test_the_same_key_with_another_body_is_refused_and_does_nothing(clerk: Program, changed: dict[str, Any]) -> None:
    clerk.post("/tickets", COMPLAINT, idempotency_key="call-1")
    answer = clerk.post("/tickets", COMPLAINT | changed, idempotency_key="call-1")
    assert (answer.status_code, answer.said["code"]) == (422, "idempotency-key-reused")
    assert Ticket.rows.count() == 1


def test_a_key_belongs_to_its_token(cast: Cast, program: Callable[..., Program]) -> None:
    other = COMPLAINT | {"number": "14300880006"}
    assert program(cast.clerk).post("/tickets", COMPLAINT, idempotency_key="1").status_code == 201
    answer = program(cast.colleague).post("/tickets", other, idempotency_key="1")
    assert answer.status_code == 201 and "Idempotency-Replayed" not in answer.headers


def test_a_verb_under_a_key_writes_one_event(cast: Cast, clerk: Program) -> None:
    ticket = cast.open()
    said = {"to": "QD-NET", "tried": "重启无效"}
    answers = [clerk.post(f"/tickets/{ticket.pk}/transfer", said, idempotency_key="t") for _ in range(3)]
    assert {answer.content for answer in answers} == {answers[0].content}
    assert codes(ticket) == ["ticket.opened", "ticket.transferred"]
    elsewhere = clerk.post(f"/tickets/{ticket.pk}/note", {"text": "x"}, idempotency_key="t")
    assert elsewhere.said["code"] == "idempotency-key-reused"


def test_what_was_refused_is_asked_anew(cast: Cast, clerk: Program) -> None:
    refused = clerk.post("/tickets", COMPLAINT | {"category": "basic"}, idempotency_key="k")
    assert refused.status_code == 422 and not Answered.objects.exists()
    assert clerk.post("/tickets", COMPLAINT, idempotency_key="k").status_code == 201


def test_a_file_sent_twice_under_a_key_is_kept_once(cast: Cast, clerk: Program) -> None:
    ticket = cast.open()
    for _ in range(2):
        file = SimpleUploadedFile("a.jpg", JPEG)
        answer = clerk.send(f"/tickets/{ticket.pk}/attach", headers={"idempotency-key": "f"}, file=file)
        assert answer.status_code == 200, answer.content.decode()
    assert Attachment.objects.filter(ticket=ticket).count() == 1
    other = SimpleUploadedFile("a.jpg", JPEG + b"1")
    answer = clerk.send(f"/tickets/{ticket.pk}/attach", headers={"idempotency-key": "f"}, file=other)
    assert answer.said["code"] == "idempotency-key-reused"


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb", "钥匙"])
def test_a_key_that_is_none_is_refused(clerk: Program, key: str) -> None:
    answer = clerk.post("/tickets", COMPLAINT, idempotency_key=key)
    assert (answer.status_code, answer.said["code"]) == (400, "idempotency-key-invalid")
    assert not Ticket.rows.exists()


def test_answers_are_kept_for_a_day_and_then_forgotten(clerk: Program) -> None:
    clerk.post("/tickets", COMPLAINT, idempotency_key="k")
    assert idempotency.tidy(timezone.now() + timedelta(hours=24)) == 0
    assert idempotency.tidy(timezone.now() + timedelta(hours=26)) == 1


def test_a_change_that_fails_while_its_answer_is_kept_leaves_nothing(
    clerk: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk broke")

    clerk.client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(idempotency, "insert", fails)
        answer = clerk.post("/tickets", COMPLAINT, idempotency_key="k")
    assert (answer.status_code, answer.said["code"]) == (500, "failed")
    assert not Ticket.rows.exists()
    assert clerk.post("/tickets", COMPLAINT, idempotency_key="k").status_code == 201


@pytest.mark.parametrize("facts", [{}, {"separate": True}], ids=["refused by what the twin did", "done a second time"])
def test_a_twin_that_was_quicker_answers_for_both(
    clerk: Program, monkeypatch: pytest.MonkeyPatch, facts: dict[str, Any]
) -> None:
    said = COMPLAINT | {"facts": facts}
    first = clerk.post("/tickets", said, idempotency_key="k")
    looked: list[str] = []
    real = idempotency._again

    def a_moment_too_early(request: Any, key: str) -> Any:
        looked.append(key)
        return real(request, key) if len(looked) > 1 else None

    monkeypatch.setattr(idempotency, "_again", a_moment_too_early)
    second = clerk.post("/tickets", said, idempotency_key="k")
    assert (second.status_code, second.content) == (201, first.content)
    assert second.headers["Idempotency-Replayed"] == "true" and len(looked) == 2
    assert Ticket.rows.count() == 1
