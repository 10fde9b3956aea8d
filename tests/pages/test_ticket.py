"""The page of one ticket: what it shows to whom, how it refreshes, what it gives away."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from shouwen.clocks.sweep import sweep
from shouwen.ledger.models import Event
from shouwen.ledger.verifier import verify
from shouwen.tickets import verbs
from shouwen.tickets.models import Attachment
from shouwen.tickets.pages.timeline import entries
from shouwen.tickets.reads.ticket import History
from tests.cast import MORNING, done

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=3)


@pytest.fixture(autouse=True)
def three_hours_later():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def ticket(cast):
    """A diamond customer's complaint, talked about once, with the network group, taken over."""
    row = cast.open("diamond", text="在渡口路一带\n通话总是掉线")
    talk = {"contacted_at": cast.after(minutes=20), "way": "phone", "said": "正在查", "answered": "我等着"}
    promise = {"promised": "明早回话", "promised_until": cast.after(hours=20)}
    done(verbs.contact(row.pk, actor=cast.clerk, at=cast.after(minutes=21), **talk, **promise))
    group = cast.groups["QD-NET"]
    done(verbs.transfer(row.pk, actor=cast.clerk, at=cast.after(minutes=30), to=group, tried="已重启手机"))
    return done(verbs.take(row.pk, actor=cast.network, at=cast.after(hours=1)))


def read(browser, address, **said):
    browser.cookies["django_language"] = "en"
    answer = browser.get(address, **said)
    return answer, answer.content.decode() if not answer.streaming else ""


def test_the_page_tells_whose_it_is_and_who_has_it(cast, signed_in, ticket):
    _, html = read(signed_in(cast.network), f"/tickets/{ticket.pk}")
    assert ticket.serial in html and "林小满" in html and "石磊" in html and "Express" in html


def test_another_branch_finds_nothing(cast, signed_in, ticket):
    for part in ("", "/timeline", "/clocks", "/head", "/events.jsonl"):
        answer, _ = read(signed_in(cast.other_lead), f"/tickets/{ticket.pk}{part}")
        assert answer.status_code == 404


def test_the_customer_is_masked_everywhere_on_the_page(cast, signed_in, ticket):
    _, html = read(signed_in(cast.network), f"/tickets/{ticket.pk}")
    assert "143****0001" in html and "欧***" in html
    assert not any(secret in html for secret in ("欧阳致远", "14300880001", "990101199001011234"))


def test_who_may_not_read_customers_sees_none(cast, signed_in, ticket):
    _, html = read(signed_in(cast.admin), f"/tickets/{ticket.pk}")
    assert "143****0001" not in html and "not open to your role" in html


def test_a_customer_shown_in_full_is_shown_once_and_leaves_an_event(cast, signed_in, ticket):
    browser = signed_in(cast.network)
    answer = browser.post(f"/tickets/{ticket.pk}/reveal", {"reason": "contact_on_complaint"})
    assert "14300880001" in answer.content.decode() and "no-store" in answer["Cache-Control"]
    last = ticket.chain.events.last()
    assert (last.code, last.facts["reason"]) == ("ticket.customer_revealed", "contact_on_complaint")
    assert "14300880001" not in read(browser, f"/tickets/{ticket.pk}")[1]


def test_a_customer_is_not_shown_without_a_reason(cast, signed_in, ticket):
    answer = signed_in(cast.network).post(f"/tickets/{ticket.pk}/reveal", {"reason": ""})
    assert answer.status_code == 422 and "14300880001" not in answer.content.decode()


def test_the_timeline_reads_like_a_conversation_with_names_for_codes(cast, signed_in, ticket):
    answer, html = read(signed_in(cast.network), f"/tickets/{ticket.pk}")
    entries = answer.context["entries"]
    assert [entry.code for entry in entries] == [
        "ticket.opened", "ticket.contacted", "ticket.transferred", "ticket.taken",
    ]  # fmt: skip
    assert entries[1].contact.said == "正在查" and "我等着" in html and "明早回话" in html
    assert entries[2].words == f"Transferred to {cast.groups['QD-NET'].name}" and entries[2].texts == ["已重启手机"]
    assert ("State", "Open → Queued") in entries[2].facts


def test_the_opening_tells_every_limit_with_its_clause(cast, signed_in, ticket):
    answer, _ = read(signed_in(cast.network), f"/tickets/{ticket.pk}")
    told = dict(answer.context["entries"][0].facts)
    assert "Completion 24 h (C5.2)" in told["Time limits"] and told["Grade"] == "Diamond card"


def test_an_imported_ticket_tells_its_state_and_when_it_came_in(cast):
    facts = {"state": "archived", "imported_at": "2026-03-04T02:00:00.000000Z", "limits": {}, "kinds": [], "text": ""}
    event = Event(seq=1, code="ticket.imported", at=LATER, actor="system:import", edition="2026.1", facts=facts)
    with override("en"):
        (entry,) = entries(History([event], 0))
    assert entry.who == "Import"
    assert entry.facts == [("State", "Archived"), ("Imported", "2026-03-04 10:00")]


def test_texts_are_escaped_and_their_lines_kept(cast, signed_in):
    row = cast.open("ordinary", text="第一行\n<script>alert(1)</script>")
    _, html = read(signed_in(cast.clerk), f"/tickets/{row.pk}")
    assert "<script>alert" not in html and "第一行\n&lt;script&gt;" in html


def test_clocks_stand_nearest_first_with_their_sum_in_words(cast, signed_in, ticket):
    answer, html = read(signed_in(cast.network), f"/tickets/{ticket.pk}")
    going = answer.context["clocks"].going
    assert [line.due_at for line in going] == sorted(line.due_at for line in going)
    completion = next(line for line in going if line.kind == "completion")
    assert completion.sums[0] == "Started 2026-03-04 09:30 with the customer's contact"
    assert completion.sums[1].startswith("Limit 24 h, the shortest of: VIP customer")
    assert "GoTone customer 48 h" in completion.sums[1] and "Due 2026-03-05 09:30" in html


def test_why_it_is_urgent_is_told_reason_by_reason(cast, signed_in, ticket):
    done(verbs.declare(ticket.pk, actor=cast.clerk, at=cast.after(hours=2), kind="major", why="记者在场"))
    _, html = read(signed_in(cast.network), f"/tickets/{ticket.pk}")
    assert "Diamond card: an important customer" in html
    assert "林小满 declared it “Major”: 记者在场" in html
    assert "Diamond card is in the club: express" in html


def test_a_work_clock_lists_the_periods_it_counted(cast, signed_in):
    row = cast.open("ordinary")
    answer, _ = read(signed_in(cast.clerk), f"/tickets/{row.pk}")
    sums = next(line.sums for line in answer.context["clocks"].going if line.kind == "passed_on")
    assert "counted 2026-03-04 09:30 – 12:00 · 2 h 30 min" in sums
    assert "counted 2026-03-04 14:00 – 15:00 · 1 h" in sums


def test_a_pause_is_told_in_the_sum(cast, signed_in, ticket):
    ask = {"reason": "customer_away", "why": "出差"}
    done(verbs.ask_hold(ticket.pk, actor=cast.network, at=cast.after(hours=1.5), **ask))
    done(verbs.hold(ticket.pk, actor=cast.hall_manager, at=cast.after(hours=1.6)))
    done(verbs.resume(ticket.pk, actor=cast.network, at=cast.after(hours=2.6)))
    answer, _ = read(signed_in(cast.network), f"/tickets/{ticket.pk}")
    sums = next(line.sums for line in answer.context["clocks"].going if line.kind == "completion")
    assert "paused 2026-03-04 11:06 – 12:06 · 1 h, on hold for the customer's own reason" in sums
    statutory = next(line.sums for line in answer.context["clocks"].going if line.kind == "statutory")
    assert not any("aused" in sentence for sentence in statutory)


def test_what_was_missed_stands_as_missed(cast, signed_in, ticket):
    sweep(cast.after(hours=30))
    with time_machine.travel(cast.after(hours=30), tick=False):
        answer, html = read(signed_in(cast.network), f"/tickets/{ticket.pk}")
    assert "6 h over" in html
    assert any(entry.over and entry.slim for entry in answer.context["entries"])


def test_a_long_history_comes_page_by_page(cast, signed_in, ticket):
    for number in range(230):
        done(verbs.note(ticket.pk, actor=cast.network, at=cast.after(hours=2), text=f"第 {number} 条"))
    browser = signed_in(cast.network)
    answer, html = read(browser, f"/tickets/{ticket.pk}")
    assert len(answer.context["entries"]) == 60 and "Earlier events (174)" in html and "第 0 条" not in html
    first = answer.context["entries"][0].seq
    older, _ = read(browser, f"/tickets/{ticket.pk}/timeline?before={first}")
    assert [entry.seq for entry in older.context["entries"]] == list(range(115, 175))
    whole, _ = read(browser, f"/tickets/{ticket.pk}?before=35")
    assert whole.context["earlier"] == 0 and whole.context["entries"][0].code == "ticket.opened"


def test_the_page_asks_no_more_of_the_database_for_a_longer_history(cast, signed_in, ticket):
    browser = signed_in(cast.network)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as counted:
            read(browser, f"/tickets/{ticket.pk}")
        return len(counted)

    asked()
    before = asked()
    for _ in range(20):
        talk = {"contacted_at": cast.after(hours=2), "way": "phone", "said": "再查"}
        done(verbs.contact(ticket.pk, actor=cast.network, at=cast.after(hours=2), **talk))
    assert asked() <= before


def test_parts_that_did_not_change_answer_nothing(cast, signed_in, ticket):
    browser, length = signed_in(cast.network), ticket.chain.length
    assert read(browser, f"/tickets/{ticket.pk}/timeline?after={length}")[0].status_code == 204
    assert read(browser, f"/tickets/{ticket.pk}/clocks?length={length}")[0].status_code == 204
    assert read(browser, f"/tickets/{ticket.pk}/head?length={length}")[0].status_code == 204


def test_parts_that_changed_bring_only_what_is_new(cast, signed_in, ticket):
    length = ticket.chain.length
    done(verbs.note(ticket.pk, actor=cast.clerk, at=cast.after(hours=2), text="新备注"))
    browser = signed_in(cast.network)
    answer, html = read(browser, f"/tickets/{ticket.pk}/timeline?after={length}")
    assert len(answer.context["entries"]) == 1 and "新备注" in html and "<html" not in html
    assert read(browser, f"/tickets/{ticket.pk}/clocks?length={length}")[0].status_code == 200


def test_two_people_on_one_ticket_see_each_other(cast, signed_in, ticket):
    clerk, network = signed_in(cast.clerk), signed_in(cast.network)
    clerk.cookies["django_language"] = network.cookies["django_language"] = "en"
    clerk.post(f"/tickets/{ticket.pk}/presence", {"writing": "1", "length": ticket.chain.length})
    answer = network.post(f"/tickets/{ticket.pk}/presence", {"writing": "0", "length": ticket.chain.length})
    assert "林小满 is writing" in answer.content.decode() and "HX-Trigger" not in answer
    with time_machine.travel(LATER + timedelta(minutes=2), tick=False):
        again = network.post(f"/tickets/{ticket.pk}/presence", {"length": ticket.chain.length - 1})
    assert "林小满" not in again.content.decode() and again["HX-Trigger"] == "counts-changed"


def test_a_tab_is_asked_for_alone(cast, signed_in, ticket):
    _, html = read(signed_in(cast.network), f"/tickets/{ticket.pk}?do=transfer", headers={"HX-Target": "composer"})
    assert "<html" not in html and 'name="tried"' in html


def test_the_customers_other_tickets_are_those_one_may_see(cast, signed_in, ticket):
    elsewhere = cast.open("diamond", by=cast.other_clerk, category="basic.data.drops")
    here = cast.open("diamond", by=cast.colleague, category="basic.home.drops")
    _, html = read(signed_in(cast.clerk), f"/tickets/{ticket.pk}")
    assert here.serial in html and elsewhere.serial not in html


def test_a_file_is_saved_and_never_opened(cast, signed_in, ticket):
    row = Attachment(ticket=ticket, name="截图 1.png", kind="png", size=3, sha256="x", by=cast.clerk, at=LATER)
    row.file.save("x", ContentFile(b"abc"))
    answer = signed_in(cast.network).get(f"/tickets/{ticket.pk}/files/{row.pk}")
    assert b"".join(answer.streaming_content) == b"abc"
    assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"
    assert signed_in(cast.other_lead).get(f"/tickets/{ticket.pk}/files/{row.pk}").status_code == 404
    other = cast.open("ordinary")
    assert signed_in(cast.clerk).get(f"/tickets/{other.pk}/files/{row.pk}").status_code == 404


def test_the_export_of_a_tickets_events_proves_itself(cast, signed_in, ticket):
    answer = signed_in(cast.hall_manager).get(f"/tickets/{ticket.pk}/events.jsonl")
    lines = b"".join(answer.streaming_content).splitlines(keepends=True)
    report = verify(lines)
    assert report.fault is None and report.events == ticket.chain.length
    assert {json.loads(line).get("chain") for line in lines[1:-1]} == {f"ticket/{ticket.serial}"}


def test_the_export_is_for_those_who_may(cast, signed_in, ticket):
    assert signed_in(cast.network).get(f"/tickets/{ticket.pk}/events.jsonl").status_code == 403


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_speaks_both_languages(cast, signed_in, ticket, language):
    browser = signed_in(cast.hall_manager)
    browser.cookies["django_language"] = language
    html = browser.get(f"/tickets/{ticket.pk}").content.decode()
    assert ("处理中" if language == "zh-hans" else "In progress") in html
