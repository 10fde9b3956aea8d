"""Search: what was typed says what is looked for; what is found is complete, masked and marked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shouwen.customers.models import Customer
from shouwen.tickets.models import Ticket
from shouwen.tickets.templatetags.tickets import excerpt

pytestmark = pytest.mark.django_db
SEARCH = reverse("tickets:search")


def found(browser, q, **more):
    return [row.pk for row in browser.get(SEARCH, {"q": q, **more}).context["page"].rows]


@pytest.mark.parametrize(
    "words", ["网", "断网", "没有信号", "Wi-Fi", "wi-fi", "wi", "断网 信号", "断网两天，手机", "ＷＩ-fi"]
)
def test_words_of_any_length_are_found_and_marked(cast, signed_in, words) -> None:
    ticket = cast.open("diamond", text="家里断网两天，手机没有信号，Wi-Fi 也连不上")
    page = signed_in(cast.clerk).get(SEARCH, {"q": words})
    assert [row.pk for row in page.context["page"].rows] == [ticket.pk]
    assert "<mark>" in page.content.decode()


@pytest.mark.parametrize("words", ["5G套餐", "5g", "ab-12", "㎡"])
def test_full_width_letters_are_found_as_plain_ones(cast, signed_in, words) -> None:
    ticket = cast.open("diamond", text="升级５Ｇ套餐后，ＡＢ－１２ 报错，面积 30 m2")
    assert found(signed_in(cast.clerk), words) == [ticket.pk]


def test_words_that_stand_apart_are_not_found_as_one(cast, signed_in) -> None:
    cast.open("diamond", text="断了的网线修好后信号仍差，网信办")
    cast.open("gold", text="套餐 5 元")
    browser = signed_in(cast.clerk)
    assert found(browser, "断网信号") == found(browser, "5套餐") == []


@pytest.mark.parametrize("words", ["%", "_", "\\", "'", '"', "*", ":", "\x00", "()", "NOT", "a AND", "𠮷", "断" * 500])
def test_nothing_that_can_be_typed_breaks_the_search(cast, signed_in, words) -> None:
    cast.open("diamond", text="家里断网两天")
    assert signed_in(cast.clerk).get(SEARCH, {"q": words}).status_code == 200


def test_a_serial_opens_its_ticket_in_either_case(cast, signed_in) -> None:
    ticket = cast.open("diamond")
    browser = signed_in(cast.clerk)
    for serial in (ticket.serial, ticket.serial.lower(), f" {ticket.serial} "):
        assert browser.get(SEARCH, {"q": serial})["Location"] == reverse("tickets:ticket", args=[ticket.pk])


def test_a_number_lists_its_tickets_and_is_nowhere_shown_in_full_but_where_it_was_typed(cast, signed_in) -> None:
    ticket = cast.open("diamond")
    page = signed_in(cast.clerk).get(SEARCH, {"q": "143 0088 0001"})
    assert page.context["how"] == "number" and [row.pk for row in page.context["page"].rows] == [ticket.pk]
    html = page.content.decode()
    assert "14300880001" not in html and "欧阳致远" not in html and "143****0001" in html


def test_a_number_to_call_back_is_found_too(cast, signed_in) -> None:
    ticket = cast.open("diamond", contact_phone="14300999888")
    assert found(signed_in(cast.clerk), "14300999888") == [ticket.pk]


def test_a_number_without_tickets_leads_to_the_intake(cast, signed_in) -> None:
    html = signed_in(cast.clerk).get(SEARCH, {"q": "14300777666"}).content.decode()
    assert f"{reverse('tickets:new')}?number=14300777666" in html
    assert "?number=" not in signed_in(cast.auditor).get(SEARCH, {"q": "14300777666"}).content.decode()


def test_a_name_finds_all_who_bear_it_and_the_texts_that_say_it(cast, signed_in) -> None:
    theirs = [cast.open(cast.number(place), at=cast.after(place)) for place in range(3)]
    Customer.rows.filter(pk__in=[ticket.customer_id for ticket in theirs]).update(name="欧阳致远")
    said = cast.open("ordinary", text="替邻居欧阳致远投诉")
    page = signed_in(cast.clerk).get(SEARCH, {"q": "欧阳致远"})
    assert page.context["how"] == "name"
    assert {row.pk for row in page.context["page"].rows} == {said.pk, *(ticket.pk for ticket in theirs)}
    assert page.context["understood"] == "欧***"


def test_a_number_may_be_looked_for_as_words(cast, signed_in) -> None:
    ticket = cast.open("ordinary", text="要求回复到 14300880001")
    cast.open("diamond")
    assert found(signed_in(cast.clerk), "14300880001", **{"as": "words"}) == [ticket.pk]


def test_archived_tickets_are_found_and_filters_narrow(cast, signed_in) -> None:
    archived, still_open = cast.open("diamond", text="断网"), cast.open("gold", text="断网", at=cast.after(1))
    Ticket.rows.filter(pk=archived.pk).update(state="archived", archived_at=cast.after(2))
    browser = signed_in(cast.clerk)
    assert found(browser, "断网") == [still_open.pk, archived.pk]
    assert found(browser, "断网", state="archived") == [archived.pk]
    assert found(browser, "断网", state="running", priority="express", unit="QD1") == [still_open.pk]
    assert found(browser, "断网", unit="QD2") == []


def test_a_search_of_another_branch_finds_nothing(cast, signed_in) -> None:
    ticket = cast.open("diamond", text="家里断网两天")
    browser = signed_in(cast.other_clerk)
    assert found(browser, "断网") == found(browser, ticket.serial) == found(browser, "14300880001") == []


def test_a_text_with_markup_is_shown_as_text(cast, signed_in) -> None:
    cast.open("diamond", text="<script>alert(1)</script> 断网")
    assert "<script>alert(1)" not in signed_in(cast.clerk).get(SEARCH, {"q": "断网"}).content.decode()


@pytest.mark.parametrize("q", ["", "没有这样的词"])
def test_an_empty_page_says_how_to_find(cast, signed_in, q) -> None:
    assert 'class="empty"' in signed_in(cast.clerk).get(SEARCH, {"q": q}).content.decode()


def test_more_found_costs_no_more_queries(cast, signed_in) -> None:
    browser = signed_in(cast.clerk)
    cast.open("diamond", text="断网")
    with CaptureQueriesContext(connection) as few:
        found(browser, "断网")
    for name in ("gold", "silver", "points"):
        cast.open(name, text="断网", at=timezone.now() - timedelta(hours=1))
    with CaptureQueriesContext(connection) as many:
        found(browser, "断网")
    # PostgreSQL is also asked how common the words are, and gathers the hits of a rare one first.
    assert len(many) <= len(few) <= 20


def test_an_excerpt_begins_near_the_word_and_marks_it_as_it_was_written() -> None:
    long = "话" * 300 + "……升级５Ｇ套餐" + "后" * 300
    shown = excerpt(long, ["5g套餐"])
    assert "<mark>５Ｇ套餐</mark>" in shown and shown.startswith("…") and shown.endswith("…")
    assert len(shown) < 200


def test_an_excerpt_is_escaped_inside_and_outside_the_marks() -> None:
    assert excerpt("<b> a&b </b>", ["a&b"]) == "&lt;b&gt; <mark>a&amp;b</mark> &lt;/b&gt;"
