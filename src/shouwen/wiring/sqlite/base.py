"""SQLite as Django knows it, except that whoever wants to write waits for their turn (docs/decisions/0021).

SQLite lets only one write at a time, and lets the others sleep, longer each time, up to a tenth of a second before they
ask again: at a busy desk some find others at it for most of a second while the database is idle half of the time.
"""

import sqlite3
from collections import defaultdict
from threading import Lock
from time import monotonic, sleep
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

# How long the other processes' writer is left alone before it is asked for again.
STEP_SECONDS = 0.001

# Of each database: who of this process's threads writes.
_turns: defaultdict[str, Lock] = defaultdict(Lock)


class DatabaseWrapper(base.DatabaseWrapper):
    """The engine named in the settings."""

    _turn: "Lock | None" = None

    def _start_transaction_under_autocommit(self) -> None:
        """Begins to write, one thread of this process after the other. Raises OperationalError after `timeout`."""
        patience = self.settings_dict["OPTIONS"].get("timeout", 5)
        ends = monotonic() + patience
        turn = _turns[str(self.settings_dict["NAME"])]
        if not turn.acquire(timeout=patience):
            raise OperationalError("database is locked")
        self._turn = turn
        try:
            self._begin(patience, ends)
        except BaseException:
            self._done()
            raise

    def _begin(self, patience: float, ends: float) -> None:
        with self.wrap_database_errors:
            ours: sqlite3.Connection = self.connection
            ours.execute("PRAGMA busy_timeout=0")
            try:
                while not _began(ours, ends):
                    sleep(STEP_SECONDS)
            finally:
                ours.execute(f"PRAGMA busy_timeout={patience * 1000:.0f}")

    def _commit(self) -> Any:
        try:
            return super()._commit()
        finally:
            self._done()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()
        finally:
            self._done()

    def _close(self) -> Any:
        try:
            return super()._close()
        finally:
            self._done()

    def _done(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.release()


def _began(ours: sqlite3.Connection, ends: float) -> bool:
    try:
        ours.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        # What comes besides says why it is busy, such as that the log of a killed process is being read.
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() >= ends:
            raise
        return False
    return True
