"""Where is measured: a temporary folder and databases of its own, all removed at the end, whatever happens.

The world (so many tickets, made by the bulk generator) is never measured on itself: `served` is a copy that the
product works on, `floor` a copy that only raw rows are put into. A world that is kept is made once and used again.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from bench.stores import Store, free, store

WORLD = "world.json"


@dataclass(frozen=True)
class Place:
    """`made` is what the filling told when the world was made: its moment, its lines, its generator's peak memory."""

    engine: str
    store: Store
    folder: Path
    served: str
    floor: str
    made: dict[str, Any]


@contextmanager
def place(engine: str, *, url: str, tickets: int, kept: Path | None) -> Iterator[Place]:
    """A place with so many tickets, Django set up on it. The terminal's own settings don't count."""
    for name in [name for name in os.environ if name.startswith("SHOUWEN_")]:
        del os.environ[name]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="shouwen-bench-", dir=kept)))
        here = store(engine, folder=folder, url=url)
        home = kept / f"{engine}-{tickets}" if kept else folder / "world"
        lasting = store(engine, folder=home, url=url)
        # On a server of databases the name is all that tells them apart.
        name, run = (f"world_{tickets}", uuid4().hex[:8]) if kept else (f"world_{uuid4().hex[:8]}", "")
        run = run or name[-8:]
        if kept is None:
            stack.callback(lasting.drop, name)
        made = _world(lasting, home, name, tickets=tickets)
        copies = {}
        for use in ("served", "floor"):
            stack.callback(here.drop, f"{use}_{run}")
            copies[use] = here.copy(lasting.address(name), f"{use}_{run}")
        free(copies["floor"])
        _set_up(folder, copies["served"])
        stack.callback(_hang_up)
        yield Place(engine, here, folder, copies["served"], copies["floor"], made)


def command(*words: str) -> list[str]:
    """The product's own command line, run by this Python."""
    return [sys.executable, "-m", "shouwen.wiring.command", *words]


def settings(data: Path, address: str) -> dict[str, str]:
    """The environment of a process that works on the database at `address`."""
    return {
        "DJANGO_SETTINGS_MODULE": "shouwen.wiring.settings",
        "SHOUWEN_DATA": str(data),
        "SHOUWEN_DATABASE_URL": address,
        "SHOUWEN_DEMO": "0",
        "SHOUWEN_LOG_LEVEL": "error",
    }


def _world(lasting: Store, home: Path, name: str, *, tickets: int) -> dict[str, Any]:
    """The world at `home`: the one that was finished there, or a new one; what was begun and not finished goes."""
    if (home / WORLD).exists():
        # What has come since it was made.
        _migrate(home / "data", lasting.address(name))
        found: dict[str, Any] = json.loads((home / WORLD).read_text(encoding="utf-8"))
        return found
    if home.exists():
        shutil.rmtree(home)
    (home / "data").mkdir(parents=True)
    blank, now = lasting.make(f"{name}_blank"), datetime.now(UTC).isoformat()
    try:
        _migrate(home / "data", blank)
        address = lasting.copy(blank, name)
        free(blank)
        words = [sys.executable, "-m", "bench.filling", str(tickets), now, blank]
        env = os.environ | settings(home / "data", address)
        told = subprocess.run(words, check=True, stdout=subprocess.PIPE, env=env, text=True).stdout
    finally:
        lasting.drop(f"{name}_blank")
    made = {"now": now, **json.loads(told), "megabytes": lasting.megabytes(address)}
    (home / WORLD).write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")
    return made


def _migrate(data: Path, address: str) -> None:
    subprocess.run(command("migrate"), check=True, stdout=subprocess.DEVNULL, env=os.environ | settings(data, address))


def _set_up(folder: Path, address: str) -> None:
    os.environ |= settings(folder / "data", address)
    os.makedirs(folder / "data" / "static")
    import django

    django.setup()


def _hang_up() -> None:
    from django.db import connections

    connections.close_all()
