"""Taking in what billing answers in files: matched by key, each line once, whatever is handed in again.

A line for a key that nobody ordered, or of another amount, is a difference that a person clears; it is never applied.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.ledger.rows import insert
from shouwen.people.models import Staff
from shouwen.refunds.act import BILLING
from shouwen.refunds.billing.files import MOST_BYTES, FileWrong, Result, digest, results
from shouwen.refunds.billing.port import Outcome, What
from shouwen.refunds.differing import note
from shouwen.refunds.models import Attempt, Refund, ResultFile
from shouwen.refunds.settling import apply_booked
from shouwen.refunds.verbs import refused

State = Refund.State
BAD_KEPT = 200


def take(name: str, raw: bytes, *, at: datetime, by: Staff | None = None) -> ResultFile | Refused:
    """Take in a result file, line by line; each in a transaction of its own, so that it may be cut short and repeated.

    The same bytes again are answered with what became of them the first time.
    """
    if len(raw) > MOST_BYTES:
        return Refused.of(shipped(), "result-file-unreadable")
    sha256 = digest(raw)
    before = ResultFile.objects.filter(sha256=sha256).first()
    if before is not None:
        return before
    try:
        lines = results(raw)
    except FileWrong as error:
        return Refused.of(shipped(), str(error))
    file = ResultFile(name=Path(name).name[:200], sha256=sha256, at=at, by=by, bad=[])
    for line in lines:
        _take(file, line, at)
    kept: ResultFile = ResultFile.objects.get_or_create(sha256=sha256, defaults=_columns(file))[0]
    return kept


def take_all(folder: Path, at: datetime, *, stop: Callable[[], bool] = lambda: False) -> int:
    """Take in every result file that lies in the folder `in`, and put it away into `in/taken` or `in/refused`."""
    taken = 0
    for path in sorted((folder / "in").glob("*.csv")):
        if stop():
            break
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MOST_BYTES:
            continue
        answer = take(path.name, path.read_bytes(), at=at)
        away = path.parent / ("refused" if isinstance(answer, Refused) else "taken")
        away.mkdir(exist_ok=True)
        path.replace(away / path.name)
        taken += 1
    return taken


@transaction.atomic
def _take(file: ResultFile, line: Result, at: datetime) -> None:
    file.rows += 1
    if line.outcome is None:
        if len(file.bad) < BAD_KEPT:
            file.bad.append({"line": line.line, "key": line.key[:80], "wrong": line.wrong[:80]})
        return
    refund = Refund.rows.filter(key=line.key).first()
    if refund is None:
        file.differences += _nobodys(line.key, line.outcome, at)
        return
    if _is_known(refund, line.outcome):
        file.already += 1
        return
    before = refund.differences.count()
    applied = _apply(refund, line.outcome, at)
    file.applied += applied
    file.differences += refund.differences.count() - before
    if applied:
        said = {"outcome": line.outcome.what.value, "receipt": line.outcome.receipt, "why": line.outcome.why}
        insert([Attempt(refund=refund, what="result", at=at, ended_at=at, amount=line.outcome.amount, **said)])


def _apply(refund: Refund, outcome: Outcome, at: datetime) -> bool:
    """Whether the outcome was written. Nothing is believed about what was never put into a file."""
    if outcome.what is What.DONE:
        if refund.state == State.DUE and refund.tries == 0:
            note("other_state", key=refund.key, refund=refund, theirs=outcome, at=at, found_by="result")
            return False
        apply_booked(refund.pk, outcome, at, found_by="result")
        return Refund.rows.get(pk=refund.pk).state == State.DONE and refund.state != State.DONE
    return bool(refused(refund.pk, actor=BILLING, at=at, why=outcome.why))


def _is_known(refund: Refund, outcome: Outcome) -> bool:
    if outcome.what is What.DONE:
        same = (refund.booked, refund.receipt) == (outcome.amount, outcome.receipt)
        return refund.state == State.DONE and same
    return refund.state == State.REFUSED


def _nobodys(key: str, outcome: Outcome, at: datetime) -> int:
    """Something that we never ordered; a refusal of it changes nobody's money."""
    if outcome.what is not What.DONE:
        return 0
    return int(note("missing_here", key=key[:80], refund=None, theirs=outcome, at=at, found_by="result") is not None)


def _columns(file: ResultFile) -> dict[str, object]:
    names = ("name", "at", "by", "rows", "applied", "already", "differences", "bad")
    return {name: getattr(file, name) for name in names}
