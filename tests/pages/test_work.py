"""Work on a ticket in the browser, without JavaScript: every verb by its address, and nothing typed is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from shouwen.people.doors import DOORS
from shouwen.people.verbs import change_staff
from shouwen.tickets import verbs
from shouwen.tickets.forms.register import FORMS
from shouwen.tickets.models import Attachment, Contact, Draft, Ticket
from tests.cast import MORNING, done

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=3)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture(autouse=True)
def three_hours_later():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def ticket(cast):
    return cast.open("ordinary")


@pytest.fixture
def send(signed_in):
    """`send(person, ticket, "note", text="…")` hands in a form of that name as that person."""

    def send(person, ticket, name, *, seen=None, **typed):
        browser = signed_in(person)
        browser.cookies["django_language"] = "en"
        typed["seen"] = Ticket.rows.get(pk=ticket.pk).chain.length if seen is None else seen
        return browser.post(f"/tickets/{ticket.pk}/{name}", typed)

    return send


def typed_at(moment):
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def now(ticket):
    return Ticket.rows.select_related("holder", "first_asked", "group").get(pk=ticket.pk)


def last_event(ticket):
    return ticket.chain.events.order_by("seq").last()


def test_every_form_has_its_address_and_its_right():
    assert [name for name in FORMS if f"tickets:{name}" not in DOORS] == []


def test_a_ticket_goes_from_hand_to_hand_to_the_archive(cast, ticket, send):
    to_network = {"to": "QD-NET", "tried": "已重启手机"}
    assert send(cast.clerk, ticket, "transfer", **to_network).status_code == 303
    assert (now(ticket).state, now(ticket).group.code) == ("queued", "QD-NET")
    assert send(cast.network, ticket, "take").status_code == 303
    talk = {"contacted_at": typed_at(cast.after(hours=2)), "way": "phone", "reached": "on", "said": "正在查"}
    assert send(cast.network, ticket, "contact", **talk).status_code == 303
    five = {"course": "换了馈线", "answer": "已修复", "satisfaction": "satisfied", "answered_by": "1006 石磊"}
    answered = send(cast.network, ticket, "answer", **five, answered_at=typed_at(LATER))
    assert answered.status_code == 303 and answered["Location"].startswith(f"/tickets/{ticket.pk}#event-")
    assert send(cast.clerk, ticket, "archive", root_cause="too_slow").status_code == 303
    assert now(ticket).state == "archived"


def test_a_contact_keeps_the_minute_of_shanghai(cast, ticket, send):
    talk = {"contacted_at": "2026-03-04T11:05", "way": "visit", "reached": "on", "said": "说", "answered": "答"}
    send(cast.clerk, ticket, "contact", **talk, promised="回电", promised_until="2026-03-05T10:00")
    row = Contact.objects.get(ticket=ticket)
    assert (row.at, row.way, row.promised) == (cast.after(hours=1, minutes=35), "visit", "回电")


def test_a_contact_in_the_very_minute_of_the_opening_is_no_earlier_than_it(cast, send):
    row = cast.open("ordinary", at=MORNING + timedelta(seconds=40))
    talk = {"contacted_at": typed_at(MORNING), "way": "phone", "reached": "on", "said": "说"}
    assert send(cast.clerk, row, "contact", **talk).status_code == 303


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(cast, ticket, send):
    answer = send(cast.clerk, ticket, "transfer", to="QD-NET", tried="")
    form = answer.context["form"]
    assert answer.status_code == 422 and form.errors["tried"] == ["Say what was tried before passing it on (C3.1)"]
    assert form["to"].value() == "QD-NET" and now(ticket).state == "open"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("contacted_at", "2026-03-09T10:00", "lies ahead"),
        ("contacted_at", "2026-03-01T10:00", "before the first contact"),
        ("contacted_at", "gestern", "Write the time as"),
        ("contacted_at", "", "Give the time"),
        ("way", "pigeon", "pigeon"),
        ("said", "", "Write what"),
        ("said", "长" * 4001, "4001 characters"),
        ("answered", "长" * 4001, "4001 characters"),
        ("said", "a\x00b", "Null characters"),
        ("promised_until", "2026-03-04T09:31", "after the contact"),
    ],
)
def test_every_wrong_entry_of_a_contact_is_told_at_its_field(cast, ticket, send, field, value, told):
    right = {"contacted_at": typed_at(cast.after(hours=2)), "way": "phone", "said": "说", "promised": "回电"}
    answer = send(cast.clerk, ticket, "contact", **{**right, field: value})
    assert answer.status_code == 422 and told in str(answer.context["form"].errors[field])
    assert not Contact.objects.exists()


@pytest.mark.parametrize("missing", ["course", "answer", "satisfaction", "answered_by", "answered_at"])
def test_each_of_the_five_elements_is_asked_for_at_its_field(cast, ticket, send, missing):
    five = {
        "course": "查", "answer": "好", "satisfaction": "satisfied", "answered_by": "1001",
        "answered_at": typed_at(LATER),
    }  # fmt: skip
    answer = send(cast.clerk, ticket, "answer", **{**five, missing: ""})
    assert answer.status_code == 422 and missing in answer.context["form"].errors
    assert now(ticket).state == "open"


def test_who_answered_may_be_named_and_an_unknown_name_is_told(cast, ticket, send):
    five = {"course": "查", "answer": "好", "satisfaction": "satisfied", "answered_at": typed_at(LATER)}
    assert send(cast.clerk, ticket, "answer", **five, answered_by="没有此人").status_code == 422
    assert send(cast.clerk, ticket, "answer", **five, answered_by="唐果").status_code == 303
    assert last_event(ticket).facts["answered_by"] == "1002"


def test_a_stale_form_is_refused_shows_what_changed_and_may_be_sent_again(cast, ticket, send):
    seen = ticket.chain.length
    done(verbs.note(ticket.pk, actor=cast.colleague, at=cast.after(hours=2), text="客户又来过"))
    answer = send(cast.clerk, ticket, "note", seen=seen, text="我的长文字")
    html = answer.content.decode()
    assert answer.status_code == 422 and "Changed meanwhile" in html
    assert [entry.texts for entry in answer.context["changed"]] == [["客户又来过"]]
    form = answer.context["form"]
    assert form["text"].value() == "我的长文字"
    assert send(cast.clerk, ticket, "note", seen=form["seen"].value(), text="我的长文字").status_code == 303


def test_what_was_typed_for_work_that_is_no_longer_open_is_shown_to_be_copied(cast, ticket, send):
    seen = ticket.chain.length
    five = {"course": "查", "answer": "好", "satisfaction": "satisfied"}
    done(verbs.answer(ticket.pk, actor=cast.colleague, at=cast.after(hours=2), **five))
    answer = send(cast.clerk, ticket, "transfer", seen=seen, to="QD-NET", tried="写了很久的一段话")
    assert answer.status_code == 422 and "写了很久的一段话" in answer.content.decode()


def test_only_work_that_may_be_done_now_is_offered(cast, ticket, signed_in):
    def tabs(person):
        context = signed_in(person).get(f"/tickets/{ticket.pk}").context
        return {form.name for form in context["tabs"] + context["more"]}

    assert {"contact", "transfer", "dispatch", "answer", "note"} <= tabs(cast.clerk)
    assert not {"return", "archive", "raise"} & tabs(cast.clerk)
    assert "raise" in tabs(cast.hall_manager) and tabs(cast.auditor) == set()
    five = {"course": "查", "answer": "好", "satisfaction": "satisfied"}
    done(verbs.answer(ticket.pk, actor=cast.clerk, at=cast.after(hours=2), **five))
    assert {"archive", "return"} <= tabs(cast.clerk) and not {"answer", "transfer"} & tabs(cast.clerk)


def test_who_has_not_the_right_is_turned_away(cast, ticket, send):
    assert send(cast.auditor, ticket, "note", text="x").status_code == 403
    assert send(cast.clerk, ticket, "raise", why="x", tried="y").status_code == 403
    assert send(cast.other_clerk, ticket, "note", text="x").status_code == 404


def test_a_hold_is_asked_for_and_the_manager_consents(cast, ticket, send, signed_in):
    assert send(cast.clerk, ticket, "ask-hold", reason="customer_away", why="出差到周五").status_code == 303
    page = signed_in(cast.hall_manager).get(f"/tickets/{ticket.pk}")
    assert "出差到周五" in page.content.decode() and "hold" in page.context["beside"]
    assert "hold" not in signed_in(cast.clerk).get(f"/tickets/{ticket.pk}").context["beside"]
    assert send(cast.hall_manager, ticket, "hold").status_code == 303
    assert now(ticket).state == "held"
    assert send(cast.clerk, ticket, "resume").status_code == 303
    assert now(ticket).state == "open"


def test_a_refused_hold_says_why(cast, ticket, send):
    send(cast.clerk, ticket, "ask-hold", reason="customer_away", why="出差")
    assert send(cast.hall_manager, ticket, "refuse-hold", why="").status_code == 422
    assert send(cast.hall_manager, ticket, "refuse-hold", why="可电话办理").status_code == 303


def test_a_void_is_signed_by_another_hand(cast, ticket, send, signed_in):
    send(cast.hall_manager, ticket, "ask-void", reason="entered_twice", why="重复")
    assert "void" not in signed_in(cast.hall_manager).get(f"/tickets/{ticket.pk}").context["beside"]
    assert send(cast.hall_manager, ticket, "void").status_code == 422
    assert send(cast.branch_lead, ticket, "void").status_code == 303
    assert now(ticket).state == "voided"


def test_responsibility_moves_only_when_the_colleague_accepts(cast, ticket, send):
    assert send(cast.clerk, ticket, "hand-over", to="1002 唐果", why="休假").status_code == 303
    assert now(ticket).first_asked == cast.clerk
    assert send(cast.colleague, ticket, "accept").status_code == 303
    assert now(ticket).first_asked == cast.colleague


def test_responsibility_may_be_declined(cast, ticket, send):
    send(cast.clerk, ticket, "hand-over", to="唐果", why="休假")
    assert send(cast.colleague, ticket, "decline", why="我也休假").status_code == 303
    assert now(ticket).first_asked == cast.clerk


def test_an_offer_is_withdrawn_by_who_made_it(cast, ticket, send, signed_in):
    send(cast.clerk, ticket, "hand-over", to="唐果", why="休假")
    assert "withdraw_handover" in signed_in(cast.hall_manager).get(f"/tickets/{ticket.pk}").context["beside"]
    theirs = signed_in(cast.colleague).get(f"/tickets/{ticket.pk}").context["beside"]
    assert {"accept", "decline"} <= theirs.keys() and "withdraw_handover" not in theirs
    assert send(cast.colleague, ticket, "withdraw-handover").status_code == 422
    mine = signed_in(cast.clerk).get(f"/tickets/{ticket.pk}")
    assert f'action="/tickets/{ticket.pk}/withdraw-handover"' in mine.content.decode()
    assert send(cast.clerk, ticket, "withdraw-handover").status_code == 303
    after = signed_in(cast.clerk).get(f"/tickets/{ticket.pk}").context
    assert "withdraw_handover" not in after["beside"] and after["pending"] == {}


def test_an_offer_accepted_meanwhile_is_not_withdrawn_and_the_page_says_why(cast, ticket, send):
    send(cast.clerk, ticket, "hand-over", to="唐果", why="休假")
    seen = Ticket.rows.get(pk=ticket.pk).chain.length
    send(cast.colleague, ticket, "accept")
    answer = send(cast.clerk, ticket, "withdraw-handover", seen=seen)
    assert answer.status_code == 422 and "Somebody has just changed this" in answer.content.decode()
    assert now(ticket).first_asked == cast.colleague


def test_the_page_says_that_the_receiver_has_left(cast, ticket, send, signed_in):
    send(cast.clerk, ticket, "hand-over", to="唐果", why="休假")
    done(change_staff(cast.colleague.pk, actor=cast.admin, at=LATER, is_active=False))
    browser = signed_in(cast.clerk)
    browser.cookies["django_language"] = "en"
    page = browser.get(f"/tickets/{ticket.pk}").content.decode()
    assert f"{cast.colleague.name} is no longer active" in page and "Withdraw the offer" in page


def test_it_cannot_be_offered_to_who_does_not_see_it(cast, ticket, send):
    answer = send(cast.clerk, ticket, "hand-over", to="2001", why="休假")
    assert answer.status_code == 422 and "to" in answer.context["form"].errors


def test_dispatch_return_chase_and_raise(cast, ticket, send):
    assert send(cast.clerk, ticket, "dispatch", to="北岭公司", why="号码归属北岭", province="on").status_code == 303
    assert (now(ticket).outside, now(ticket).direction) == ("北岭公司", "out")
    assert send(cast.clerk, ticket, "return", reason="facts_missing", why="缺号码").status_code == 303
    assert send(cast.clerk, ticket, "chase", said="又来催").status_code == 303
    assert now(ticket).chases == 1
    assert send(cast.hall_manager, ticket, "raise", why="省网故障", tried="已核查本地").status_code == 303
    assert now(ticket).group.code == "YZ-BO"


def test_a_ticket_is_declared_urgent_and_its_clocks_tighten(cast, ticket, send):
    assert send(cast.clerk, ticket, "declare", kind="major", why="记者在场").status_code == 303
    assert now(ticket).priority == "urgent"
    again = send(cast.clerk, ticket, "declare", kind="major", why="再说一次")
    assert again.status_code == 422 and "kind" in again.context["form"].errors


def test_the_category_is_corrected(cast, ticket, send):
    assert send(cast.clerk, ticket, "reclassify", category="basic.data.drops", why="听错了").status_code == 303
    assert now(ticket).category == "basic.data.drops"
    assert send(cast.clerk, ticket, "reclassify", category="basic", why="x").status_code == 422


def test_a_repeat_is_judged_on_its_ticket(cast, ticket, send):
    five = {"course": "查", "answer": "好", "satisfaction": "satisfied"}
    done(verbs.answer(ticket.pk, actor=cast.clerk, at=cast.after(hours=1), **five))
    done(verbs.archive(ticket.pk, actor=cast.clerk, at=cast.after(hours=1), root_cause="too_slow"))
    again = cast.open("ordinary", at=cast.after(hours=2))
    assert send(cast.clerk, again, "repeat").status_code == 422
    assert send(cast.clerk, again, "repeat", confirmed="yes").status_code == 303
    assert now(again).repeat_confirmed is True and now(again).priority == "urgent"


def test_a_customer_is_marked_as_sensitive_and_the_mark_is_lifted(cast, ticket, send):
    assert send(cast.hall_manager, ticket, "mark-sensitive", why="多次投诉").status_code == 303
    assert ticket.customer.mark(LATER).why == "多次投诉"
    past = send(cast.hall_manager, ticket, "mark-sensitive", why="x", until="2026-01-01T00:00")
    assert past.status_code == 422
    assert send(cast.hall_manager, ticket, "lift-mark", why="已和解").status_code == 303
    assert ticket.customer.mark(LATER) is None


def test_files_are_attached_known_by_their_contents(cast, ticket, send):
    good = SimpleUploadedFile("现场.txt.png", PNG)
    assert send(cast.clerk, ticket, "attach", file=good).status_code == 303
    row = Attachment.objects.get(ticket=ticket)
    assert (row.name, row.kind, row.by) == ("现场.txt.png", "png", cast.clerk)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [("a.png", b"MZ\x90\x00", "aren&#x27;t taken"), ("a.png", b"", "empty"), (None, b"", "Choose a file")],
)
def test_a_file_that_is_not_taken_is_told_at_its_field(cast, ticket, send, name, content, told):
    given = {"file": SimpleUploadedFile(name, content)} if name else {}
    answer = send(cast.clerk, ticket, "attach", **given)
    assert answer.status_code == 422 and told in answer.content.decode()
    assert not Attachment.objects.exists()


def test_several_files_are_kept_together_or_not_at_all(cast, ticket, send):
    files = [SimpleUploadedFile("a.png", PNG), SimpleUploadedFile("b.exe", b"MZ\x90\x00")]
    assert send(cast.clerk, ticket, "attach", file=files).status_code == 422
    assert not Attachment.objects.exists()


def test_a_draft_is_put_back_in_its_tab_and_forgotten_when_handed_in(cast, ticket, send, signed_in):
    typed = {"text": ["写到一半"], "seen": ["0"]}
    Draft.objects.create(staff=cast.clerk, form=f"ticket-{ticket.pk}-note", typed=typed, at=LATER)
    page = signed_in(cast.clerk).get(f"/tickets/{ticket.pk}?do=note")
    assert page.context["form"]["text"].value() == "写到一半"
    assert page.context["form"]["seen"].value() == ticket.chain.length
    assert signed_in(cast.colleague).get(f"/tickets/{ticket.pk}?do=note").context["form"]["text"].value() is None
    assert send(cast.clerk, ticket, "note", text="写完了").cookies["shouwen_draft_done"].value
    assert not Draft.objects.exists()


def test_who_loses_sight_of_a_ticket_is_led_to_the_desk(cast, send):
    row = cast.open("ordinary", by=cast.other_clerk, category="basic.voice.dropped")
    group = cast.groups["QD-NET"]
    done(verbs.transfer(row.pk, actor=cast.other_clerk, at=cast.after(hours=1), to=group, tried="x"))
    answer = send(cast.network, row, "transfer", to="WC-NET", tried="不属本市")
    assert answer.status_code == 303 and answer["Location"] == "/"


def test_the_way_back_leads_only_inside(cast, ticket, send):
    assert send(cast.clerk, ticket, "note", text="x", next="/queues")["Location"] == "/queues"
    assert send(cast.clerk, ticket, "note", text="x", next="https://example.com/")["Location"].startswith("/tickets/")
