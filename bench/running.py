"""The measurements in their order: what only reads first, what makes the database grow last."""

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import NamedTuple

from bench import bodies, server, traffic
from bench.bodies import Bodies, Desk
from bench.line import Line
from bench.measures import backup, batchrefund, importing, intake, ledger, lookup, memory, pages, recheck, search, sweep
from bench.requests import Visits
from bench.server import Server
from bench.spread import rank
from bench.world import SEED, World

Looks = Callable[[World, Visits], Iterator[Line]]
Alone = Callable[[World], Iterator[Line]]
# A desk at work while others look.
STEADY_PER_SECOND = 20
STEADY_SECONDS = 900
# Asked of the running server while complaints keep coming in.
MEANWHILE: dict[str, Looks] = {"lookup": lookup.measure, "pages": pages.measure, "search": search.measure}
# Asked of the code alone, or of its own commands.
ALONE: dict[str, Alone] = {
    "complete": search.complete,
    "import": importing.measure,
    "sweep": sweep.measure,
    "recheck": recheck.measure,
    "ledger": ledger.measure,
    "batchrefund": batchrefund.measure,
    "backup": backup.measure,
}


class Found(NamedTuple):
    """A line of one measurement, by its name."""

    name: str
    line: Line


def everything(world: World, only: Sequence[str]) -> Generator[Found, None, None]:
    """Each line as soon as it is known; of all measurements, or of those named."""
    wanted = only or (*MEANWHILE, "generator", "intake", *ALONE)
    if "generator" in wanted:
        yield from (Found("generator", Line(**line)) for line in world.place.made["lines"])
    if "complete" in wanted:
        yield from (Found("complete", line) for line in search.complete(world))
    if {*MEANWHILE, "intake"} & set(wanted):
        yield from _served(world, wanted)
    for name in ALONE:
        if name in wanted and name != "complete":
            yield from (Found(name, line) for line in ALONE[name](world))


def _served(world: World, wanted: Sequence[str]) -> Iterator[Found]:
    """What is asked of the real server, and how much memory that took it in the end."""
    with server.running(world.place) as running:
        desks = bodies.desks(world)
        if looks := [name for name in MEANWHILE if name in wanted]:
            yield from _meanwhile(world, running, desks, looks)
        if "intake" in wanted:
            yield from (Found("intake", line) for line in intake.measure(world, running, desks))
        world.peaks |= running.peaks()
    yield from (Found("memory", line) for line in memory.measure(world))


def _meanwhile(world: World, running: Server, desks: Sequence[Desk], looks: Sequence[str]) -> Iterator[Found]:
    """What clerks look at while complaints keep coming in, and how that went."""
    coming = Bodies(world, SEED + 3).some(desks, STEADY_PER_SECOND * STEADY_SECONDS, port=running.port)
    visits = Visits(running, world.turns)
    with traffic.steady(running.port, coming, per_second=STEADY_PER_SECOND) as heard:
        for name in looks:
            yield from (Found(name, line) for line in MEANWHILE[name](world, visits))
    took, wrong = rank(heard.took), {status: n for status, n in heard.statuses.items() if status != "201"}
    line = Line(
        what=f"Intake beside the pages, {STEADY_PER_SECOND} a second asked for",
        measured=f"{heard.rate:.1f} tickets/s; {took.median:.1f} ms, p99 {took.p99:.1f} ms; {wrong or 'no'} errors",
        claim="no error",
        sound=not wrong,
    )
    yield Found("meanwhile", line)
