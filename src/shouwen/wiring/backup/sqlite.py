"""Backup and restore of an SQLite desk: one file, copied within one read transaction while writers go on."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

from shouwen.wiring import data_folder
from shouwen.wiring.backup.manifest import State
from shouwen.wiring.backup.pointing import pointed_at
from shouwen.wiring.backup.state import PASSING, files_named, read
from shouwen.wiring.trouble import Trouble

FILE = "database.sqlite3"


def snapshot(folder: Path) -> tuple[State, set[str]]:
    """Copies the database into the folder as it is at one moment; answers its figures and the files that it names."""
    path = folder / FILE
    with closing(sqlite3.connect(_source())) as source, closing(sqlite3.connect(path)) as copy:
        # All pages in one step: a copy in steps begins anew whenever somebody writes, so at a busy desk for ever.
        source.backup(copy, pages=-1)
    path.chmod(0o600)
    with closing(sqlite3.connect(path)) as copy:
        for table in _there(copy, PASSING):
            copy.execute(f"DELETE FROM {table}")
        copy.commit()
    with pointed_at(str(path)):
        found = read(), files_named()
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
        if (said := copy.execute("PRAGMA quick_check").fetchone()[0]) != "ok":
            raise Trouble(
                zh=f"数据库文件有损坏（{said}），没有留下备份；请用上一份备份恢复。",
                en=f"the database file is damaged ({said}) and no backup was made; restore the last one.",
            )
    return found


def occupied() -> bool:
    """Whether there is a database already."""
    path = _target()
    return path.exists() and path.stat().st_size > 0


def restore(folder: Path, *, verify: Callable[[], None], settle: Callable[[], None], stamp: str) -> str:
    """Puts the backup beside, verifies it there, settles what belongs to it, and switches over in one step.

    Answers where the database that was there is kept, "" where there was none. Raises Trouble when `verify` does or
    when somebody works with the database; then everything is as it was.
    """
    target = _target()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.restoring")
    _clear(beside)
    try:
        shutil.copyfile(folder / FILE, beside)
        beside.chmod(0o600)
        with pointed_at(str(beside)):
            verify()
        with closing(sqlite3.connect(beside)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")
        _sync(beside)
        settle()
        return _switch(beside, target, stamp)
    finally:
        _clear(beside)


def _switch(beside: Path, target: Path, stamp: str) -> str:
    """The copy takes the place of the database in one step; the old one keeps a name of its own."""
    connection.close()
    with data_folder.take(settings.ENVIRONMENT.data):
        if not occupied():
            beside.replace(target)
            _sync(target.parent)
            return ""
        kept = target.with_name(f"{target.name}.before-{stamp}")
        with closing(sqlite3.connect(target, timeout=1, isolation_level=None)) as old:
            try:
                # Takes what its log holds into the file, and is refused while anybody else has the database open.
                old.execute("PRAGMA journal_mode=DELETE")
                old.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                raise _in_use() from error
            os.link(target, kept)
            beside.replace(target)
            _sync(target.parent)
        return str(kept)


def _in_use() -> Trouble:
    return Trouble(
        zh="数据库正在使用，没有切换；请先停掉网页与后台再恢复。",
        en="the database is in use and nothing was switched over; stop web and worker first.",
    )


def _there(database: sqlite3.Connection, wanted: set[str]) -> list[str]:
    rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return sorted(wanted & {name for (name,) in rows})


def _source() -> str:
    connection.ensure_connection()
    return str(connection.settings_dict["NAME"])


def _target() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _clear(beside: Path) -> None:
    for path in (beside, *(beside.with_name(beside.name + ending) for ending in ("-wal", "-shm", "-journal"))):
        path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Makes sure that a file, or the names in a folder, lie on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
