"""Lists over the API: narrowed by filters, page by page, words found; events and files of one ticket."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.conftest import COMPLAINT, Program
from tests.cast import Cast

JPEG = b"\xff\xd8\xff\xe0" + bytes(200)


def serials(answer: object) -> list[str]:
    said = answer.said  # type: ignore[attr-defined]
    return [item["serial"] for item in said["items"]]


def test_a_list_is_read_to_its_end_page_by_page(cast: Cast, clerk: Program) -> None:
    made = [cast.open(cast.number(place), at=cast.after(minutes=70 * place)).serial for place in range(5)]
    found, cursor = [], ""
    for _ in range(3):
        answer = clerk.get(f"/tickets?limit=2&cursor={cursor}")
        assert answer.status_code == 200, answer.content.decode()
        found += serials(answer)
        cursor = answer.said["next"]
    assert found == made[::-1] and cursor is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=open", {"plain", "urgent"}),
        ("state=queued", {"passed"}),
        ("state=unfinished", {"plain", "urgent", "passed"}),
        ("group=QD-NET&state=queued", {"passed"}),
        ("group=WC-NET", set()),
        ("category=charges", {"urgent"}),
        ("urgency=major", {"urgent"}),
        ("priority=urgent", {"urgent"}),
        ("owner=me", {"plain", "urgent", "passed"}),
        ("holder=1006", set()),
        ("unit=QD1", {"plain", "urgent", "passed"}),
        ("due_before=2026-03-04T00:00:00Z", set()),
        ("contacted_from=2026-03-04T04:00:00Z", {"passed"}),
        ("contacted_to=2026-03-04T02:00:00Z", {"plain"}),
        ("external_id=CRM-7", {"urgent"}),
        ("q=单车道", {"passed"}),
        ("q=14300880005", {"plain"}),
        ("sort=urgent&state=unfinished&limit=1", {"urgent"}),
    ],
)
def test_every_filter_narrows(cast: Cast, clerk: Program, query: str, expected: set[str]) -> None:
    made = {
        "plain": cast.open(),
        "urgent": cast.open(
            cast.number(1),
            at=cast.after(1),
            category="charges.bill.double",
            declared=(("major", "媒体"),),
            external_id="CRM-7",
        ),
        "passed": cast.open(cast.number(2), at=cast.after(3), text="单车道旁没有信号"),
    }
    clerk.post(f"/tickets/{made['passed'].pk}/transfer", {"to": "QD-NET", "tried": "x"})
    answer = clerk.get(f"/tickets?{query}")
    assert answer.status_code == 200, answer.content.decode()
    assert set(serials(answer)) == {made[name].serial for name in expected}


def test_a_slip_in_a_filter_is_told_and_lists_nothing(clerk: Program) -> None:
    answer = clerk.get("/tickets?stat=open&limit=0", accept_language="en")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.said["errors"][0]["field"] == "limit"
    slip = clerk.get("/tickets?stat=open")
    assert (slip.status_code, slip.said["field"]) == (400, "stat")
    assert clerk.get("/tickets?cursor=nonsense").status_code == 400


def test_a_list_shows_what_one_may_see_and_asks_the_same_number_of_questions(
    cast: Cast, program: Callable[..., Program], django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for place in range(12):
        cast.open(cast.number(place), at=cast.after(minutes=90 * place))
    clerk = program(cast.clerk)
    with django_assert_max_num_queries(10):  # type: ignore[attr-defined]
        assert len(clerk.get("/tickets").said["items"]) == 12
    assert program(cast.other_clerk).get("/tickets").said["items"] == []


def test_events_are_told_as_the_ledger_keeps_them(cast: Cast, clerk: Program) -> None:
    said = clerk.post("/tickets", COMPLAINT).said
    for number in range(3):
        clerk.post(f"/tickets/{said['id']}/note", {"text": f"第{number}次"})
    first = clerk.get(f"/tickets/{said['id']}/events?limit=2").said
    assert [event["code"] for event in first["items"]] == ["ticket.opened", "ticket.noted"]
    assert first["items"][1]["prev"] == first["items"][0]["hash"] and first["next"] == 2
    rest = clerk.get(f"/tickets/{said['id']}/events?after={first['next']}").said
    assert [event["seq"] for event in rest["items"]] == [3, 4] and rest["next"] is None
    assert COMPLAINT["number"] not in str(first)


def test_a_file_is_kept_listed_and_given_back_to_its_own_branch_alone(
    cast: Cast, program: Callable[..., Program]
) -> None:
    ticket, clerk, stranger = cast.open(), program(cast.clerk), program(cast.other_clerk)
    answer = clerk.send(f"/tickets/{ticket.pk}/attach", file=SimpleUploadedFile("現場.jpg", JPEG))
    assert answer.status_code == 200, answer.content.decode()
    (listed,) = clerk.get(f"/tickets/{ticket.pk}/attachments").said["items"]
    assert (listed["name"], listed["kind"], listed["size"]) == ("現場.jpg", "jpg", len(JPEG))
    address = f"/tickets/{ticket.pk}/attachments/{listed['id']}"
    given = clerk.get(address)
    assert b"".join(given.streaming_content) == JPEG
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert stranger.get(address).status_code == 404
    other = cast.open(cast.number(3), at=cast.after(4))
    assert clerk.get(f"/tickets/{other.pk}/attachments/{listed['id']}").status_code == 404


def test_a_file_of_an_unwanted_kind_is_refused_at_its_field(cast: Cast, clerk: Program) -> None:
    ticket = cast.open()
    answer = clerk.send(f"/tickets/{ticket.pk}/attach", file=SimpleUploadedFile("a.jpg", b"MZ" + bytes(80)))
    assert (answer.status_code, answer.said["code"], answer.said["field"]) == (422, "attachment-type", "file")
    bare = clerk.post(f"/tickets/{ticket.pk}/attach", {"file": "x"})
    assert (bare.status_code, bare.said["code"]) == (415, "content-type")


def test_the_customer_is_told_in_full_for_a_reason_and_each_time_kept(cast: Cast, clerk: Program) -> None:
    ticket = cast.open()
    refused = clerk.post(f"/tickets/{ticket.pk}/reveal", {"reason": "curious"})
    assert (refused.status_code, refused.said["clause"], refused.said["field"]) == (422, "M4", "reason")
    for _ in range(2):
        answer = clerk.post(f"/tickets/{ticket.pk}/reveal", {"reason": "contact_on_complaint"}, idempotency_key="k")
        assert answer.said["number"] == "14300880005" and answer.said["name"] == "王常"
    told = clerk.get(f"/tickets/{ticket.pk}/events").said["items"]
    assert [event["code"] for event in told[1:]] == ["ticket.customer_revealed"] * 2
