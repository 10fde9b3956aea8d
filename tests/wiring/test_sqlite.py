"""SQLite as this application talks to it: connections that stay, and writers who wait for their turn."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest
from django.db import connection
from django.db.transaction import Atomic
from django.db.utils import OperationalError

from shouwen.wiring.sqlite.base import DatabaseWrapper, _began

pytestmark = pytest.mark.django_db
ALIAS = "beside"
Opened = Callable[..., DatabaseWrapper]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """Makes connections to one file, each as patient as it is said."""
    made: list[DatabaseWrapper] = []

    def opened(timeout: float = 20) -> DatabaseWrapper:
        options = {"transaction_mode": "IMMEDIATE", "timeout": timeout, "init_command": "PRAGMA journal_mode=WAL"}
        asked = {"ENGINE": "shouwen.wiring.sqlite", "NAME": str(tmp_path / "beside.sqlite3"), "OPTIONS": options}
        whole = {**connection.settings_dict, **asked, "CONN_MAX_AGE": 600}
        made.append(DatabaseWrapper(whole, ALIAS))
        return made[-1]

    first = opened()
    with first.cursor() as cursor:
        cursor.execute("CREATE TABLE said (word TEXT UNIQUE)")
    first.close()
    yield opened
    for one in made:
        one.inc_thread_sharing()
        one.close()


def begin(ours: DatabaseWrapper) -> None:
    ours.ensure_connection()
    ours.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def end(ours: DatabaseWrapper, how: str = "commit") -> None:
    getattr(ours, how)()
    ours.set_autocommit(True)


def say(ours: DatabaseWrapper, word: str) -> None:
    with ours.cursor() as cursor:
        cursor.execute("INSERT INTO said VALUES (%s)", [word])


def words(ours: DatabaseWrapper) -> set[str]:
    with ours.cursor() as cursor:
        return {word for (word,) in cursor.execute("SELECT word FROM said").fetchall()}


def test_a_connection_serves_one_request_after_the_other(opened: Opened) -> None:
    """Opening one costs a page a fifth of its time: the schema is read anew, and nothing is at hand."""
    ours = opened()
    ours.connect()
    standing = ours.connection
    ours.close_if_unusable_or_obsolete()
    assert ours.connection is standing


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a setting of SQLite")
def test_the_settings_keep_connections() -> None:
    assert connection.settings_dict["ENGINE"] == "shouwen.wiring.sqlite"
    assert connection.settings_dict["CONN_MAX_AGE"] == 600


def test_writers_of_one_process_take_turns_and_all_are_heard(opened: Opened) -> None:
    def writes(number: int) -> None:
        ours = opened()
        for step in range(5):
            begin(ours)
            say(ours, f"{number}-{step}")
            end(ours)
        ours.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(writes, range(8)))
    assert words(opened()) == {f"{number}-{step}" for number in range(8) for step in range(5)}


def test_who_waits_too_long_is_told_and_nobody_is_in_the_way_afterwards(opened: Opened) -> None:
    first, second = opened(), opened(timeout=0.05)
    begin(first)
    with pytest.raises(OperationalError, match="database is locked"):
        begin(second)
    end(first)
    begin(second)
    end(second)


@pytest.mark.parametrize("how", ["commit", "rollback", "close"])
def test_the_turn_is_over_with_the_transaction_however_it_ends(opened: Opened, how: str) -> None:
    first, second = opened(), opened(timeout=0.05)
    begin(first)
    say(first, "first")
    if how == "close":
        first.close()
    else:
        end(first, how)
    begin(second)
    say(second, "second")
    end(second)
    assert words(second) == ({"first", "second"} if how == "commit" else {"second"})


def test_the_turn_is_over_when_the_work_broke(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = opened(), opened(timeout=0.05)
    monkeypatch.setattr("django.db.transaction.get_connection", lambda using=None: first)
    with pytest.raises(ZeroDivisionError), Atomic(ALIAS, savepoint=True, durable=False):
        say(first, "half")
        1 / 0  # noqa: B018
    begin(second)
    end(second)
    assert words(second) == set()


def test_another_process_is_waited_for_as_long_as_patience_lasts(opened: Opened, tmp_path: Path) -> None:
    elsewhere = sqlite3.connect(tmp_path / "beside.sqlite3", isolation_level=None, check_same_thread=False)
    ours, hasty, waiting = opened(), opened(timeout=0.05), Event()
    elsewhere.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="database is locked"):
        begin(hasty)

    def leaves() -> None:
        waiting.wait(5)
        elsewhere.execute("COMMIT")

    other = Thread(target=leaves)
    other.start()
    waiting.set()
    begin(ours)
    say(ours, "at last")
    end(ours)
    other.join()
    elsewhere.close()
    assert words(ours) == {"at last"}


def test_a_failure_that_is_no_waiting_is_told_at_once(opened: Opened) -> None:
    ours, second = opened(), opened(timeout=0.05)
    ours.connect()
    ours.connection.execute("BEGIN")
    with pytest.raises(OperationalError, match="within a transaction"):
        ours._start_transaction_under_autocommit()
    ours.connection.execute("ROLLBACK")
    begin(second)
    end(second)


@pytest.mark.parametrize("why", [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY])
def test_busy_for_whatever_reason_is_waited_for(why: int) -> None:
    class Busy:
        """Refuses once."""

        asked = 0

        def execute(self, _said: str) -> None:
            self.asked += 1
            if self.asked == 1:
                refusal = sqlite3.OperationalError("database is locked")
                refusal.sqlite_errorcode = why
                raise refusal

    busy: Any = Busy()
    assert [_began(busy, monotonic() + 5), _began(busy, monotonic() + 5)] == [False, True]


def test_other_statements_keep_their_patience(opened: Opened) -> None:
    ours = opened(timeout=7)
    begin(ours)
    end(ours)
    assert ours.connection.execute("PRAGMA busy_timeout").fetchone() == (7000,)
