"""The pages of a batch: a story from the form to the last notice, what is offered to whom, and what stays masked."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from shouwen.batchdisputes import verbs
from shouwen.batchdisputes.carrying import carry_on
from shouwen.batchdisputes.listing.queue import take_next
from shouwen.batchdisputes.models import BatchDispute
from shouwen.ledger.models import Event
from shouwen.people.models import Staff
from tests.batchdisputes.telling import HEAD, PDF, asked, fresh, opened, ordered, read, reviewed, rows, started
from tests.cast import Cast, done
from tests.refunds.billing import Clock, over_http, rounds

SignedIn = Callable[[Staff], Client]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def where(batch: BatchDispute, name: str = "batch", *more: Any) -> str:
    return reverse(f"batchdisputes:{name}", args=[batch.pk, *more])


def page(client: Client, batch: BatchDispute, **asked: str) -> str:
    answer = client.get(where(batch), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def do(client: Client, batch: BatchDispute, name: str, status: int = 303, **said: Any):
    said.setdefault("seen", fresh(batch).chain.length)
    answer = client.post(where(batch, name), said)
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer


def begin(client: Client, cast: Cast, content: str, **said: Any):
    form = {
        "title": "彩铃重复扣费",
        "flow": "fault",
        "kind": "single",
        "unit": cast.units["YZ"].pk,
        "cause": "company.support_system",
        "why": "割接后重复出账",
        "file": SimpleUploadedFile("名单.csv", content.encode()),
        **said,
    }
    return client.post(reverse("batchdisputes:new"), form)


def test_a_batch_from_the_form_to_the_last_notice(cast: Cast, signed_in: SignedIn) -> None:
    business, it, colleague, service = map(
        signed_in, (cast.business, cast.it_centre, cast.it_colleague, cast.service_centre)
    )
    answer = begin(business, cast, rows(cast, 20))
    assert answer.status_code == 303
    batch = BatchDispute.rows.get()
    assert answer.url == where(batch)
    assert f"batches/{batch.pk}/live" in page(business, batch)
    while take_next(cast.morning):
        pass
    shown = page(business, batch)
    assert "120.00" in shown and "do-ask" in shown and f"batches/{batch.pk}/live" not in shown
    for kind in ("notice", "fault_order"):
        do(business, batch, "add-paper", paper=kind, file=SimpleUploadedFile(f"{kind}.pdf", PDF))
    do(business, batch, "ask")
    do(it, batch, "countersign")
    do(colleague, batch, "review")
    for row in batch.samples.get().drawn.all():
        do(it, batch, "check-row", line=row.line.line, right="1")
    do(it, batch, "pass-sample")
    do(it, batch, "start")
    clock = Clock(cast.after(days=300))
    carry_on(clock.at)
    with over_http(clock) as (_, billing):
        rounds(clock, billing, count=3)
    for _ in range(3):
        carry_on(clock.at)
    assert fresh(batch).state == "informing"
    file = do(service, batch, "export", status=200, reason="contact_on_complaint", why="短信")
    sent = list(csv.reader(io.StringIO(b"".join(file).decode("utf-8-sig"))))
    assert len(sent) == 21 and sent[1][:2] == [cast.number(10_000), "6.00"]
    do(service, batch, "mark-informed", export=1)
    do(service, batch, "close")
    shown = page(service, batch)
    assert "course-now" not in shown and shown.count("course-done") == 6


def test_what_is_wrong_with_a_list_is_said_at_its_field_and_no_batch_is_begun(cast: Cast, signed_in: SignedIn) -> None:
    answer = begin(signed_in(cast.business), cast, "姓名,金额\n王,5\n")
    assert answer.status_code == 422 and "没有“号码" in answer.content.decode()
    assert not BatchDispute.rows.exists()


def test_a_form_that_is_sent_twice_begins_one_batch(cast: Cast, signed_in: SignedIn) -> None:
    business = signed_in(cast.business)
    first, other = (business.get(reverse("batchdisputes:new")).context["form"]["key"].value() for _ in range(2))
    # A form that was refused is the same form still.
    assert begin(business, cast, rows(cast, 3), cause="", key=first).context["form"]["key"].value() == first
    answer, again = (begin(business, cast, rows(cast, 3), key=first) for _ in range(2))
    batch = BatchDispute.rows.get()
    assert (answer.status_code, answer.url) == (again.status_code, again.url) == (303, where(batch))
    assert batch.serial in page(business, batch) and batch.lists.count() == 1
    begin(business, cast, rows(cast, 3), key=other)
    assert BatchDispute.rows.count() == 2


def test_what_is_typed_stays_when_a_form_is_refused(cast: Cast, signed_in: SignedIn) -> None:
    answer = begin(signed_in(cast.business), cast, rows(cast, 3), cause="")
    assert answer.status_code == 422 and "割接后重复出账" in answer.content.decode()


@pytest.mark.parametrize("who", ["clerk", "it_centre", "service_centre", "city_manager", "auditor"])
def test_the_form_opens_for_the_department_alone(cast: Cast, signed_in: SignedIn, who: str) -> None:
    assert signed_in(getattr(cast, who)).get(reverse("batchdisputes:new")).status_code == 403


def test_each_is_offered_what_they_may_do_now(cast: Cast, signed_in: SignedIn) -> None:
    batch = asked(cast)
    offered = {
        who: {name for name in ("countersign", "give-back", "withdraw", "ask") if f"do-{name}" in page(
            signed_in(getattr(cast, who)), batch)}
        for who in ("business", "it_centre", "service_centre", "auditor")
    }  # fmt: skip
    assert offered == {
        "business": {"withdraw"},
        "it_centre": {"countersign", "give-back"},
        "service_centre": set(),
        "auditor": set(),
    }


def test_leaders_see_the_batches_of_their_company_and_sign_them(cast: Cast, signed_in: SignedIn) -> None:
    batch = asked(cast, flow="not_fault", content=rows(cast, 30, "100.00"))
    first, second = signed_in(cast.office_manager), signed_in(cast.department_manager)
    assert "do-sign" in page(first, batch) and "do-sign" not in page(second, batch)
    do(first, batch, "sign")
    assert "do-sign" in page(second, batch)
    do(second, batch, "turn-down", status=422)
    do(second, batch, "turn-down", why="依据不足")
    assert fresh(batch).state == "draft"


def test_another_branch_does_not_know_of_it(cast: Cast, signed_in: SignedIn) -> None:
    batch = asked(cast, flow="not_fault")
    for person in (cast.other_clerk, cast.other_lead, cast.clerk):
        assert signed_in(person).get(where(batch)).status_code == 404
    assert batch.serial in signed_in(cast.it_centre).get(reverse("batchdisputes:list")).content.decode()
    assert batch.serial not in signed_in(cast.other_lead).get(reverse("batchdisputes:list")).content.decode()


def test_a_refusal_is_shown_with_its_clause(cast: Cast, signed_in: SignedIn) -> None:
    batch = read(cast, opened(cast), rows(cast, 10, "300.00"))
    answer = do(signed_in(cast.business), batch, "ask", status=422)
    assert (
        "10 户" in answer.content.decode()
        and "3,000.00" in answer.content.decode()
        and "C4.8.4" in answer.content.decode()
    )


def test_a_stale_page_signs_nothing(cast: Cast, signed_in: SignedIn) -> None:
    batch = asked(cast)
    seen = fresh(batch).chain.length
    done(verbs.give_back(batch.pk, actor=cast.it_colleague, at=cast.after(hours=2), why="x"))
    done(verbs.ask(batch.pk, actor=cast.business, at=cast.after(hours=3)))
    do(signed_in(cast.it_centre), batch, "countersign", status=422, seen=seen)
    assert fresh(batch).state == "countersigning"


def test_numbers_are_masked_on_the_page_and_in_the_reconciliation(cast: Cast, signed_in: SignedIn) -> None:
    batch = reviewed(cast)
    number = cast.number(10_000)
    for person in (cast.business, cast.it_centre, cast.service_centre, cast.auditor):
        client = signed_in(person)
        assert number not in page(client, batch) and "143****0000" in page(client, batch)
        table = b"".join(client.get(where(batch, "reconciliation"))).decode("utf-8-sig")
        assert number not in table and "143****0000" in table


def test_the_reconciliation_says_what_became_of_every_line(cast: Cast, signed_in: SignedIn) -> None:
    batch, clock = ordered(cast, kind="double"), Clock(cast.after(hours=7))
    with over_http(clock) as (_, billing):
        rounds(clock, billing, count=2)
    table = list(csv.reader(io.StringIO(
        b"".join(signed_in(cast.auditor).get(where(batch, "reconciliation"))).decode("utf-8-sig"))))  # fmt: skip
    assert len(table) == 1 + 20 + 3
    assert table[1][6] == "12.00" and table[1][8] == f"{batch.serial}/1" and table[1][10] == "12.00"
    assert table[-2][6] == "240.00"


def test_rejected_rows_go_back_to_whoever_handed_them_in(cast: Cast, signed_in: SignedIn) -> None:
    batch = read(cast, opened(cast), f"{HEAD}{cast.number(1)},x,A,x\n")
    address = where(batch, "rejected", 1)
    told = b"".join(signed_in(cast.business).get(address)).decode("utf-8-sig")
    assert cast.number(1) in told
    assert signed_in(cast.it_centre).get(address).status_code == 403


def test_papers_are_saved_never_opened(cast: Cast, signed_in: SignedIn) -> None:
    batch = asked(cast)
    paper = batch.papers.first()
    answer = signed_in(cast.it_centre).get(where(batch, "paper", paper.pk))
    assert b"".join(answer) == PDF and "attachment" in answer["Content-Disposition"]


def test_lines_are_paged_by_key_and_chosen_by_state(cast: Cast, signed_in: SignedIn) -> None:
    batch, client = started(cast, content=rows(cast, 120)), signed_in(cast.it_centre)
    first = page(client, batch)
    assert "after=50" in first and "B000049" in first
    later = page(client, batch, after="100").partition('id="lines"')[2]
    assert "B000119" in later and "B000099" not in later and "&amp;after=" not in later
    assert "B000119" not in page(client, batch, stands="booked").partition('id="lines"')[2]
    assert page(client, batch, after="9" * 30, stands="<x>")


def test_the_part_that_refreshes_asks_for_the_whole_page_in_another_state(cast: Cast, signed_in: SignedIn) -> None:
    batch, client = started(cast), signed_in(cast.it_centre)
    assert "HX-Refresh" not in client.get(where(batch, "live"), {"state": "executing"})
    carry_on(cast.after(hours=6))
    assert client.get(where(batch, "live"), {"state": "executing"})["HX-Refresh"] == "true"


def test_a_wrong_row_is_struck_on_the_page(cast: Cast, signed_in: SignedIn) -> None:
    batch = reviewed(cast)
    number = batch.samples.get().drawn.first().line.line
    do(signed_in(cast.it_centre), batch, "check-row", status=422, line=number, right="0")
    do(signed_in(cast.it_centre), batch, "check-row", line=number, right="0", why="已退过")
    assert "已退过" in page(signed_in(cast.business), batch)
    do(signed_in(cast.business), batch, "strike-line", line=number, why="已退过")
    assert "line-struck" in page(signed_in(cast.it_centre), batch)


def test_an_export_needs_its_reason(cast: Cast, signed_in: SignedIn) -> None:
    batch, clock = ordered(cast), Clock(cast.after(hours=7))
    with over_http(clock) as (_, billing):
        rounds(clock, billing, count=2)
    for _ in range(3):
        carry_on(clock.at)
    service = signed_in(cast.service_centre)
    do(service, batch, "export", status=422)
    assert signed_in(cast.it_centre).post(where(batch, "export"), {"reason": "x"}).status_code == 403
    assert not Event.objects.filter(code="batch.notices_exported").exists()


def test_the_search_box_leads_to_a_batch(cast: Cast, signed_in: SignedIn) -> None:
    batch = asked(cast)
    answer = signed_in(cast.service_centre).get(reverse("tickets:search"), {"q": batch.serial})
    assert answer.status_code in (302, 303) and answer.url == where(batch)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_list_speaks_both_languages(cast: Cast, signed_in: SignedIn, language: str) -> None:
    client = signed_in(cast.business)
    assert client.get(reverse("batchdisputes:list"), headers={"Accept-Language": language}).status_code == 200
    batch = asked(cast)
    shown = client.get(reverse("batchdisputes:list"), {"state": "all"}, headers={"Accept-Language": language})
    assert batch.serial in shown.content.decode()
