"""Databases for measuring on, made, copied and dropped: files of SQLite, or databases of a PostgreSQL server."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, unquote, urlsplit

ENGINES = ("sqlite", "postgresql")
PREFIX = "shouwen_bench_"


class Store(Protocol):
    """Where the databases of one engine lie. An address is what SHOUWEN_DATABASE_URL takes."""

    def address(self, name: str) -> str: ...
    def make(self, name: str) -> str: ...
    def copy(self, source: str, name: str) -> str: ...
    def drop(self, name: str) -> None: ...
    def megabytes(self, address: str) -> float: ...


class Sqlite:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def address(self, name: str) -> str:
        return f"sqlite:///{quote(str(self.folder.resolve() / name))}.sqlite3"

    def make(self, name: str) -> str:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.address(name)

    def copy(self, source: str, name: str) -> str:
        address, file = self.make(name), _file(source)
        with sqlite3.connect(file) as settled:
            settled.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        settled.close()
        shutil.copyfile(file, _file(address))
        return address

    def drop(self, name: str) -> None:
        for file in self.folder.glob(f"{name}.sqlite3*"):
            file.unlink()

    def megabytes(self, address: str) -> float:
        return _file(address).stat().st_size / 2**20


class Postgresql:
    """Databases of the server that `url` leads to, whose role may make them; the one it names is left as it is."""

    def __init__(self, url: str) -> None:
        self.url = url

    def address(self, name: str) -> str:
        return urlsplit(self.url)._replace(path=f"/{PREFIX}{name}").geturl()

    def make(self, name: str) -> str:
        return self._make(name, "TEMPLATE template0 ENCODING 'UTF8'")

    def copy(self, source: str, name: str) -> str:
        # Written to the disk at once, so that the server doesn't do it while something is measured.
        address = self._make(name, f"TEMPLATE {urlsplit(source).path[1:]} STRATEGY file_copy")
        with self._server() as server:
            server.execute("CHECKPOINT") if _superuser(server) else None
        return address

    def drop(self, name: str) -> None:
        with self._server() as server:
            server.execute(f"DROP DATABASE IF EXISTS {PREFIX}{name} WITH (FORCE)")

    def megabytes(self, address: str) -> float:
        with self._server() as server:
            row = server.execute("SELECT pg_database_size(%s)", [urlsplit(address).path[1:]]).fetchone()
        return float(row[0]) / 2**20

    def _make(self, name: str, how: str) -> str:
        self.drop(name)
        with self._server() as server:
            server.execute(f"CREATE DATABASE {PREFIX}{name} {how}")
        return self.address(name)

    def _server(self) -> Any:
        import psycopg

        return psycopg.connect(self.url, autocommit=True)


def store(engine: str, *, folder: Path, url: str) -> Store:
    """The store of the engine."""
    return Sqlite(folder) if engine == "sqlite" else Postgresql(url)


@contextmanager
def raw(address: str) -> Iterator[Any]:
    """A bare connection of the driver, set up as the product sets its own up, except that nothing points anywhere.

    On SQLite foreign keys are off; on PostgreSQL the caller takes them away once (`free`).
    """
    if address.startswith("sqlite"):
        connection: Any = sqlite3.connect(_file(address), timeout=120, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-32000", "foreign_keys=OFF"):
            connection.execute(f"PRAGMA {pragma}")
    else:
        import psycopg

        connection = psycopg.connect(address, autocommit=True, prepare_threshold=0)
    try:
        yield connection
    finally:
        connection.close()


def free(address: str) -> None:
    """Take the foreign keys away, so that rows can be put in any order by any connection."""
    if address.startswith("sqlite"):
        return
    asked = "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f'"
    with raw(address) as connection:
        for table, name in connection.execute(asked).fetchall():
            connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def _file(address: str) -> Path:
    return Path(unquote(address.removeprefix("sqlite:///")))


def _superuser(server: Any) -> bool:
    return bool(server.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()[0])
