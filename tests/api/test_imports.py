"""Imports over the API: handed in, taken in by the worker, asked for, and the bad rows given back."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shouwen.tickets.importing.queue import take_next
from shouwen.tickets.models import ImportRun, Ticket
from tests.api.conftest import Program
from tests.cast import Cast

ROWS = (
    "编号,号码,时间,内容\n"
    "A1,14300770001,2026-03-01 09:30,家里信号很差\n"
    "A2,14300770002,某天,充值没到账\n"
    "A3,14300770003,2026/3/2 10:00,宽带很慢\n"
)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def lead(cast: Cast, program: Callable[..., Program]) -> Program:
    """A program that acts for the support lead, who may import."""
    return program(cast.support_lead)


def file(content: str = ROWS) -> SimpleUploadedFile:
    return SimpleUploadedFile("三月.csv", content.encode())


def work() -> None:
    while take_next(datetime.now(UTC)):
        pass


def test_a_file_is_taken_in_and_its_bad_rows_come_back(lead: Program) -> None:
    begun = lead.send("/imports", file=file(), owner="1001")
    assert begun.status_code == 202, begun.content.decode()
    assert (begun.said["state"], begun.said["owner"], begun.said["total"]) == ("waiting", "1001", 3)
    work()
    ended = lead.get(begun.headers["Location"].removeprefix("/api/v1"))
    counts = [ended.said[name] for name in ("state", "total", "made", "already", "bad", "rejected")]
    assert counts == ["finished", 3, 2, 0, 1, True]
    assert Ticket.rows.count() == 2
    back = b"".join(lead.get(f"/imports/{begun.said['id']}/rejected").streaming_content).decode("utf-8-sig")
    assert "A2" in back and "某天" in back and "A1" not in back
    assert lead.get("/imports").said["items"][0] == ended.said


def test_a_mapping_says_which_column_is_what(lead: Program) -> None:
    columns = {"external_id": ["a"], "number": ["b"], "contacted_at": ["c"], "text": ["d"]}
    rows = "a,b,c,d\n7,14300770009,05/03/2026 09:00,宽带很慢\n"
    mapping = json.dumps({"columns": columns, "dates": "dmy", "origin": "crm"})
    begun = lead.send("/imports", file=file(rows), owner="1001", mapping=mapping)
    assert begun.status_code == 202, begun.content.decode()
    work()
    assert Ticket.rows.get().external_id == "crm:7"


def test_a_dry_run_counts_and_makes_nothing(lead: Program) -> None:
    begun = lead.send("/imports", file=file(), owner="1001", dry="true")
    work()
    ended = lead.get(f"/imports/{begun.said['id']}").said
    assert (ended["state"], ended["made"], ended["bad"]) == ("draft", 2, 1) and not Ticket.rows.exists()


@pytest.mark.parametrize(
    ("said", "status", "field"),
    [
        ({"owner": "9999"}, 422, "owner"),
        ({"owner": "2001"}, 403, "owner"),
        ({"profile": "nobody's"}, 422, "profile"),
        ({"mapping": "{"}, 422, "mapping"),
        ({"mapping": '{"columns": {"text": ["nowhere"]}}'}, 422, "mapping"),
        ({"ownr": "1001"}, 400, "ownr"),
        ({"dry": "perhaps"}, 422, "dry"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_leaves_nothing(
    lead: Program, said: dict[str, str], status: int, field: str
) -> None:
    answer = lead.send("/imports", file=file(), **said)
    assert (answer.status_code, answer.said["field"]) == (status, field), answer.content.decode()
    assert not ImportRun.rows.exists()


def test_a_file_that_cannot_be_read_is_refused(lead: Program) -> None:
    answer = lead.send("/imports", file=SimpleUploadedFile("a.xlsx", b"PK\x03\x04nothing"))
    assert (answer.status_code, answer.said["field"]) == (422, "file")


def test_the_same_file_under_a_key_is_taken_in_once(lead: Program) -> None:
    answers = [lead.send("/imports", headers={"idempotency-key": "m"}, file=file(), owner="1001") for _ in range(2)]
    assert answers[0].said["id"] == answers[1].said["id"] and ImportRun.rows.count() == 1


def test_another_branchs_import_is_not_there(cast: Cast, lead: Program, program: Callable[..., Program]) -> None:
    begun = lead.send("/imports", file=file(), owner="1001").said
    stranger = program(cast.other_lead)
    assert stranger.get(f"/imports/{begun['id']}").status_code == 404
    assert stranger.get(f"/imports/{begun['id']}/rejected").status_code == 404
    assert stranger.get("/imports").said["items"] == []
    assert program(cast.clerk).get("/imports").status_code == 403
