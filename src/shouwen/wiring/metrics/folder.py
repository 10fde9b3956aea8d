"""The folder that the web processes of one server count in. It begins empty: counts start at nought with the server."""

import os
import shutil
from hashlib import sha256
from pathlib import Path

# Read by prometheus_client when it is first imported, so it is set before any web process begins.
NAME = "PROMETHEUS_MULTIPROC_DIR"
# The counts are files mapped into the processes. On a full disk a first touch of such a page ends the process (SIGBUS),
# so they are kept in memory where the machine has a folder there.
MEMORY = Path("/dev/shm")


def begin(data: Path, port: int) -> None:
    """Empties the folder of the server at this port and lets its processes, started from now on, count in it."""
    place = _in_memory(data, port) or _made(data / "metrics" / str(port))
    for path in place.glob("*.db"):
        path.unlink(missing_ok=True)
    os.environ[NAME] = str(place)


def end() -> None:
    """Removes the folder once the server and its processes have ended; one that was killed leaves it to the next."""
    if shared := os.environ.pop(NAME, None):
        shutil.rmtree(shared, ignore_errors=True)


def processes() -> list[int]:
    """Answers the processes that count there and are alive; this one alone where none share a folder."""
    shared = os.environ.get(NAME)
    if shared is None:
        return [os.getpid()]
    found = {path.stem.rpartition("_")[2] for path in Path(shared).glob("*.db")}
    return sorted(int(pid) for pid in found if pid.isdigit() and Path(f"/proc/{pid}").exists())


def _in_memory(data: Path, port: int) -> Path | None:
    """The folder in memory, which nobody else can have put there; None where the machine has no place for it."""
    place = MEMORY / f"shouwen-{sha256(bytes(data)).hexdigest()[:16]}-{port}"
    if not MEMORY.is_dir():
        return None
    try:
        _made(place)
        found = place.lstat()
    except OSError:
        return None
    return place if found.st_uid == os.geteuid() and found.st_mode & 0o77 == 0 and not place.is_symlink() else None


def _made(place: Path) -> Path:
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place
