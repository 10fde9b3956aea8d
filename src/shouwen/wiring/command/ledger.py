"""`shouwen ledger`."""

import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from shouwen.wiring import last_time
from shouwen.wiring.command import _progress
from shouwen.wiring.command._django import ready
from shouwen.wiring.speech import Sentence
from shouwen.wiring.trouble import Trouble

if TYPE_CHECKING:
    from shouwen.ledger.verifier import Report

WRONG = {
    "not-text": Sentence("不是 UTF-8 文本", "is not UTF-8 text"),
    "line-cut": Sentence("行尾被截断", "the end of the line was cut off"),
    "not-json": Sentence("不是 JSON", "is not JSON"),
    "not-canonical": Sentence("写法与导出时不同", "is spelt otherwise than when it was exported"),
    "head-misplaced": Sentence("文件头缺失或位置不对", "the head is missing or in the wrong place"),
    "format-unknown": Sentence("格式不认识", "the format is not known"),
    "line-missing": Sentence("此前缺行、多行或顺序不对", "a line before it is missing, added or out of order"),
    "unknown-kind": Sentence("条目类型不认识", "the kind of entry is not known"),
    "columns-missing": Sentence("缺少内容或类型不对", "columns are missing or of the wrong type"),
    "event-after-seal": Sentence("事件排在封印之后", "an event stands after a seal"),
    "chain-broken-up": Sentence("同一条链被拆开", "its chain is broken up"),
    "sequence-broken": Sentence("序号不连续", "the sequence is broken"),
    "link-broken": Sentence("与上一条不衔接", "it does not link to the entry before it"),
    "hash-wrong": Sentence("内容与其哈希不符", "its content does not match its hash"),
    "successor-disagrees": Sentence("与其后一条所记的哈希不符", "the entry after it was linked to something else"),
    "sealed-event-missing": Sentence("封印过的事件缺失", "an event that was sealed is missing"),
    "sealed-otherwise": Sentence("与封印所记的哈希不符", "a seal holds another hash for it"),
    "seals-what-is-not": Sentence("所封印的内容与账本不符", "it seals what is not in the ledger"),
    "root-wrong": Sentence("封印的根与内容不符", "the root of the seal does not match"),
    "tail-wrong": Sentence("此前有内容被改动", "something before it was changed"),
    "tail-cut": Sentence("文件尾缺失", "the tail was cut off"),
    "entry-after-tail": Sentence("文件尾之后还有内容", "there is something after the tail"),
    "seal-not-found": Sentence("没有所给哈希的封印", "no seal has the hash that was given"),
}


@click.group(name="ledger")
def command() -> None:
    """The ledger: what happened, chained and sealed, so that nobody can change it unnoticed."""


@command.command()
def seal() -> None:
    """Seals everything new and prints the hash of the last seal: keep it outside, it dates all before it.

    The worker does the same once a minute.
    """
    ready()
    from shouwen.ledger.models import Seal
    from shouwen.ledger.seals import seal_all

    now = datetime.now(UTC)
    made = seal_all(now)
    last = Seal.objects.order_by("-number").first()
    click.echo(Sentence(f"新增 {made} 个封印", f"{made} new seals"), err=True)
    if last:
        click.echo(last.hash)
        _handed_out(now)


@command.command()
@click.option("--chain", "chains", multiple=True, help="Only this chain, e.g. ticket/QD1-260304-00001; repeatable.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of standard output.")
def export(chains: tuple[str, ...], out: Path | None) -> None:
    """Writes the ledger as a file that proves itself: every event and every seal, one line each.

    With --chain only those chains, without seals.
    """
    ready()
    from shouwen.ledger.export import lines
    from shouwen.ledger.models import Chain, Event

    names = list(chains) or None
    if names and (missing := set(names) - set(Chain.objects.filter(name__in=names).values_list("name", flat=True))):
        raise Trouble(zh=f"没有名为 {sorted(missing)[0]} 的链", en=f"there is no chain called {sorted(missing)[0]}")
    count = Event.objects.filter(chain__name__in=names).count() if names else Event.objects.count()
    if out is None:
        _write(sys.stdout.buffer, _progress.over(lines(names), count))
        if names is None:
            _handed_out(datetime.now(UTC))
        return
    draft = out.with_name(f".{out.name}.part")
    try:
        with draft.open("wb") as file:
            _write(file, _progress.over(lines(names), count))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    if names is None:
        _handed_out(datetime.now(UTC))


@command.command()
@click.argument("file", type=click.File("rb"))
@click.option("--expect", default="", help="Hash of a seal that was kept outside; it must be in the file.")
def verify(file: IO[bytes], expect: str) -> None:
    """Checks an export, FILE or - for standard input, and names the first entry that is not as it was written.

    Needs nothing but the file: no database, no settings. Exits 1 when an entry cannot be trusted.
    """
    from shouwen.ledger.verifier import verify

    report = verify(file, expect=expect.strip().lower())
    if report.fault is None:
        click.echo(_good(report))
        return
    fault = report.fault
    wrong, sound = WRONG[fault.wrong], report.events
    raise Trouble(
        zh=f"第 {fault.line} 行（{fault.entry}）不可信：{wrong.zh}；此前 {sound} 个事件无误。",
        en=f"line {fault.line} ({fault.entry}) cannot be trusted: {wrong.en}; {sound} events before it are sound.",
    )


def _good(report: "Report") -> Sentence:
    return Sentence(
        f"账本无误：{report.chains} 条链，{report.events} 个事件，{report.seals} 个封印；末次封印 {report.seal}",
        f"sound: {report.chains} chains, {report.events} events, {report.seals} seals; last seal {report.seal}",
    )


def _handed_out(at: datetime) -> None:
    """The doctor asks when a seal last left this machine."""
    from django.conf import settings

    last_time.note(settings.ENVIRONMENT.data, last_time.SEAL_HANDED_OUT, at)


def _write(file: IO[bytes], entries: Iterable[str]) -> None:
    for line in entries:
        file.write(line.encode() + b"\n")
