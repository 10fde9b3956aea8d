"""The intake as a clerk uses it: what stands beside the form, the four ways, and that nothing typed is lost."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shouwen.handbook.load import shipped
from shouwen.people.models import Staff
from shouwen.tickets import verbs
from shouwen.tickets.forms.intake import IntakeForm
from shouwen.tickets.models import Attachment, Draft, Ticket
from shouwen.tickets.pages.handing_in import hand_in
from tests.cast import Cast, done

NEW, JUDGE = "/tickets/new", "/tickets/judge"
CATEGORY = "basic.voice.dropped"


@pytest.fixture
def desk(cast: Cast, signed_in: Any) -> Client:
    browser: Client = signed_in(cast.clerk)
    browser.cookies["django_language"] = "en"
    return browser


def call(**said: Any) -> dict[str, Any]:
    """A call as the form sends it, a few minutes ago unless said."""
    at = timezone.localtime(timezone.now() - timedelta(minutes=5))
    return {
        "token": str(uuid4()),
        "column": "complaint",
        "number": "14300880005",
        "category": CATEGORY,
        "source": "hall",
        "contacted_at": f"{at:%Y-%m-%dT%H:%M}",
        "text": "在渡口路一带通话总是掉线",
        "hand_in": "submit",
        **said,
    }


def only_ticket() -> Ticket:
    ticket: Ticket = Ticket.rows.get()
    return ticket


def errors_of(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 422, answer.status_code
    return dict(answer.context["form"].errors)


def test_the_form_opens_with_now_in_shanghai_and_the_desks_own_source(desk: Client) -> None:
    before = timezone.localtime(timezone.now())
    page = desk.get(NEW).content.decode()
    assert any(f'value="{at:%Y-%m-%dT%H}' in page for at in (before, timezone.localtime(timezone.now())))
    assert '<option value="hall" selected>' in page


def test_a_call_is_submitted_and_stays_with_who_took_it(desk: Client, cast: Cast) -> None:
    answer = desk.post(NEW, call())
    ticket = only_ticket()
    assert (answer.status_code, answer["Location"]) == (303, f"/tickets/{ticket.pk}")
    assert (ticket.state, ticket.first_asked, ticket.holder) == ("open", cast.clerk, cast.clerk)


def test_the_time_typed_is_shanghais(desk: Client) -> None:
    desk.post(NEW, call(contacted_at="2026-03-04T09:30"))
    assert only_ticket().contacted_at.isoformat() == "2026-03-04T01:30:00+00:00"


def test_a_call_is_transferred_to_the_group_of_the_route_unless_another_is_chosen(desk: Client) -> None:
    desk.post(NEW, call(hand_in="transfer", tried="已请客户重启手机"))
    assert (only_ticket().state, only_ticket().group.code) == ("queued", "QD-NET")
    desk.post(NEW, call(hand_in="transfer", tried="已核对账单", number="14300880006", to_group="QD-BIL"))
    assert Ticket.rows.latest("pk").group.code == "QD-BIL"


def test_a_transfer_that_does_not_say_what_was_tried_files_nothing(desk: Client) -> None:
    answer = desk.post(NEW, call(hand_in="transfer"))
    assert set(errors_of(answer)) == {"tried"}
    assert 'id="way-transfer"' in answer.content.decode() and answer.context["way"] == "transfer"
    assert not Ticket.rows.exists()


def test_a_call_is_dispatched_to_another_province(desk: Client) -> None:
    desk.post(NEW, call(hand_in="dispatch", to_party="北岭省公司", dispatch_why="号码属北岭", to_province="on"))
    ticket = only_ticket()
    assert (ticket.state, ticket.outside, ticket.direction) == ("dispatched", "北岭省公司", "out")


def test_a_call_is_answered_and_archived_at_once(desk: Client) -> None:
    five = {"course": "现场核查", "answer": "已向客户解释", "satisfaction": "satisfied", "root_cause": "not_solved"}
    desk.post(NEW, call(hand_in="answer", **five))
    ticket = only_ticket()
    assert ticket.state == "archived" and ticket.replies.get().by == ticket.first_asked


def test_an_answer_that_lacks_an_element_files_nothing(desk: Client) -> None:
    answer = desk.post(NEW, call(hand_in="answer", course="现场核查", answer="已解释"))
    assert set(errors_of(answer)) == {"satisfaction", "root_cause"}
    assert not Ticket.rows.exists()


def test_the_same_form_handed_in_twice_opens_one_ticket(desk: Client) -> None:
    said = call()
    first, second = desk.post(NEW, said), desk.post(NEW, said)
    assert first["Location"] == second["Location"] == f"/tickets/{only_ticket().pk}"


def test_a_refused_form_may_be_sent_again_under_its_token(desk: Client) -> None:
    said = call(text="")
    desk.post(NEW, said)
    assert desk.post(NEW, {**said, "text": "掉线"}).status_code == 303


def test_the_next_call_may_follow_at_once(desk: Client) -> None:
    answer = desk.post(NEW, call(next_one="on"), follow=True)
    assert answer.redirect_chain == [(NEW, 303)] and only_ticket().serial in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "said", "words"),
    [
        ("number", {"number": ""}, "Enter the number"),
        ("number", {"number": "+852 5123 4567"}, "another country"),
        ("number", {"number": "1380013800a"}, "digits"),
        ("number", {"number": "12"}, "digits"),
        ("number", {"number": "1" * 500}, "500"),
        ("number", {"number": "\u202e14300880005😀"}, "digits"),
        ("category", {"category": ""}, "category"),
        ("category", {"category": "no.such.thing"}, "last level"),
        ("category", {"category": "basic.voice"}, "last level"),
        ("category", {"category": "olympic"}, "category"),
        ("source", {"source": ""}, "source"),
        ("source", {"source": "moon"}, "moon"),
        ("column", {"column": "moon"}, "moon"),
        ("contacted_at", {"contacted_at": ""}, "time"),
        ("contacted_at", {"contacted_at": "yesterday"}, "Write the time"),
        ("contacted_at", {"contacted_at": "2999-01-01T00:00"}, "lies ahead"),
        ("contacted_at", {"contacted_at": "0001-01-01T00:00"}, "year"),
        ("contact_phone", {"contact_phone": "1" * 21}, "21"),
        ("hits_kind", {"hits": "渡口路-3"}, "kind"),
        ("hits", {"hits_kind": "cell"}, "name"),
        ("hits", {"hits_kind": "cell", "hits": "渡" * 61}, "61"),
        ("text", {"text": ""}, "what the customer says"),
        ("text", {"text": "  \n "}, "what the customer says"),
        ("text", {"text": "掉线\x00掉线"}, "kept"),
        ("text", {"text": "掉" * 20_001}, "20001"),
        ("evidence", {"evidence": "\x00"}, "kept"),
        ("major_why", {"major_why": "因" * 201}, "201"),
        ("said_why", {"said_why": "因" * 201}, "201"),
        ("tried", {"hand_in": "transfer", "tried": "试" * 4001}, "4001"),
        ("to_group", {"hand_in": "transfer", "tried": "试过", "to_group": "NOWHERE"}, "NOWHERE"),
        ("to_party", {"hand_in": "dispatch", "dispatch_why": "远"}, "whom"),
        ("to_party", {"hand_in": "dispatch", "to_party": "远" * 81, "dispatch_why": "远"}, "81"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_lost(
    desk: Client, field: str, said: dict[str, Any], words: str
) -> None:
    typed = call(evidence="有通话记录截图", contact_phone="14300880099") | said
    answer = desk.post(NEW, typed)
    told = errors_of(answer)
    assert set(told) == {field} and words in told[field][0], told
    page = answer.content.decode()
    for name in ("number", "evidence", "contact_phone"):
        assert name in said or typed[name] in page
    assert not Ticket.rows.exists()


def test_a_text_of_ten_megabytes_comes_back_whole_with_its_message(desk: Client) -> None:
    answer = desk.post(NEW, call(text="a" * 10 * 1024 * 1024))
    assert set(errors_of(answer)) == {"text"}
    assert len(answer.content) > 10 * 1024 * 1024


def test_rare_characters_emoji_and_right_to_left_text_are_kept_as_typed(desk: Client) -> None:
    text = "𠮷野家门口掉线 😡 䶮先生说 \u202bمرحبا\u202c <b>&"
    desk.post(NEW, call(text=text))
    assert only_ticket().text == text
    assert "&lt;b&gt;" in desk.post(NEW, call(text=text, source="")).content.decode()


def test_an_open_ticket_of_the_same_matter_is_shown_and_not_opened_again(desk: Client, cast: Cast) -> None:
    open_one = cast.open(at=timezone.now() - timedelta(hours=1))
    answer = desk.post(NEW, call())
    assert open_one.serial in errors_of(answer)["category"][0]
    assert reverse("tickets:chase_instead", args=[open_one.pk]) in answer.content.decode()
    assert desk.post(NEW, call(separate="on")).status_code == 303


def test_a_chase_is_counted_on_the_open_ticket(desk: Client, cast: Cast) -> None:
    ticket = cast.open(at=timezone.now() - timedelta(hours=1))
    answer = desk.post(reverse("tickets:chase_instead", args=[ticket.pk]), call(text="怎么还没修好", category=""))
    assert answer["Location"] == f"/tickets/{ticket.pk}"
    assert only_ticket().chases == 1


def test_a_chase_without_words_asks_for_them_only(desk: Client, cast: Cast) -> None:
    ticket = cast.open(at=timezone.now() - timedelta(hours=1))
    answer = desk.post(reverse("tickets:chase_instead", args=[ticket.pk]), call(text="", category="", source=""))
    assert set(errors_of(answer)) == {"text"}


def test_a_reload_of_a_chase_leads_back_to_the_intake(desk: Client, cast: Cast) -> None:
    url = reverse("tickets:chase_instead", args=[cast.open(at=timezone.now()).pk])
    assert desk.get(url)["Location"] == NEW


def test_a_ticket_of_another_hall_is_chased_by_whoever_has_the_customer_on_the_line(desk: Client, cast: Cast) -> None:
    ticket = cast.open(at=timezone.now() - timedelta(hours=1), by=cast.other_clerk)
    url = reverse("tickets:chase_instead", args=[ticket.pk])
    assert desk.post(url, call(number="14300880006")).status_code == 404
    assert desk.post(url, call())["Location"] == NEW
    assert only_ticket().chases == 1


def test_typing_the_number_tells_who_it_is_without_telling_who_it_is(desk: Client) -> None:
    page = desk.post(JUDGE, {"number": "14300880001"}).content.decode()
    assert "欧***" in page and "143****0001" in page and "Diamond" in page and "清渡" in page
    assert "致远" not in page and "14300880001" not in page


def test_the_sensitive_mark_is_shown(desk: Client) -> None:
    assert "曾在营业厅聚众" in desk.post(JUDGE, {"number": "14300880010"}).content.decode()


def test_what_the_handbook_would_say_stands_beside_the_form(desk: Client) -> None:
    typed = call(number="14300880001", source="mayor_hotline", text="再不解决就找媒体")
    page = desk.post(JUDGE, typed).content.decode()
    for words in ("Bypass", "Express", "Major", "C5.2", "清渡分公司QD-NET", "Completion"):
        assert words in page, words


def test_an_archived_ticket_of_the_same_matter_is_asked_about(desk: Client, cast: Cast) -> None:
    at = timezone.now() - timedelta(days=20)
    ticket = cast.open(at=at)
    by: dict[str, Any] = {"actor": cast.clerk, "at": at + timedelta(hours=1)}
    done(verbs.answer(ticket.pk, **by, course="查", answer="好了", satisfaction="satisfied"))
    done(verbs.archive(ticket.pk, **by, root_cause="not_solved"))
    page = desk.post(JUDGE, call()).content.decode()
    assert ticket.serial in page and 'name="same_matter"' in page
    desk.post(NEW, call(same_matter="yes"))
    again = Ticket.rows.exclude(pk=ticket.pk).get()
    assert again.repeats == ticket and again.urgencies.filter(kind="repeat", proposed=False).exists()


def test_a_surge_is_told_before_it_is_a_batch(desk: Client, cast: Cast) -> None:
    at = timezone.now() - timedelta(minutes=20)
    for place in range(4):
        cast.open(cast.number(place), at=at)
    assert "5 ordinary" in desk.post(JUDGE, call()).content.decode()


@pytest.mark.parametrize(
    "typed", [{}, {"number": "1"}, {"number": "14300880005", "contacted_at": "\x00", "text": "\x00"}]
)
def test_half_a_call_is_judged_as_far_as_it_goes(desk: Client, typed: dict[str, str]) -> None:
    assert desk.post(JUDGE, typed).status_code == 200


def test_the_look_up_asks_the_database_a_fixed_number_of_times(
    desk: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for hour, leaf in enumerate(shipped().categories.open_leaves[:12], start=1):
        cast.open(at=timezone.now() - timedelta(hours=hour), category=leaf.code)
    with django_assert_max_num_queries(20):
        desk.post(JUDGE, call())


def test_categories_are_found_by_initials_chinese_and_english(desk: Client) -> None:
    for words in ("thdx", "掉线", "dropped calls"):
        found = desk.get("/tickets/categories", {"category_words": words}).content.decode()
        assert f'data-value="{CATEGORY}"' in found
    assert "No category" in desk.get("/tickets/categories", {"category_words": "zzzz"}).content.decode()


def test_without_scripts_words_that_mean_one_category_are_enough(desk: Client) -> None:
    assert desk.post(NEW, call(category="", category_words="通话掉线")).status_code == 303
    answer = desk.post(NEW, call(category="", category_words="信号", number="14300880006"))
    assert "category" in errors_of(answer) and 'name="category_pick"' in answer.content.decode()


def test_enter_in_a_field_without_scripts_looks_up_and_files_nothing(desk: Client) -> None:
    answer = desk.post(NEW, call(hand_in="look", text="还没说完"))
    assert answer.status_code == 200 and "还没说完" in answer.content.decode() and "王*" in answer.content.decode()
    assert not Ticket.rows.exists()


def test_a_draft_is_put_back_and_is_only_its_owners(desk: Client, cast: Cast, signed_in: Any) -> None:
    assert desk.post("/drafts/intake", call(text="说到一半\x00")).status_code == 204
    page = desk.get(NEW).content.decode()
    assert "说到一半" in page and "did not hand in has been put back" in page
    assert "说到一半" not in signed_in(cast.colleague).get(NEW).content.decode()


def test_a_draft_of_nothing_but_what_was_offered_is_no_draft(desk: Client) -> None:
    desk.post(
        "/drafts/intake", {"token": str(uuid4()), "source": "hall", "contacted_at": "2026-03-04T09:30", "text": ""}
    )
    page = desk.get(NEW).content.decode()
    assert "2026-03-04T09:30" not in page


def test_a_draft_is_discarded_by_its_button_or_by_a_script(desk: Client) -> None:
    desk.post("/drafts/intake", call())
    answer = desk.post("/drafts/intake", {"discard": "1", "next": NEW})
    assert answer["Location"] == NEW and answer.cookies["shouwen_draft_done"].value == "intake"
    desk.post("/drafts/intake", call())
    assert desk.delete("/drafts/intake").status_code == 204
    assert not Draft.objects.exists()


def test_a_discard_leads_nowhere_else(desk: Client) -> None:
    assert "Location" not in desk.post("/drafts/intake", {"discard": "1", "next": "https://elsewhere.example/"})


def test_handing_in_ends_the_draft_and_a_late_one_does_not_bring_it_back(desk: Client) -> None:
    said = call()
    desk.post("/drafts/intake", said)
    desk.post(NEW, said)
    assert desk.post("/drafts/intake", said).status_code == 204
    assert not Draft.objects.exists()


def test_an_endless_draft_is_left_to_the_browser(desk: Client) -> None:
    assert desk.post("/drafts/intake", call(text="a" * 200_000)).status_code == 413


def test_a_form_without_its_token_is_not_taken_but_gets_a_new_one(desk: Client) -> None:
    answer = desk.post(NEW, call(token=""))
    assert {"token", "__all__"} == set(errors_of(answer))
    assert desk.post(NEW, call(token=answer.context["form"]["token"].value())).status_code == 303


def test_a_second_click_that_runs_beside_the_first_finds_its_ticket(desk: Client, cast: Cast) -> None:
    form = IntakeForm(call(), way="submit", groups=[])
    assert form.is_valid()
    first = hand_in(form, staff=cast.clerk, at=timezone.now())
    assert hand_in(form, staff=cast.clerk, at=timezone.now()) == first == only_ticket()


def test_who_may_not_take_calls_in_does_not_see_the_screen(cast: Cast, signed_in: Any) -> None:
    auditor: Staff = cast.auditor
    assert signed_in(auditor).get(NEW).status_code == 403


def test_files_are_kept_with_the_ticket(desk: Client) -> None:
    files = [SimpleUploadedFile("截图.png", b"\x89PNG\r\n\x1a\n1"), SimpleUploadedFile("单.pdf", b"%PDF-1.7")]
    assert desk.post(NEW, call(files=files)).status_code == 303
    assert {(one.name, one.kind) for one in Attachment.objects.all()} == {("截图.png", "png"), ("单.pdf", "pdf")}


def test_the_words_propose_a_category_until_one_is_chosen(cast, signed_in) -> None:
    browser = signed_in(cast.clerk)
    typed = {"number": cast.number(77), "text": "家里宽带老是掉线，重启光猫也没用"}
    proposed = browser.post(reverse("tickets:judge"), typed).context["proposed"]
    assert proposed["code"] == "basic.home.drops"
    chosen = browser.post(reverse("tickets:judge"), {**typed, "category": "basic.home.slow"})
    assert chosen.context["proposed"] is None
    silent = browser.post(reverse("tickets:judge"), {**typed, "text": "今天天气不错"})
    assert silent.context["proposed"] is None
