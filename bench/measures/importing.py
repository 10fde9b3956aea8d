"""Claim: a file is imported without holding it in memory, however long it is: `shouwen import`."""

import csv
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from bench import raw_rows
from bench.line import Line
from bench.measures.generator import floor_rate
from bench.place import command
from bench.spread import Watch
from bench.world import SEED, World

OWNER = "1015"
HEADS = ("编号", "号码", "类别", "来源", "时间", "内容", "答复", "答复时间")
FIELDS = ("external_id", "number", "category", "source", "contacted_at", "text", "answer", "answered_at")
# A file four times as long may take this much more memory: the allocator is not exact to the page.
SLACK = 1.15


def measure(world: World) -> Iterator[Line]:
    """Rows a second and peak memory of the process, for a quarter of the rows and for all; floor: `executemany`."""
    few = world.rows // 4
    yield (first := _import(world, few))[0]
    whole, peak = _import(world, world.rows)
    yield whole
    yield Line(
        what="… peak memory, four times the rows",
        measured=f"{peak:.0f} MB",
        floor=f"{first[1]:.0f} MB",
        ratio=peak / first[1],
        claim="does not grow with the file",
        held=peak < first[1] * SLACK,
    )


def _import(world: World, rows: int) -> tuple[Line, float]:
    file, before = world.folder / f"{rows}.csv", raw_rows.marks(raw_rows.TICKETS)
    _write(world, file, rows)
    with Watch() as watch:
        peak = _run(file)
    made = raw_rows.marks(raw_rows.TICKETS)["tickets_ticket"] - before["tickets_ticket"]
    if made != rows:
        raise RuntimeError(f"{made} of {rows} rows were imported")
    floor = floor_rate(before, rows)
    file.unlink()
    line = Line(
        what=f"Import of a CSV, {rows:,} rows, {peak:.0f} MB at most",
        measured=watch.rates(rows, "rows"),
        floor=f"{floor:,.0f}/s",
        ratio=rows / watch.seconds / floor,
    )
    return line, peak


def _run(file: Path) -> float:
    """Import the file in a process of its own; answers its peak memory in MB."""
    mapped = [f"--map={head}={field}" for head, field in zip(HEADS, FIELDS, strict=True)]
    words = command("import", str(file), "--owner", OWNER, "--origin", f"bench{file.stem}", *mapped)
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        peak = 0.0
        try:
            while running.poll() is None:
                peak = _peak(running.pid) or peak
                time.sleep(0.05)
        except BaseException:
            running.terminate()
            raise
    if running.returncode:
        raise RuntimeError(f"the import ended with {running.returncode}")
    return peak


def _peak(pid: int) -> float:
    """What the kernel says was the most that the process ever held. It never shrinks, so the last answer counts."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    kilobytes = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return int(kilobytes[0]) / 1024 if kilobytes else 0.0


def _write(world: World, file: Path, rows: int) -> None:
    """A history of so many complaints, row by row."""
    crowd, owner = world.crowd(SEED + rows, rows), world.person(OWNER)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADS)
        for number, one in enumerate(crowd.some(owner, rows)):
            opening, closing = one.opening, one.closing
            writer.writerow(
                (number, opening.number, opening.category, opening.source, opening.contacted_at.isoformat(),
                 opening.text, closing.answer if closing else "", closing.at.isoformat() if closing else "")
            )  # fmt: skip
