"""What the kernel says of processes: who started whom, how much processor they took, their peak memory."""

import os
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def peak(pid: int) -> float:
    """The most that the process ever held, in MB; 0 when it is gone. It never shrinks, so the last answer counts."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    kilobytes = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return int(kilobytes[0]) / 1024 if kilobytes else 0.0


def processor(pids: list[int]) -> float:
    """Seconds of processor that they took since they began, together."""
    return sum(found.seconds for pid in pids if (found := _stat(pid)))


def ended(pids: list[int]) -> float:
    """Seconds of processor that other children of their parents took, and that ended: a server's former backends."""
    parents = {found.parent for pid in pids if (found := _stat(pid))}
    return sum(found.ended for parent in parents if (found := _stat(parent)))


def descendants(pid: int) -> dict[int, str]:
    """Everybody whom this process started, directly or not, each with their command line."""
    parents = {number: found.parent for number in _all() if (found := _stat(number))}
    family, grown = {pid}, True
    while grown:
        younger = {child for child, parent in parents.items() if parent in family} - family
        family, grown = family | younger, bool(younger)
    return {number: _command(number) for number in sorted(family - {pid})}


def backends(database: str) -> list[int]:
    """The server processes on this machine that work for this PostgreSQL database."""
    return [number for number in _all() if (words := _command(number)).startswith("postgres:") and database in words]


@dataclass(frozen=True)
class _Stat:
    parent: int
    seconds: float
    ended: float


def _stat(pid: int) -> _Stat | None:
    try:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The name, in parentheses, may hold anything.
    fields = line.rpartition(")")[2].split()
    user, system, users, systems = (int(ticks) / TICK for ticks in fields[11:15])
    return _Stat(parent=int(fields[1]), seconds=user + system, ended=users + systems)


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def _all() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]
