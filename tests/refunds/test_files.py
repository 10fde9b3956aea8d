"""A billing system without an interface: files out and in, each refund once, whatever crashes or is handed in again."""

import csv
import io
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from shouwen.handbook.decision import Refused
from shouwen.refunds import byfile
from shouwen.refunds.billing import files
from shouwen.refunds.execution import work
from shouwen.refunds.models import BatchFile, Difference, Refund, ResultFile
from shouwen.refunds.results import take
from tests.cast import Cast
from tests.refunds.ordering import ordered, ordered_many


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.BILLING = f"files:{tmp_path}"
    return tmp_path


def out(folder: Path) -> list[Path]:
    return sorted((folder / "out").glob("*.csv"))


def read(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text())))


def answer(*lines: tuple[str, str, str, str, str], number: str = "1", count: int | None = None) -> bytes:
    """A result file: lines of key, status, amount, receipt, why."""
    text = io.StringIO()
    written = csv.writer(text)
    total = sum((Decimal(amount) for _, status, amount, *_ in lines if status == "done"), Decimal("0.00"))
    written.writerow((files.RESULT_FORM, number, len(lines) if count is None else count, total))
    written.writerow(files.RESULT_COLUMNS)
    for key, status, amount, receipt, why in lines:
        booked_at = "2026-03-05T10:00:00+08:00" if status == "done" else ""
        written.writerow((key, status, amount, receipt, booked_at, why))
    return text.getvalue().encode()


def test_what_is_due_goes_into_one_file_with_its_sums(cast: Cast, folder: Path) -> None:
    ordered_many(cast, 3, at=cast.morning)
    assert work(cast.morning) == 3
    (path,) = out(folder)
    rows = read(path)
    assert rows[0][:2] == ["shouwen-refunds-1", "000001"] and rows[0][3:] == ["3", "6.00"]
    assert rows[1] == list(files.COLUMNS)
    assert [row[0] for row in rows[2:5]] == ["many-1", "many-2", "many-3"]
    assert rows[2][5] == "1.00" and rows[5] == ["end", "000001", "3", "6.00"]
    assert set(Refund.rows.values_list("state", "tries")) == {("sending", 1)}
    assert path.stat().st_mode & 0o077 == 0, "numbers of customers are nobody else's"
    assert work(cast.after(days=3)) == 0, "in one file only, however long the answer takes"
    assert set(Refund.rows.values_list("state", flat=True)) == {"sending"}


class Crash(BaseException):
    pass


@pytest.mark.parametrize("place", ["fsync", "replace", "after"])
def test_a_crash_while_writing_leaves_a_whole_file_or_none_and_is_made_up_for(
    cast: Cast, folder: Path, place: str, monkeypatch: Any
) -> None:
    ordered_many(cast, 3, at=cast.morning)

    def crash(*args: Any, **said: Any) -> None:
        raise Crash

    byfile.put_together(cast.morning)
    with monkeypatch.context() as patch:
        if place == "after":
            patch.setattr(BatchFile, "save", crash)
        else:
            patch.setattr(os, place, crash)
        with pytest.raises(Crash):
            byfile.write_unwritten(folder, cast.morning)
    assert [path.name for path in out(folder)] == (["refunds-000001.csv"] if place == "after" else [])
    before = out(folder)[0].read_bytes() if place == "after" else b""
    work(cast.after(hours=1))
    (path,) = out(folder)
    assert before in (b"", path.read_bytes())
    assert BatchFile.objects.get().sha256 == files.digest(path.read_bytes())
    assert len(read(path)) == 6


def test_answers_are_matched_by_key_and_bad_rows_reported(cast: Cast, folder: Path) -> None:
    ordered_many(cast, 4, at=cast.morning)
    work(cast.morning)
    raw = answer(
        ("many-1", "done", "1.00", "R1", ""),
        ("many-2", "refused", "", "", "number-closed"),
        ("many-3", "done", "3.01", "R3", ""),
        ("many-4", "perhaps", "", "", ""),
        ("nobody", "done", "7.00", "R9", ""),
        ("nobody-2", "refused", "", "", "number-closed"),
    )
    file = take("answers.csv", raw, at=cast.after(days=1), by=cast.support_lead)
    assert isinstance(file, ResultFile)
    assert (file.rows, file.applied, file.already, file.differences) == (6, 2, 0, 2)
    assert file.bad == [{"line": 6, "key": "many-4", "wrong": "status"}]
    states = dict(Refund.rows.values_list("key", "state"))
    assert states == {"many-1": "done", "many-2": "refused", "many-3": "unknown", "many-4": "sending"}
    assert Refund.rows.get(key="many-1").booked_at.isoformat() == "2026-03-05T02:00:00+00:00"
    kinds = set(Difference.rows.values_list("kind", "key"))
    assert kinds == {("other_amount", "many-3"), ("missing_here", "nobody")}


def test_the_same_answers_again_change_nothing(cast: Cast, folder: Path) -> None:
    ordered_many(cast, 2, at=cast.morning)
    work(cast.morning)
    lines = (("many-1", "done", "1.00", "R1", ""), ("nobody", "done", "7.00", "R9", ""))
    first = take("a.csv", answer(*lines), at=cast.after(days=1))
    again = take("b.csv", answer(*lines), at=cast.after(days=2))
    assert isinstance(first, ResultFile) and isinstance(again, ResultFile) and first.pk == again.pk
    other = take("c.csv", answer(*lines, number="2"), at=cast.after(days=2))
    assert isinstance(other, ResultFile)
    assert (other.applied, other.already, other.differences) == (0, 1, 0)
    assert Difference.rows.count() == 1


def test_a_second_booking_of_the_same_key_is_a_difference(cast: Cast, folder: Path) -> None:
    ordered_many(cast, 1, at=cast.morning)
    work(cast.morning)
    take("a.csv", answer(("many-1", "done", "1.00", "R1", "")), at=cast.after(days=1))
    take("b.csv", answer(("many-1", "done", "1.00", "R2", "")), at=cast.after(days=1))
    assert Difference.rows.get().kind == "twice"
    assert Refund.rows.get().receipt == "R1"


def test_what_was_never_put_into_a_file_is_not_believed(cast: Cast, folder: Path) -> None:
    ordered(cast, "D1-1", "1.00", "0.00")
    take("a.csv", answer(("D1-1", "done", "1.00", "R1", "")), at=cast.after(days=1))
    assert (Refund.rows.get().state, Difference.rows.get().kind) == ("due", "other_state")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "result-file-other-form"),
        (b"\xff\xfe\x00", "result-file-unreadable"),
        (b"key,status\r\n", "result-file-other-form"),
        (answer(("many-1", "done", "1.00", "R1", ""), count=2), "result-file-sums"),
        (answer(("many-1", "done", "1.00", "R1", "")).replace(b"1,1.00", b"1,2.00"), "result-file-sums"),
        (answer(("many-1", "done", "1.00", "R1", ""))[:-30], "result-file-sums"),
    ],
)
def test_a_file_that_does_not_add_up_is_refused_whole(cast: Cast, folder: Path, raw: bytes, code: str) -> None:
    ordered_many(cast, 1, at=cast.morning)
    work(cast.morning)
    refused = take("a.csv", raw, at=cast.after(days=1))
    if isinstance(refused, Refused):
        assert refused.code == code
    else:
        # Cut within its last line it still adds up, but that line is bad.
        assert refused.applied == 0 and refused.bad
    assert Refund.rows.get().state == "sending"


def test_answers_that_lie_in_the_folder_are_taken_in_and_put_away(cast: Cast, folder: Path) -> None:
    ordered_many(cast, 1, at=cast.morning)
    work(cast.morning)
    (folder / "in").mkdir()
    (folder / "in" / "b.csv").write_bytes(answer(("many-1", "done", "1.00", "R1", "")))
    (folder / "in" / "a.csv").write_bytes(b"nonsense")
    work(cast.after(days=1))
    assert Refund.rows.get().state == "done"
    assert (folder / "in" / "taken" / "b.csv").exists() and (folder / "in" / "refused" / "a.csv").exists()
    assert not list((folder / "in").glob("*.csv"))


def test_a_crash_while_taking_in_is_made_up_for(cast: Cast, folder: Path, monkeypatch: Any) -> None:
    from shouwen.refunds import results

    ordered_many(cast, 3, at=cast.morning)
    work(cast.morning)
    raw = answer(*((f"many-{n}", "done", f"{n}.00", f"R{n}", "") for n in (1, 2, 3)))
    calls = 0
    whole = results.apply_booked

    def crashing(*args: Any, **said: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise Crash
        return whole(*args, **said)

    monkeypatch.setattr(results, "apply_booked", crashing)
    with pytest.raises(Crash), transaction.atomic(durable=False):
        take("a.csv", raw, at=cast.after(days=1))
    file = take("a.csv", raw, at=cast.after(days=1))
    assert isinstance(file, ResultFile) and file.applied + file.already == 3
    assert set(Refund.rows.values_list("state", flat=True)) == {"done"}
