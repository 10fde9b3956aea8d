"""The import page: hand a file in, say what its columns are, try it out, let the worker take it in."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from shouwen.people.models import Staff
from shouwen.tickets.importing.queue import take_next
from shouwen.tickets.models import ImportProfile, ImportRun, Ticket
from tests.cast import Cast

SignedIn = Callable[[Staff], Client]
HEAD = "编号,号码,时间,内容\n"
ROWS = (
    HEAD
    + "A1,14300770001,2026-03-01 09:30,家里信号很差\n"
    + "A2,14300770002,某天,充值没到账\n"
    + "A3,14300770003,2026/3/2 10:00,宽带很慢\n"
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def hand_in(client: Client, content: str | bytes = ROWS, name: str = "三月.csv"):
    data = content.encode() if isinstance(content, str) else content
    return client.post(reverse("tickets:imports"), {"file": SimpleUploadedFile(name, data)})


def send(client: Client, run: ImportRun, do: str, **said: str):
    form = {"owner": run.owner.code, "zone": "Asia/Shanghai", "do": do, **said}
    columns = {
        f"column_{place}": field for place, field in enumerate(["external_id", "number", "contacted_at", "text"])
    }
    return client.post(reverse("tickets:import", args=[run.pk]), columns | form)


def work() -> None:
    while take_next(datetime.now(UTC)):
        pass


def test_who_may_not_import_finds_the_door_closed(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.clerk).get(reverse("tickets:imports")).status_code == 403
    assert signed_in(cast.support_lead).get(reverse("tickets:imports")).status_code == 200


def test_a_file_is_mapped_tried_out_and_taken_in_by_the_worker(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.support_lead)
    answer = hand_in(client)
    run = ImportRun.rows.get()
    assert answer.status_code == 303 and answer.url == reverse("tickets:import", args=[run.pk])

    page = client.get(answer.url).content.decode()
    assert "家里信号很差" in page and 'value="text" selected' in page

    assert send(client, run, "try").status_code == 303
    assert "hx-get" in client.get(answer.url).content.decode()
    work()
    run.refresh_from_db()
    assert (run.state, run.done, run.made, run.bad) == ("draft", 3, 2, 1)
    assert not Ticket.rows.exists()

    send(client, run, "start")
    work()
    run.refresh_from_db()
    assert (run.state, run.made, run.already, run.bad) == ("finished", 2, 0, 1)
    assert set(Ticket.rows.values_list("first_asked__code", flat=True)) == {cast.support_lead.code}
    assert [event.code for event in run.chain.events.all()] == ["import.started", "import.finished"]

    rejects = b"".join(client.get(reverse("tickets:import_rejected", args=[run.pk]))).decode("utf-8-sig")
    assert "某天" in rejects and "A2" in rejects and rejects.splitlines()[1].startswith("3,")


def test_a_worker_that_is_to_end_pauses_behind_a_chunk_and_the_next_goes_on_there(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shouwen.tickets.importing.running.CHUNK", 1)
    client = signed_in(cast.support_lead)
    hand_in(client)
    run = ImportRun.rows.get()
    send(client, run, "start")
    asked = iter([False, True])
    assert take_next(datetime.now(UTC), stop=lambda: next(asked))
    run.refresh_from_db()
    assert (run.state, run.done, run.lease_until) == ("running", 1, None)
    work()
    run.refresh_from_db()
    assert (run.state, run.done, run.made, run.bad) == ("finished", 3, 2, 1)


def test_a_wrong_mapping_is_said_at_the_column_and_everything_typed_stays(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.support_lead)
    hand_in(client)
    run = ImportRun.rows.get()
    answer = send(client, run, "start", column_2="number", save_as="我们的热线")
    assert answer.status_code == 422 and "我们的热线" in answer.content.decode()
    answer = send(client, run, "start", column_3="")
    assert answer.status_code == 422 and "投诉内容" in answer.content.decode()
    answer = send(client, run, "start", owner="nobody")
    assert answer.status_code == 422
    assert ImportRun.rows.get().state == "draft"


def test_how_a_file_was_read_is_kept_as_a_profile_and_fits_the_next_one(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.support_lead)
    hand_in(client)
    send(client, ImportRun.rows.get(), "try", save_as="热线导出", source="hotline")
    assert ImportProfile.objects.get().name == "热线导出"
    hand_in(client, name="四月.csv")
    assert ImportRun.rows.latest("pk").profile == "热线导出"


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7 nothing", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken"]
)
def test_a_file_that_cannot_be_read_is_refused_and_leaves_nothing(
    cast: Cast, signed_in: SignedIn, content: bytes, tmp_path: Path
) -> None:
    answer = hand_in(signed_in(cast.support_lead), content)
    assert answer.status_code == 422
    assert not ImportRun.rows.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_others_imports_do_not_exist(cast: Cast, signed_in: SignedIn) -> None:
    hand_in(signed_in(cast.support_lead))
    run = ImportRun.rows.get()
    other = signed_in(cast.other_lead)
    for name in ("tickets:import", "tickets:import_progress", "tickets:import_rejected"):
        assert other.get(reverse(name, args=[run.pk])).status_code == 404


def test_nobody_takes_in_for_a_unit_where_they_may_not(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.support_lead)
    hand_in(client)
    run = ImportRun.rows.get()
    send(client, run, "start", owner=cast.other_clerk.code)
    work()
    run.refresh_from_db()
    assert run.state == "failed" and run.trouble["refused"] == "not-allowed"
    assert not Ticket.rows.exists()


def test_a_draft_can_be_dropped_with_its_file(cast: Cast, signed_in: SignedIn, tmp_path: Path) -> None:
    client = signed_in(cast.support_lead)
    hand_in(client)
    assert send(client, ImportRun.rows.get(), "drop").status_code == 303
    assert not ImportRun.rows.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
