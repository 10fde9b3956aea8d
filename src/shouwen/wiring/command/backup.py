"""`shouwen backup`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from shouwen.wiring.command._django import ready
from shouwen.wiring.speech import Sentence


@click.command(name="backup")
@click.option("--to", "place", type=click.Path(file_okay=False, path_type=Path), help="Else SHOUWEN_DATA/backups.")
@click.option("--keep", type=click.IntRange(min=1), help="Afterwards remove all but the newest so many.")
def command(place: Path | None, keep: int | None) -> None:
    """Backs the desk up while it runs, and prints the folder of the backup.

    Database and attachments are as they were at one moment: whatever was acknowledged before it is in the backup,
    whole, and what came after is not. Left out are the secret key (keep a copy of it elsewhere), sessions and the
    cache. Whoever has the backup has the customers' data.
    """
    ready()
    from django.conf import settings

    from shouwen.wiring.backup import making

    data = settings.ENVIRONMENT.data
    place = (place or data / "backups").absolute()
    made = making.make(place, at=datetime.now(UTC), data=data)
    for gone in making.prune(place, keep=keep) if keep else ():
        click.echo(Sentence(f"已删除 {gone}", f"removed {gone}"), err=True)
    click.echo(made)
