"""The reception form on paper: two copies, registered, and checked later (C5.1)."""

from datetime import timedelta

import pytest
import time_machine

from shouwen.reception.checkcode import check_code, read, spaced
from shouwen.reception.models import PrintedForm
from shouwen.tickets import verbs
from tests.cast import MORNING, done

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=3)


@pytest.fixture(autouse=True)
def three_hours_later():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def ticket(cast):
    row = cast.open("diamond", contact_phone="14300889999")
    talk = {"contacted_at": cast.after(hours=1), "way": "phone", "said": "正在查", "answered": "我等着"}
    done(verbs.contact(row.pk, actor=cast.clerk, at=cast.after(hours=1), **talk, promised="明早回话"))
    row.refresh_from_db()
    return row


@pytest.fixture
def clerk(cast, signed_in):
    browser = signed_in(cast.clerk)
    browser.cookies["django_language"] = "en"
    return browser


def printed(browser, ticket, **typed):
    browser.post(f"/tickets/{ticket.pk}/form", {"seen": ticket.chain.length, "reason": "", **typed})
    return PrintedForm.objects.get()


def test_a_code_is_ten_signs_that_nobody_confuses():
    code = check_code({"serial": "A"}, key=b"k")
    assert len(code) == 10 and not set(code) & set("ILOU")
    assert check_code({"serial": "B"}, key=b"k") != code != check_code({"serial": "A"}, key=b"other")
    assert read(f" {spaced(code).lower()} ") == code and read("o1il0-00000") == "0111000000"


def test_a_preview_has_both_copies_and_no_code(clerk, ticket):
    html = clerk.get(f"/tickets/{ticket.pk}/form").content.decode()
    assert html.count("Service hall reception form") == 2 and "Cut here" in html
    assert html.count("在渡口路一带通话总是掉线") == 2 and html.count("正在查") == 1
    assert "Preview" in html and "<svg" not in html and not PrintedForm.objects.exists()


def test_the_halls_copy_alone_tells_the_communication_the_follow_up_and_the_call_back(clerk, ticket):
    html = clerk.get(f"/tickets/{ticket.pk}/form").content.decode()
    customers, halls = html.split("Cut here")
    for words in ("我等着", "明早回话", "VIP customer", "Hall manager"):
        assert words in halls and words not in customers


def test_the_customer_is_masked_on_paper(clerk, ticket):
    html = clerk.get(f"/tickets/{ticket.pk}/form").content.decode()
    assert "143****0001" in html and "143****9999" in html
    assert "14300880001" not in html and "欧阳致远" not in html


def test_a_print_is_registered_with_its_code_in_the_ledger(clerk, ticket):
    row = printed(clerk, ticket)
    event = ticket.chain.events.last()
    assert (event.code, event.facts) == ("ticket.printed", {"check_code": row.code})
    html = clerk.get(f"/tickets/{ticket.pk}/form?code={row.code}").content.decode()
    assert html.count(spaced(row.code)) == 2 and html.count("<svg") == 2


def test_a_print_goes_on_saying_what_it_said(cast, clerk, ticket):
    row = printed(clerk, ticket)
    talk = {"contacted_at": cast.after(hours=2), "way": "phone", "said": "后来的话"}
    done(verbs.contact(ticket.pk, actor=cast.clerk, at=cast.after(hours=2), **talk))
    assert "后来的话" not in clerk.get(f"/tickets/{ticket.pk}/form?code={row.code}").content.decode()
    assert "后来的话" in clerk.get(f"/tickets/{ticket.pk}/form").content.decode()


def test_in_full_only_with_a_reason_that_is_kept_and_only_once(clerk, ticket):
    said = {"seen": ticket.chain.length, "reason": "customer_proved", "proof": "identity_document"}
    answer = clerk.post(f"/tickets/{ticket.pk}/form", said)
    html = answer.content.decode()
    assert answer.status_code == 200 and "欧阳致远" in html and "no-store" in answer["Cache-Control"]
    row = PrintedForm.objects.get()
    assert row.in_full and "欧阳致远" not in str(row.said)
    codes = list(ticket.chain.events.values_list("code", flat=True))
    assert codes[-2:] == ["ticket.customer_revealed", "ticket.printed"]
    assert "欧阳致远" not in clerk.get(f"/tickets/{ticket.pk}/form?code={row.code}").content.decode()


def test_a_reason_that_is_not_listed_prints_nothing(clerk, ticket):
    answer = clerk.post(f"/tickets/{ticket.pk}/form", {"seen": ticket.chain.length, "reason": "curious"})
    assert answer.status_code == 422 and not PrintedForm.objects.exists()


def test_a_void_form_says_so(cast, clerk, ticket):
    done(verbs.ask_void(ticket.pk, actor=cast.clerk, at=LATER, reason="entered_twice", why="重复"))
    done(verbs.void(ticket.pk, actor=cast.hall_manager, at=LATER))
    assert clerk.get(f"/tickets/{ticket.pk}/form").content.decode().count("VOID") == 2


def test_the_form_is_for_those_who_see_the_ticket_and_may_print(cast, signed_in, ticket):
    assert signed_in(cast.other_clerk).get(f"/tickets/{ticket.pk}/form").status_code == 404
    assert signed_in(cast.auditor).get(f"/tickets/{ticket.pk}/form").status_code == 403


def asked(browser, serial, code):
    browser.cookies["django_language"] = "en"
    return browser.get("/forms/verify", {"serial": serial, "code": code}).content.decode()


def test_a_paper_is_found_genuine_by_anybody_signed_in(cast, signed_in, clerk, ticket):
    row = printed(clerk, ticket)
    html = asked(signed_in(cast.other_clerk), ticket.serial.lower(), spaced(row.code).lower())
    assert "Genuine" in html and "Nothing has changed since" in html and "欧阳致远" not in html


def test_what_changed_since_is_told_to_those_who_may_see_it(cast, signed_in, clerk, ticket):
    row = printed(clerk, ticket)
    five = {"course": "查", "answer": "好", "satisfaction": "satisfied"}
    done(verbs.answer(ticket.pk, actor=cast.clerk, at=LATER, **five))
    assert "The customer was answered" in asked(clerk, ticket.serial, row.code)
    elsewhere = asked(signed_in(cast.other_clerk), ticket.serial, row.code)
    assert "1 thing happened" in elsewhere and "The customer was answered" not in elsewhere


@pytest.mark.parametrize("wrong", ["0000000000", "short", "' OR 1=1 --"])
def test_a_wrong_code_is_no_form_of_ours(clerk, ticket, wrong):
    printed(clerk, ticket)
    assert "No such form was ever printed" in asked(clerk, ticket.serial, wrong)


def test_what_was_changed_in_the_store_is_no_longer_genuine(clerk, ticket):
    row = printed(clerk, ticket)
    row.said["text"] = "别的话"
    row.save()
    assert "changed afterwards" in asked(clerk, ticket.serial, row.code)


def test_a_missing_entry_is_told_at_its_field(clerk):
    assert "field-error" in asked(clerk, "QD1-1", "")
