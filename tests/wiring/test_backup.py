"""Backup and restore as people run them, on a desk of its own with tickets, files and seals in it.

On the engine that the run asks for; the role must be allowed to make databases.
"""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from tests.desks import SERVER, SHOUWEN, Desks, address_of, drop, environment

ON_SQLITE = not SERVER
STORY = """
import django; django.setup()
import hashlib
from datetime import UTC, datetime
from django.core.files.base import ContentFile
from shouwen.ledger.seals import seal_all
from shouwen.tickets.verbs import attach
from tests.cast import Cast, done, make_world
make_world()
cast = Cast()
for place in range(12):
    ticket = cast.open(cast.number(place), text=f"{place} 号楼家里信号很差")
    text = f"paper {place}".encode()
    done(attach(ticket.pk, actor=cast.clerk, at=cast.after(minutes=place), name="p.txt", kind="txt",
         size=len(text), sha256=hashlib.sha256(text).hexdigest(), file=ContentFile(text)))
seal_all(datetime.now(UTC))
cast.open(cast.number(99))
"""


@dataclass(frozen=True)
class Desk:
    """An installation: what is asked of it is asked in a process of its own."""

    env: dict[str, str]

    @property
    def data(self) -> Path:
        return Path(self.env["SHOUWEN_DATA"])

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*SHOUWEN, *words], env=self.env, capture_output=True, text=True, timeout=240)

    def begin(self, *words: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([*SHOUWEN, *words], env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def ask(self, statement: str) -> list[tuple]:
        if ON_SQLITE:
            with sqlite3.connect(self.data / "shouwen.sqlite3", timeout=20) as database:
                return database.execute(statement).fetchall()
        with psycopg.connect(self.env["SHOUWEN_DATABASE_URL"]) as database:
            return database.execute(statement).fetchall()

    @property
    def tickets(self) -> int:
        return self.ask("SELECT count(*) FROM tickets_ticket")[0][0]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Places"]:
    places = Places(tmp_path_factory)
    yield places
    places.tidy()


class Places:
    """Where desks are made: a data folder each, and on PostgreSQL a database each."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        self.folders = folders
        self.names: list[str] = []

    def desk(self) -> Desk:
        env = environment(self.folders.mktemp("desk")) | {"SHOUWEN_LANGUAGE": "en"}
        if not ON_SQLITE:
            self.names.append(f"desk_{uuid4().hex[:12]}")
            env["SHOUWEN_DATABASE_URL"] = address_of(self.names[-1])
        return Desk(env)

    def tidy(self) -> None:
        if ON_SQLITE:
            return
        with psycopg.connect(address_of("postgres"), autocommit=True) as server:
            rows = server.execute("SELECT datname FROM pg_database").fetchall()
        for (name,) in rows:
            if name.startswith(tuple(self.names)):
                drop(name)


@pytest.fixture(scope="module")
def desk(desks: Desks, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desks.open(tmp_path_factory.mktemp("desk")) as env:
        subprocess.run([sys.executable, "-c", STORY], env=env, check=True, capture_output=True)
        yield Desk(env | {"SHOUWEN_LANGUAGE": "en"})


@pytest.fixture(scope="module")
def backup(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    done = desk.run("backup", "--to", str(tmp_path_factory.mktemp("backups")))
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def copied(backup: Path, place: Path) -> Path:
    return Path(shutil.copytree(backup, place / backup.name))


def test_a_backup_tells_what_is_in_it_and_holds_neither_key_nor_session(desk: Desk, backup: Path) -> None:
    manifest = json.loads((backup / "manifest.json").read_text())
    assert manifest["state"]["counts"]["tickets_ticket"] == desk.tickets == 13
    assert manifest["state"]["seal"] == 1 and len(manifest["state"]["seal_hash"]) == 64
    assert sum(name.startswith("attachments/") for name in manifest["files"]) == 12
    assert manifest["missing"] == [] and "django_session" not in manifest["state"]["counts"]
    held = {path.name for path in backup.rglob("*")}
    assert "secret-key" not in held
    assert (desk.data / "secret-key").read_text().strip().encode() not in b"".join(
        path.read_bytes() for path in backup.rglob("*") if path.is_file()
    )
    assert backup.stat().st_mode & 0o077 == 0


def test_a_restored_desk_is_verified_and_goes_on(desk: Desk, backup: Path, place: Places) -> None:
    other = place.desk()
    done = other.run("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert "13 tickets" in done.stdout and "verified" in done.stdout and "secret key is another" in done.stdout
    assert other.tickets == 13
    papers = [path for path in (other.data / "attachments").rglob("*") if path.is_file()]
    assert sorted(path.read_bytes() for path in papers) == sorted(f"paper {n}".encode() for n in range(12))
    assert other.run("clocks", "recheck").returncode == 0
    assert other.run("ledger", "seal").returncode == 0
    with pytest.raises((sqlite3.DatabaseError, psycopg.Error)):
        other.ask("DELETE FROM ledger_event RETURNING 1")


def test_a_desk_that_is_there_is_replaced_only_when_asked_and_then_kept(
    desk: Desk, backup: Path, place: Places, tmp_path: Path
) -> None:
    other = place.desk()
    assert other.run("restore", str(backup)).returncode == 0
    refused = other.run("restore", str(backup))
    assert refused.returncode == 1 and "--replace" in refused.stderr
    replaced = other.run("restore", str(backup), "--replace")
    assert replaced.returncode == 0 and "kept as" in replaced.stdout, replaced.stderr
    assert other.tickets == 13


def test_nobody_s_database_is_taken_away_under_their_hands(backup: Path, place: Places) -> None:
    other = place.desk()
    assert other.run("restore", str(backup)).returncode == 0
    if ON_SQLITE:
        busy = sqlite3.connect(other.data / "shouwen.sqlite3")
        busy.execute("BEGIN")
        busy.execute("SELECT count(*) FROM tickets_ticket").fetchone()
    else:
        busy = psycopg.connect(other.env["SHOUWEN_DATABASE_URL"])
    try:
        refused = other.run("restore", str(backup), "--replace")
    finally:
        busy.close()
    assert refused.returncode == 1 and "in use" in refused.stderr
    assert other.tickets == 13
    _nothing_half_done(other)


@pytest.mark.parametrize("which", ["database", "attachments"])
def test_a_backup_in_which_one_byte_changed_is_refused_by_the_file_s_name(
    backup: Path, place: Places, tmp_path: Path, which: str
) -> None:
    damaged = copied(backup, tmp_path)
    path = next(
        each for each in sorted(damaged.rglob("*")) if each.is_file() and which in str(each.relative_to(damaged))
    )
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    other = place.desk()
    refused = other.run("restore", str(damaged))
    assert refused.returncode == 1 and str(path) in refused.stderr and "Traceback" not in refused.stderr
    _nothing_half_done(other)


def test_a_backup_without_its_manifest_or_a_file_is_refused(backup: Path, place: Places, tmp_path: Path) -> None:
    cut = copied(backup, tmp_path)
    gone = next(path for path in (cut / "attachments").rglob("*") if path.is_file())
    gone.unlink()
    other = place.desk()
    assert str(gone) in other.run("restore", str(cut)).stderr
    (cut / "manifest.json").write_text('{"format": ')
    assert "manifest.json is damaged" in other.run("restore", str(cut)).stderr
    (cut / "manifest.json").unlink()
    assert "no complete backup" in other.run("restore", str(cut)).stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda state: state["counts"].update(tickets_ticket=14), "tickets_ticket has 13 rows"),
        (lambda state: state.update(heads="0" * 64), "heads of chains"),
        (lambda state: state["migrations"].append("tickets.9999_later"), "later version"),
    ],
)
def test_a_database_that_is_not_what_the_manifest_says_is_not_switched_to(
    backup: Path, place: Places, tmp_path: Path, change, said: str
) -> None:
    other_state = copied(backup, tmp_path)
    manifest = json.loads((other_state / "manifest.json").read_text())
    change(manifest["state"])
    (other_state / "manifest.json").write_text(json.dumps(manifest))
    other = place.desk()
    refused = other.run("restore", str(other_state))
    assert refused.returncode == 1 and said in refused.stderr
    _nothing_half_done(other)


def test_a_backup_made_while_rows_stream_in_holds_whole_tickets_only(
    desk: Desk, backup: Path, place: Places, tmp_path: Path
) -> None:
    """`backup` is made before: that of the other tests is of the desk without these rows."""
    rows = ["编号,号码,时间,内容", *(f"w{n},14300{n % 500:06d},2026-03-01 09:30,{n} 号楼信号差" for n in range(40_000))]
    (tmp_path / "calls.csv").write_text("\n".join(rows), encoding="utf-8")
    writer = desk.begin("import", str(tmp_path / "calls.csv"), "--owner", "1009")
    try:
        while desk.tickets < 20 and writer.poll() is None:
            time.sleep(0.1)
        acknowledged = desk.tickets
        made = desk.run("backup", "--to", str(tmp_path / "backups"))
        assert made.returncode == 0, made.stderr
        assert writer.poll() is None, "the writer had ended, so nothing is shown"
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    other = place.desk()
    done = other.run("restore", made.stdout.strip())
    assert done.returncode == 0, done.stderr
    assert acknowledged <= other.tickets < 40_013


def test_a_restore_that_is_killed_leaves_the_desk_as_it_was_and_the_next_one_tidies_up(
    backup: Path, place: Places
) -> None:
    other = place.desk()
    assert other.run("restore", str(backup)).returncode == 0
    killed = other.begin("restore", str(backup), "--replace")
    ends = time.monotonic() + 300
    while not _beside(other) and killed.poll() is None and time.monotonic() < ends:
        time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert _beside(other), "it had ended, so nothing is shown"
    assert other.tickets == 13
    assert other.run("restore", str(backup), "--replace").returncode == 0
    assert not _beside(other) and other.tickets == 13


def test_only_the_newest_backups_are_kept_and_what_was_cut_off_goes(desk: Desk, tmp_path: Path) -> None:
    for name in ("shouwen-20260101T000000Z", "shouwen-20260102T000000Z"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").touch()
    (tmp_path / "shouwen-20260103T000000Z.part").mkdir()
    (tmp_path / "somebody-else-s").mkdir()
    done = desk.run("backup", "--to", str(tmp_path), "--keep", "2")
    assert done.returncode == 0, done.stderr
    made = Path(done.stdout.strip()).name
    assert {path.name for path in tmp_path.iterdir()} == {"shouwen-20260102T000000Z", "somebody-else-s", made}


def _beside(desk: Desk) -> bool:
    if ON_SQLITE:
        return (desk.data / ".shouwen.sqlite3.restoring").exists()
    name = urlsplit(desk.env["SHOUWEN_DATABASE_URL"]).path[1:] + "_restoring"
    with psycopg.connect(address_of("postgres")) as server:
        return server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _nothing_half_done(desk: Desk) -> None:
    assert not _beside(desk)
    assert not [path for path in desk.data.rglob("*") if "restoring" in path.name]
