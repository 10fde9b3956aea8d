"""`shouwen clocks`."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from shouwen.wiring.command import _progress
from shouwen.wiring.command._django import ready
from shouwen.wiring.speech import Sentence

if TYPE_CHECKING:
    from shouwen.clocks.recheck import Difference

ZONE = ZoneInfo("Asia/Shanghai")


@click.group(name="clocks")
def command() -> None:
    """The running deadlines."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object per difference.")
def recheck(as_json: bool) -> None:
    """Recomputes every deadline from the events alone and reports each that is stored otherwise.

    Changes nothing. Exits 1 when there is a difference.
    """
    ready()
    from shouwen.clocks.models import Watched
    from shouwen.clocks.recheck import Difference

    chains, wrong = 0, 0
    for found in _progress.over(_each(), Watched.objects.count()):
        if isinstance(found, Difference):
            wrong += 1
            _print(found, as_json)
        else:
            chains += 1
    click.echo(
        Sentence(f"核对 {chains} 张工单，{wrong} 处不一致", f"{chains} tickets compared, {wrong} differences"),
        err=True,
    )
    raise SystemExit(wrong > 0)


@command.command()
@click.option("--at", type=click.DateTime(), help="As if it were then (Asia/Shanghai); else now.")
def sweep(at: datetime | None) -> None:
    """Says everything that is due now: warnings, breaches, steps of the ladder, each once.

    The worker does the same every few seconds.
    """
    ready()
    from shouwen.clocks.sweep import sweep as sweep_until

    moment = at.replace(tzinfo=ZONE).astimezone(UTC) if at else datetime.now(UTC)
    looked = sweep_until(moment)
    click.echo(Sentence(f"处理 {looked} 个时钟", f"{looked} clocks looked at"))


def _each() -> Iterator["Difference | None"]:
    """The differences, and None for every ticket that was compared."""
    from shouwen.clocks.recheck import differences

    for found in differences():
        if isinstance(found, int):
            yield from [None] * found
        else:
            yield found


def _print(found: "Difference", as_json: bool) -> None:
    if as_json:
        told = {"chain": found.chain, "clock": found.clock, "column": found.column}
        click.echo(json.dumps(told | {"stored": str(found.stored), "events": str(found.replayed)}, ensure_ascii=False))
        return
    click.echo(
        Sentence(
            f"{found.chain} 的 {found.clock}：{found.column} 存为 {found.stored}，按事件应为 {found.replayed}",
            f"{found.chain}: {found.clock}.{found.column} is stored as {found.stored}, the events say {found.replayed}",
        )
    )
