"""Work on a dispute in the browser, without JavaScript: every verb by its address, and nothing typed is lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from shouwen.disputes.forms.register import FORMS, HANDED_IN
from shouwen.disputes.models import Dispute
from shouwen.people.doors import DOORS
from shouwen.refunds.models import Refund
from shouwen.tickets.models import Draft
from tests.cast import MORNING, done
from tests.disputes.telling import Story, billed

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=3)
PDF = b"%PDF-1.4\n" + b"0" * 40


@pytest.fixture(autouse=True)
def three_hours_later():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def send(signed_in):
    """`send(person, story, "note", text="…")` hands in a form of that name as that person."""

    def send(person, story, name, *, seen=None, **typed):
        browser = signed_in(person)
        browser.cookies["django_language"] = "en"
        typed["seen"] = story.dispute.chain.length if seen is None else seen
        return browser.post(f"/disputes/{story.row.pk}/{name}", typed)

    return send


@pytest.fixture
def shown(signed_in):
    """`shown(person, story)` is the page of the dispute: its context and its text."""

    def shown(person, story, query=""):
        browser = signed_in(person)
        browser.cookies["django_language"] = "en"
        answer = browser.get(f"/disputes/{story.row.pk}{query}")
        assert answer.status_code == 200
        return answer.context, answer.content.decode()

    return shown


def last_event(story):
    return story.dispute.chain.events.order_by("seq").last()


def test_every_form_has_its_address_and_its_right():
    assert [name for name in HANDED_IN if f"disputes:{name}" not in DOORS] == []
    assert [form.page for form in FORMS.values() if form.page and form.page not in DOORS] == []


def test_a_finding_is_written_down(cast, send):
    story = Story(cast, "30.00")
    typed = {"result": "proven", "cause": "company.design", "what": "规则有误", "final": "on"}
    answer = send(cast.clerk, story, "find", **typed)
    assert answer.status_code == 303 and answer["Location"].startswith(f"/disputes/{story.row.pk}#event-")
    assert (story.dispute.finding, story.dispute.cause) == ("proven", "company.design")


def test_a_finding_without_words_is_refused_with_everything_kept(cast, send):
    story = Story(cast, "30.00")
    answer = send(cast.clerk, story, "find", result="disproven", cause="sp.other", what="")
    html = answer.content.decode()
    assert answer.status_code == 422 and answer.context["form"].has_error("what")
    assert 'value="disproven"' in html and 'value="sp.other" selected' in html
    assert story.dispute.finding == ""


def test_charges_are_added_and_struck(cast, send):
    story = Story(cast, "30.00")
    line = {"service": "来电显示", "period": "2026-01", "charged_on": "2026-01-31", "amount": "￥1,204.5"}
    assert send(cast.clerk, story, "add-charge", **line).status_code == 303
    assert story.dispute.charged == Decimal("1234.50")
    assert send(cast.clerk, story, "strike-charge", line="2", why="录错").status_code == 303
    assert story.dispute.charged == Decimal("30.00")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"amount": "12.345"}, "Write the amount in yuan"), ({"amount": "1e3"}, "Write the amount in yuan"),
        ({"amount": "-3"}, "more than nothing"), ({"amount": "0"}, "more than nothing"),
        ({"amount": ""}, "Give the amount."),
        ({"amount": "9" * 30}, "at most 20 characters"), ({"period": "2026-13"}, "Write the month as"),
        ({"charged_on": "2027-01-01"}, "lie in the future"), ({"service": ""}, "service"),
    ],
)  # fmt: skip
def test_a_charge_that_cannot_be_is_refused_and_kept(cast, send, wrong, said):
    story = Story(cast, "30.00")
    line = {"service": "来电显示", "period": "2026-01", "charged_on": "2026-01-31", "amount": "5", "bill": "ZD-77"}
    answer = send(cast.clerk, story, "add-charge", **line | wrong)
    html = answer.content.decode()
    assert answer.status_code == 422 and "ZD-77" in html and said.lower() in html.lower()
    assert story.dispute.charges.count() == 1


def test_a_strike_without_a_reason_opens_its_own_row_again(cast, send):
    story = Story(cast, "30.00", "40.00")
    answer = send(cast.clerk, story, "strike-charge", line="2", why="")
    assert answer.status_code == 422
    rows = {row.line: form for row, form in answer.context["charges"]}
    assert rows[2].errors and not rows[1].errors


def test_papers_are_known_by_their_contents(cast, send):
    story = Story(cast, "30.00")
    given = {"paper": "bill_list", "file": SimpleUploadedFile("清单.txt", PDF)}
    assert send(cast.clerk, story, "add-paper", **given).status_code == 303
    (paper,) = story.dispute.papers.all()
    assert (paper.kind, paper.type, paper.name) == ("bill_list", "pdf", "清单.txt.pdf")
    evil = {"paper": "other", "file": SimpleUploadedFile("a.pdf", b"MZ\x90\x00" + b"0" * 60)}
    answer = send(cast.clerk, story, "add-paper", **evil)
    assert answer.status_code == 422 and story.dispute.papers.count() == 1


def test_a_small_refund_is_granted_on_own_authority(cast, send, shown):
    story = Story(cast, "58.00").ready("58.00")
    context, html = shown(cast.clerk, story)
    assert context["current_tab"] == "grant" and "Grant 58.00" in html and "On your own authority" in html
    assert send(cast.clerk, story, "grant").status_code == 303
    refund = Refund.rows.get(about=story.dispute.serial)
    assert story.state == "promised" and refund.total == Decimal("58.00")
    _, html = shown(cast.clerk, story)
    assert refund.key in html and "Due" in html


def test_what_is_missing_is_told_before_and_after_the_click(cast, send, shown):
    story = Story(cast, "58.00").found().proposed("single", "58.00", proof="")
    _, html = shown(cast.clerk, story)
    assert "Reception form" in html and "proof of identity" in html
    answer = send(cast.clerk, story, "grant")
    assert answer.status_code == 422 and story.state == "proposed" and "Reception form" in answer.content.decode()


def test_a_larger_one_is_applied_for_signed_level_by_level_and_promised(cast, send, shown):
    story = Story(cast, "900.00").ready("900.00")
    context, html = shown(cast.clerk, story)
    assert context["current_tab"] == "apply" and "Apply for 900.00" in html
    assert send(cast.clerk, story, "grant").status_code == 422
    assert send(cast.clerk, story, "apply", why="核查属实").status_code == 303
    number = story.application.number
    assert shown(cast.clerk, story)[0]["signer"] is None
    assert shown(cast.hall_manager, story)[0]["signer"].level == "team_leader"
    assert send(cast.hall_manager, story, "sign", application=number).status_code == 303
    assert send(cast.hall_manager, story, "sign", application=number).status_code == 422
    assert send(cast.office_manager, story, "sign", application=number, why="同意").status_code == 303
    assert story.state == "promised" and Refund.rows.get(about=story.dispute.serial).total == Decimal("900.00")


def test_who_applied_cannot_sign(cast, send):
    story = Story(cast, "300.00", by=cast.hall_manager).ready("300.00").applied()
    answer = send(cast.hall_manager, story, "sign", application=1)
    assert answer.status_code == 422 and story.state == "applied"


def test_it_is_returned_with_a_reason_and_what_was_typed_stays_when_one_lacks(cast, send):
    story = Story(cast, "300.00").ready("300.00").applied()
    answer = send(cast.hall_manager, story, "give-back", application=1, reason="", why="请补录音")
    assert answer.status_code == 422 and "请补录音" in answer.content.decode() and story.state == "applied"
    said = {"application": 1, "reason": "papers_missing", "why": "请补录音"}
    assert send(cast.hall_manager, story, "give-back", **said).status_code == 303
    assert story.state == "proposed" and last_event(story).facts["reason"] == "papers_missing"


def test_the_applicant_recalls_it(cast, send):
    story = Story(cast, "300.00").ready("300.00").applied()
    assert send(cast.colleague, story, "recall", why="x").status_code == 422
    assert send(cast.clerk, story, "recall", why="金额要改").status_code == 303
    assert story.state == "proposed"


def test_nothing_to_pay_is_closed_with_what_was_told(cast, send, shown):
    story = Story(cast, "40.00").found("disproven").proposed()
    context, _ = shown(cast.clerk, story)
    assert context["current_tab"] == "close"
    assert send(cast.clerk, story, "close", told="").status_code == 422
    assert send(cast.clerk, story, "close", told="已向客户出示清单").status_code == 303
    assert story.state == "closed"
    assert send(cast.clerk, story, "reopen", why="客户带来新材料").status_code == 303
    assert story.state == "checking"


def test_it_is_withdrawn_with_a_reason_of_the_list(cast, send):
    story = Story(cast, "40.00")
    assert send(cast.clerk, story, "withdraw", reason="goodwill", why="x").status_code == 422
    assert send(cast.clerk, story, "withdraw", reason="explained", why="客户认可").status_code == 303
    assert story.state == "withdrawn"


def test_a_note_is_left_and_shown(cast, send, shown):
    story = Story(cast, "40.00")
    assert send(cast.clerk, story, "note", text="约周五回电").status_code == 303
    assert "约周五回电" in shown(cast.clerk, story)[1]


def test_a_stale_form_is_refused_and_shows_what_changed(cast, send):
    story = Story(cast, "40.00").found("disproven").proposed()
    seen = story.dispute.chain.length
    done(story.do("note", by=cast.colleague, text="客户又来"))
    answer = send(cast.clerk, story, "close", told="已解释", seen=seen)
    html = answer.content.decode()
    assert answer.status_code == 422 and "客户又来" in html and "已解释" in html and story.state == "proposed"


def test_what_can_no_longer_be_done_shows_what_was_typed(cast, send):
    story = Story(cast, "300.00").ready("300.00").applied().signed(cast.hall_manager)
    assert story.state == "promised"
    answer = send(cast.clerk, story, "close", told="我写了很久的话")
    assert answer.status_code == 422 and "我写了很久的话" in answer.content.decode()


def test_drafts_are_offered_again_until_they_are_handed_in(cast, send, shown, signed_in):
    story = Story(cast, "300.00").ready("300.00")
    name = f"dispute-{story.row.pk}-apply"
    signed_in(cast.clerk).post(f"/drafts/{name}", {"why": "写到一半"})
    assert "写到一半" in shown(cast.clerk, story, "?do=apply")[1]
    send(cast.clerk, story, "apply", why="写完了")
    assert not Draft.objects.filter(form=name).exists()


def test_a_reversal_is_asked_for_of_what_was_paid(cast, send, shown):
    story = Story(cast, "58.00").ready("58.00")
    done(story.do("grant"))
    billed(story)
    _, html = shown(cast.clerk, story, "?do=ask-reversal")
    assert story.refund.key in html
    too_much = {"refund": story.refund.key, "amount": "59", "why": "退错"}
    assert send(cast.clerk, story, "ask-reversal", **too_much).status_code == 422
    assert send(cast.clerk, story, "ask-reversal", **too_much | {"amount": "58"}).status_code == 303
    assert story.state == "reversing" and Dispute.rows.get(pk=story.row.pk).reversed_from == "refunded"
