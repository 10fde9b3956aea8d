"""One application on one screen: what is needed to decide, and the yes or no that is said there (C4.8.3)."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from shouwen.disputes.models import Application
from shouwen.disputes.reads import deciding
from shouwen.people.models import Staff
from shouwen.people.verbs import name_deputy
from tests.cast import MORNING, done
from tests.disputes.telling import Story, billed

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=3)


@pytest.fixture(autouse=True)
def three_hours_later():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def manager(cast, signed_in):
    return english(signed_in(cast.hall_manager))


def english(browser):
    browser.cookies["django_language"] = "en"
    return browser


def asked(cast, amount="300.00", **said):
    return Story(cast, amount, **said).ready(amount).applied()


def url(story, what=""):
    return f"/disputes/inbox/{story.application.pk}{what}"


def typed(story, **more):
    return {"seen": story.dispute.chain.length, "application": story.application.number, **more}


# ── What stands there ────────────────────────────────────────────────────────


def test_everything_needed_to_decide_stands_on_one_page(cast, manager):
    story = Story(cast, "248.00", "128.00").found().papered("reception_form", "bill_list")
    story.proposed("single", "350.00", override_reason="agreed_otherwise").applied()
    html = manager.get(url(story)).content.decode()
    for words in (
        "王* 143****0005", "手机报", "甲信息", "2026-02", "248.00", "128.00", "376.00",  # the claim
        "这个月多扣了钱", "A wrong charge was shown", "Service quality", "已核对清单", "核查属实",
        "Otherwise than the rule", "客户长期在网", "Agreed otherwise", "752.00", "350.00",  # rule and proposal
        "C4.8.6", "C4.8.3", "Team leader", "周岚", "Approval", "Bill or list", "Sign 350.00", "Return it",
    ):  # fmt: skip
        assert words in html, words
    for secret in ("14300880005", "王常"):
        assert secret not in html


def test_earlier_amounts_are_linked_and_the_crossed_limit_is_marked(cast, manager):
    first = asked(cast, "300.00")
    second = Story(cast, "280.00").ready("280.00").applied()
    answer = manager.get(url(second))
    sums = answer.context["sums"]
    assert (sums.asked, sums.counted, sums.alone, sums.level) == (
        Decimal("280.00"), Decimal("580.00"), "team_leader", "office_manager",
    )  # fmt: skip
    html = answer.content.decode()
    assert sums.crossed and f'href="/disputes/{first.dispute.pk}">{first.dispute.serial}' in html
    assert "Look whether it was split" in html
    assert "Look whether it was split" not in manager.get(url(first)).content.decode()


def test_what_was_asked_for_since_is_told_to_who_signs_the_earlier_one(cast, manager):
    first = asked(cast, "300.00")
    asked(cast, "280.00")
    html = manager.get(url(first)).content.decode()
    assert "More was asked for since: 580.00 together by now, which is for: Office manager" in html


def test_an_earlier_one_out_of_sight_is_named_but_not_linked(cast, manager):
    other = asked(cast, "300.00", by=cast.second_hall_clerk)
    story = asked(cast, "280.00")
    html = manager.get(url(story)).content.decode()
    assert other.dispute.serial in html and f'href="/disputes/{other.dispute.pk}"' not in html


def test_missing_papers_are_told(cast, manager):
    story = asked(cast)
    story.dispute.papers.filter(kind="bill_list").delete()
    html = manager.get(url(story)).content.decode()
    assert "Missing: Bill or list" in html


def test_the_chain_shows_who_signed_and_for_whom(cast, signed_in):
    story = asked(cast, "900.00")
    told = {"begins_at": MORNING, "ends_at": MORNING + timedelta(days=9), "deputy": cast.second_hall_manager}
    done(name_deputy(cast.hall_manager.pk, actor=cast.hall_manager, at=MORNING, **told))
    done(story.sign(Staff.objects.get(pk=cast.second_hall_manager.pk), why="已核"))
    html = english(signed_in(cast.office_manager)).get(url(story)).content.decode()
    assert "温如玉" in html and "for 周岚" in html and "已核" in html and "陆遥" in html


def test_the_customers_twelve_months_count_every_desk_and_list_what_one_may_open(cast):
    elsewhere = asked(cast, "160.01", by=cast.second_hall_clerk)
    mine = asked(cast, "300.00")
    story = asked(cast, "200.00")
    found = deciding.of_customer(story.dispute.customer, cast.hall_manager, LATER, besides=story.dispute.pk)
    assert found.disputes == 2 and [row.pk for row in found.lately] == [mine.dispute.pk]
    assert elsewhere.dispute.pk not in [row.pk for row in found.lately]
    later = LATER + timedelta(days=366)
    assert deciding.of_customer(story.dispute.customer, cast.hall_manager, later, besides=0).disputes == 0


def test_the_clerks_ninety_days_count_returned_and_overridden(cast):
    for place, amount in enumerate(("300.00", "400.00")):
        story = asked(cast, amount, customer=cast.number(600 + place))
    done(story.do("give_back", by=cast.hall_manager, application=1, why="清单不全"))
    ruled = Story(cast, "150.00", customer=cast.number(610)).found().papered().proposed().applied()
    found = deciding.of_clerk(cast.clerk, LATER)
    assert (found.asked, found.total, found.returned) == (3, Decimal("700.00") + ruled.dispute.amount, 1)
    assert (found.overridden, found.share) == (2, 67)
    assert deciding.of_clerk(cast.clerk, LATER + timedelta(days=91)).asked == 0


def test_cases_alike_tell_what_was_decided_and_the_middle_amount(cast):
    for place, amount in enumerate(("20.00", "30.00", "90.00")):
        done(Story(cast, amount, customer=cast.number(600 + place)).ready(amount).do("grant"))
    story = asked(cast)
    found = deciding.alike(story.dispute, cast.hall_manager)
    assert (found.cases, found.kinds, found.middle) == (3, [("single", 3)], Decimal("30.00"))
    assert len(found.lately) == 3


def test_a_reversal_shows_which_refund_it_takes_back(cast, manager):
    story = asked(cast).signed(cast.hall_manager)
    billed(story)
    done(story.do("ask_reversal", refund=story.refund.key, amount=Decimal("120.00"), why="客户又从其他渠道得到退费"))
    answer = manager.get(url(story))
    html = answer.content.decode()
    assert answer.status_code == 200 and story.refund.key in html and "Sign 120.00" in html


# ── Yes ──────────────────────────────────────────────────────────────────────


def test_signing_goes_on_to_the_next(cast, manager):
    first, second = asked(cast, at=MORNING - timedelta(hours=1)), asked(cast, customer="gold")
    answer = manager.post(url(first, "/sign"), typed(first, why="同意"))
    assert (answer.status_code, answer["Location"]) == (303, url(second))
    assert first.state == "promised" and first.application.signatures.get().why == "同意"
    html = manager.get(answer["Location"]).content.decode()
    assert first.dispute.serial in html and "1 of 1" in html
    assert manager.post(url(second, "/sign"), typed(second))["Location"] == "/disputes/inbox"


def test_next_and_previous_are_links_with_keys(cast, manager):
    stories = [
        asked(cast, customer=cast.number(600 + place), at=MORNING + timedelta(minutes=place)) for place in range(3)
    ]
    html = manager.get(url(stories[1])).content.decode()
    assert f'rel="prev" href="{url(stories[0])}" data-key="k"' in html
    assert f'rel="next" href="{url(stories[2])}" data-key="j"' in html
    assert 'data-key="s"' in html and 'data-key="r"' in html and "2 of 3" in html


def test_signing_an_application_that_changed_meanwhile_is_refused_with_everything_kept(cast, manager):
    story = asked(cast)
    before = typed(story, why="同意")
    done(story.do("note", text="客户又来电"))
    answer = manager.post(url(story, "/sign"), before)
    html = answer.content.decode()
    assert answer.status_code == 422 and story.state == "applied"
    assert 'value="同意"' in html and "What others did meanwhile" in html
    assert manager.post(url(story, "/sign"), typed(story, why="同意")).status_code == 303


def test_another_application_that_came_meanwhile_is_shown_before_it_is_signed(cast, manager):
    story = asked(cast)
    first, before = url(story, "/sign"), typed(story, why="同意")
    done(story.do("recall", why="金额有误"))
    done(story.propose("single", "200.00"))
    story.applied()
    answer = manager.post(first, {**before, "seen": story.dispute.chain.length})
    html = answer.content.decode()
    assert answer.status_code == 422 and not story.application.signatures.exists()
    assert "Sign 200.00" in html and f'action="{url(story, "/sign")}"' in html and 'value="同意"' in html
    assert manager.post(url(story, "/sign"), typed(story)).status_code == 303


def test_ones_own_application_is_shown_without_the_buttons_and_never_signed(cast, manager):
    story = asked(cast, by=cast.hall_manager)
    html = manager.get(url(story)).content.decode()
    assert "not yours to sign" in html and 'data-key="s"' not in html
    answer = manager.post(url(story, "/sign"), typed(story, why="同意"))
    html = answer.content.decode()
    assert answer.status_code == 422 and "Who applied never approves" in html and 'value="同意"' in html
    assert not story.application.signatures.exists()


def test_who_is_not_of_the_level_reads_it_but_does_not_sign(cast, signed_in):
    story = asked(cast, "900.00")
    browser = english(signed_in(cast.office_manager))
    assert "not yours to sign" in browser.get(url(story)).content.decode()
    answer = browser.post(url(story, "/sign"), typed(story))
    assert answer.status_code == 422 and "Team leader" in answer.content.decode()


def test_signing_twice_is_refused_in_words(cast, manager):
    story = asked(cast, "900.00")
    assert manager.post(url(story, "/sign"), typed(story)).status_code == 303
    answer = manager.post(url(story, "/sign"), typed(story))
    assert answer.status_code == 422 and "nobody signs twice" in answer.content.decode()


def test_an_application_that_ended_says_how(cast, manager):
    story = asked(cast)
    done(story.do("recall", why="金额有误"))
    assert "was recalled" in manager.get(url(story)).content.decode()


# ── No ───────────────────────────────────────────────────────────────────────


def test_it_is_returned_with_a_reason_and_what_to_mend(cast, manager):
    story = asked(cast)
    answer = manager.post(url(story, "/return"), typed(story, reason="papers_missing", why="缺少清单第二页"))
    assert (answer.status_code, answer["Location"]) == (303, "/disputes/inbox")
    assert story.state == "proposed" and story.application.state == Application.State.RETURNED
    facts = story.dispute.chain.events.get(code="dispute.returned").facts
    assert (facts["reason"], facts["why"]) == ("papers_missing", "缺少清单第二页")


@pytest.mark.parametrize(
    "said", [{"reason": "", "why": "缺清单"}, {"reason": "papers_missing", "why": ""}, {"reason": "mood", "why": "x"}]
)
def test_a_no_without_a_reason_or_a_word_is_not_taken(cast, manager, said):
    story = asked(cast)
    answer = manager.post(url(story, "/return"), typed(story, **said))
    html = answer.content.decode()
    assert answer.status_code == 422 and 'inbox-return" open' in html and story.state == "applied"
    assert f'value="{said["why"]}"' in html or not said["why"]


# ── Who sees it ──────────────────────────────────────────────────────────────


def test_an_application_out_of_sight_is_not_there(cast, signed_in):
    story = asked(cast)
    for person in (cast.other_lead, cast.second_hall_manager):
        browser = signed_in(person)
        assert browser.get(url(story)).status_code == 404
        assert browser.post(url(story, "/sign"), typed(story)).status_code == 404
    assert signed_in(cast.clerk).get(url(story)).status_code == 403
    assert signed_in(cast.hall_manager).get("/disputes/inbox/999999").status_code == 404


def test_the_page_asks_no_more_when_there_is_more_to_tell(cast, signed_in, django_assert_max_num_queries):
    for place in range(5):
        asked(cast, customer=cast.number(600 + place))
        done(Story(cast, "30.00", customer=cast.number(640 + place)).ready("30.00").do("grant"))
    story = asked(cast)
    browser = signed_in(cast.hall_manager)
    with django_assert_max_num_queries(75):
        assert browser.get(url(story)).status_code == 200
