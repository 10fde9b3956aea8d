"""`shouwen admin`."""

from datetime import UTC, datetime

import click

from shouwen.wiring.command._django import ready

ROLE = "admin"


@click.group(name="admin")
def command() -> None:
    """Administrators: who sets up units and people in the browser."""


@command.command()
@click.option("--code", required=True, help="Staff number, the name to sign in with.")
@click.option("--name", required=True, help="The person's name.")
@click.option("--unit", default="HQ", show_default=True, help="Code of the topmost unit; made where none is yet.")
@click.option("--unit-name", default="省公司", show_default=True, help="Its name, where it is made.")
@click.password_option(help="Asked for when not given; a command line can be seen by others.")
def create(code: str, name: str, unit: str, unit_name: str, password: str) -> None:
    """Makes an administrator, the first of whom makes all the others in the browser."""
    ready()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from shouwen.ledger.door import Done, together
    from shouwen.people.models import Unit
    from shouwen.people.system import SETUP
    from shouwen.people.verbs import add_staff, add_unit, give_role
    from shouwen.wiring.command._answer import subject

    try:
        validate_password(password)
    except ValidationError as error:
        raise click.BadParameter(" ".join(error.messages), param_hint="--password") from error

    now = datetime.now(UTC)
    top = Unit.rows.filter(code=unit).first() or Unit.rows.filter(parent=None).first()

    def at_top(before: Done | None) -> Unit:
        return top if before is None else before.subject

    steps = [
        lambda done: add_staff(actor=SETUP, at=now, code=code, name=name, unit=at_top(done), password=password),
        lambda done: give_role(done.subject.pk, actor=SETUP, at=now, role=ROLE, unit=done.subject.unit),
    ]
    if top is None:
        steps.insert(0, lambda _: add_unit(actor=SETUP, at=now, code=unit, name=unit_name, kind=Unit.Kind.PROVINCE))
    subject(together(*steps))
    click.echo(f"{name} ({code})")
