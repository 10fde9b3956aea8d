"""The command: makes a place to measure in, runs the measurements, prints one table, leaves nothing behind."""

import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bench import place, report

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


@click.command(name="bench")
@click.option("--tickets", default=20_000, show_default=True, type=click.IntRange(min=500), help="How many are stored.")
@click.option("--engine", type=click.Choice(place.ENGINES), default="sqlite", show_default=True)
@click.option("--database-url", default="", help="A PostgreSQL database whose role may make databases; left as it is.")
@click.option("--rows", default=200_000, show_default=True, type=click.IntRange(min=400), help="Of the imported file.")
@click.option("--only", multiple=True, metavar="NAME", help="Only this measurement; repeatable.")
@click.option("--write", is_flag=True, help="Also put the table into docs/performance.md.")
def main(tickets: int, engine: str, database_url: str, rows: int, only: tuple[str, ...], write: bool) -> None:
    """Measures on a database of its own in a temporary folder, which is gone at the end."""
    if (engine == "postgresql") != bool(database_url):
        raise click.UsageError("--engine postgresql and --database-url belong together.")
    signal.signal(signal.SIGTERM, _stop)
    with place.made(engine, database_url) as folder:
        from bench import machine, running

        began = datetime.now(UTC)
        lines = []
        for line in running.everything(folder, tickets=tickets, rows=rows, only=only):
            click.echo(f"  {line.what}: {line.measured}", err=True)
            lines.append(line)
        facts = {**machine.facts(), "Stored": f"{tickets:,} tickets", "Measured": f"{began:%Y-%m-%d %H:%M} UTC"}
    click.echo(report.plain(facts, lines))
    if write:
        report.write(DOCUMENT, engine, facts, lines)


def _stop(number: int, frame: Any) -> None:
    """Ends like Ctrl-C does, so that what was made is removed."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    main()
