"""C4.8.7, every month in a branch: the partners' report, type, papers, second refunds. Each with its wrong world."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shouwen.disputes.models import Charge, Paper
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.people.models import Staff
from shouwen.refunds.billing.port import Booking
from shouwen.refunds.differing import note
from shouwen.refunds.models import Difference, Refund
from shouwen.selfchecks import reported
from shouwen.selfchecks.verbs import take_file
from tests.cast import Cast, done, refused
from tests.refunds.ordering import ordered
from tests.selfchecks.telling import MONTH_OVER, booked, found, monthly, only, paid, slipped, waived

D = Decimal
SP = ("reception_form", "bill_list", "sp_report")
NUMBER, OTHER = "14300880005", "14300880006"


def handed_in(
    cast: Cast, tmp_path: Path, *lines: str, kind: str = "sp_report", by: Staff | None = None, **said: Any
) -> Done | Refused:
    """A CSV with these lines, taken in for the branch and the month."""
    head = "号码,SP名称,退费金额,账期,账单号"
    path = tmp_path / "reported.csv"
    path.write_text("\n".join([head, *lines]), "utf-8")
    read = reported.read(path)
    assert isinstance(read, reported.Reported), read
    told: dict[str, Any] = {"unit": cast.units["QD"], "month": "2026-03", "source": "", "name": "r.csv", **said}
    at = MONTH_OVER - timedelta(hours=12)
    rows = {"rows": read.rows, "bad": read.bad, "sha256": read.sha256}
    return take_file(actor=by or cast.support_lead, at=at, kind=kind, **told, **rows)


def test_a_clean_month_finds_nothing(cast: Cast, tmp_path: Path) -> None:
    paid(cast)
    paid(cast, "30.00", cause="sp.unaware", papers=SP, customer="prepaid")
    paid(cast, "300.00", cast.hall_manager, customer="silver")
    paid(cast, "40.00", cause="company.support_system", papers=(*SP[:2], "fault_order"), customer="points")
    done(handed_in(cast, tmp_path, f"{OTHER},甲信息,30.00,2026-02,"))
    check = monthly()
    assert found(check) == [] and check.state == "ready"
    assert (check.count, check.total) == (4, D("419.90"))
    assert [file["kind"] for file in check.facts["files"]] == ["sp_report"]


def test_the_month_is_that_of_the_books(cast: Cast) -> None:
    story = paid(cast)
    Refund.rows.filter(pk=story.refund.pk).update(period="2026-04")
    assert monthly().count == 0


# sp_mismatch


def sp_world(cast: Cast) -> None:
    paid(cast, "30.00", cause="sp.unaware", papers=SP)


def test_no_report_came_although_partners_were_the_cause(cast: Cast) -> None:
    sp_world(cast)
    check = monthly()
    assert found(check) == [("sp_mismatch", "sp-report-missing")]
    assert only(check).facts == {"month": "2026-03", "count": 1, "ours": "30.00"}


@pytest.mark.parametrize(
    ("lines", "reasons"),
    [
        ((f"{NUMBER},甲信息,30.00,2026-02,",), []),
        ((f"{NUMBER},甲信息,10.00,2026-02,", f"{NUMBER},甲 信息,20.00,2026-01,"), []),
        ((f"{NUMBER},甲信息,29.99,2026-02,",), ["sp-other-amount"]),
        ((f"{NUMBER},乙科技,30.00,2026-02,",), ["sp-other-provider"]),
        ((f"{OTHER},甲信息,30.00,2026-02,",), ["sp-only-here", "sp-only-there"]),
        ((f"{NUMBER},甲信息,30.00,2026-02,", "14309999999,甲信息,5.00,2026-02,"), ["sp-only-there"]),
    ],
)
def test_the_report_beside_billing(cast: Cast, tmp_path: Path, lines: tuple[str, ...], reasons: list[str]) -> None:
    sp_world(cast)
    done(handed_in(cast, tmp_path, *lines))
    assert [reason for _, reason in found(monthly())] == reasons


def test_of_two_reports_the_newer_counts_and_the_same_bytes_are_taken_once(cast: Cast, tmp_path: Path) -> None:
    sp_world(cast)
    done(handed_in(cast, tmp_path, f"{NUMBER},甲信息,1.00,2026-02,"))
    done(handed_in(cast, tmp_path, f"{NUMBER},甲信息,30.00,2026-02,"))
    assert refused(handed_in(cast, tmp_path, f"{NUMBER},甲信息,30.00,2026-02,")) == "file-taken-already"
    assert found(monthly()) == []


def test_a_report_that_comes_later_has_the_check_run_again(cast: Cast, tmp_path: Path) -> None:
    sp_world(cast)
    assert len(found(monthly())) == 1
    done(handed_in(cast, tmp_path, f"{NUMBER},甲信息,29.00,2026-02,"))
    check = monthly(MONTH_OVER + timedelta(hours=1))
    assert [reason for _, reason in found(check)] == ["sp-report-missing", "sp-other-amount"]
    # What is no longer found is not cleared by that: somebody looks at it.
    assert [row.gone_at is None for row in check.exceptions.all()] == [False, True]
    assert (check.left, check.state) == (2, "open")


def test_files_are_for_who_clears_and_only_for_their_branch(cast: Cast, tmp_path: Path) -> None:
    line = f"{NUMBER},甲信息,30.00,2026-02,"
    assert refused(handed_in(cast, tmp_path, line, by=cast.auditor)) == "not-allowed"
    assert refused(handed_in(cast, tmp_path, line, by=cast.other_lead)) == "not-allowed"
    assert refused(handed_in(cast, tmp_path, line, month="2026-13")) == "month-wrong"
    assert refused(handed_in(cast, tmp_path, line, kind="other_channel")) == "text-missing"


def test_lines_that_cannot_be_used_are_kept_aside(tmp_path: Path, db: None) -> None:
    path = tmp_path / "r.csv"
    path.write_text("手机号码,金额\n14300880005,￥1，234.50元\n12,5\n14300880006,一元\n14300880006,0\n", "utf-8")
    read = reported.read(path)
    assert isinstance(read, reported.Reported)
    assert [(row.masked, row.amount) for row in read.rows] == [("143****0005", D("1234.50"))]
    assert read.bad == [(3, "number"), (4, "amount"), (5, "amount")]
    path.write_text("甲,乙\n1,2\n", "utf-8")
    assert isinstance(reported.read(path), Refused)


# type_unproven, missing_paper


def test_a_partners_cause_without_the_partners_report(cast: Cast, tmp_path: Path) -> None:
    sp_world(cast)
    done(handed_in(cast, tmp_path, f"{NUMBER},甲信息,30.00,2026-02,"))
    Paper.objects.filter(kind="sp_report").delete()
    check = monthly()
    assert found(check) == [("type_unproven", "not-confirmed")]
    assert only(check).facts == {"cause": "sp.unaware", "paper": "sp_report"}


def test_a_partners_cause_that_names_no_partner(cast: Cast, tmp_path: Path) -> None:
    sp_world(cast)
    done(handed_in(cast, tmp_path, f"{NUMBER},,30.00,2026-02,"))
    Charge.objects.update(provider="")
    assert found(monthly()) == [("type_unproven", "no-provider")]


def test_our_own_systems_fault_without_the_order_that_confirms_it(cast: Cast) -> None:
    paid(cast, "40.00", cause="company.support_system", papers=(*SP[:2], "fault_order"))
    Paper.objects.filter(kind="fault_order").delete()
    assert found(monthly()) == [("type_unproven", "not-confirmed")]


def test_a_paper_is_missing(cast: Cast) -> None:
    paid(cast)
    Paper.objects.filter(kind="bill_list").delete()
    check = monthly()
    assert found(check) == [("missing_paper", "paper-missing")]
    assert only(check).facts == {"missing": ["bill_list"]}


def test_a_waiver_without_a_reception_record(cast: Cast) -> None:
    booked(waived(cast).refund, cast.morning)
    assert found(monthly()) == [("missing_paper", "paper-missing")]


# second_refund


def test_the_same_line_of_a_bill_in_two_disputes(cast: Cast) -> None:
    first = paid(cast)
    later = paid(cast, at=cast.after(days=3), by=cast.second_hall_clerk)
    check = monthly()
    assert found(check) == [("second_refund", "same-charge")]
    row = only(check)
    assert row.refund == later.refund and row.facts["about"] == first.dispute.serial


def test_the_same_bill_in_two_disputes_and_another_bill(cast: Cast) -> None:
    one, two, three = (paid(cast, f"{n}.00", at=cast.after(hours=n)) for n in (1, 2, 3))
    for story, bill in ((one, "B-1"), (two, "B-1"), (three, "B-2")):
        Charge.objects.filter(dispute=story.row).update(bill=bill)
    check = monthly()
    assert found(check) == [("second_refund", "same-bill")]
    assert only(check).refund == two.refund


def test_two_bills_with_the_same_amount_are_no_second_refund(cast: Cast) -> None:
    for place, story in enumerate((paid(cast), paid(cast, at=cast.after(hours=1)))):
        Charge.objects.filter(dispute=story.row).update(bill=f"B-{place}")
    assert found(monthly()) == []


def test_a_dispute_and_a_batch(cast: Cast) -> None:
    slipped(cast, "batch/1", "49.90", origin="batch", about="P-1", kind="single", at=cast.after(hours=-2))
    paid(cast)
    assert found(monthly()) == [("second_refund", "same-amount")]


def test_a_dispute_and_a_waived_late_fee(cast: Cast) -> None:
    fee = waived(cast, "5.00", bill_period="2026-02", at=cast.after(hours=-2))
    booked(fee.refund, cast.morning)
    Refund.rows.filter(pk=fee.refund.pk).update(period="2026-04")
    paid(cast, "5.00")
    assert found(monthly()) == [("second_refund", "same-charge")]


def test_another_channel_reported_it(cast: Cast, tmp_path: Path) -> None:
    paid(cast), paid(cast, "12.00", customer="prepaid")
    lines = (f"{NUMBER},,49.90,,", f"{OTHER},,11.99,,")
    done(handed_in(cast, tmp_path, *lines, kind="other_channel", source="网上营业厅"))
    check = monthly()
    assert found(check) == [("second_refund", "same-amount")]
    assert only(check).facts["about"] == "网上营业厅 #2"


def test_what_was_reversed_may_be_paid_again(cast: Cast) -> None:
    first = paid(cast)
    done(first.do("ask_reversal", refund=first.refund.key, amount=D("49.90"), why="退错号码"))
    first.signed(cast.hall_manager)
    booked(Refund.rows.get(reverses__isnull=False), first.at)
    paid(cast, at=cast.after(days=3))
    assert found(monthly()) == []


def test_a_difference_from_billing_that_is_still_open(cast: Cast) -> None:
    refund = ordered(cast, "D-X/1", "20.00", "0.00", origin="batch", kind="single")

    at = cast.after(hours=1)
    theirs = Booking(refund.key, "R1", D("25.00"), at)
    note("other_amount", key=refund.key, refund=refund, theirs=theirs, ours=refund.total, at=at, found_by="statement")
    assert Difference.rows.count() == 1
    check = monthly()
    assert found(check) == [("amount_mismatch", "difference-open")]
