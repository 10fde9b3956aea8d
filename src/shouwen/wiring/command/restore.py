"""`shouwen restore`."""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from shouwen.wiring.command._django import ready
from shouwen.wiring.speech import Sentence


@click.command(name="restore")
@click.argument("backup", type=click.Path(file_okay=False, path_type=Path))
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="The data folder; else SHOUWEN_DATA.")
@click.option("--replace", is_flag=True, help="Replace the desk that is there; it is kept under another name.")
def command(backup: Path, into: Path | None, replace: bool) -> None:
    """Makes a desk of BACKUP, a folder that `shouwen backup` made, where the settings say.

    It is put beside what is there and verified as a whole: every file, the rows of every table, the ledger, every
    deadline. Only then it is switched to, in one step. Whatever goes wrong before, everything stays as it was. Stop
    web and worker first.
    """
    if into is not None:
        os.environ["SHOUWEN_DATA"] = str(into.absolute())
    ready()
    # Asked to stop, it tidies up behind itself.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    from shouwen.wiring.backup.restoring import restore

    done = restore(backup.absolute(), at=datetime.now(UTC), replace=replace)
    made, tickets = done.manifest.made_at, done.manifest.state.counts.get("tickets_ticket", 0)
    click.echo(
        Sentence(
            f"已恢复 {made} 的备份：{tickets} 张工单，{done.events} 个事件，账本、时钟与行数核对无误。",
            f"restored as of {made}: {tickets} tickets, {done.events} events; ledger, clocks and counts verified.",
        )
    )
    if done.kept:
        click.echo(Sentence(f"原数据库保留为 {done.kept}", f"what was there is kept as {done.kept}"))
    if done.other_key:
        click.echo(
            Sentence(
                "密钥与备份时不同：请把原来的 secret-key 放回数据目录，否则此前打印的受理单校验码会显示不符。",
                "the secret key is another than then: put the old one back into the data folder, "
                "or the check codes of forms printed before will not match.",
            )
        )
