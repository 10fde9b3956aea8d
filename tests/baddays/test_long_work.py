"""Work that takes long is killed in its middle, again and again: it goes on where it was, and no half of it passes."""

import csv
import http.client
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random
from threading import Thread

import pytest

from tests.baddays.browser import Browser
from tests.baddays.callers import Complaints, Intake
from tests.baddays.conftest import Open
from tests.baddays.desk import Desk, below, kill, until
from tests.baddays.looking import one_value
from tests.baddays.test_disk import intake

SEED = 20260304
ROWS, EVERY_BAD = 6_000, 50
KILLS = 3


def killed(process: subprocess.Popen[bytes]) -> None:
    """End a command and all below it outright."""
    for pid in (process.pid, *below(process.pid)):
        kill(pid)
    process.wait()


def complaints_file(path: Path) -> Path:
    """Rows of a file from elsewhere; every fiftieth has no number of a customer that could be one."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["编号", "号码", "时间", "内容"])
        for row in range(ROWS):
            number = "不详" if row % EVERY_BAD == 0 else f"1430066{row:04d}"
            writer.writerow([f"A{row}", number, "2026-03-01 09:30:00", f"家里信号很差，第{row}次"])
    return path


def test_an_import_killed_again_and_again_takes_every_row_once_and_gives_every_bad_row_back_once(
    open_desk: Open, tmp_path: Path
) -> None:
    desk, file = open_desk(), complaints_file(tmp_path / "letters.csv")
    words = ["import", str(file), "--owner", "1009", "--set", "source=hotline"]
    words += [f"--map={head}={field}" for head, field in
              (("编号", "external_id"), ("号码", "number"), ("时间", "contacted_at"), ("内容", "text"))]  # fmt: skip
    chance = Random(SEED)
    for _ in range(KILLS):
        before = made(desk)
        process = desk.start(*words)
        until(partial(more_made, desk, before, process), "rows were taken in")
        time.sleep(chance.uniform(0, 0.8))
        assert process.poll() is None, "it ended before it could be killed: take a longer file"
        killed(process)
    desk.run(*words)
    bad = ROWS // EVERY_BAD
    assert made(desk) == ROWS - bad
    with file.with_name("letters.csv.rejected.csv").open(encoding="utf-8-sig", newline="") as rejected:
        told = list(csv.reader(rejected))[1:]
    assert len(told) == bad == len({tuple(row) for row in told})
    assert desk.python("tests.baddays.look")["faults"] == []


def test_an_upload_during_which_the_web_is_killed_is_kept_whole_or_not_at_all(open_desk: Open) -> None:
    """Files of requests that died are thrown away a day later."""
    desk, chance = open_desk(), Random(SEED)
    web = desk.serve()
    clerk = Browser(desk.port).sign_in("1001")
    clerk.post("/tickets/new", intake(clerk.get("/tickets/new").hidden, "要附照片"))
    photo = b"\xff\xd8\xff\xe0\x00\x10JFIF" + chance.randbytes(6_000_000)
    for _ in range(KILLS):
        form = clerk.get("/tickets/1").hidden
        with Sending(clerk, form, photo):
            time.sleep(chance.uniform(0.02, 0.5))
            killed(web)
        web = desk.serve()
    desk.end(web)
    assert desk.python("tests.baddays.look")["faults"] == []
    desk.python("tests.baddays.later", "2", "worker", "--once")
    files = [path for path in (desk.data / "attachments").rglob("*") if path.is_file()]
    assert len(files) == one_value(desk, "SELECT COUNT(*) FROM tickets_attachment")


def test_a_migration_killed_again_and_again_comes_to_its_end(empty: Desk) -> None:
    for seen in (3, 25, 45):
        process = empty.start("migrate")
        until(partial(more_migrated, empty, seen, process), "some steps were done")
        killed(process)
    empty.run("migrate")
    assert empty.tried("migrate", "--check").returncode == 0
    empty.python("tests.baddays.world")
    assert empty.python("tests.baddays.look")["faults"] == []


def test_a_backup_that_was_killed_passes_for_none_and_one_made_under_intake_has_all_that_was_acknowledged(
    open_desk: Open, tmp_path: Path
) -> None:
    desk, place = open_desk(), tmp_path / "backups"
    tokens = [desk.token(code) for code in ("1001", "1004")]
    top = desk.up()
    with Intake(desk.port, tokens, Complaints(1)) as calls:
        until(lambda: calls.heard >= 3, "callers were answered")
        process = desk.start("backup", "--to", str(place))
        until(lambda: list(place.glob("*.part")) or process.poll() is not None, "a backup was begun")
        killed(process)
        for half in place.glob("*.part"):
            refused = desk.tried("restore", str(half), "--into", str(tmp_path / "never"))
            assert refused.returncode == 1 and "Traceback" not in refused.stderr
        before = [one for one in calls.given if one.acknowledged]
        time.sleep(1.1)  # Backups are named by their second, and the half one has its name still.
        whole = Path(desk.run("backup", "--to", str(place)).strip())
    desk.end(top)
    for delay in (0.5, 2.0, 4.0):
        process = desk.start("restore", str(whole), "--replace")
        time.sleep(delay)
        killed(process)
        assert desk.python("tests.baddays.look")["faults"] == []
    desk.run("restore", str(whole), "--replace")
    seen = desk.python("tests.baddays.look")
    assert seen["faults"] == []
    assert {one.key for one in before} <= {ticket["key"] for ticket in seen["tickets"].values()}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """A desk with nothing in it, not even tables."""
    if request.param == "sqlite":
        desk = Desk(tmp_path / "empty")
        yield desk
        desk.kill_all()
        return
    cluster = request.getfixturevalue("cluster")
    cluster.sql("CREATE DATABASE empty_desk OWNER shouwen")
    desk = Desk(tmp_path / "empty", database_url=cluster.url("empty_desk"))
    yield desk
    desk.kill_all()
    cluster.sql("DROP DATABASE empty_desk WITH (FORCE)")


class Sending:
    """A form with a file is on its way while the block runs; what comes of it does not matter here."""

    def __init__(self, clerk: Browser, form: dict[str, str], photo: bytes) -> None:
        self.clerk, self.form, self.photo = clerk, form, photo

    def __enter__(self) -> "Sending":
        self.thread = Thread(target=self._send, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.thread.join()

    def _send(self) -> None:
        with suppress(OSError, http.client.HTTPException):
            self.clerk.post("/tickets/1/attach", self.form, files={"file": ("p.jpg", self.photo)})


def made(desk: Desk) -> int:
    """How many imported tickets are committed."""
    return one_value(desk, "SELECT COUNT(*) FROM tickets_ticket WHERE imported")


def more_made(desk: Desk, before: int, process: subprocess.Popen[bytes]) -> bool:
    """Whether more tickets are there than before, or no more will come."""
    return made(desk) > before or process.poll() is not None


def more_migrated(desk: Desk, seen: int, process: subprocess.Popen[bytes]) -> bool:
    """Whether so many migrations are committed, or no more will come. There may be no table of them yet."""
    there = one_value(desk, "SELECT COUNT(*) FROM django_migrations", otherwise=0)
    return there >= seen or process.poll() is not None
