"""Desks of their own, for tests whose processes must see committed data: copies of one that a run migrates once.

The ledger is append-only, so nothing of the suite's own database could be flushed after such a test.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg

REPO = Path(__file__).resolve().parents[1]
SERVER = os.environ.get("SHOUWEN_TEST_DATABASE_URL", "")
SHOUWEN = [sys.executable, "-m", "shouwen.wiring.command"]
TEMPLATE = "template-database"


@dataclass(frozen=True)
class Desks:
    """Opens desks. `shared` is a folder that all workers of one run know; what they copy from lies there."""

    shared: Path

    @contextmanager
    def open(self, folder: Path, *, engine: str = "") -> Iterator[dict[str, str]]:
        """The environment of a migrated desk with its data in `folder`; its database is gone at the end.

        On the engine that the run asks for, or always on `engine="sqlite"`.
        """
        env = environment(folder)
        if not SERVER or engine == "sqlite":
            shutil.copytree(self._once("template-folder", _migrated_folder), folder, dirs_exist_ok=True)
            yield env
            return
        template = self._once(TEMPLATE, _migrated_database).read_text()
        name = f"desk_{uuid4().hex[:12]}"
        in_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield env | {"SHOUWEN_DATABASE_URL": address_of(name)}
        finally:
            drop(name)

    def tidy(self) -> None:
        """Once, when all workers are done."""
        template = self.shared / TEMPLATE
        if template.exists():
            drop(template.read_text())

    def _once(self, name: str, make: Callable[[Path], None]) -> Path:
        made = self.shared / name
        with (self.shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                making = self.shared / f"{name}-{uuid4().hex}"
                make(making)
                making.rename(made)
        return made


def environment(folder: Path) -> dict[str, str]:
    """Of a process whose desk is in `folder`: nothing of the terminal's own desk reaches it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SHOUWEN_", "DJANGO_"))}
    return kept | {
        "SHOUWEN_DATA": str(folder),
        "SHOUWEN_DEMO": "0",
        "DJANGO_SETTINGS_MODULE": "shouwen.wiring.settings",
        "PYTHONPATH": os.pathsep.join([str(REPO), *filter(None, [kept.get("PYTHONPATH")])]),
    }


def free_port() -> int:
    """A port that nobody listens on at this moment: to be asked for just before its use."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def address_of(database: str) -> str:
    return f"{SERVER.rpartition('/')[0]}/{database}"


def in_server(statement: str) -> None:
    with psycopg.connect(address_of("postgres"), autocommit=True) as server:
        server.execute(statement)


def drop(name: str) -> None:
    """Whoever is connected. Not WITH (FORCE), which wants a right over autovacuum; a plain DROP ends that by itself."""
    with psycopg.connect(address_of("postgres"), autocommit=True) as server:
        end = "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
        server.execute(f"{end} WHERE datname = %s AND usename = current_user", [name])
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _migrated_folder(folder: Path) -> None:
    folder.mkdir()
    subprocess.run([*SHOUWEN, "migrate"], env=environment(folder), check=True, capture_output=True)


def _migrated_database(note: Path) -> None:
    """Leaves the name of the database in `note`."""
    name = f"template_{uuid4().hex[:12]}"
    in_server(f'CREATE DATABASE "{name}"')
    folder = note.with_name(f"{note.name}-data")
    env = environment(folder) | {"SHOUWEN_DATABASE_URL": address_of(name)}
    subprocess.run([*SHOUWEN, "migrate"], env=env, check=True, capture_output=True)
    note.write_text(name)
