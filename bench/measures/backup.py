"""How long the whole desk takes to be backed up, and to be restored and verified from the backup."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench.line import Line
from bench.place import command, settings
from bench.spread import Watch
from bench.world import World


def measure(world: World) -> Iterator[Line]:
    """Seconds of `shouwen backup`, and of `shouwen restore` with everything that it verifies."""
    here = world.place
    if here.engine == "postgresql":
        from django.db import connection

        # Nobody else may be at work on a database that is dumped and compared.
        connection.close()
    folder = here.folder / "backups"
    with Watch() as making:
        _run(dict(os.environ), "backup", "--to", str(folder))
    (made,) = folder.iterdir()
    stored, kept = here.store.megabytes(here.served), sum(file.stat().st_size for file in made.rglob("*")) / 2**20
    yield _line(f"Backup of {stored:,.0f} MB, into {kept:,.0f} MB", making)
    data = here.folder / "restored"
    # A file of its own lies in the data folder; on a server the database needs another name.
    name = f"restored_{here.folder.name[-8:]}"
    address = here.store.address(name) if here.engine == "postgresql" else ""
    try:
        with Watch() as restoring:
            _run(dict(os.environ) | settings(data, address), "restore", str(made))
    finally:
        if address:
            here.store.drop(name)
    yield _line("Restore, the ledger, every deadline and count verified", restoring)


def _run(env: dict[str, str], *words: str) -> None:
    data = Path(env["SHOUWEN_DATA"])
    data.mkdir(mode=0o700, exist_ok=True)
    subprocess.run(command(*words), check=True, stdout=subprocess.DEVNULL, env=env)


def _line(what: str, watch: Watch) -> Line:
    return Line(what=what, measured=f"{watch.seconds:,.0f} s, {watch.processor:,.0f} s of processor")
