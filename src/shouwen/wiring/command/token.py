"""`shouwen token`."""

from datetime import UTC, datetime, timedelta

import click

from shouwen.wiring.command._django import ready


@click.group(name="token")
def command() -> None:
    """Tokens, by which a program acts in the name of a member of staff."""


@command.command()
@click.option("--name", required=True, help="What the program is called, for the list and the ledger.")
@click.option("--staff", "code", required=True, help="Staff number of the person it acts for; it may what they may.")
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 366), help="Runs out after so long.")
def create(name: str, code: str, days: int) -> None:
    """Makes a token and prints its secret, once and never again.

    The token ends by itself, and at once when the person may no longer sign in.
    """
    ready()
    from shouwen.people.models import Staff
    from shouwen.people.models.token import digest, fresh
    from shouwen.people.system import SETUP
    from shouwen.people.verbs import create_token
    from shouwen.wiring.command._answer import subject
    from shouwen.wiring.trouble import Trouble

    staff = Staff.objects.filter(code__iexact=code, is_active=True).first()
    if staff is None:
        raise Trouble(
            zh=f"没有工号为 {code} 的在岗人员；请核对工号。",
            en=f"nobody with the staff number {code} works here; check the number.",
        )
    now, secret = datetime.now(UTC), fresh()
    until = now + timedelta(days=days)
    answer = create_token(actor=SETUP, at=now, name=name, staff=staff, digest=digest(secret), until=until)
    subject(answer)
    click.echo(secret)
