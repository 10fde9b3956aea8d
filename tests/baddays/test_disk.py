"""The disk under an SQLite desk is full, or another process sits on the database: told in words, nothing half done."""

import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.baddays.browser import Browser
from tests.baddays.callers import Complaints, Given, Line, faults
from tests.baddays.conftest import Open
from tests.baddays.desk import Desk, until

MEGABYTE = 1024 * 1024
# More than ever fit into what the log of the database has reserved before the disk was full.
MANY = 300


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk: Path, *, leave: int = 0) -> Path:
    """Take all the room but so many bytes; answers the file to remove for having room again."""
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as file:
        for size in (MEGABYTE, 4096, 1):
            with suppress(OSError):
                while file.write(b"0" * size):
                    pass
        file.truncate(file.tell() - leave)
    return ballast


def intake(page: dict[str, str], text: str) -> dict[str, str]:
    """The intake form, filled in."""
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    return page | {
        "hand_in": "submit",
        "column": "complaint",
        "number": "14300990001",
        "category": "basic.voice.dropped",
        "source": "hall",
        "contacted_at": f"{now:%Y-%m-%dT%H:%M}",
        "text": text,
    }


def test_on_a_full_disk_the_desk_says_so_and_goes_on_by_itself_when_there_is_room(
    small_disk: Path, on_sqlite: Open
) -> None:
    desk = on_sqlite(small_disk / "desk")
    token, complaints = desk.token("1001"), Complaints(1)
    web, worker = desk.serve(), desk.start("worker")
    clerk = Browser(desk.port).sign_in("1001")
    form = intake(clerk.get("/tickets/new").hidden, "写满磁盘时也不能丢的话")
    caller, given = Line(desk.port, token), [complaints.next()]
    hand_in(caller, given[0])
    ballast = fill(small_disk)
    while (status := hand_in(caller, given[-1])) != 503:
        assert status == 201 and len(given) < MANY
        given.append(complaints.next())
    refused = given[-1]
    status, headers, said = caller.post("/api/v1/tickets", refused.body, key=refused.key)
    assert (status, said["code"], headers["content-type"]) == (503, "disk-full", "application/problem+json")
    assert headers["retry-after"].isdigit() and "full" in said["detail"] + said["title"]

    page = clerk.post("/tickets/new", form)
    assert page.status == 503
    assert "The disk is full" in page.text and "写满磁盘时也不能丢的话" in page.text
    assert "is full" in refusal(desk, "ledger", "seal")

    ballast.unlink()
    until(lambda: hand_in(caller, refused) == 201, "there was room for the ticket that was refused")
    page = clerk.post("/tickets/new", form)
    assert page.status == 200, page.text[:2000]
    assert (web.poll(), worker.poll()) == (None, None)
    desk.run("worker", "--once")
    seen = desk.python("tests.baddays.look")
    made_from = Counter(ticket["key"] for ticket in seen["tickets"].values())
    assert seen["faults"] + faults(given, seen["tickets"], made_from) == []
    assert made_from[""] == 1, "the clerk's own ticket"


def test_an_upload_that_the_disk_has_no_room_for_is_told_and_leaves_nothing(small_disk: Path, on_sqlite: Open) -> None:
    desk = on_sqlite(small_disk / "desk")
    desk.serve()
    clerk = Browser(desk.port).sign_in("1001")
    clerk.post("/tickets/new", intake(clerk.get("/tickets/new").hidden, "要附照片"))
    fill(small_disk, leave=2 * MEGABYTE)
    photo = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"0" * 4 * MEGABYTE
    page = clerk.post("/tickets/1/attach", clerk.get("/tickets/1").hidden, files={"file": ("p.jpg", photo)})
    assert page.status == 503 and "The disk is full" in page.text
    kept = [path for path in (desk.data / "attachments").rglob("*") if path.is_file()]
    assert kept == []
    assert desk.python("tests.baddays.look")["faults"] == []


def test_a_database_that_another_process_holds_is_told_within_bounds_and_reading_goes_on(on_sqlite: Open) -> None:
    """The answer comes while the lock is held: nobody waits for whoever holds it."""
    desk = on_sqlite()
    token, complaint = desk.token("1001"), Complaints(1).next()
    desk.serve()
    clerk = Browser(desk.port).sign_in("1001")
    form = intake(clerk.get("/tickets/new").hidden, "等锁时写下的话")
    caller = Line(desk.port, token)
    with closing(sqlite3.connect(desk.data / "shouwen.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert clerk.get("/queues").status == 200
        status, headers, said = caller.post("/api/v1/tickets", complaint.body, key=complaint.key)
        assert (status, said["code"]) == (503, "database-busy")
        assert headers["retry-after"].isdigit()
        page = clerk.post("/tickets/new", form)
        assert page.status == 503 and "busy" in page.text and "等锁时写下的话" in page.text
        other.execute("ROLLBACK")
    assert hand_in(caller, complaint) == 201
    assert clerk.post("/tickets/new", form).status == 200
    seen = desk.python("tests.baddays.look")
    assert seen["faults"] == [] and len(seen["tickets"]) == 2


def hand_in(caller: Line, one: Given) -> int:
    """Ask once; answers the status."""
    status, _, said = caller.post("/api/v1/tickets", one.body, key=one.key)
    if status == 201:
        one.heard.append(said)
    else:
        one.unheard += 1
    return status


def refusal(desk: Desk, *words: str) -> str:
    """What a command says that could not do its work."""
    done = desk.tried(*words)
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    return done.stderr
