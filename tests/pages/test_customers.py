"""Customers in the browser: found by their whole number, shown masked, marked and corrected with a trace."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from shouwen.customers.attribution import home
from shouwen.customers.models import Customer, NumberSegment


@pytest.fixture
def clerk(cast, signed_in):
    return signed_in(cast.clerk)


@pytest.fixture
def manager(cast, signed_in):
    return signed_in(cast.hall_manager)


@pytest.fixture
def admin(cast, signed_in):
    return signed_in(cast.admin)


def page(customer, name="customer"):
    return reverse(f"customers:{name}", args=[customer.pk])


def test_a_whole_number_leads_to_its_record(clerk, cast):
    gold = cast.customers["gold"]
    answer = clerk.post(reverse("customers:find"), {"number": " 143 0088 0002 "})
    assert answer.status_code == 303
    assert answer["Location"] == page(gold)


def test_a_number_that_nobody_has_is_told_with_its_home(clerk):
    answer = clerk.post(reverse("customers:find"), {"number": "14300770001"})
    assert answer.status_code == 404
    assert "清渡" in answer.content.decode()


@pytest.mark.parametrize("odd", ["+44 20 7946 0000", "abc", "12", ""])
def test_what_cannot_be_a_number_is_told_at_the_field(clerk, odd):
    answer = clerk.post(reverse("customers:find"), {"number": odd})
    assert answer.status_code == 422
    assert answer.context["form"].errors["number"]


@pytest.mark.parametrize("name", ["customer", "change"])
def test_nothing_on_the_pages_tells_who_it_is(clerk, cast, name):
    gold = cast.customers["gold"]
    cast.open("gold")
    shown = clerk.get(page(gold, name)).content.decode()
    for secret in (gold.number, gold.name, gold.identity):
        assert secret not in shown


def test_the_page_lists_only_tickets_that_the_reader_may_see(cast, signed_in):
    mine, theirs = cast.open("gold"), cast.open("gold", by=cast.other_clerk, category="basic.data.drops")
    tickets = signed_in(cast.clerk).get(page(cast.customers["gold"])).context["tickets"]
    assert mine.serial in [line.words for line in tickets]
    assert theirs.serial not in [line.words for line in tickets]


def test_a_page_with_many_tickets_asks_no_more(cast, clerk, django_assert_max_num_queries):
    for leaf in ("dropped", "quality", "cannot_call", "hd_call"):
        cast.open("gold", category=f"basic.voice.{leaf}")
    with django_assert_max_num_queries(20):
        clerk.get(page(cast.customers["gold"]))


def test_a_mark_says_who_why_and_until_when(manager, cast):
    gold = cast.customers["gold"]
    last = (timezone.now() + timedelta(days=5)).date()
    assert manager.post(page(gold, "mark"), {"why": "多次越级", "until": last.isoformat()}).status_code == 303
    mark = gold.mark(timezone.now())
    assert (mark.by, mark.why) == (cast.hall_manager, "多次越级")
    assert mark.until > timezone.now() + timedelta(days=4)
    assert "多次越级" in manager.get(page(gold)).content.decode()


def test_a_mark_without_reason_or_in_the_past_is_refused(manager, cast):
    gold = cast.customers["gold"]
    assert manager.post(page(gold, "mark"), {"why": " "}).context["mark_form"].errors["why"]
    answer = manager.post(page(gold, "mark"), {"why": "旧", "until": "2020-01-01"})
    assert answer.status_code == 422
    assert answer.context["mark_form"].errors["until"]
    assert gold.mark(timezone.now()) is None


def test_a_lifted_mark_stays_in_the_history(manager, cast):
    marked = cast.customers["sensitive"]
    assert manager.post(page(marked, "lift"), {"why": "已和解"}).status_code == 303
    assert marked.mark(timezone.now()) is None
    assert "曾在营业厅聚众" in manager.get(page(marked)).content.decode()
    assert manager.post(page(marked, "lift"), {"why": "再来"}).status_code == 422


def test_a_clerk_may_not_mark(clerk, cast):
    assert clerk.post(page(cast.customers["gold"], "mark"), {"why": "不"}).status_code == 403


def test_a_correction_keeps_what_was_left_empty(clerk, cast):
    gold = cast.customers["gold"]
    said = {"brand": "mzone", "grade": "silver", "province": "云泽", "city": "望潮", "name": "", "identity": ""}
    assert clerk.post(page(gold, "change"), said).status_code == 303
    now = Customer.rows.get(pk=gold.pk)
    assert (now.name, now.identity) == (gold.name, gold.identity)
    assert (now.brand, now.grade, now.city) == ("mzone", "silver", "望潮")


def test_a_correction_over_another_s_is_refused_once(clerk, manager, cast):
    gold = cast.customers["gold"]
    seen = clerk.get(page(gold, "change")).context["form"]["seen"].value()
    said = {"brand": "mzone", "grade": "silver", "city": "清渡", "seen": seen}
    assert manager.post(page(gold, "change"), said).status_code == 303
    answer = clerk.post(page(gold, "change"), said | {"grade": "gold", "name": "金秋月"})
    assert answer.status_code == 422
    again = said | {"grade": "gold", "seen": answer.context["form"]["seen"].value()}
    assert clerk.post(page(gold, "change"), again).status_code == 303


def test_a_group_customer_that_does_not_exist_is_told_at_its_field(clerk, cast):
    answer = clerk.post(page(cast.customers["gold"], "change"), {"group": "G-NONE"})
    assert answer.context["form"].errors["group"]
    assert clerk.post(page(cast.customers["gold"], "change"), {"group": "G-A1"}).status_code == 303
    assert Customer.rows.get(pk=cast.customers["gold"].pk).group.code == "G-A1"


def test_the_auditor_reads_masked_and_changes_nothing(cast, signed_in):
    auditor = signed_in(cast.auditor)
    assert auditor.get(page(cast.customers["gold"])).status_code == 200
    assert auditor.post(page(cast.customers["gold"], "change"), {}).status_code == 403


def test_a_segment_decides_the_home_before_the_packaged_table(admin):
    said = {"prefix": "14309", "province": "云泽", "city": "新城"}
    assert admin.post(reverse("customers:segment_add"), said).status_code == 303
    assert home("14309000001").city == "新城"
    assert admin.post(reverse("customers:segment_drop", args=["14309"])).status_code == 303
    assert home("14309000001").city != "新城"
    assert admin.post(reverse("customers:segment_drop", args=["14309"])).status_code == 409


def test_an_odd_segment_is_told_at_its_field(admin):
    answer = admin.post(reverse("customers:segment_add"), {"prefix": "14a", "province": "云泽", "city": "新城"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["prefix"]


def test_a_file_of_segments_is_taken_whole_or_not_at_all(admin):
    address = reverse("customers:segments_load")

    def send(text, encoding="utf-8"):
        return admin.post(address, {"file": SimpleUploadedFile("s.csv", text.encode(encoding))})

    assert send("prefix,province,city\n14307,云泽,清渡\n14308,云泽\n").status_code == 422
    assert not NumberSegment.objects.filter(prefix="14307").exists()
    assert send("号段,省,市\r\n14307,云泽,清渡\r\n14300,云泽,望潮\r\n", "gb18030").status_code == 303
    assert NumberSegment.objects.get(prefix="14307").city == "清渡"
    assert NumberSegment.objects.get(prefix="14300").city == "望潮"
    assert send("").status_code == 422
    assert send("1,2\x00").status_code == 422


def test_segments_come_page_by_page(admin, monkeypatch):
    monkeypatch.setattr("shouwen.customers.pages.segments.PAGE", 2)
    first = admin.get(reverse("customers:segments"))
    assert [row.prefix for row in first.context["rows"]] == ["14300", "14301"]
    second = admin.get(reverse("customers:segments") + first.context["more_url"])
    assert [row.prefix for row in second.context["rows"]] == ["14302"]


def test_the_marks_in_force_are_listed_masked_for_who_may_mark(cast, manager, clerk):
    page = manager.get(reverse("customers:marks"))
    assert [row.customer_id for row in page.context["rows"]] == [cast.customers["sensitive"].pk]
    assert cast.customers["sensitive"].number not in page.content.decode()
    assert clerk.get(reverse("customers:marks")).status_code == 403
