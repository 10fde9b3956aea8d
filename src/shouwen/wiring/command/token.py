"""`shouwen token`."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import click

from shouwen.people.doors import Scope
from shouwen.wiring.command._django import ready
from shouwen.wiring.speech import Sentence

ZONE = ZoneInfo("Asia/Shanghai")


@click.group(name="token")
def command() -> None:
    """Tokens, by which a program acts in the name of a member of staff."""


@command.command()
@click.option("--name", required=True, help="What the program is called, for the list and the ledger.")
@click.option("--staff", "code", required=True, help="Staff number of the person it acts for; it may what they may.")
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 366), help="Runs out after so long.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice([str(scope) for scope in Scope]),
    help="What it is made for; may be given several times. All, unless given.",
)
@click.option(
    "--per-minute",
    default=60_000,
    show_default=True,
    type=click.IntRange(1, 10_000_000),
    help="How many requests it may send in a minute.",
)
def create(name: str, code: str, days: int, scopes: tuple[str, ...], per_minute: int) -> None:
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
    answer = create_token(
        actor=SETUP,
        at=now,
        name=name,
        staff=staff,
        digest=digest(secret),
        until=now + timedelta(days=days),
        scopes=scopes or tuple(Scope),
        per_minute=per_minute,
    )
    subject(answer)
    click.echo(secret)


@command.command(name="list")
def list_them() -> None:
    """Lists the tokens: name, staff number, scopes, requests a minute, until when, and whether it still opens."""
    ready()
    from shouwen.people.models import Token
    from shouwen.people.system import SETUP

    now = datetime.now(UTC)
    for token in Token.objects.seen_by(SETUP).select_related("staff").order_by("name"):
        until = (token.revoked_at or token.until).astimezone(ZONE)
        stands = "ended" if token.ended(now) else "open"
        scopes = token.scopes.replace(" ", ",")
        click.echo(f"{token.name}\t{token.staff.code}\t{scopes}\t{token.per_minute}\t{until:%Y-%m-%d %H:%M}\t{stands}")


@command.command()
@click.argument("name")
def revoke(name: str) -> None:
    """Ends the token NAME at once."""
    ready()
    from shouwen.people.models import Token
    from shouwen.people.system import SETUP
    from shouwen.people.verbs import revoke_token
    from shouwen.wiring.command._answer import subject
    from shouwen.wiring.trouble import Trouble

    token = Token.objects.seen_by(SETUP).filter(name=name).first()
    if token is None:
        raise Trouble(zh=f"没有名为 {name} 的令牌。", en=f"there is no token called {name}.")
    subject(revoke_token(token.pk, actor=SETUP, at=datetime.now(UTC)))
    click.echo(Sentence(f"令牌 {name} 已吊销", f"the token {name} is revoked"))
