"""The refund monitor: what needs a person first, counts that don't lie, and nothing of a customer in full."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shouwen.people.models import Staff
from shouwen.refunds import line
from shouwen.refunds.execution import work
from shouwen.refunds.models import Difference, Period, Refund
from shouwen.refunds.reads import monitor
from tests.cast import Cast
from tests.refunds.billing import Clock, over_http, rounds
from tests.refunds.ordering import ordered, ordered_many
from tests.refunds.test_files import answer

SignIn = Callable[[Staff], Client]


@pytest.fixture
def lead(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.support_lead)


def states(cast: Cast) -> None:
    """One refund of each state."""
    clock = Clock(cast.morning)
    with over_http(clock) as (system, billing):
        ordered(cast, "A-done")
        rounds(clock, billing)
        system.closed.add(cast.customers["ordinary"].number)
        ordered(cast, "B-refused")
        rounds(clock, billing)
        system.closed.clear()
        system.moods = type(system.moods)(other_amount=1.0)
        ordered(cast, "C-unknown")
        rounds(clock, billing)
    ordered(cast, "D-due")


def test_unknown_and_refused_come_first_with_their_counts(cast: Cast, lead: Client) -> None:
    states(cast)
    page = lead.get("/refunds").content.decode()
    places = [page.index(key) for key in ("C-unknown", "B-refused", "D-due", "A-done")]
    assert places == sorted(places)
    assert page.count('class="refund-count">1<') == 4 and page.count('class="refund-count">0<') == 2
    assert "60.00" in page and "号码已销户" in page
    assert lead.get("/refunds/count").content == b"2"
    only = lead.get("/refunds?state=refused").content.decode()
    assert "B-refused" in only and "A-done" not in only
    assert "A-done" in lead.get("/refunds?words=A-done").content.decode()


def test_pages_go_by_key_both_ways(cast: Cast) -> None:
    ordered_many(cast, 120, at=cast.morning)
    found = monitor.rows(cast.support_lead, monitor.Wanted())
    first = monitor.page(found)
    second = monitor.page(found, after=first.after)
    third = monitor.page(found, after=second.after)
    keys = [row.key for page in (first, second, third) for row in page.rows]
    assert keys == [f"many-{n}" for n in range(120, 0, -1)]
    assert (first.before, third.after) == ("", "")
    back = monitor.page(found, before=third.before)
    assert [row.pk for row in back.rows] == [row.pk for row in second.rows]
    assert [row.pk for row in monitor.page(found, before=back.before).rows] == [row.pk for row in first.rows]
    assert monitor.page(found, after="nonsense").rows[0].key == "many-120"
    assert monitor.counts(cast.support_lead, monitor.Wanted())["due"] == 120


def test_a_page_costs_the_same_however_many_there_are(
    cast: Cast, lead: Client, django_assert_max_num_queries: Any
) -> None:
    ordered_many(cast, 60, at=cast.morning)
    with django_assert_max_num_queries(20):
        assert lead.get("/refunds").status_code == 200


def test_only_ones_own_part_of_the_tree_is_seen(cast: Cast, signed_in: SignIn) -> None:
    mine = ordered(cast, "D1-1")
    theirs = ordered(cast, "W-1", unit=cast.other_clerk.unit, by=cast.other_clerk)
    lead = signed_in(cast.support_lead)
    page = lead.get("/refunds").content.decode()
    assert "D1-1" in page and "W-1" not in page
    assert lead.get(f"/refunds/{theirs.pk}").status_code == 404
    assert lead.post(f"/refunds/{theirs.pk}/cancel", {"cancel-why": "x"}).status_code == 404
    clerk = signed_in(cast.clerk)
    assert clerk.get("/refunds").status_code == 403
    assert clerk.get(f"/refunds/{mine.pk}").status_code == 200
    assert f"refunds/{mine.pk}/cancel" not in clerk.get(f"/refunds/{mine.pk}").content.decode()


def test_a_refund_shows_its_calls_its_events_and_no_number_in_full(cast: Cast, lead: Client) -> None:
    states(cast)
    for refund in Refund.rows.all():
        page = lead.get(f"/refunds/{refund.pk}").content.decode()
        assert cast.customers["ordinary"].number not in page
        assert cast.customers["ordinary"].name not in page
        assert "143****0005" in page and "退费指令" in page


def test_buttons_do_what_they_say_and_say_why_not(cast: Cast, lead: Client) -> None:
    states(cast)
    refused, due = Refund.rows.get(key="B-refused"), Refund.rows.get(key="D-due")
    empty = lead.post(f"/refunds/{due.pk}/cancel", {"cancel-why": ""})
    assert empty.status_code == 422
    assert lead.post(f"/refunds/{due.pk}/cancel", {"cancel-why": "客户撤销"}).status_code == 303
    assert lead.post(f"/refunds/{refused.pk}/again", {"again-why": "已复机"}).status_code == 303
    assert set(Refund.rows.filter(pk__in=[refused.pk, due.pk]).values_list("state", flat=True)) == {"cancelled", "due"}
    late = lead.post(f"/refunds/{due.pk}/cancel", {"cancel-why": "客户撤销"})
    assert late.status_code == 422 and "不能取消" in late.content.decode()
    unknown = Refund.rows.get(key="C-unknown")
    assert lead.post(f"/refunds/{unknown.pk}/ask").status_code == 303
    assert not Refund.rows.get(pk=unknown.pk).held


def test_a_difference_is_cleared_where_it_is_shown(cast: Cast, lead: Client) -> None:
    states(cast)
    row = Difference.rows.get()
    page = lead.get("/refunds/books").content.decode()
    assert "C-unknown" in page and "60.01" in page
    name = f"d{row.pk}"
    wrong = lead.post(f"/refunds/books/differences/{row.pk}", {f"{name}-how": "accepted", f"{name}-why": "认定"})
    assert wrong.status_code == 422 and "超过审批金额" in wrong.content.decode() and "认定" in wrong.content.decode()
    cleared = {f"{name}-how": "explained", f"{name}-why": "计费舍入"}
    assert lead.post(f"/refunds/books/differences/{row.pk}", cleared).status_code == 303
    assert "计费舍入" in lead.get("/refunds/books").content.decode()


def test_a_day_is_compared_and_a_month_closed(cast: Cast, signed_in: SignIn, lead: Client) -> None:
    Period.rows.create(month="2026-03")
    desk = signed_in(cast.province_desk)
    assert desk.post("/refunds/books/compare", {"day": "2020-01-01"}).status_code == 422
    assert desk.post("/refunds/books/compare", {"day": "nonsense"}).status_code == 422
    assert "2026-03" in desk.get("/refunds/books").content.decode()
    assert lead.post("/refunds/books/months", {"month": "2026-03"}).status_code == 409
    assert desk.post("/refunds/books/months", {"month": "2026-03"}).status_code == 303
    assert Period.rows.get(month="2026-03").closed_by == cast.province_desk


def test_it_is_said_when_billing_does_not_answer(cast: Cast, lead: Client) -> None:
    line.failed(cast.morning, "not-reached")
    page = lead.get("/refunds").content.decode()
    assert "连不上计费系统" in page


def test_files_go_out_and_answers_come_in(cast: Cast, lead: Client, settings: Any, tmp_path: Any) -> None:
    settings.BILLING = f"files:{tmp_path}"
    ordered_many(cast, 2, at=cast.morning)
    work(cast.morning)
    assert "refunds-000001.csv" in lead.get("/refunds/files").content.decode()
    assert lead.get("/refunds/files/1").content == (tmp_path / "out" / "refunds-000001.csv").read_bytes()
    assert lead.get("/refunds/files/9").status_code == 404
    raw = answer(("many-1", "done", "1.00", "R1", ""), ("many-2", "maybe", "", "", ""))
    sent = lead.post("/refunds/files", {"file": SimpleUploadedFile("answers.csv", raw)})
    assert sent.status_code == 303
    assert "many-2" in lead.get("/refunds/files").content.decode()
    bad = lead.post("/refunds/files", {"file": SimpleUploadedFile("bad.csv", b"nonsense")})
    assert bad.status_code == 422 and "约定格式" in bad.content.decode()
    huge = lead.generic("POST", "/refunds/files", b"x", CONTENT_LENGTH=str(17 * 1024 * 1024))
    assert huge.status_code == 413


def test_what_waits_is_counted_for_whoever_keeps_the_machine_running(cast: Cast) -> None:
    states(cast)
    seen = monitor.waiting()
    assert (seen.due, seen.unknown, seen.held, seen.refused) == (1, 1, 1, 1)
    assert seen.oldest == cast.morning and not seen.is_late(cast.after(hours=1)) and seen.is_late(cast.after(days=2))
