"""The real server, as production runs it: `shouwen up`, with its web processes and its worker."""

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from bench import processes
from bench.place import Place, command
from shouwen.wiring.offspring import follow_parent

PATIENCE = 300
GRACE = 30


@dataclass
class Server:
    """The server on its port, and who works for it."""

    port: int
    up: subprocess.Popen[bytes]
    database: str

    def staff(self) -> dict[str, list[int]]:
        """Processes by what they do: web (those that answer), worker, database (of a server on this machine)."""
        family = processes.descendants(self.up.pid)
        serving = [pid for pid, words in family.items() if words.endswith(" serve")]
        web = [
            child
            for pid in serving
            for child, words in processes.descendants(pid).items()
            if "resource_tracker" not in words
        ]
        return {
            "web": web or serving,
            "worker": [pid for pid, words in family.items() if words.endswith(" worker")],
            "database": processes.backends(self.database) if self.database else [],
        }

    def used(self) -> dict[str, float]:
        """Seconds of processor taken until now, by what they do."""
        staff = self.staff()
        used = {what: processes.processor(pids) for what, pids in staff.items()}
        # A connection that is closed between two looks takes its process with it.
        used["database"] += processes.ended(staff["database"])
        return used

    def peaks(self) -> dict[str, float]:
        """The most memory in MB that each of them held; the database's share their memory, so they aren't told."""
        told = {}
        for what, pids in self.staff().items():
            for number, pid in enumerate(pids if what != "database" else [], 1):
                told[f"{what} {number}" if len(pids) > 1 else what] = processes.peak(pid)
        return told


@contextmanager
def running(place: Place) -> Iterator[Server]:
    """The server on the served database until the block ends. Raises RuntimeError when it doesn't come up."""
    port = _free_port()
    env = os.environ | {"SHOUWEN_PORT": str(port)}
    # What it says stays in a file: it is shown when the server doesn't come up.
    with (place.folder / "server.log").open("wb") as log:
        up = subprocess.Popen(command("up"), env=env, stdout=log, stderr=log, preexec_fn=follow_parent)
    database = urlsplit(place.served).path[1:] if place.engine == "postgresql" else ""
    try:
        _wait(up, port)
        yield Server(port, up, database)
    finally:
        up.terminate()
        try:
            up.wait(GRACE)
        except subprocess.TimeoutExpired:
            up.kill()
            up.wait()
        _check(place)


def _check(place: Place) -> None:
    """What the server complained of is shown: a measurement of errors is none."""
    said = (place.folder / "server.log").read_text(encoding="utf-8", errors="replace")
    if troubles := re.findall(r"^.*(?:Traceback|ERROR|Error:).*$", said, re.MULTILINE):
        print(f"the server complained {len(troubles)} times, first: {troubles[0]}", flush=True)


def _wait(up: subprocess.Popen[bytes], port: int) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and up.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"the server did not come up (ended with {up.poll()})")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
