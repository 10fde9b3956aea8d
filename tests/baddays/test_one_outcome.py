"""Many at once, over HTTP, on a desk with several web processes: one outcome, and everybody is told the same."""

import json
import threading
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from tests.baddays.browser import Browser, Page
from tests.baddays.callers import Complaints, Line
from tests.baddays.conftest import Open
from tests.baddays.test_disk import intake

T = TypeVar("T")


def at_once(*tasks: Callable[[], T]) -> list[T]:
    """Do all of this at the same instant; answers what came of each."""
    ready, answers = threading.Barrier(len(tasks)), dict[int, T]()

    def run(place: int) -> None:
        ready.wait()
        answers[place] = tasks[place]()

    running = [threading.Thread(target=run, args=(place,)) for place in range(len(tasks))]
    for each in running:
        each.start()
    for each in running:
        each.join()
    assert len(answers) == len(tasks), "one of them failed, see above"
    return [answers[place] for place in range(len(tasks))]


def test_one_key_sent_eight_times_at_the_same_instant_makes_one_ticket_that_all_are_told_of(open_desk: Open) -> None:
    desk = open_desk(SHOUWEN_WORKERS="4")
    token, complaint = desk.token("1001"), Complaints(1).next()
    desk.serve()

    def ask() -> tuple[int, str]:
        while True:
            status, headers, said = Line(desk.port, token).post("/api/v1/tickets", complaint.body, key=complaint.key)
            if status != 409:
                return status, json.dumps(said)
            assert said["code"] == "in-progress" and headers["retry-after"].isdigit()

    answers = at_once(*[ask] * 8)
    assert {status for status, _ in answers} == {201}
    assert len({said for _, said in answers}) == 1
    # Days later, in another order of events, it is still that answer.
    desk.run("worker", "--once")
    status, headers, said = Line(desk.port, token).post("/api/v1/tickets", complaint.body, key=complaint.key)
    assert (status, headers["idempotency-replayed"], json.dumps(said)) == (201, "true", answers[0][1])
    seen = desk.python("tests.baddays.look")
    assert (len(seen["tickets"]), seen["faults"]) == (1, [])


def test_a_form_clicked_six_times_at_the_same_instant_opens_one_ticket_and_shows_it_six_times(open_desk: Open) -> None:
    desk = open_desk(SHOUWEN_WORKERS="3")
    desk.serve()
    clerk = Browser(desk.port).sign_in("1001")
    form = intake(clerk.get("/tickets/new").hidden, "点了又点")
    pages = at_once(*[lambda: clerk.post("/tickets/new", form)] * 6)
    assert Counter(page.status for page in pages) == {200: 6}
    assert {page.address.partition("?")[0].rpartition("/")[2] for page in pages} == {"1"}
    seen = desk.python("tests.baddays.look")
    assert (len(seen["tickets"]), seen["faults"]) == (1, [])


def test_two_colleagues_take_one_ticket_at_the_same_instant_and_one_is_told_that_it_is_gone(open_desk: Open) -> None:
    desk = open_desk()
    complaint = Complaints(1).next()
    complaint.body["facts"] = {"way": "transfer", "to_group": "QD-NET", "tried": "重启过"}
    desk.serve()
    status, _, said = Line(desk.port, desk.token("1001")).post("/api/v1/tickets", complaint.body)
    assert status == 201
    both = [Browser(desk.port).sign_in(code) for code in ("1006", "1007")]
    address = f"/tickets/{said['id']}"
    forms = [one.get(address).hidden for one in both]

    def taking(one: Browser, form: dict[str, str]) -> Callable[[], Page]:
        return lambda: one.post(f"{address}/take", form)

    pages = at_once(*[taking(one, form) for one, form in zip(both, forms, strict=True)])
    assert sorted(page.status for page in pages)[0] == 200
    assert sorted(page.status for page in pages)[1] in (409, 422)
    seen = desk.python("tests.baddays.look")
    assert seen["faults"] == []
    assert seen["events"]["ticket.taken"] == 1


def test_a_surge_from_sixteen_callers_at_the_same_instant_makes_one_incident(open_desk: Open) -> None:
    desk = open_desk(SHOUWEN_WORKERS="4")
    tokens = [desk.token(code) for code in ("1001", "1002", "1004", "1005")]
    desk.serve()
    surge = {"category": "basic.data.cannot_connect", "facts": {"hits_kind": "cell", "hits": "渡口路-03"}}
    complaints = Complaints(1)

    def calling(place: int) -> Callable[[], list[int]]:
        line, mine = Line(desk.port, tokens[place % 4]), [complaints.next() for _ in range(3)]
        for one in mine:
            del one.body["contacted_at"]
            one.body |= surge
        return lambda: [line.post("/api/v1/tickets", one.body, key=one.key)[0] for one in mine]

    answers = at_once(*[calling(place) for place in range(16)])
    assert Counter(status for each in answers for status in each) == {201: 48}
    seen = desk.python("tests.baddays.look")
    counts = seen["counts"]
    assert (counts["tickets"], counts["incidents"], counts["in_incidents"], seen["faults"]) == (48, 1, 48, [])
