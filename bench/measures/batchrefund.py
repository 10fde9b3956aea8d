"""Claim: a batch of ten thousand is paid to each customer exactly once, whatever billing does and whoever is killed."""

import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

from bench import batches, processes, rows
from bench.carrying import clock
from bench.line import Line
from bench.place import command
from bench.spread import Watch
from bench.world import SEED, World
from shouwen.batchdisputes.carrying import carry_on
from shouwen.batchdisputes.models import BatchDispute, BatchLine
from shouwen.batchdisputes.reads.totals import totals
from shouwen.refunds.billing.http import HttpBilling
from shouwen.refunds.billing.simulated.book import Book
from shouwen.refunds.billing.simulated.moods import Moods
from shouwen.refunds.billing.simulated.server import running
from shouwen.refunds.billing.simulated.system import System
from shouwen.refunds.execution import AT_ONCE, work

MOST = 10_000
KILLS = 6
TROUBLE = 0.2
PATIENCE = 900


def measure(world: World) -> Iterator[Line]:
    """Refunds a second, ordered and booked; then another batch with a billing that misbehaves, and kills."""
    count = min(MOST, world.rows)
    batch, read = batches.ready(world, count, first=0)
    yield Line(what=f"List of {count:,} customers read", measured=read.rates(count, "rows"))
    yield _ordered(world, batch, count)
    with _server(world.place.folder / "calm.sqlite3") as address:
        yield _booked(world, batch, count, address)
    other, _ = batches.ready(world, count, first=count)
    yield from _troubled(world, other, count)


def _ordered(world: World, batch: BatchDispute, count: int) -> Line:
    """Floor: the rows that it wrote, over the bare driver in one transaction; what it changed of others isn't in it."""
    before = rows.marks()
    with Watch() as watch:
        while BatchDispute.rows.values_list("state", flat=True).get(pk=batch.pk) == "executing":
            carry_on(world.now)
    floor = count / rows.seconds_to_put(rows.since(before), world.place.floor)
    ratio = count / watch.seconds / floor
    return Line(
        what=f"Batch of {count:,} refunds ordered",
        measured=watch.rates(count, "refunds"),
        floor=f"{floor:,.0f}/s",
        ratio=ratio,
        value=ratio,
        unit="share",
        label="Batch refund, ordering",
    )


def _booked(world: World, batch: BatchDispute, count: int, address: str) -> Line:
    """Floor: as many bare calls to the same server, as many at once, each with its own connection, nothing kept."""
    billing = HttpBilling(address)
    with Watch() as watch:
        while work(world.now, billing=billing):
            pass
    done = BatchLine.objects.filter(batch=batch, refund__state="done").count()
    host, orders = address.removeprefix("http://"), [_order(number) for number in range(count)]
    with Watch() as bare, ThreadPoolExecutor(AT_ONCE) as pool:
        for status in pool.map(lambda order: _post(host, *order), orders):
            if status != 200:
                raise RuntimeError(f"billing answered {status}")
    floor, ratio = count / bare.seconds, bare.seconds / watch.seconds
    return Line(
        what=f"… booked by billing, {done:,} of {count:,}",
        measured=watch.rates(count, "refunds"),
        floor=f"{floor:,.0f}/s",
        ratio=ratio,
        value=ratio,
        unit="share",
        claim="all booked",
        sound=done == count and totals(BatchDispute.rows.get(pk=batch.pk)).reconciles,
        label="Batch refund, execution",
    )


def _order(number: int) -> tuple[str, bytes]:
    key = f"floor/{number}"
    said = {"key": key, "number": f"1439{number:07d}", "kind": "double", "principal": "6.15", "gift": "6.15",
            "total": "12.30", "reference": "floor", "cause": "company.support_system"}  # fmt: skip
    return key, json.dumps(said).encode()


def _post(host: str, key: str, body: bytes) -> int:
    line = http.client.HTTPConnection(host, timeout=20)
    try:
        line.request("POST", "/refunds", body, {"Idempotency-Key": key, "Content-Type": "application/json"})
        answer = line.getresponse()
        answer.read()
        return answer.status
    finally:
        line.close()


def _troubled(world: World, batch: BatchDispute, count: int) -> Iterator[Line]:
    """A fifth of all calls go wrong, and the worker is killed again and again; then one carries it to its end."""
    began, chance = time.time(), Random(SEED)
    book = Book(world.place.folder / "troubled.sqlite3")
    system = System(book, Moods.troubled(TROUBLE, SEED), lambda: clock(began, world.now))
    # A few customers are paid before anybody could be killed often.
    peak, kills = 0.0, KILLS if count == MOST else 1
    with Watch() as watch, running(system) as server:
        words = [sys.executable, "-m", "bench.carrying", str(batch.pk), server.address, str(began)]
        words.append(world.now.isoformat())
        for _ in range(kills):
            peak = max(peak, _run(words, for_seconds=chance.uniform(3, 8)))
        peak = max(peak, _run(words, for_seconds=PATIENCE))
    batch = BatchDispute.rows.get(pk=batch.pk)
    found, booked = totals(batch), Counter((one.key, one.amount) for one in book.all())
    book.close()
    lines = BatchLine.objects.filter(batch=batch, refund__state="done")
    wanted = Counter((f"{batch.serial}/{line.line}", line.total) for line in lines)
    parts = ", ".join(f"{part.rows:,} {part.state}" for part in found.parts)
    world.peaks["batch refund"] = peak
    yield Line(
        what=f"Batch of {count:,}, a fifth of calls wrong, {kills} kills: {parts}",
        measured=f"{watch.seconds:,.0f} s; {peak:.0f} MB at most",
        claim="each exactly once, to the cent",
        sound=booked == wanted and found.reconciles and batch.state == "informing",
    )


def _run(words: list[str], *, for_seconds: float) -> float:
    """Let a worker work for so long at most, then kill it outright; answers its peak memory in MB."""
    child, ends, peak = subprocess.Popen(words), time.monotonic() + for_seconds, 0.0
    try:
        while child.poll() is None and time.monotonic() < ends:
            peak = processes.peak(child.pid) or peak
            time.sleep(0.05)
    finally:
        if child.poll() is None:
            child.send_signal(signal.SIGKILL)
        child.wait()
    return peak


@contextmanager
def _server(path: Path) -> Iterator[str]:
    """The simulated billing system in a process of its own, so that it takes nothing of ours."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = command("billing", "simulate", "--port", str(port), "--book", str(path))
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < ends:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("the simulated billing system does not answer")
