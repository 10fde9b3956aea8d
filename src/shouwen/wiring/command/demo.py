"""`shouwen demo`."""

import gc
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

import click

from shouwen.wiring.command._django import ready
from shouwen.wiring.speech import Sentence
from shouwen.wiring.trouble import Trouble

STEPS = 1000


@click.command(name="demo")
@click.option("--seed", default=7, show_default=True, help="The same seed makes the same world.")
@click.option("--tickets", type=click.IntRange(min=1), help="Instead, open so many tickets in bulk, for load tests.")
def command(seed: int, tickets: int | None) -> None:
    """Makes the demo world: an invented province, its people and customers, and sixty days of work until now.

    Only into a database where nobody works yet. With --tickets a million is possible: they are opened in bulk, in
    the demo world that stands here or, where nobody works yet, among its people alone.
    """
    ready()
    from django.conf import settings

    from shouwen.demo.people import PASSWORD, SIGN_INS
    from shouwen.people.models import Staff
    from shouwen.wiring import sign_ins

    data = settings.ENVIRONMENT.data
    occupied = Staff.objects.exists()
    if occupied and not (tickets and sign_ins.noted(data)):
        raise Trouble(
            zh="这个数据库里已经有人员，演示数据只能建在空白数据库里；请另设 SHOUWEN_DATA。",
            en="somebody works in this database already, and a demo world is made in an empty one only; "
            "choose another SHOUWEN_DATA.",
        )
    _crowd(seed, tickets) if tickets else _world(seed)
    people = {person.code: person.name for person in Staff.objects.all()}
    sign_ins.note(data, [sign_ins.SignIn(code, PASSWORD, role, people[code]) for code, role in SIGN_INS])


def _world(seed: int) -> None:
    from shouwen.demo.world import make

    # Nothing here lives long: looking for garbage as often as usual costs a tenth of the time.
    gc.freeze()
    gc.set_threshold(100_000)
    with _bar(STEPS) as bar:

        def progress(share: float) -> None:
            if bar is not None:
                bar.update(max(0, int(share * STEPS) - bar.pos))

        make(seed=seed, now=datetime.now(UTC), progress=progress)
    click.echo(Sentence("演示数据已建成", "the demo world is made"), err=True)


def _crowd(seed: int, tickets: int) -> None:
    from shouwen.demo.crowd import fill
    from shouwen.wiring import database

    with _bar(tickets) as bar:
        made = fill(
            seed=seed,
            now=datetime.now(UTC),
            tickets=tickets,
            progress=lambda more: bar.update(more) if bar is not None else None,
        )
    database.settle()
    click.echo(Sentence(f"已批量建单 {made} 张", f"{made} tickets opened in bulk"), err=True)


def _bar(length: int) -> Any:
    """A bar where somebody watches, nothing where nobody does."""
    if not sys.stderr.isatty():
        return nullcontext()
    return click.progressbar(length=length, file=sys.stderr)
