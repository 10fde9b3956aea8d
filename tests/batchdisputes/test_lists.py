"""Lists from files (C4.8.4): what is taken, what comes back with its reason, and that nothing is half done."""

import csv
import io
import tracemalloc
from pathlib import Path

import pytest
import xlsxwriter

from shouwen.batchdisputes import verbs
from shouwen.batchdisputes.listing import queue, taking
from shouwen.batchdisputes.models import BatchDispute, BatchLine, BatchList
from shouwen.customers.models import Customer
from shouwen.handbook.decision import Refused
from tests.batchdisputes.telling import HEAD, codes, fresh, hand_in, opened, read, rows
from tests.cast import Cast, done, refused


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def listed(batch: BatchDispute) -> BatchList:
    found: BatchList = batch.lists.last()
    return found


def rejects(batch: BatchDispute) -> list[list[str]]:
    """The rows that came back, without the head."""
    return list(csv.reader(io.StringIO(queue.rejects_of(listed(batch)).read_text("utf-8-sig"))))[1:]


def workbook(head: list[object], *lines: list[object]) -> bytes:
    """An xlsx file."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名单")
        for place, line in enumerate((head, *lines)):
            sheet.write_row(place, 0, line)
    return out.getvalue()


def test_a_list_becomes_lines_and_sums(cast: Cast) -> None:
    batch = read(cast, opened(cast, kind="double"), rows(cast, 3, "12.30"))
    assert (batch.rows_left, batch.customers, str(batch.principal), str(batch.gift)) == (3, 3, "36.90", "36.90")
    assert [(one.line, one.bill, one.charge) for one in BatchLine.objects.filter(batch=batch)] == [
        (1, "B000000", "彩铃月租"),
        (2, "B000001", "彩铃月租"),
        (3, "B000002", "彩铃月租"),
    ]
    assert codes(batch) == ["batch.opened", "batch.list_handed_in", "batch.list_read"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_in_the_encodings_that_are_usual_here(cast: Cast, encoding: str) -> None:
    batch = read(cast, opened(cast), rows(cast, 30).encode(encoding))
    assert (listed(batch).good, listed(batch).bad) == (30, 0)
    assert BatchLine.objects.filter(batch=batch, charge="彩铃月租").count() == 30


def test_numbers_and_amounts_of_a_spreadsheet(cast: Cast) -> None:
    data = workbook(
        ["手机号码", "退费金额(元)", "账期"],
        [int(cast.number(1)), 12.3, "2026-02"],
        [cast.number(2), "￥1,234.50", "2026-02"],
        [cast.number(3), "8.00元", "2026-02"],
        [int(cast.number(4)), 5, "2026-02"],
        [int(cast.number(5)), 0.125, "2026-02"],
    )
    batch = read(cast, opened(cast), data, "名单.xlsx")
    assert [str(one.principal) for one in BatchLine.objects.filter(batch=batch)] == [
        "12.30",
        "1234.50",
        "8.00",
        "5.00",
    ]
    assert [row[0] for row in rejects(batch)] == ["6"] and "0.125" in rejects(batch)[0][1]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("abc,5.00,A", "数字"),
        (",5.00,A", "号码"),
        ("123,5.00,A", "5"),
        ("{n},,A", "退费金额"),
        ("{n},五元,A", "五元"),
        ("{n},5.005,A", "两位小数"),
        ("{n},1e3,A", "1e3"),
        ("{n},0,A", "大于零"),
        ("{n},-5.00,A", "大于零"),
        ("{n},99999999999.00,A", "99999999999"),
        ("{n},5.00," + "单" * 41, "40"),
        ("{n},NaN,A", "NaN"),
    ],
)
def test_a_row_that_cannot_be_comes_back_with_its_reason(cast: Cast, line: str, word: str) -> None:
    good = f"{cast.number(50)},5.00,A"
    batch = read(cast, opened(cast), f"号码,退费金额,账单号\n{line.format(n=cast.number(1))}\n{good}\n")
    ((number, reason, *cells),) = rejects(batch)
    assert (number, batch.rows_left, batch.lines_made) == ("2", 1, 1) and word in reason and "C4." in reason
    assert cells == line.format(n=cast.number(1)).replace("-5.00", "'-5.00").split(",")


def test_more_than_was_charged_comes_back(cast: Cast) -> None:
    text = f"号码,退费金额,收费金额\n{cast.number(1)},5.01,5.00\n{cast.number(2)},5.00,5.00\n"
    batch = read(cast, opened(cast, kind="double"), text)
    assert [row[0] for row in rejects(batch)] == ["2"]
    assert str(batch.total) == "10.00"


@pytest.mark.parametrize(("kind", "gift", "good"), [("single", "5.00", 0), ("double", "4.99", 0), ("double", "5", 1)])
def test_a_gift_that_does_not_fit_comes_back(cast: Cast, kind: str, gift: str, good: int) -> None:
    batch = read(cast, opened(cast, kind=kind), f"号码,退费金额,赠送金额\n{cast.number(1)},5.00,{gift}\n")
    assert batch.rows_left == good


def test_the_same_number_and_bill_are_taken_once_in_a_list_and_over_lists(cast: Cast) -> None:
    first, again = f"{cast.number(1)},5.00,A,x", f"{cast.number(1)},6.00,A,x"
    batch = read(cast, opened(cast), f"{HEAD}{first}\n{again}\n{cast.number(1)},6.00,B,x\n")
    assert (batch.rows_left, batch.customers) == (2, 1)
    assert "第 1 行" in rejects(batch)[0][1]
    batch = read(cast, batch, f"{HEAD}{first}\n{cast.number(2)},6.00,A,x\n")
    assert (batch.rows_left, batch.customers, listed(batch).bad) == (3, 2, 1)


def test_what_another_batch_refunds_comes_back(cast: Cast) -> None:
    read(cast, opened(cast), rows(cast, 2))
    other = read(cast, opened(cast), rows(cast, 3))
    assert (other.rows_left, listed(other).bad) == (1, 2)
    first = BatchDispute.rows.order_by("pk").first()
    assert first.serial in rejects(other)[0][1]
    done(verbs.withdraw(first.pk, actor=cast.business, at=cast.after(hours=1), why="重报"))
    assert read(cast, other, rows(cast, 3)).rows_left == 3


def test_the_rejected_rows_are_mended_and_handed_in_again(cast: Cast) -> None:
    batch = read(cast, opened(cast), f"{HEAD}{cast.number(1)},5.00,A,x\n{cast.number(2)},5.001,=1+1,x\n")
    back = queue.rejects_of(listed(batch)).read_text("utf-8-sig")
    assert "'=1+1" in back
    batch = read(cast, batch, back.replace("5.001", "5.01"))
    assert (batch.rows_left, str(batch.total)) == (2, "10.01")
    assert BatchLine.objects.get(batch=batch, line=2).bill == "=1+1"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b"%PDF-1.4", "file-kind-unknown"),
        (b"PK\x03\x04nonsense", "file-damaged"),
        ("姓名,金额\n王,5\n".encode(), "batch-column-missing"),
        ("号码,说明\n14300000001,x\n".encode(), "batch-column-missing"),
    ],
)
def test_what_is_no_list_leaves_nothing(cast: Cast, folder: Path, data: bytes, code: str) -> None:
    batch = opened(cast)
    assert refused(hand_in(cast, batch, data)) == code
    assert not batch.lists.exists()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_list_comes_only_to_a_draft(cast: Cast) -> None:
    batch = read(cast, opened(cast), rows(cast, 20))
    done(verbs.withdraw(batch.pk, actor=cast.business, at=cast.after(hours=1), why="x"))
    assert refused(hand_in(cast, batch, rows(cast, 3))) == "batch-move-not-allowed"


def test_while_it_is_read_nothing_is_handed_in(cast: Cast) -> None:
    batch = read(cast, opened(cast), rows(cast, 20))
    done(hand_in(cast, batch, rows(cast, 5, first=100)))
    assert refused(verbs.ask(batch.pk, actor=cast.business, at=cast.after(hours=1))) == "batch-list-running"
    answer = verbs.withdraw(batch.pk, actor=cast.business, at=cast.after(hours=1), why="x")
    assert refused(answer) == "batch-list-running"


def test_killed_in_the_middle_it_goes_on_behind_the_last_chunk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = f"{cast.number(1)},x,A,x\n"
    batch = opened(cast)
    done(hand_in(cast, batch, rows(cast, 900) + bad + rows(cast, 900, first=900).removeprefix(HEAD) + bad))
    real, calls = taking.insert, []

    def dies(lines: list[object]) -> None:
        real(lines)
        calls.append(len(lines))
        if len(calls) in (2, 3):
            raise KeyboardInterrupt

    monkeypatch.setattr(taking, "insert", dies)
    for hours in range(0, 40, 2):
        try:
            if not queue.take_next(cast.after(hours=hours)):
                break
        except KeyboardInterrupt:
            assert fresh(batch).rows_left == BatchLine.objects.filter(batch=batch).count() == listed(batch).good
    assert calls[:3] == [500, 499, 499] and len(calls) > 4
    assert (listed(batch).state, listed(batch).good, listed(batch).bad) == ("read", 1800, 2)
    assert (fresh(batch).rows_left, fresh(batch).customers) == (1800, 1800)
    assert [row[0] for row in rejects(batch)] == ["902", "1803"]


def test_the_worker_is_stopped_and_another_goes_on(cast: Cast) -> None:
    batch = opened(cast)
    done(hand_in(cast, batch, rows(cast, 1200)))
    assert queue.take_next(cast.morning, stop=lambda: True)
    assert (listed(batch).state, listed(batch).done, listed(batch).total) == ("reading", 500, 1200)
    while queue.take_next(cast.morning):
        pass
    assert fresh(batch).rows_left == 1200


def test_two_hundred_thousand_rows_of_rubbish_do_not_fall_over(cast: Cast, folder: Path) -> None:
    """Memory stays bounded, whatever the file holds; a tenth of the rows is looked at here."""
    rubbish = ["\x00坏,5,x,x", '"没有结尾', ",,,", "14300009999,5.00", "=cmd|x,-1,@SUM(1),x", "九九九,三元,,"]
    text = HEAD + "\n".join(
        rubbish[n % len(rubbish)] if n % 7 else f"{cast.number(n)},1.00,R{n},x" for n in range(20_000)
    )
    batch = opened(cast)
    done(hand_in(cast, batch, text))
    tracemalloc.start()
    while queue.take_next(cast.morning):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    found = listed(batch)
    assert found.state in ("read", "failed")
    assert found.done == found.good + found.bad and fresh(batch).rows_left == found.good
    assert peak < 60 * 1024**2


def test_customers_nobody_knew_are_put_on_record_with_an_event(cast: Cast) -> None:
    read(cast, opened(cast), rows(cast, 2))
    customer = Customer.rows.get(number=cast.number(10_000))
    assert customer.city == "清渡"
    assert list(customer.chain.events.values_list("code", flat=True)) == ["customer.registered"]


def test_the_lists_of_others_are_not_handed_in(cast: Cast) -> None:
    cast.business = cast.it_centre
    with pytest.raises(AssertionError):
        opened(cast)


def test_a_refusal_has_its_clause(cast: Cast) -> None:
    answer = hand_in(cast, opened(cast), b"")
    assert isinstance(answer, Refused) and answer.clause
