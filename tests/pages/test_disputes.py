"""The list and the page of disputes: what they show to whom, how they refresh, what they give away."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwen.disputes.models import Paper
from tests.cast import MORNING, done
from tests.disputes.telling import Story

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=3)
SECRETS = ("王常", "14300880005", "990101199001011234")
ANSWERS = {"unsubscribed": "not_cancelled", "origin": "ours", "product": "personal", "what": "was_tariff"}


@pytest.fixture(autouse=True)
def three_hours_later():
    with time_machine.travel(LATER, tick=False):
        yield


def read(browser, address, **said):
    browser.cookies["django_language"] = "en"
    answer = browser.get(address, **said)
    return answer, answer.content.decode() if not answer.streaming else ""


def applied(cast, amount="158.00", **said):
    """So much to go back twice, applied for."""
    return Story(cast, amount, **said).found().papered().proposed(answers=ANSWERS).applied()


# ── the list ─────────────────────────────────────────────────────────────────


def test_the_list_shows_amounts_with_two_places_and_the_customer_masked(cast, signed_in):
    story = applied(cast)
    answer, html = read(signed_in(cast.clerk), "/disputes")
    assert story.dispute.serial in html and "158.00" in html and "316.00" in html
    assert "Waiting for approval" in html and "143****0005" in html and "林小满" in html
    assert not any(secret in html for secret in SECRETS)
    assert answer.context["total"] == "1"


def test_an_empty_list_says_what_belongs_here_and_how_to_get_it(cast, signed_in):
    _, html = read(signed_in(cast.clerk), "/disputes")
    assert "No open disputes here" in html and 'href="/disputes/new"' in html


def test_who_only_reads_is_offered_no_way_to_open_one(cast, signed_in):
    _, html = read(signed_in(cast.auditor), "/disputes")
    assert "No open disputes here" in html and 'href="/disputes/new"' not in html


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", 3), ("?whose=mine", 2), ("?all=1", 3), ("?state=applied", 1), ("?state=closed", 0), ("?state=all", 3),
        ("?cause=company", 2), ("?cause=company.service_quality", 2), ("?cause=sp", 0), ("?kind=double", 1),
        ("?kind=single", 0), ("?due=overdue", 0), ("?due=24h", 3), ("?due=nonsense", 0), ("?whose=nonsense", 0),
        ("?state=%00", 3), ("?after=nonsense", 3),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_its_filters(cast, signed_in, asked, found):
    applied(cast)
    Story(cast, "9.00", customer="silver").found()
    Story(cast, "8.00", customer="diamond", by=cast.colleague, at=MORNING - timedelta(hours=1))
    answer, _ = read(signed_in(cast.clerk), f"/disputes{asked}")
    assert len(answer.context["page"].rows) == found


def test_what_is_overdue_is_found(cast, signed_in):
    Story(cast, "9.00")
    with time_machine.travel(MORNING + timedelta(days=20), tick=False):
        answer, html = read(signed_in(cast.clerk), "/disputes?due=overdue")
    assert len(answer.context["page"].rows) == 1 and "over" in html


def test_each_hall_lists_its_own_and_the_branch_both(cast, signed_in):
    Story(cast, "9.00")
    Story(cast, "8.00", customer="silver", by=cast.second_hall_clerk)
    lists = {person.code: read(signed_in(person), "/disputes")[0] for person in (cast.clerk, cast.support_lead)}
    assert [len(answer.context["page"].rows) for answer in lists.values()] == [1, 2]
    assert read(signed_in(cast.other_lead), "/disputes?all=1")[0].context["page"].rows == []


def test_fifty_on_a_page_and_a_key_to_the_next(cast, signed_in):
    story = Story(cast, "9.00")
    row = story.dispute
    from shouwen.ledger.models import Chain

    for place in range(60):
        row.pk, row.serial, row.chain = None, f"D-QD1-260304-9{place:04d}", Chain.objects.create(name=f"d/{place}")
        row._state.adding = True
        row.save()
    browser = signed_in(cast.clerk)
    first, html = read(browser, "/disputes")
    assert len(first.context["page"].rows) == 50 and "50 of 61" in html
    second, _ = read(browser, "/disputes" + first.context["next_url"])
    serials = [row.serial for answer in (first, second) for row in answer.context["page"].rows]
    assert len(serials) == len(set(serials)) == 61
    back, _ = read(browser, "/disputes" + second.context["previous_url"])
    assert [row.pk for row in back.context["page"].rows] == [row.pk for row in first.context["page"].rows]


def test_a_list_costs_the_same_however_many_rows_it_has(cast, signed_in):
    browser = signed_in(cast.clerk)
    Story(cast, "9.00")
    read(browser, "/disputes")
    with CaptureQueriesContext(connection) as one:
        read(browser, "/disputes")
    for customer in ("silver", "gold", "points"):
        Story(cast, "9.00", customer=customer)
    with CaptureQueriesContext(connection) as four:
        read(browser, "/disputes")
    assert len(four) == len(one)


# ── the page ─────────────────────────────────────────────────────────────────


def test_the_page_tells_amounts_state_clerk_and_ticket(cast, signed_in):
    story = applied(cast)
    _, html = read(signed_in(cast.hall_manager), f"/disputes/{story.row.pk}")
    assert story.dispute.serial in html and story.dispute.ticket.serial in html and "林小满" in html
    assert "158.00" in html and "316.00" in html and "Double refund" in html and "手机报" in html


def test_another_branch_finds_nothing(cast, signed_in):
    row = Story(cast, "9.00").papered().row
    browser = signed_in(cast.other_lead)
    for part in ("", "/timeline", "/head", "/standing", "/interview", f"/papers/{row.papers.first().pk}"):
        assert browser.get(f"/disputes/{row.pk}{part}").status_code == 404
    for part in ("/note", "/grant", "/propose", "/sign"):
        assert browser.post(f"/disputes/{row.pk}{part}", {"text": "x"}).status_code == 404


def test_who_has_no_right_to_read_disputes_is_turned_away(cast, signed_in):
    row = Story(cast, "9.00").row
    for address in ("/disputes", f"/disputes/{row.pk}", "/disputes/new", "/late-fees/new"):
        assert signed_in(cast.admin).get(address).status_code == 403


def test_the_customer_is_masked_everywhere_on_the_page(cast, signed_in):
    story = applied(cast)
    browser = signed_in(cast.clerk)
    for part in ("", "/interview", "/timeline", "/head", "/standing"):
        _, html = read(browser, f"/disputes/{story.row.pk}{part}")
        assert not any(secret in html for secret in SECRETS)


def test_the_timeline_tells_each_event_in_words_with_its_facts(cast, signed_in):
    story = applied(cast)
    answer, html = read(signed_in(cast.clerk), f"/disputes/{story.row.pk}")
    entries = answer.context["entries"]
    assert [entry.words for entry in entries] == [
        "Dispute opened", "Found: A wrong charge was shown",
        "Proposed: Double refund, principal 158.00, gift 158.00", "Applied for approval: 316.00",
    ]  # fmt: skip
    opened, found, proposed, applied_for = (dict(entry.facts) for entry in entries)
    assert opened["In dispute"] == "158.00" and opened["Found by"] == "the customer"
    assert entries[1].texts == ["已核对清单"] and proposed["Answers"].startswith("No subscription")
    assert applied_for["Counted together"] == "316.00" and "Approval" in applied_for["Time limits"]
    assert "…" not in "".join(entry.words for entry in entries) and "text_sha256" not in html


def test_the_proposal_stands_beside_with_its_arithmetic_and_clauses(cast, signed_in):
    story = applied(cast)
    _, html = read(signed_in(cast.hall_manager), f"/disputes/{story.row.pk}")
    assert "158.00 overcharged and 158.00 as a gift: 316.00" in html and "/handbook/clause/C4.8.6" in html


def test_an_override_is_shown_beside_what_the_rule_says(cast, signed_in):
    story = Story(cast, "60.00").found().papered()
    done(story.propose("single", "60.00", answers=ANSWERS, override_reason="goodwill"))
    _, html = read(signed_in(cast.hall_manager), f"/disputes/{story.row.pk}")
    assert "Otherwise than the rule" in html and "120.00" in html and "Goodwill" in html and "客户长期在网" in html


def test_the_chain_shows_who_signed_and_who_is_next(cast, signed_in):
    story = applied(cast, "1200.00").signed(cast.hall_manager)
    answer, html = read(signed_in(cast.clerk), f"/disputes/{story.row.pk}")
    steps = answer.context["walk"].steps
    assert [(step.level, step.state) for step in steps] == [
        ("team_leader", "yes"), ("office_manager", "next"), ("department_manager", "later"),
    ]  # fmt: skip
    assert steps[0].by == cast.hall_manager and "陆遥" in html


def test_other_disputes_of_the_customer_are_listed_and_papers_that_are_missing(cast, signed_in):
    other = Story(cast, "5.00").row
    story = Story(cast, "30.00").found().proposed("single", "30.00")
    answer, html = read(signed_in(cast.clerk), f"/disputes/{story.row.pk}")
    assert [row.pk for row in answer.context["others_of_customer"]] == [other.pk]
    assert [rule.paper for rule in answer.context["missing"]] == ["reception_form", "bill_list"]
    assert "Every refund has its reception form" in html


def test_who_only_reads_is_offered_nothing_to_do(cast, signed_in):
    story = Story(cast, "30.00").ready("30.00")
    answer, html = read(signed_in(cast.auditor), f"/disputes/{story.row.pk}")
    assert answer.context["tabs"] == [] and "Your role reads this dispute" in html


def test_texts_are_escaped(cast, signed_in):
    story = Story(cast, "30.00")
    done(story.do("note", text="<script>alert(1)</script>"))
    _, html = read(signed_in(cast.clerk), f"/disputes/{story.row.pk}")
    assert "<script>alert" not in html and "&lt;script&gt;" in html


def test_the_parts_refresh_only_when_something_happened(cast, signed_in):
    story = Story(cast, "30.00")
    browser, pk, length = signed_in(cast.clerk), story.row.pk, story.dispute.chain.length
    for part in (f"head?length={length}", f"standing?length={length}", f"timeline?after={length}"):
        assert browser.get(f"/disputes/{pk}/{part}").status_code == 204
    done(story.do("note", text="客户又来电"))
    assert "客户又来电" in read(browser, f"/disputes/{pk}/timeline?after={length}")[1]
    for part in (f"head?length={length}", f"standing?length={length}"):
        assert browser.get(f"/disputes/{pk}/{part}").status_code == 200


def test_a_paper_is_saved_and_never_opened_in_the_page(cast, signed_in):
    story = Story(cast, "30.00")
    paper = Paper(dispute=story.row, kind="bill_list", name="清单.pdf", type="pdf", size=4, sha256="0" * 64)
    paper.by, paper.at = cast.clerk, MORNING
    paper.file.save("x", ContentFile(b"%PDF"), save=False)
    paper.save()
    answer = signed_in(cast.clerk).get(f"/disputes/{story.row.pk}/papers/{paper.pk}")
    assert b"".join(answer.streaming_content) == b"%PDF" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")


# ── from other rooms ─────────────────────────────────────────────────────────


def test_the_ticket_leads_to_its_disputes_and_to_a_new_one(cast, signed_in):
    story = Story(cast, "30.00")
    ticket = story.dispute.ticket
    _, html = read(signed_in(cast.clerk), f"/tickets/{ticket.pk}")
    assert story.dispute.serial in html and f"/disputes/new?ticket={ticket.pk}" in html and "Being checked" in html
    assert f"/late-fees/new?ticket={ticket.pk}" in html


def test_the_customers_page_lists_disputes_with_their_own_states(cast, signed_in):
    story = Story(cast, "30.00")
    _, html = read(signed_in(cast.clerk), f"/customers/{story.dispute.customer_id}")
    assert story.dispute.serial in html and "Being checked" in html


def test_a_serial_in_the_search_box_leads_to_the_dispute(cast, signed_in):
    story = Story(cast, "30.00")
    answer, _ = read(signed_in(cast.clerk), f"/search?q={story.dispute.serial.lower()}")
    assert (answer.status_code, answer["Location"]) == (302, f"/disputes/{story.row.pk}")
    assert read(signed_in(cast.other_lead), f"/search?q={story.dispute.serial}")[0].status_code == 200


def test_the_rail_leads_to_the_disputes(cast, signed_in):
    _, html = read(signed_in(cast.clerk), "/")
    assert 'href="/disputes"' in html
    assert 'href="/disputes"' not in read(signed_in(cast.admin), "/")[1]
