"""`shouwen migrate`."""

import click

from shouwen.wiring.command._django import ready


@click.command(name="migrate")
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when something is waiting to be applied.")
def command(check: bool) -> None:
    """Brings the database's tables up to this version and fills in the calendar. Running it again does nothing."""
    ready()
    from shouwen.wiring import database

    waiting = database.pending()
    if check:
        for name in waiting:
            click.echo(name)
        raise SystemExit(1 if waiting else 0)
    years = database.migrate()
    click.echo(f"{len(waiting)} migrations applied." if waiting else "Nothing to apply.")
    for each in years:
        click.echo(f"Calendar {each.year}: {'as announced' if each.announced else 'not announced yet, provisional'}.")
        if each.disagreements:
            days = ", ".join(day.isoformat() for day in each.disagreements)
            click.echo(f"  the second source counts these days otherwise, check them in the calendar: {days}")
