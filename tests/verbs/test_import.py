"""Files from elsewhere come in whole, once, with their own times; what cannot come in goes back with its reason."""

import csv
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import xlsxwriter

from shouwen.handbook.load import shipped
from shouwen.people.system import IMPORT
from shouwen.tickets.importing import reading as readings
from shouwen.tickets.importing import text_file
from shouwen.tickets.importing.cells import FileRefused
from shouwen.tickets.importing.fields import FIELDS, guess
from shouwen.tickets.importing.moments import parse
from shouwen.tickets.importing.running import Taking
from shouwen.tickets.importing.runs import carry_out, run_of
from shouwen.tickets.importing.tables import OLE, Table
from shouwen.tickets.models import ImportRun, Ticket, Urgency
from tests.cast import Cast

DATA = Path(__file__).parents[3] / "shared" / "data"
HEADS = ["编号", "号码", "时间", "内容"]
ROWS = [
    ["A1", "14300770001", "2026-03-01 09:30:00", "家里信号很差，𠮷祥里也是 😀"],
    ["A2", "14300770002", "2026/3/1 10:00", "充值没到账"],
    ["A3", "14300770003", "2026年3月2日 下午3点20分", "宽带师傅没来"],
]
NOW = datetime(2026, 3, 4, 1, 30, tzinfo=UTC)


def write(path: Path, rows: list[list[str]], *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="", errors="surrogateescape") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def take(cast: Cast, path: Path, *, profile: str = "", **reading: object) -> ImportRun:
    """Take a file in as the command does; the run as it then is."""
    table = Table(path)
    base = readings.named(profile) if profile else readings.fitting(table.columns)[1]
    assert base
    read = readings.read(base.model_dump(mode="json") | reading)
    run = run_of(path, profile=profile, reading=read, owner=cast.support_lead, at=NOW)
    rejects = path.with_name(f"{path.name}.rejected.csv")
    why = carry_out(run, table, rejects=rejects, language="en", actor=IMPORT, now=lambda: NOW)
    assert why is None
    return run


def rejected(path: Path) -> list[list[str]]:
    with path.with_name(f"{path.name}.rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5hkscs", "utf-16", "utf-16-le"])
def test_text_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    line = (
        "用戶反映網絡速度慢，電話經常斷線，希望儘快處理"
        if encoding.startswith("big5")
        else "用户反映网络速度慢，希望尽快处理"
    )
    path = write(
        tmp_path / "a.csv",
        [["编号" if "big5" not in encoding else "編號", "text"], *([[str(n), line] for n in range(40)])],
        encoding=encoding,
    )
    assert [row.cells[1] for row in Table(path).rows()] == [line] * 40


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = write(tmp_path / "a.csv", [HEADS, *ROWS], delimiter=delimiter)
    assert Table(path).columns == tuple(HEADS)


def test_a_row_is_known_by_the_line_on_which_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,text\n1,"two\nlines"\n\n2,b\n')
    assert [(row.line, row.cells) for row in Table(path).rows()] == [(2, ("1", "two\nlines")), (5, ("2", "b"))]


def test_sheets_are_read_with_their_dates_numbers_and_formulas_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path, {"remove_timezone": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADS)
    sheet.write_row(1, 0, [1, 14300770001])
    sheet.write_datetime(1, 2, datetime(2026, 3, 1, 9, 30), book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
    sheet.write_formula(1, 3, '=HYPERLINK("http://x","家里信号差")')
    book.close()
    assert [row.cells for row in Table(path).rows()] == [
        ("1", "14300770001", "2026-03-01 09:30:00", '=HYPERLINK("http://x","家里信号差")')
    ]


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (64 * 1024**2))


def _entities(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook/>')


def _other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("readme.txt", "hello")


def _empty_book(path: Path) -> None:
    openpyxl.Workbook().save(path)


def _cut_off(path: Path) -> None:
    _empty_book(path)
    path.write_bytes(path.read_bytes()[:-200])


def _endless_quote(path: Path) -> None:
    path.write_text('id,text\n1,"' + "x" * 17_000_000)


SPOILT = {
    "file-bomb": [_bomb, _entities],
    "file-kind-unknown": [_other_zip, lambda path: path.write_bytes(b"%PDF-1.7")],
    "file-empty": [_empty_book, lambda path: path.write_bytes(b""), lambda path: path.write_text("\n\n ,\n")],
    "file-damaged": [_cut_off, lambda path: path.write_bytes(OLE + b"x" * 4096), _endless_quote],
}  # fmt: skip


@pytest.mark.parametrize(("code", "spoil"), [(code, spoil) for code, all_ in SPOILT.items() for spoil in all_])
def test_a_spoilt_file_is_refused_with_what_to_do(tmp_path: Path, code: str, spoil: object) -> None:
    path = tmp_path / "spoilt"
    spoil(path)  # type: ignore[operator]
    with pytest.raises(FileRefused) as refused:
        Table(path).count()
    assert refused.value.refused.code == code
    assert shipped().refusals[code].zh


MOMENTS = {
    "2017/8/24 22:25:38": "2017-08-24T22:25:38",
    "2019年12月3日 下午3点20分": "2019-12-03T15:20:00",
    "20170824222538": "2017-08-24T22:25:38",
    "22-Apr-15 3:53:50 PM": "2015-04-22T15:53:50",
    "Apr 22, 2015 12:00 AM": "2015-04-22T00:00:00",
    "13/04/2020 08:00": "2020-04-13T08:00:00",
    "42976.93447": "2017-08-29T22:25:38",
    "2017-08-24T14:25:38Z": "2017-08-24T22:25:38",
    "2019-09-04 星期三 8:07": "2019-09-04T08:07:00",
}


@pytest.mark.parametrize(("text", "local"), MOMENTS.items())
def test_times_are_read_as_people_write_them(text: str, local: str) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    assert parse(text, zone=zone) == datetime.fromisoformat(local).replace(tzinfo=zone)


@pytest.mark.parametrize("text", ["某天", "2020-02-30", "2020-01-01 25:00", "99999999999999", "32/13/2020", "12"])
def test_what_is_no_time_is_not_guessed_at(text: str) -> None:
    assert parse(text, zone=ZoneInfo("Asia/Shanghai")) == "import-time-unreadable"


def test_a_day_that_could_be_a_month_is_refused_unless_the_order_is_said() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    assert parse("04-08-2015", zone=zone) == "import-time-ambiguous"
    assert parse("04-08-2015", zone=zone, order="dmy") == datetime(2015, 8, 4, tzinfo=zone)
    assert parse("04-08-2015", zone=zone, order="mdy") == datetime(2015, 4, 8, tzinfo=zone)


def test_columns_are_guessed_from_their_heads_in_both_languages() -> None:
    assert guess(["工单编号", "手机号码", "投诉时间", "投诉内容", "别的"]) == {
        "external_id": ["工单编号"], "number": ["手机号码"], "contacted_at": ["投诉时间"], "text": ["投诉内容"],
    }  # fmt: skip
    assert guess(["Ticket_ID", "PHONE", "Date", "Time", "Description"])["contacted_at"] == ["Date", "Time"]


def test_every_shipped_profile_names_real_fields() -> None:
    assert set(readings.shipped()) == {"citizen-letters", "survey-texts", "fcc-complaints"}
    assert len({field.code for field in FIELDS}) == len(FIELDS)


def test_a_file_comes_in_and_is_told_on_a_chain_of_its_own(cast: Cast, tmp_path: Path) -> None:
    run = take(cast, write(tmp_path / "a.csv", [HEADS, *ROWS]))
    assert (run.state, run.done, run.made, run.already, run.bad) == ("finished", 3, 3, 0, 0)
    assert list(run.chain.events.values_list("code", flat=True)) == ["import.started", "import.finished"]
    first = Ticket.rows.get(external_id__endswith=":A1")
    assert first.text == ROWS[0][3] and first.category == "basic.voice.no_signal_indoor"
    assert first.contacted_at == datetime(2026, 3, 1, 1, 30, tzinfo=UTC)
    assert first.first_asked == cast.support_lead and first.group.code == "QD-NET"


def test_a_file_that_comes_again_adds_nothing(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [HEADS, *ROWS])
    take(cast, path)
    again = take(cast, path)
    assert (again.made, again.already) == (0, 3)


def test_rows_without_a_number_of_their_own_are_known_by_content_and_count(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [["text"], ["电梯里没信号"], ["电梯里没信号"], ["掉线"]])
    assert take(cast, path).made == 3
    assert take(cast, path).already == 3


BAD = [
    ["B1", "+44 7700 900123", "2026-03-01", "a number of another country"],
    ["B2", "12ab", "2026-03-01", "letters in the number"],
    ["B3", "14300770001", "someday", "no time"],
    ["B4", "14300770001", "2031-01-01", "a time to come"],
    ["B5", "14300770001", "2026-03-01", ""],
    ["", "14300770001", "2026-03-01", "no number in the source"],
    ["B7", "14300770001", "2026-03-01", "x" * 20_001],
    ["B8", "14300770001", "2026-03-01", "nul \x00 byte"],
    ["B9", "14300770001", "", "no time at all"],
]


def test_every_bad_row_comes_back_with_line_and_reason_and_can_be_mended_and_fed_again(
    cast: Cast, tmp_path: Path
) -> None:
    good = ["C1", "14300770009", "2026-03-01", "=1+1 掉线"]
    bad_formula = ["=cmd()", "14300770001", "never", "-5 is no formula"]
    path = write(tmp_path / "a.csv", [HEADS, good, *BAD, bad_formula])
    run = take(cast, path)
    assert (run.made, run.bad) == (1, len(BAD) + 1)

    back = rejected(path)
    assert back[0] == ["Line", "Reason", *HEADS]
    assert [row[0] for row in back[1:]] == [str(3 + n) for n in range(len(BAD) + 1)]
    assert all("C4" in row[1] for row in back[1:])
    assert back[-1][2] == "'=cmd()" and back[-1][5] == "'-5 is no formula"

    for row in back[1:]:
        row[3:6] = ["14300770001", "2026-03-01", row[5][:100].replace("\x00", "") or "mended"]
        row[2] = row[2] or "B6"
    mended = write(tmp_path / "mended.csv", back)
    again = take(cast, mended)
    assert (again.made, again.bad) == (len(BAD) + 1, 0)
    assert Ticket.rows.filter(external_id__endswith=":=cmd()", text="-5 is no formula").exists()
    # The old file once more: what was mended is there, whatever its old row looks like once it can be read.
    assert take(cast, path).made == 0


def test_text_that_is_no_text_is_refused_row_by_row(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbfid,text\n1,good\n2,bad \xff\xfe byte\n")
    run = take(cast, path)
    assert (run.made, run.bad) == (1, 1)


def test_words_and_labels_stand_for_codes(cast: Cast, tmp_path: Path) -> None:
    rows = [["投诉内容", "来源", "客户等级", "分类", "处理状态", "答复", "答复时间", "时间"],
            ["掉线", "市长热线 12345", "Gold card", "基础通信→语音通话→通话掉线", "办结", "已修",
             "2026-03-02", "2026-03-01"],
            ["掉线", "飞鸽", "", "", "", "", "", "2026-03-01"]]  # fmt: skip
    path = write(tmp_path / "a.csv", rows)
    run = take(cast, path, values={"state": {"办结": "archived"}})
    ticket = Ticket.rows.get()
    assert (ticket.source, ticket.category, ticket.state) == ("mayor_hotline", "basic.voice.dropped", "archived")
    assert ticket.customer.grade == "gold" and run.bad == 1 and "飞鸽" in rejected(path)[1][1]


def test_a_dry_run_stores_nothing(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [HEADS, *ROWS, *BAD])
    table = Table(path)
    _, reading = readings.fitting(table.columns)
    run = run_of(path, profile="", reading=reading, owner=cast.support_lead, at=NOW)
    taking = Taking(run, table, reading=reading, rejects=tmp_path / "r.csv", language="zh", at=NOW)
    counts = taking.try_out(actor=IMPORT)
    assert (counts.rows, counts.made, counts.bad) == (12, 3, 9)
    assert not Ticket.rows.exists() and not ImportRun.rows.exists()
    assert (tmp_path / "r.csv").read_text("utf-8-sig").startswith("原行号,退回原因,")


def test_a_run_that_was_cut_off_goes_on_where_it_was(cast: Cast, tmp_path: Path) -> None:
    rows = [[f"N{n}", "14300770001" if n % 100 else "bad", "2026-03-01", f"掉线 {n}"] for n in range(2500)]
    path = write(tmp_path / "a.csv", [HEADS, *rows])
    table = Table(path)
    _, reading = readings.fitting(table.columns)
    rejects = path.with_name(f"{path.name}.rejected.csv")

    def go(stop: Iterator[bool]) -> ImportRun:
        run = run_of(path, profile="", reading=reading, owner=cast.support_lead, at=NOW)
        carry_out(run, table, rejects=rejects, language="en", actor=IMPORT, now=lambda: NOW, stop=lambda: next(stop))
        return run

    first = go(iter([False, True]))
    assert (first.state, first.done, first.bad) == ("running", 1000, 10)
    second = go(iter([False] * 9))
    assert second.pk == first.pk and (second.state, second.done, second.made, second.bad) == (
        "finished",
        2500,
        2475,
        25,
    )
    assert len(rejected(path)) == 26 and Ticket.rows.count() == 2475


def test_big_files_are_told_apart_by_their_beginning_not_read_whole(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [HEADS, *ROWS * 2000], encoding="gb18030")
    assert text_file.encoding(path).lower().replace("_", "") in ("gb18030", "gbk", "gb2312")


REAL = {
    "citizen_letters_about_operators.csv": ("citizen-letters", 26),
    "citizen_letters_with_reply.csv": ("citizen-letters", 1000),
    "beijing_mobile_free_text.csv": ("survey-texts", 586),
    "comcast_fcc_2015/comcast_complaints_2015.csv": ("fcc-complaints", 2224),
}


@pytest.mark.skipif(not DATA.is_dir(), reason=f"no real files in {DATA}")
@pytest.mark.parametrize(("name", "profile", "count"), [(name, *told) for name, told in REAL.items()])
def test_the_real_files_come_in_whole(cast: Cast, tmp_path: Path, name: str, profile: str, count: int) -> None:
    path = tmp_path / Path(name).name
    path.write_bytes((DATA / name).read_bytes())
    assert readings.fitting(Table(path).columns)[0] == profile
    run = take(cast, path, profile=profile)
    assert (run.made, run.bad) == (count, 0)
    if profile == "citizen-letters":
        assert Urgency.objects.filter(kind="bypass", proposed=False).count() == count
        answered = Ticket.rows.exclude(archived_at=None)
        assert all(ticket.replies.count() == 1 for ticket in answered.prefetch_related("replies"))
    assert take(cast, path, profile=profile).already == count
