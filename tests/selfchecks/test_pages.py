"""The pages of days and checks as their people use them, without JavaScript (C4.8.7)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shouwen.people.models import Staff
from shouwen.selfchecks.models import Day, ReportedFile, SelfCheck
from shouwen.selfchecks.running import missed
from tests.cast import Cast
from tests.selfchecks.forging import checked, forged
from tests.selfchecks.telling import EVENING, MONTH_OVER, WEEK_OVER, monthly, paid, sheet, waived, weekly

SignIn = Callable[[Staff], Client]


@pytest.fixture(autouse=True)
def evening() -> Iterator[Any]:
    with time_machine.travel(EVENING, tick=False) as clock:
        yield clock


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, (answer.status_code, answer.content.decode()[:800])
    return str(answer.content.decode())


def hand_in(browser: Client) -> Any:
    page = text(browser.get("/day"))
    keys = [part.split('"')[0] for part in page.split('name="refund" value="')[1:]]
    unit = page.split('name="unit" value="')[1].split('"')[0]
    return browser.post("/day/hand-in", {"on": "2026-03-04", "unit": unit, "refund": keys})


def test_a_clerk_hands_the_day_in_and_the_manager_signs_line_by_line(cast: Cast, signed_in: SignIn) -> None:
    paid(cast), paid(cast, "300.00", cast.hall_manager, customer="prepaid"), waived(cast)
    clerk, manager = signed_in(cast.clerk), signed_in(cast.hall_manager)
    page = text(clerk.get("/day"))
    assert "49.90" in page and "300.00" in page and "14300880005" not in page and "王常" not in page
    assert hand_in(clerk).status_code == 303
    day = sheet(cast.clerk)
    assert f"/days/{day.pk}" in text(manager.get("/days"))
    assert text(manager.get("/days/count")) == "1"
    page = text(manager.get(f"/days/{day.pk}"))
    assert "周岚" in page and 'data-key="s"' in page and "143****0005" in page
    for line in (1, 2, 3):
        answer = manager.post(f"/days/{day.pk}/lines/{line}/sign", {"seen": day.chain.length})
        assert answer.status_code == 303 and answer["Location"].endswith(f"#line-{line}")
    day = sheet(cast.clerk)
    assert day.state == "signed" and day.serial in text(manager.get("/days?show=signed"))
    paper = text(clerk.get(f"/days/{day.pk}/sheet"))
    assert f"{day.code[:5]}-{day.code[5:]}" in paper and "<svg" in paper and "14300880005" not in paper
    said = {"serial": day.serial, "code": f"{day.code[:5]}-{day.code[5:]}"}
    assert f"/days/{day.pk}" in text(manager.get("/forms/verify", said))
    Day.rows.filter(pk=day.pk).update(said={**day.said, "total": "1.00"})
    assert "notice-error" in text(manager.get("/forms/verify", said))


def test_a_returned_line_comes_back_to_the_clerks_page(cast: Cast, signed_in: SignIn) -> None:
    paid(cast)
    clerk, manager = signed_in(cast.clerk), signed_in(cast.hall_manager)
    hand_in(clerk)
    day = sheet(cast.clerk)
    wrong = manager.post(f"/days/{day.pk}/lines/1/return", {"reason": "unreasonable", "why": " ", "seen": 1})
    assert "field-error" in text(wrong, 422)
    sent = {"reason": "form_missing", "why": "没有登记表", "seen": day.chain.length}
    assert manager.post(f"/days/{day.pk}/lines/1/return", sent).status_code == 303
    page = text(clerk.get("/day"))
    assert "没有登记表" in page and f"sheet{day.pk}-mended_1" in page
    mine = {f"sheet{day.pk}-seen": 2, f"sheet{day.pk}-mended_1": ""}
    text(clerk.post(f"/days/{day.pk}/hand-in", mine), 422)
    mine[f"sheet{day.pk}-mended_1"] = "已补登记表"
    assert clerk.post(f"/days/{day.pk}/hand-in", mine).status_code == 303
    assert "已补登记表" in text(manager.get(f"/days/{day.pk}"))


def test_a_missed_day_is_seen_by_both(cast: Cast, signed_in: SignIn, evening: Any) -> None:
    paid(cast)
    assert "林小满" in text(signed_in(cast.hall_manager).get("/days"))
    evening.move_to(EVENING + timedelta(hours=16))
    missed.work(EVENING + timedelta(hours=16))
    clerk, manager = signed_in(cast.clerk), signed_in(cast.hall_manager)
    assert "/day?on=2026-03-04" in text(clerk.get("/day"))
    day = sheet(cast.clerk)
    assert "row-over" in text(manager.get("/days"))
    text(manager.get(f"/days/{day.pk}"))
    said = {f"sheet{day.pk}-seen": 1, f"sheet{day.pk}-why": "当日请假"}
    assert manager.post(f"/days/{day.pk}/hand-in", said).status_code == 303
    assert sheet(cast.clerk).state == "handed"


def test_an_exception_is_cleared_and_the_report_signed(cast: Cast, signed_in: SignIn, evening: Any) -> None:
    forged(checked(cast, "100.01"), "100.01", own=True)
    check = weekly()
    evening.move_to(WEEK_OVER + timedelta(hours=6))
    manager = signed_in(cast.hall_manager)
    assert f"/checks/{check.pk}" in text(manager.get("/checks")) and "143****0005" in text(
        manager.get("/checks/exceptions")
    )
    page = text(manager.get(f"/checks/{check.pk}"))
    assert "100.01" in page and "disabled" in page
    said = {"how": "accounted", "why": "", "done": "已谈话", "seen": check.chain.length}
    assert "field-error" in text(manager.post(f"/checks/{check.pk}/exceptions/1/clear", said), 422)
    said["why"] = "新员工误操作"
    assert manager.post(f"/checks/{check.pk}/exceptions/1/clear", said).status_code == 303
    assert manager.post(f"/checks/{check.pk}/sign", {"seen": 2}).status_code == 303
    check = SelfCheck.rows.get(pk=check.pk)
    paper = text(manager.get(f"/checks/{check.pk}/sheet"))
    assert f"{check.code[:5]}-{check.code[5:]}" in paper and "新员工误操作" in paper and "14300880005" not in paper
    found = text(manager.get("/forms/verify", {"serial": check.serial, "code": check.code}))
    assert f"/checks/{check.pk}" in found and "notice-success" in found


def test_a_workbook_holds_no_formula_and_no_customer(cast: Cast, signed_in: SignIn, evening: Any) -> None:
    forged(checked(cast, "100.01"), "100.01", own=True)
    check = weekly()
    check.exceptions.update(cleared_why="=1+1", cleared_done="@cmd", cleared_how="mended", cleared_at=WEEK_OVER)
    evening.move_to(WEEK_OVER)
    answer = signed_in(cast.hall_manager).get(f"/checks/{check.pk}/workbook")
    assert answer.status_code == 200 and check.serial in answer["Content-Disposition"]
    book = openpyxl.load_workbook(BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert "'=1+1" in texts and "'@cmd" in texts
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [value for value in texts if "14300880005" in value or "王常" in value]
    assert 100.01 in [cell.value for cell in cells]


def test_a_report_is_handed_in_and_the_months_check_runs_again(cast: Cast, signed_in: SignIn, evening: Any) -> None:
    paid(cast, "30.00", cause="sp.unaware", papers=("reception_form", "bill_list", "sp_report"))
    check = monthly()
    evening.move_to(MONTH_OVER)
    lead = signed_in(cast.support_lead)
    text(lead.get("/checks/files"))
    file = SimpleUploadedFile("梦网.csv", "号码,SP,退费金额\n14300880005,甲信息,30.00\nabc,甲,1\n".encode("gb18030"))
    said = {"kind": "sp_report", "unit": cast.units["QD"].pk, "month": "2026-03", "source": "", "file": file}
    assert lead.post("/checks/files", said).status_code == 303
    kept = ReportedFile.rows.get()
    assert (kept.count, str(kept.total), len(kept.bad)) == (1, "30.00", 1)
    assert SelfCheck.rows.get(pk=check.pk).again_at is not None
    check = monthly(MONTH_OVER + timedelta(minutes=5))
    assert [row.gone_at is not None for row in check.exceptions.all()] == [True]
    page = text(lead.get(f"/checks/{check.pk}"))
    assert "梦网退费报表" in page
    file = SimpleUploadedFile("x.csv", b"a,b\n1,2\n")
    assert "field-error" in text(lead.post("/checks/files", {**said, "file": file}), 422)
