"""The command: makes a place to measure in, runs the measurements, prints one table, leaves nothing behind."""

import signal
from contextlib import ExitStack, closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from bench import picture, place, report, results, stores
from bench.line import Line

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
NAMES = [name for name in results.ORDER if name not in results.COME_ALONG]
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(name="bench")
@click.option("--tickets", default=20_000, show_default=True, type=click.IntRange(min=500), help="How many are stored.")
@click.option("--engine", type=click.Choice(stores.ENGINES), default="sqlite", show_default=True)
@click.option("--database-url", default="", help="A PostgreSQL database whose role may make databases; left as it is.")
@click.option("--world", type=FOLDER, help="Keep what was generated in this folder, and use what is kept there.")
@click.option("--rows", default=100_000, show_default=True, type=click.IntRange(min=400), help="Of the imported file.")
@click.option("--clocks", default=100_000, show_default=True, type=click.IntRange(min=10), help="Due at the sweep.")
@click.option("--turns", default=200, show_default=True, type=click.IntRange(min=2), help="Of each page.")
@click.option("--desks", default=8, show_default=True, type=click.IntRange(1, 8), help="That take complaints in.")
@click.option("--clients", multiple=True, default=(1, 8, 32), show_default=True, type=int, help="At once; repeatable.")
@click.option("--seconds", default=10.0, show_default=True, help="Of each round of intake.")
@click.option("--repeats", default=3, show_default=True, type=click.IntRange(min=1), help="Rounds of intake.")
@click.option("--only", multiple=True, type=click.Choice(NAMES), help="Only this measurement; repeatable.")
@click.option("--write", is_flag=True, help="Keep the results and put tables and pictures into the documentation.")
@click.option("--draw", is_flag=True, help="Measure nothing: draw tables and pictures anew from the kept results.")
def main(write: bool, draw: bool, **asked: Any) -> None:
    """Measures on copies of a world of so many tickets, in a temporary folder that is gone at the end."""
    if draw:
        _draw()
        return
    if (asked["engine"] == "postgresql") != bool(asked["database_url"]):
        raise click.UsageError("--engine postgresql and --database-url belong together.")
    signal.signal(signal.SIGTERM, _stop)
    found = (
        results.load(asked["engine"], asked["tickets"]) if write else results.Results(asked["engine"], asked["tickets"])
    )
    whole = False
    with suppress(KeyboardInterrupt):
        _measure(found, keep=write, **asked)
        whole = True
    click.echo(report.plain(found.facts, [line for _, line in found.lines()]))
    if write:
        _draw()
    if not whole:
        raise SystemExit(130)


def _measure(found: results.Results, *, keep: bool, **asked: Any) -> None:
    """Puts each line into the results as soon as it is known, so that Ctrl-C loses only what is not."""
    kept, only = asked["world"], asked["only"]
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        made = place.place(asked["engine"], url=asked["database_url"], tickets=asked["tickets"], kept=kept)
        here = stack.enter_context(made)
        from bench import machine, running
        from bench.world import World

        wanted = {
            name: asked[name]
            for name in ("tickets", "rows", "clocks", "turns", "desks", "clients", "seconds", "repeats")
        }
        world = World(here, datetime.fromisoformat(here.made["now"]), **wanted)
        world.peaks["generator"] = here.made["peak"]
        found.facts = machine.facts() | {"Stored": f"{world.tickets:,} tickets, {here.made['megabytes']:,.0f} MB"}
        lines: dict[str, list[Line]] = {}
        # Closed even if the trouble is here: the server that it runs must end before its database goes.
        each = stack.enter_context(closing(running.everything(world, only)))
        for name, line in each:
            click.echo(f"  {line.what}: {line.measured}  [floor {line.floor or '–'}] {line.verdict}", err=True)
            lines.setdefault(name, []).append(line)
            found.put(name, lines[name], machine.conditions())
            if keep:
                found.save()


def _draw() -> None:
    every = results.every()
    for one in every:
        report.write(DOCUMENT, one)
    report.summarize(DOCUMENT, every, picture.draw(every, DOCUMENT.parent / "images"))


def _stop(number: int, frame: Any) -> None:
    """Ends like Ctrl-C does, so that what was made is removed."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
