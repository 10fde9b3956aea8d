"""The calendar in the browser: a year to look at, days to change, an announcement to look through and take."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shouwen.calendars import reads
from tests.rules.test_announcement import OFFICIAL_2026

YEARS_END = datetime(2026, 12, 31, 8, tzinfo=UTC)


@pytest.fixture
def admin(cast, signed_in):
    return signed_in(cast.admin)


def url(name, year=2027):
    return reverse(name, args=[year])


def test_a_year_shows_twelve_months_and_how_many_days_work(admin):
    page = admin.get(url("calendars:year", 2026))
    assert len(page.context["months"]) == 12
    assert page.context["working"] == 248
    assert "provisional" not in page.content.decode()


def test_a_year_without_announcement_says_that_it_is_provisional(admin):
    page = admin.get(url("calendars:year"), headers={"accept-language": "en"})
    assert "is not announced yet" in page.content.decode()


def test_a_clerk_reads_the_calendar_but_finds_nothing_to_change(cast, signed_in):
    clerk = signed_in(cast.clerk)
    page = clerk.get(url("calendars:year"))
    assert page.status_code == 200
    assert "<textarea" not in page.content.decode()
    assert clerk.post(url("clocks:change"), {}).status_code == 403


def test_a_page_asks_the_database_little(admin, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        admin.get(url("calendars:year", 2026))


def test_a_year_beyond_reason_is_not_there(admin):
    assert admin.get(url("calendars:year", 1900)).status_code == 404


def test_an_announcement_is_looked_through_before_anything_is_saved(admin):
    before = reads.version()
    text = "2月5日至11日放假调休。2月20日（周六）上班。"
    page = admin.post(url("calendars:preview"), {"text": text})
    assert page.status_code == 200
    assert date(2027, 2, 20) in [day.date for day in page.context["changes"]]
    assert reads.version() == before


def test_an_announcement_that_leaves_out_holidays_of_the_law_is_warned_of(admin):
    page = admin.post(url("calendars:preview"), {"text": "2月5日至11日放假调休。"})
    assert date(2027, 10, 1) in page.context["lost"]
    assert admin.post(url("calendars:preview", 2026), {"text": OFFICIAL_2026}).context["lost"] == ()


def test_a_taken_announcement_tells_every_deadline_that_moved(admin, cast):
    ticket = cast.open(at=YEARS_END)
    preview = admin.post(url("calendars:preview"), {"text": "1月1日至3日放假。1月4日、1月5日放假。"})
    answer = admin.post(url("clocks:announce"), {"text": preview.context["text"]})
    assert answer.status_code == 303
    page = admin.get(answer["Location"])
    assert [row["about"] for row in page.context["rows"]] == [ticket.serial]
    assert page.context["waiting"] == 0
    assert ticket.serial in page.content.decode()
    assert 2027 in reads.current().announced


def test_what_is_left_to_reckon_goes_on_by_a_button(admin, cast, monkeypatch):
    monkeypatch.setattr("shouwen.clocks.pages.AT_ONCE", 1)
    for place in range(3):
        cast.open(cast.number(place), at=YEARS_END)
    answer = admin.post(url("clocks:announce"), {"text": "2027-01-01 rest\n2027-01-04 rest"})
    page = admin.get(answer["Location"])
    left = page.context["waiting"]
    assert left
    part = admin.post(reverse("clocks:go_on"), headers={"HX-Request": "true"})
    assert part.context["waiting"] == left - 1
    assert admin.post(reverse("clocks:go_on")).status_code == 303


def test_an_odd_line_is_told_at_its_field_and_the_text_is_kept(admin):
    page = admin.post(url("calendars:preview"), {"text": "2027-02-30 rest"}, headers={"accept-language": "en"})
    assert page.status_code == 422
    assert page.context["announcement_form"].errors["text"]
    assert "2027-02-30 rest" in page.content.decode()


def test_a_file_in_the_encoding_of_an_old_office_is_read(admin):
    file = SimpleUploadedFile("2026.csv", OFFICIAL_2026.encode("gb18030"))
    page = admin.post(url("calendars:preview", 2026), {"text": "", "file": file})
    assert page.status_code == 200
    assert page.context["changes"] == []


@pytest.mark.parametrize("content", [b"\x00\xff\xfe\x81", b"1" * 300_000, b""])
def test_a_file_that_is_no_announcement_is_refused(admin, content):
    page = admin.post(url("calendars:preview"), {"text": "", "file": SimpleUploadedFile("x.csv", content)})
    assert page.status_code == 422


def test_the_packaged_announcement_is_offered_where_there_is_one(admin):
    page = admin.post(url("calendars:preview", 2026), {"packaged": "1"})
    assert page.status_code == 200
    assert admin.post(url("calendars:preview"), {"packaged": "1"}).status_code == 422


def test_some_days_are_changed(admin):
    said = {"first": "2026-03-04", "last": "2026-03-05", "works": "rest", "note": "台风"}
    assert admin.post(url("clocks:change", 2026), said).status_code == 303
    assert not reads.current().works(date(2026, 3, 5))


def test_a_day_of_another_year_is_refused_at_its_field(admin):
    page = admin.post(url("clocks:change", 2026), {"first": "2027-03-04", "works": "rest"})
    assert page.status_code == 422
    assert page.context["days_form"].errors["first"]
