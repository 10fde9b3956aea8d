"""How long the worker's sweep takes over clocks that are all due at once, as after a night that it was down."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection

from bench import rows
from bench.line import Line
from bench.spread import Watch
from bench.world import SEED, World
from shouwen.clocks.models import Clock
from shouwen.clocks.sweep import sweep
from shouwen.people.system import SETUP
from shouwen.tickets.bulk import CHUNK, Judging, open_chunk

OWNER = "1015"
LATER = timedelta(days=40)
# The floor is asked of a part: its rows are held in memory.
PART = 10_000
CHANGED = {
    "ledger_chain": ("length", "head", "last_at"),
    "clocks_clock": ("said", "breached", "wake_at"),
}


def measure(world: World) -> Iterator[Line]:
    """Clocks a second; floor: the events and messages that it wrote and the rows that it changed, in one commit."""
    at = world.now + LATER
    _enough(world)
    keys = list(_running(world).values_list("pk", flat=True)[: world.clocks])
    # The generator's clocks count as if all was said of them; these are to speak up again.
    for first in range(0, len(keys), CHUNK):
        Clock.objects.filter(pk__in=keys[first : first + CHUNK]).update(said=0, wake_at=world.now)
    due = list(Clock.objects.filter(wake_at__lte=at).values_list("pk", "chain_id"))
    before = rows.marks()
    with Watch() as watch:
        looked = sweep(at, limit=len(due) + 1)
    after = rows.marks()
    events, messages = (after[name] - before[name] for name in ("ledger_event", "notices_message"))
    share = min(1.0, PART / looked)
    seconds = rows.seconds_to_put(rows.since(before, share=share), world.place.floor)
    part = due[: round(len(due) * share)]
    changes = {"clocks_clock": [pk for pk, _ in part], "ledger_chain": sorted({chain for _, chain in part})}
    seconds += rows.seconds_to_do([_change(table, keys) for table, keys in changes.items()], world.place.floor)
    floor = looked * share / seconds
    yield Line(
        what=f"Sweep of {looked:,} due clocks ({events:,} events, {messages:,} messages)",
        measured=watch.rates(looked, "clocks"),
        floor=f"{floor:,.0f}/s",
        ratio=looked / watch.seconds / floor,
        value=looked / watch.seconds / floor,
        unit="share",
        label="Sweep",
    )


def _running(world: World):  # type: ignore[no-untyped-def]
    return Clock.objects.filter(stopped_at=None, due_at__lt=world.now + LATER).order_by("pk")


def _enough(world: World) -> None:
    """Open more tickets until so many clocks run."""
    owner, crowd = world.person(OWNER), world.crowd(SEED + 4)
    crowd.states, crowd.weights = ["queued"], [1]
    judging = Judging(owner, at=world.now)
    while _running(world).count() < world.clocks:
        open_chunk(list(crowd.some(owner, CHUNK)), judging=judging, actor=SETUP)


def _change(table: str, keys: list[int]) -> tuple[str, list[tuple[object, ...]]]:
    """The statement that brings the rows of these keys to what they are now, and its rows."""
    mark = "?" if connection.vendor == "sqlite" else "%s"
    columns, found = CHANGED[table], []
    with connection.cursor() as cursor:
        for first in range(0, len(keys), CHUNK):
            those = ", ".join(map(str, keys[first : first + CHUNK]))
            cursor.cursor.execute(f"SELECT {', '.join(_plain(columns))}, id FROM {table} WHERE id IN ({those})")
            found += [tuple(row) for row in cursor.cursor.fetchall()]
    settings = ", ".join(f"{column} = {mark}" for column in columns)
    return f"UPDATE {table} SET {settings} WHERE id = {mark}", found


def _plain(columns: tuple[str, ...]) -> list[str]:
    """As they are stored; see `rows`."""
    return [f"+{column}" for column in columns] if connection.vendor == "sqlite" else list(columns)
