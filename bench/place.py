"""Where is measured: a temporary folder and a database of its own, both removed at the end, whatever happens."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from uuid import uuid4

ENGINES = ("sqlite", "postgresql")
TEMPLATE = "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"


@contextmanager
def made(engine: str, url: str) -> Iterator[Path]:
    """The folder, with the product set up on an empty, migrated database. The terminal's own settings don't count."""
    for name in [name for name in os.environ if name.startswith("SHOUWEN_")]:
        del os.environ[name]
    with TemporaryDirectory(prefix="shouwen-bench-") as folder, _database(engine, url) as address:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "shouwen.wiring.settings",
            "SHOUWEN_DATA": f"{folder}/data",
            "SHOUWEN_DATABASE_URL": address,
            "SHOUWEN_LOG_LEVEL": "error",
        }
        os.makedirs(f"{folder}/data/static")
        subprocess.run(command("migrate"), check=True, stdout=subprocess.DEVNULL)
        import django

        django.setup()
        try:
            yield Path(folder)
        finally:
            from django.db import connection

            connection.close()


def command(*words: str) -> list[str]:
    """The product's own command line, run by this Python."""
    return [sys.executable, "-m", "shouwen.wiring.command", *words]


@contextmanager
def _database(engine: str, url: str) -> Iterator[str]:
    """The address of a new database: empty for SQLite, which makes its file in the data folder."""
    if engine == "sqlite":
        yield ""
        return
    import psycopg

    name = f"shouwen_bench_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(TEMPLATE.format(name=name))
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
