"""Claim: a file is imported without holding it in memory, however long it is: `shouwen import`."""

import csv
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from bench import processes, rows
from bench.line import Line
from bench.place import command
from bench.spread import Watch
from bench.world import SEED, World

OWNER = "1015"
HEADS = ("编号", "号码", "类别", "来源", "时间", "内容", "答复", "答复时间")
FIELDS = ("external_id", "number", "category", "source", "contacted_at", "text", "answer", "answered_at")
SHARE = 0.6
# A file four times as long may take this much more memory: the allocator is not exact to the page.
SLACK = 1.15
# The floor is asked of a part: its rows are held in memory.
PART = 10_000


def measure(world: World) -> Iterator[Line]:
    """Rows a second and peak memory of the process, for a quarter of the rows and for all; floor: `executemany`."""
    first, few = _import(world, world.rows // 4)
    yield first
    whole, peak = _import(world, world.rows)
    yield whole
    world.peaks["import"] = peak
    yield Line(
        what="… peak memory, four times the rows",
        measured=f"{peak:.0f} MB",
        floor=f"{few:.0f} MB",
        ratio=peak / few,
        value=peak / few,
        unit="times",
        aim=SLACK,
    )


def _import(world: World, count: int) -> tuple[Line, float]:
    file, before = world.place.folder / f"{count}.csv", rows.marks()
    _write(world, file, count)
    with Watch() as watch:
        peak = _run(file)
    made = rows.marks()["tickets_ticket"] - before["tickets_ticket"]
    if made != count:
        raise RuntimeError(f"{made} of {count} rows were imported")
    share = min(1.0, PART / count)
    floor = count * share / rows.seconds_to_put(rows.since(before, share=share), world.place.floor)
    file.unlink()
    ratio = count / watch.seconds / floor
    line = Line(
        what=f"Import of a CSV, {count:,} rows, {peak:.0f} MB at most",
        measured=watch.rates(count, "rows"),
        floor=f"{floor:,.0f}/s",
        ratio=ratio,
        value=ratio,
        unit="share",
        aim=SHARE if world.place.engine == "postgresql" and count == world.rows else None,
        label=f"Import, {count:,} rows",
    )
    return line, peak


def _run(file: Path) -> float:
    """Import the file in a process of its own; answers its peak memory in MB."""
    mapped = [f"--map={head}={field}" for head, field in zip(HEADS, FIELDS, strict=True)]
    words = command("import", str(file), "--owner", OWNER, "--origin", f"bench{file.stem}", *mapped)
    log = file.with_suffix(".log")
    with log.open("wb") as said, subprocess.Popen(words, stdout=said, stderr=said) as running:
        peak = 0.0
        try:
            while running.poll() is None:
                peak = processes.peak(running.pid) or peak
                time.sleep(0.05)
        except BaseException:
            running.terminate()
            raise
    if running.returncode:
        told = log.read_text(encoding="utf-8", errors="replace")
        raise RuntimeError(f"the import ended with {running.returncode}: {told[-2000:]}")
    return peak


def _write(world: World, file: Path, count: int) -> None:
    """A history of so many complaints, row by row."""
    crowd, owner = world.crowd(SEED + count, count), world.person(OWNER)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADS)
        for number, one in enumerate(crowd.some(owner, count)):
            opening, closing = one.opening, one.closing
            writer.writerow(
                (number, opening.number, opening.category, opening.source, opening.contacted_at.isoformat(),
                 opening.text, closing.answer if closing else "", closing.at.isoformat() if closing else "")
            )  # fmt: skip
