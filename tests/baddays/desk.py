"""A desk as production runs it: the commands of the product as processes of their own, on a place of its own."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from shouwen.wiring.metrics.folder import MEMORY
from tests.desks import REPO, SHOUWEN, free_port

# So long may anything take that is waited for. A machine under load is slow, but nothing may hang.
PATIENCE = 300.0


def until(true: Callable[[], Any], what: str, *, seconds: float = PATIENCE) -> Any:
    """Wait until it is so; answers what came. Fails with `what` was waited for in vain."""
    ends = time.monotonic() + seconds
    while not (came := true()):
        assert time.monotonic() < ends, f"it never came to be that {what}"
        time.sleep(0.05)
    return came


def alive(pid: int) -> bool:
    """Whether that process runs; one that ended and was reaped by nobody yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def children(pid: int) -> list[int]:
    """The processes that this one started and that still run."""
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(child) for child in told.split() if alive(int(child))]


def command_of(pid: int) -> str:
    """The last word of the command line that this process was started with."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().rstrip("\0").rpartition("\0")[2]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def kill(pid: int, by: signal.Signals = signal.SIGKILL) -> None:
    """End a process, if it still runs."""
    if alive(pid):
        with suppress(ProcessLookupError):
            os.kill(pid, by)


class Desk:
    """One installation: settings, data folder, database, port, and the processes that were started on it."""

    def __init__(self, data: Path, *, log: Path | None = None, database_url: str = "", **settings: str) -> None:
        self.data, self.port = data, free_port()
        self.log = log or data.with_name(f"{data.name}.log")
        env = {name: value for name, value in os.environ.items() if not name.startswith(("SHOUWEN_", "DJANGO_"))}
        self.env = env | {
            "PYTHONPATH": f"{REPO / 'src'}{os.pathsep}{REPO}",
            "SHOUWEN_DATA": str(data),
            "SHOUWEN_DATABASE_URL": database_url,
            "SHOUWEN_PORT": str(self.port),
            "SHOUWEN_DEMO": "0",
            "SHOUWEN_LANGUAGE": "en",
            "SHOUWEN_WORKERS": "2",
            "SHOUWEN_LOG_LEVEL": "warning",
            **settings,
        }
        self._started: list[subprocess.Popen[bytes]] = []

    def run(self, *words: str) -> str:
        """Let one command come to its end, which must be a good one; answers what it said on standard output."""
        done = self.tried(*words)
        assert done.returncode == 0, f"shouwen {' '.join(words)}: {done.stderr}"
        return done.stdout

    def tried(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Let one command come to its end, whatever that is."""
        return subprocess.run(
            [*SHOUWEN, *words], env=self.env, cwd=REPO, capture_output=True, text=True, timeout=PATIENCE
        )

    def python(self, module: str, *words: str) -> Any:
        """Run a module of these tests in a process of its own; answers the JSON that it printed."""
        env = self.env | {"DJANGO_SETTINGS_MODULE": "shouwen.wiring.settings"}
        done = subprocess.run(
            [sys.executable, "-m", module, *words], env=env, cwd=REPO, capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode == 0, f"{module}: {done.stderr}"
        return json.loads(done.stdout)

    def start(self, *words: str, before: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
        """Start a command that goes on. Its words are kept in `log`; it is ended at the end of the test."""
        with self._log() as log:
            process = subprocess.Popen(
                [*SHOUWEN, *words],
                env=self.env,
                cwd=REPO,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=before,
            )
        self._started.append(process)
        return process

    def up(self, *words: str) -> subprocess.Popen[bytes]:
        """Start it whole, and wait until it says that it is ready."""
        before = self.told().count("Shouwen is ready")
        process = self.start("up", *words)
        until(lambda: self.told().count("Shouwen is ready") > before or process.poll() is not None, "the desk is up")
        assert process.poll() is None, self.told()[-3000:]
        return process

    def serve(self, *, before: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
        """Start the web alone, and wait until it answers."""
        process = self.start("serve", before=before)
        until(lambda: self.healthy() or process.poll() is not None, "the web answers")
        assert process.poll() is None, self.told()[-3000:]
        return process

    def healthy(self) -> bool:
        """Whether the web answers that it is well."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def told(self) -> str:
        """All that its processes said."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def token(self, staff: str, name: str = "") -> str:
        """A token by which a program acts for that person."""
        return self.run("token", "create", "--name", name or f"{staff} {uuid4().hex}", "--staff", staff).strip()

    def end(self, process: subprocess.Popen[bytes]) -> int:
        """Ask a command to stop, as an operator does, and wait until it and all below it are gone."""
        kill(process.pid, signal.SIGTERM)
        return process.wait(PATIENCE)

    def kill_all(self) -> None:
        """Everything that was started here ends at once, as if the machine had."""
        for process in self._started:
            for pid in (process.pid, *below(process.pid)):
                kill(pid)
            process.wait(PATIENCE)
        self._started.clear()
        # A server that was killed leaves its counts to the next one of its port; here there is none.
        for counts in MEMORY.glob(f"shouwen-*-{self.port}"):
            shutil.rmtree(counts)

    def _log(self) -> IO[bytes]:
        return self.log.open("ab")


def below(pid: int) -> list[int]:
    """All processes that come of this one."""
    found = children(pid)
    return found + [deeper for child in found for deeper in below(child)]
