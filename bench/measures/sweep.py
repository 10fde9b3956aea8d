"""How long the worker's sweep takes over clocks that are all due at once, as after a night that it was down."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection

from bench import raw_rows
from bench.line import Line
from bench.spread import Watch
from bench.world import World
from shouwen.clocks.models import Clock
from shouwen.clocks.sweep import sweep

CLOCKS = 5_000
CHAINS = "SELECT length, head, last_at, id FROM ledger_chain WHERE id IN ({those})"
CLOCK_ROWS = "SELECT said, breached, wake_at, id FROM clocks_clock WHERE id IN ({those})"


def measure(world: World) -> Iterator[Line]:
    """Clocks a second; floor: the events and messages that it wrote and the rows that it changed, in one commit."""
    at = world.now + timedelta(days=40)
    running = Clock.objects.filter(stopped_at=None, due_at__lt=at).order_by("pk").values_list("pk", flat=True)
    # The generator's clocks count as if all was said of them; these are to speak up again.
    Clock.objects.filter(pk__in=list(running[:CLOCKS])).update(said=0, wake_at=world.now)
    due = list(Clock.objects.filter(wake_at__lte=at).values_list("pk", "chain_id"))
    before = raw_rows.marks(raw_rows.MESSAGES)
    with Watch() as watch:
        looked = sweep(at)
    wrote = raw_rows.since(before, raw_rows.MESSAGES)
    with raw_rows.copies(raw_rows.MESSAGES):
        seconds = raw_rows.seconds_to_write(wrote) + raw_rows.seconds_to_do(
            [
                (f"UPDATE ledger_chain SET length = {P}, head = {P}, last_at = {P} WHERE id = {P}", rows)
                for rows in [_rows(CHAINS, sorted({chain for _, chain in due}))]
            ]
            + [
                (f"UPDATE clocks_clock SET said = {P}, breached = {P}, wake_at = {P} WHERE id = {P}", rows)
                for rows in [_rows(CLOCK_ROWS, [pk for pk, _ in due])]
            ]
        )
    floor = looked / seconds
    said = len(wrote["ledger_event"])
    yield Line(
        what=f"Sweep of {looked:,} due clocks ({said:,} events, {len(wrote['notices_message']):,} messages)",
        measured=watch.rates(looked, "clocks"),
        floor=f"{floor:,.0f}/s",
        ratio=looked / watch.seconds / floor,
    )


P = "%s"


def _rows(sql: str, keys: list[int]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(those=", ".join(map(str, keys))))
        return [tuple(row) for row in cursor.fetchall()]
