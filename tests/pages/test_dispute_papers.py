"""The forms of a dispute on paper: registered before they are printed, and found genuine again (C4.8.7, C5.1)."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from shouwen.disputes.models import PrintedPaper
from shouwen.people.models import Staff
from shouwen.people.verbs import name_deputy
from shouwen.reception.checkcode import spaced
from tests.cast import MORNING, done
from tests.disputes.telling import Story, billed

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=3)


@pytest.fixture(autouse=True)
def three_hours_later():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def story(cast):
    return Story(cast, "248.00", "128.00").ready("350.00").applied()


@pytest.fixture
def clerk(cast, signed_in):
    return english(signed_in(cast.clerk))


def english(browser):
    browser.cookies["django_language"] = "en"
    return browser


def form_of(story):
    return reverse("disputes:application_form", args=[story.dispute.pk, story.application.number])


def record_of(story):
    return reverse("disputes:refund_record", args=[story.dispute.pk, story.refund.pk])


def printed(browser, story, url, **typed):
    browser.post(url, {"seen": story.dispute.chain.length, "reason": "", **typed})
    return PrintedPaper.objects.get()


def asked(browser, serial, code):
    return english(browser).get("/forms/verify", {"serial": serial, "code": code}).content.decode()


def test_a_preview_of_the_application_says_all_and_proves_nothing(clerk, story):
    html = clerk.get(form_of(story)).content.decode()
    for words in (
        story.dispute.serial, "application 1", "手机报", "248.00", "128.00", "376.00", "A wrong charge was shown",
        "已核对清单", "Double refund", "752.00", "350.00", "Otherwise than the rule", "客户长期在网", "核查属实",
        "Counted together", "Team leader", "not signed yet", "Applicant", "Preview", "C4.8.6",
    ):  # fmt: skip
        assert words in html, words
    assert "<svg" not in html and not PrintedPaper.objects.exists()


def test_earlier_amounts_stand_on_the_form_with_their_sum(cast, clerk, story):
    second = Story(cast, "200.00").ready("200.00").applied()
    html = clerk.get(form_of(second)).content.decode()
    assert story.dispute.serial in html and "550.00" in html and "Office manager" in html


def test_every_signature_stands_on_the_form_with_whom_it_stands_for(cast, clerk, story):
    told = {"begins_at": MORNING, "ends_at": MORNING + timedelta(days=9), "deputy": cast.second_hall_manager}
    done(name_deputy(cast.hall_manager.pk, actor=cast.hall_manager, at=MORNING, **told))
    done(story.sign(Staff.objects.get(pk=cast.second_hall_manager.pk), why="属实"))
    html = clerk.get(form_of(story)).content.decode()
    assert "温如玉 1014" in html and "for 周岚" in html and "属实" in html and "not signed yet" not in html


def test_a_returned_application_says_so(cast, clerk, story):
    done(story.do("give_back", by=cast.hall_manager, application=1, why="缺清单"))
    html = clerk.get(form_of(story)).content.decode()
    assert "returned: 缺清单" in html and "not signed yet" not in html


def test_a_print_is_registered_with_its_code_in_the_ledger_before_it_goes_to_paper(clerk, story):
    row = printed(clerk, story, form_of(story))
    event = story.dispute.chain.events.last()
    assert (event.code, event.facts) == ("dispute.printed", {"paper": "application", "check_code": row.code})
    html = clerk.get(f"{form_of(story)}?code={row.code}").content.decode()
    assert html.count(spaced(row.code)) == 1 and html.count("<svg") == 1 and "sheet-ready" in html


def test_a_print_goes_on_saying_what_it_said(cast, clerk, story):
    row = printed(clerk, story, form_of(story))
    story.signed(cast.hall_manager)
    assert "not signed yet" in clerk.get(f"{form_of(story)}?code={row.code}").content.decode()
    html = clerk.get(form_of(story)).content.decode()
    assert "not signed yet" not in html and "Printed before" in html


def test_a_form_that_changed_meanwhile_is_not_printed(cast, clerk, story):
    seen = story.dispute.chain.length
    story.signed(cast.hall_manager)
    # Read before the signature, handed in after it: what would be printed is read anew, so it is whole.
    answer = clerk.post(form_of(story), {"seen": seen, "reason": ""})
    assert answer.status_code == 303
    assert [each["by_code"] for each in PrintedPaper.objects.get().said["signatures"]] == ["1003"]


def test_the_customer_is_masked_on_paper_and_in_what_is_kept(clerk, story):
    row = printed(clerk, story, form_of(story))
    html = clerk.get(f"{form_of(story)}?code={row.code}").content.decode()
    for secret in ("14300880005", "王常"):
        assert secret not in html and secret not in str(row.said)
    assert "143****0005" in html


def test_in_full_only_with_a_reason_that_is_kept_and_only_once(clerk, story):
    said = {"seen": story.dispute.chain.length, "reason": "customer_proved"}
    assert clerk.post(form_of(story), said).context["form"].errors["proof"]
    answer = clerk.post(form_of(story), {**said, "proof": "identity_document"})
    html = answer.content.decode()
    assert answer.status_code == 200 and "王常" in html and "no-store" in answer["Cache-Control"]
    row = PrintedPaper.objects.get()
    assert row.in_full and "王常" not in str(row.said)
    assert story.dispute.ticket.chain.events.last().code == "ticket.customer_revealed"
    assert "王常" not in clerk.get(f"{form_of(story)}?code={row.code}").content.decode()


def test_what_no_ticket_stands_behind_is_never_printed_in_full(cast, clerk):
    story = (
        Story(cast, "300.00", found_by="company").found().papered("bill_list").proposed("single", "300.00").applied()
    )
    answer = clerk.post(form_of(story), {"seen": story.dispute.chain.length, "reason": "customer_proved"})
    assert answer.status_code == 422 and not PrintedPaper.objects.exists()


def test_the_record_of_a_refund_says_what_went_back_and_when_it_was_booked(cast, clerk, story):
    story.signed(cast.hall_manager)
    assert clerk.get(record_of(story)).status_code == 404
    billed(story)
    html = clerk.get(record_of(story)).content.decode()
    for words in (story.refund.key, "Return what was overcharged", "350.00", story.refund.receipt, "2026-03",
                  "周岚 1003", "Customer's signature", "2026-03-04"):  # fmt: skip
        assert words in html, words
    row = printed(clerk, story, record_of(story))
    assert (row.kind, row.about) == ("refund", story.refund.key)


def test_a_double_refund_says_so(cast, clerk):
    story = Story(cast, "30.00").found().papered().proposed()
    done(story.do("grant"))
    billed(story)
    html = clerk.get(record_of(story)).content.decode()
    assert "Double refund" in html and "60.00" in html and "own authority" in html


def test_a_reversal_has_a_record_of_its_own(cast, clerk, story):
    story.signed(cast.hall_manager)
    billed(story)
    key = story.refund.key
    done(story.do("ask_reversal", refund=key, amount=Decimal("100.00"), why="多退"))
    assert key in clerk.get(form_of(story)).content.decode()
    story.signed(cast.hall_manager)
    billed(story)
    html = clerk.get(record_of(story)).content.decode()
    assert "−100.00" in html and key in html and "application 2" in html


# ── Found again ──────────────────────────────────────────────────────────────


def test_a_paper_is_found_genuine_by_anybody_signed_in(cast, signed_in, clerk, story):
    row = printed(clerk, story, form_of(story))
    html = asked(signed_in(cast.other_clerk), story.dispute.serial.lower(), spaced(row.code).lower())
    assert "Genuine" in html and "Nothing has changed since" in html and "350.00" in html
    assert "Application for approval" in html and "王常" not in html and f"/disputes/{story.dispute.pk}" not in html


def test_what_changed_since_is_told_to_those_who_may_see_it(cast, signed_in, clerk, story):
    row = printed(clerk, story, form_of(story))
    story.signed(cast.hall_manager)
    serial = story.dispute.serial
    html = asked(clerk, serial, row.code)
    assert "igned" in html and "To the dispute" in html and "周岚" in html
    elsewhere = asked(signed_in(cast.other_clerk), serial, row.code)
    assert "1 thing happened" in elsewhere and "周岚" not in elsewhere


def test_a_code_of_another_dispute_is_no_paper_of_ours(cast, clerk, story):
    row = printed(clerk, story, form_of(story))
    other = Story(cast, "300.00", customer="gold")
    assert "No such form was ever printed" in asked(clerk, other.dispute.serial, row.code)


def test_what_was_changed_in_the_store_is_no_longer_genuine(clerk, story):
    row = printed(clerk, story, form_of(story))
    row.said["amount"] = "35.00"
    row.save()
    assert "changed afterwards" in asked(clerk, story.dispute.serial, row.code)


def test_forms_are_for_those_who_see_the_dispute(cast, signed_in, story):
    for person, status in ((cast.other_clerk, 404), (cast.second_hall_clerk, 404), (cast.hall_manager, 200)):
        assert signed_in(person).get(form_of(story)).status_code == status
    assert signed_in(cast.clerk).get(form_of(story)[:-6] + "9/form").status_code == 404
