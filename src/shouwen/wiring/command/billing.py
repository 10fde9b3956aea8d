"""`shouwen billing`."""

from typing import TYPE_CHECKING

import click

from shouwen.wiring.speech import Sentence

if TYPE_CHECKING:
    from shouwen.refunds.billing.simulated.moods import Moods

SHARE = click.FloatRange(0.0, 1.0)


@click.group(name="billing")
def command() -> None:
    """A billing system to try refunds with."""


@command.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8900, show_default=True)
@click.option("--trouble", type=SHARE, default=0.0, show_default=True, help="How often a call goes wrong, from 0 to 1.")
@click.option("--seed", type=int, default=1, show_default=True, help="Draws the same troubles again.")
@click.option("--book", type=click.Path(dir_okay=False), help="Keeps its books in this file; else in memory.")
def simulate(port: int, trouble: float, seed: int, book: str | None) -> None:
    """Runs a simulated billing system on this machine until it is interrupted.

    Start the desk with SHOUWEN_BILLING=http://127.0.0.1:8900 beside it. With --trouble it cuts connections before
    and after booking, fails, delays, answers twice and refuses; what it books it books once for each key.
    """
    from pathlib import Path

    from shouwen.refunds.billing.simulated.book import Book
    from shouwen.refunds.billing.simulated.server import Server
    from shouwen.refunds.billing.simulated.system import System

    try:
        server = Server(System(Book(Path(book) if book else None), _moods(trouble, seed)), port=port)
    except OSError as error:
        raise click.ClickException(
            str(Sentence(f"端口 {port} 不能用：{error.strerror}", f"port {port} can't be used: {error.strerror}"))
        ) from None
    click.echo(Sentence(f"模拟计费系统：{server.address}", f"simulated billing at {server.address}"))
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo()
    finally:
        server.server_close()


def _moods(trouble: float, seed: int) -> "Moods":
    from shouwen.refunds.billing.simulated.moods import Moods

    return Moods.troubled(trouble, seed)
