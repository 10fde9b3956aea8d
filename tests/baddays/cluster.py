"""A PostgreSQL of these tests alone, so that it may be stopped, killed and starved."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

from tests.desks import free_port

# Nothing of a machine that loses its power is tried here, so nothing waits for the disk; but what was answered as
# committed must outlive every process of the server.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "on",
    "full_page_writes": "off",
    "max_connections": "40",
    "superuser_reserved_connections": "3",
}


def initdb() -> Path | None:
    """Where the programs of the newest PostgreSQL of this machine are; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


class Cluster:
    """A server with the role `shouwen`, which has the rights that production gives it and no more."""

    def __init__(self) -> None:
        bin_folder = initdb()
        assert bin_folder is not None
        self.bin, self.port = bin_folder, free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="shouwen-baddays-"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
        self._ran("initdb", "-D", str(self.folder / "data"), "--auth=trust", "--no-sync", *locale)
        self.start()
        self.sql("CREATE ROLE shouwen LOGIN CREATEDB")

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        options = f"-p {self.port} -k {self.folder} {settings}"
        self._ran("pg_ctl", *self._where, "-l", str(self.folder / "log"), "-w", "-s", "start", "-o", options)

    def stop(self, mode: str) -> None:
        """Stop it: `fast` ends every connection in order, `immediate` as if all of it crashed."""
        self._ran("pg_ctl", *self._where, "-m", mode, "-w", "-s", "stop")

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """Do one statement as the superuser; answers its rows."""
        user = "postgres" if os.geteuid() == 0 else None
        with psycopg.connect(
            host="127.0.0.1", port=self.port, dbname="postgres", user=user, autocommit=True
        ) as connection:
            cursor = connection.execute(statement)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []

    def url(self, database: str) -> str:
        """How the product is told of one of its databases."""
        return f"postgresql://shouwen@127.0.0.1:{self.port}/{database}"

    def remove(self) -> None:
        """Stop it and leave nothing behind."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _where(self) -> list[str]:
        return ["-D", str(self.folder / "data"), "-t", "300"]

    def _ran(self, program: str, *words: str) -> None:
        # It refuses to run as root; Debian has a user for it.
        becoming = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [*becoming, str(self.bin / program), *words], cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
