"""The interview in the browser, without JavaScript: one question at a time, back at will, confirmed or overridden."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from shouwen.disputes.models import Proposal
from tests.cast import MORNING, done
from tests.disputes.telling import Story

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=3)
ANSWERS = {"unsubscribed": "not_cancelled", "origin": "ours", "product": "personal", "what": "was_tariff"}


@pytest.fixture(autouse=True)
def three_hours_later():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def ask(signed_in):
    """`ask(person, address)` is the interview's page: its context and its text."""

    def ask(person, address):
        browser = signed_in(person)
        browser.cookies["django_language"] = "en"
        answer = browser.get(address)
        assert answer.status_code == 200
        return answer.context, answer.content.decode()

    return ask


@pytest.fixture
def propose(signed_in):
    """`propose(person, story, **typed)` hands the end of the interview in."""

    def propose(person, story, answers=ANSWERS, **typed):
        browser = signed_in(person)
        browser.cookies["django_language"] = "en"
        said = {f"q-{question}": answer for question, answer in answers.items()}
        said |= {"cause": "company.service_quality", "proof": "identity_document", "seen": story.dispute.chain.length}
        return browser.post(f"/disputes/{story.row.pk}/propose", said | typed)

    return propose


def here(story, **said):
    return f"/disputes/{story.row.pk}/interview?" + "&".join(f"{name}={value}" for name, value in said.items())


def test_one_question_after_the_other_by_a_click_each_until_the_proposal(cast, ask):
    story = Story(cast, "158.00").found()
    address, asked = here(story), []
    for answer in ("not_cancelled", "ours", "personal", "was_tariff"):
        context, html = ask(cast.clerk, address)
        asked.append(context["question"].code)
        (address,) = [choice.url for choice in context["choices"] if choice.url.endswith(f"={answer}")]
        assert f'data-key="{1 + list(context["question"].options).index(answer)}"' in html
    assert asked == ["unsubscribed", "origin", "product", "what"]
    context, html = ask(cast.clerk, address)
    assert context["question"] is None and context["ruled"].total == Decimal("316.00")
    assert "Double refund" in html and "158.00 + Gift 158.00 = 316.00" in html and "/handbook/clause/C4.8.6" in html
    assert "Signed in turn by" in html and "Team leader" in html


def test_what_is_known_answers_beforehand_and_nobody_answers_against_it(cast, ask):
    story = Story(cast, "158.00").found()
    context, _ = ask(cast.clerk, here(story))
    known = [(chip.question, chip.again) for chip in context["chips"]]
    assert known == [("Has the amount been charged already?", ""), ("How long before the claim was it charged?", "")]


def test_what_the_cause_suggests_may_be_answered_anew(cast, ask):
    story = Story(cast, "158.00").found(cause="sp.charging")
    context, _ = ask(cast.clerk, here(story, **{"q-unsubscribed": "not_cancelled"}))
    (chip,) = [chip for chip in context["chips"] if chip.question.startswith("What caused")]
    assert chip.known and chip.again
    again, _ = ask(cast.clerk, chip.again)
    assert again["question"].code == "origin"
    (url,) = [choice.url for choice in again["choices"] if choice.url.endswith("=mistake")]
    assert ask(cast.clerk, url)[0]["ruled"].kind == "single"


def test_an_answer_is_taken_back_with_those_that_came_after_it(cast, ask):
    story = Story(cast, "158.00").found()
    said = {f"q-{question}": answer for question, answer in ANSWERS.items()}
    context, _ = ask(cast.clerk, here(story, **said))
    (chip,) = [chip for chip in context["chips"] if chip.question.startswith("What caused")]
    assert "q-unsubscribed=not_cancelled" in chip.again and "q-product" not in chip.again
    back, _ = ask(cast.clerk, context["back"])
    assert back["question"].code == "what"


def test_without_a_cause_the_cause_is_asked_first(cast, ask):
    story = Story(cast, "158.00").found(cause="")
    context, html = ask(cast.clerk, here(story))
    assert context["ask_cause"] and '<optgroup label="Partner (SP)">' in html
    context, _ = ask(cast.clerk, here(story, cause="sp.charging"))
    assert not context["ask_cause"] and context["question"].code == "unsubscribed"
    assert ask(cast.clerk, here(story, cause="sp"))[0]["ask_cause"]


@pytest.mark.parametrize("said", [{"q-what": "nonsense"}, {"q-nonsense": "x"}, {"again": "nonsense"}, {"cause": "%00"}])
def test_what_means_nothing_counts_as_not_said(cast, ask, said):
    story = Story(cast, "158.00").found()
    assert ask(cast.clerk, here(story, **said))[0]["question"].code == "unsubscribed"


def test_checking_comes_first(cast, ask):
    _, html = ask(cast.clerk, here(Story(cast, "158.00")))
    assert "Checking comes first" in html and "?do=find" in html
    _, html = ask(cast.clerk, here(Story(cast, customer="silver").found()))
    assert "No charge is entered yet" in html


def test_unproven_waits_until_the_time_to_verify_is_over(cast, ask):
    story = Story(cast, "158.00").found("unproven")
    address = here(story, **{"q-unsubscribed": "not_cancelled", "q-insists": "insists"})
    context, html = ask(cast.clerk, address)
    assert "ruled" not in context and "There is time to verify it until" in html
    with time_machine.travel(MORNING + timedelta(days=12), tick=False):
        context, _ = ask(cast.clerk, address)
    assert (context["ruled"].kind, context["ruled"].total) == ("principal", Decimal("158.00"))


def test_the_rule_is_confirmed(cast, propose):
    story = Story(cast, "29.00").found()
    answer = propose(cast.clerk, story)
    assert answer.status_code == 303 and answer["Location"].startswith(f"/disputes/{story.row.pk}#event-")
    kept = Proposal.objects.get()
    assert (kept.kind, kept.principal, kept.gift, kept.overridden) == ("double", Decimal(29), Decimal(29), False)
    assert kept.answers == ANSWERS and story.dispute.proof == "identity_document"


def test_another_is_proposed_with_a_reason_of_the_list_and_words(cast, propose):
    story = Story(cast, "29.00").found()
    otherwise = {"otherwise": "on", "kind": "single", "principal": "29", "gift": "0"}
    answer = propose(cast.clerk, story, **otherwise, override_reason="", override_why="客户同意只退一次")
    html = answer.content.decode()
    assert answer.status_code == 422 and "客户同意只退一次" in html and 'value="single" selected' in html
    assert "open><summary>Decide otherwise" in html and not Proposal.objects.exists()
    answer = propose(cast.clerk, story, **otherwise, override_reason="goodwill", override_why="")
    assert answer.status_code == 422 and 'value="goodwill" selected' in answer.content.decode()
    answer = propose(cast.clerk, story, **otherwise, override_reason="goodwill", override_why="客户同意只退一次")
    assert answer.status_code == 303
    kept = Proposal.objects.get()
    assert (kept.kind, kept.gift, kept.rule_kind, kept.override_reason) == ("single", 0, "double", "goodwill")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "single", "principal": "29.01"}, "principal"), ({"kind": "double", "principal": "29"}, "gift"),
        ({"kind": "double", "principal": "20", "gift": "21"}, "gift"),
        ({"kind": "none", "principal": "1"}, "principal"),
        ({"kind": "single", "principal": "abc"}, "principal"), ({"kind": "late_fee", "principal": "1"}, "kind"),
    ],
)  # fmt: skip
def test_amounts_that_cannot_be_are_refused_at_their_field(cast, propose, typed, field):
    story = Story(cast, "29.00").found()
    said = {"otherwise": "on", "override_reason": "other", "override_why": "说明"}
    answer = propose(cast.clerk, story, **said | typed)
    assert answer.status_code == 422 and answer.context["form"].has_error(field)
    assert "说明" in answer.content.decode() and not Proposal.objects.exists()


def test_a_question_left_open_brings_the_question_back(cast, propose):
    story = Story(cast, "29.00").found()
    answer = propose(cast.clerk, story, answers={"unsubscribed": "not_cancelled"})
    assert answer.status_code == 422 and answer.context["question"].code == "origin"


def test_only_credentials_that_open_a_refund_are_offered_and_no_secret_is_asked(cast, ask):
    story = Story(cast, "29.00").found()
    context, html = ask(cast.clerk, here(story, **{f"q-{question}": answer for question, answer in ANSWERS.items()}))
    offered = [code for code, _ in context["form"].fields["proof"].choices]
    assert "identity_document" in offered and "picture_code" not in offered and "legal_order" not in offered
    assert not re.search(r'type="password"', html)


def test_calculated_anew_what_was_signed_lapses(cast, propose, ask):
    story = Story(cast, "300.00").ready("300.00").applied()
    _, html = ask(cast.clerk, here(story))
    assert "signatures given so far lapse" in html
    assert propose(cast.clerk, story).status_code == 303
    assert story.state == "proposed" and story.dispute.applications.last().state == "lapsed"


def test_who_may_not_work_on_disputes_gets_no_interview(cast, signed_in):
    story = Story(cast, "29.00").found()
    assert signed_in(cast.auditor).get(here(story)).status_code == 403
    assert signed_in(cast.office_manager).post(f"/disputes/{story.row.pk}/propose").status_code == 403


def test_a_dispute_that_has_ended_proposes_nothing(cast, ask):
    story = Story(cast, "29.00").found()
    done(story.do("withdraw", reason="explained", why="客户认可"))
    context, html = ask(cast.clerk, here(story))
    assert not context["ready"] and "nothing is proposed" in html
