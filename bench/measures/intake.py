"""How many complaints a second the real server takes in over HTTP, each in its own transaction."""

import pickle
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench import putting, rows, traffic
from bench.bodies import Bodies, Desk
from bench.crew import Crew, Heard
from bench.line import Line
from bench.server import Server
from bench.spread import rank
from bench.world import SEED, World

SHARE = 0.3
AIMED = 8
# More than the server is expected to take in; bodies are prepared before the time is taken.
MOST_PER_SECOND = 900
# The floor is asked of a part of what was written: its rows are held in memory.
PART = 4_000


@dataclass
class Rounds:
    """The rounds of one way to hand in: what was heard, the floor's rates, and who took how much processor."""

    heard: list[Heard] = field(default_factory=list)
    floors: list[Heard] = field(default_factory=list)
    used: dict[str, float] = field(default_factory=dict)

    def line(self, what: str, *, aim: float | None) -> Line:
        """The median of the rounds beside the floor's."""
        rates, floors = [each.rate for each in self.heard], [each.rate for each in self.floors]
        took = rank([second for each in self.heard for second in each.took])
        wrong = sum((each.statuses for each in self.heard), Counter()) - Counter({"201": 10**9})
        span, share = sum(each.span for each in self.heard), median(rates) / median(floors)
        each = sum(self.used.values()) / len(took.seconds) * 1000
        split = ", ".join(f"{who} {seconds / span:.0%}" for who, seconds in self.used.items() if seconds)
        least = sum(one.processor for one in self.floors) / sum(len(one.took) for one in self.floors) * 1000
        return Line(
            what=what,
            measured=(
                f"{median(rates):,.0f} tickets/s ({min(rates):,.0f}–{max(rates):,.0f}); {took.median:.1f} ms, "
                f"p99 {took.p99:.1f} ms; {wrong.total()} errors{f' {dict(wrong)}' if wrong else ''}; "
                f"{each:.1f} ms of processor each ({split} of one)"
            ),
            floor=f"{median(floors):,.0f}/s ({min(floors):,.0f}–{max(floors):,.0f}); {least:.1f} ms of processor each",
            ratio=share,
            # An intake with errors reaches nothing.
            value=0.0 if wrong else share,
            unit="share",
            aim=aim,
            sound=None if aim is not None else not wrong,
            claim="" if aim is not None else "no error",
            label=what,
        )


def measure(world: World, server: Server, desks: Sequence[Desk]) -> Iterator[Line]:
    """Tickets a second; floor: the same raw rows over the same driver, from as many connections, a commit each."""
    drawn = Bodies(world, SEED + 2)
    for clients in world.clients:
        aim = SHARE if clients == AIMED and world.place.engine == "postgresql" else None
        what = f"Single intake over HTTP, {clients} client{'s' * (clients > 1)}"
        yield _rounds(world, server, drawn, desks, clients=clients).line(f"{what}, {len(desks)} desks", aim=aim)
    some = AIMED if AIMED in world.clients else max(world.clients)
    yield _rounds(world, server, drawn, desks[:1], clients=some).line(f"… {some} clients, all at one desk", aim=None)
    keyed = _rounds(world, server, drawn, desks, clients=some, keyed=True)
    yield keyed.line(f"… {some} clients, each with an Idempotency-Key", aim=None)


def _rounds(
    world: World, server: Server, drawn: Bodies, desks: Sequence[Desk], *, clients: int, keyed: bool = False
) -> Rounds:
    told, most = Rounds(), round(world.seconds * MOST_PER_SECOND)
    traffic.drive(
        server.port, drawn.some(desks, 8 * clients, port=server.port, keyed=keyed), clients=clients, seconds=9
    )
    for _ in range(world.repeats):
        prepared = drawn.some(desks, most, port=server.port, keyed=keyed)
        before, used = rows.marks(), server.used()
        heard = traffic.drive(server.port, prepared, clients=clients, seconds=world.seconds)
        for who, seconds in {**server.used(), "clients": heard.processor}.items():
            told.used[who] = told.used.get(who, 0) + seconds - used.get(who, 0)
        told.heard.append(heard)
        told.floors.append(_floor(world, before, taken=heard.statuses["201"], connections=clients))
    return told


def _floor(world: World, before: rows.Marks, *, taken: int, connections: int) -> Heard:
    """The rows that so many tickets wrote, or the first of them, put again by so many connections at once."""
    part = max(1, min(taken, PART))
    dealt = rows.transactions(rows.since(before, share=part / max(1, taken)), count=part)
    with TemporaryDirectory(prefix="shouwen-bench-") as folder:
        files = []
        for number in range(connections):
            file = Path(folder) / str(number)
            file.write_bytes(pickle.dumps(dealt[number::connections]))
            files.append((str(file), world.place.floor))
        crew = Crew(Path(putting.__file__), files)
        crew.go()
        return crew.heard()
