"""The server of the database is restarted, loses its connections or has no room for more, under intake.

Web and worker are the same processes before and after: nobody restarts anything but the database.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import psycopg
import pytest

from tests.baddays.browser import Browser
from tests.baddays.callers import Complaints, Intake, Line, faults
from tests.baddays.cluster import Cluster
from tests.baddays.conftest import Open
from tests.baddays.desk import PATIENCE, Desk, below, until
from tests.baddays.wire import Lost, Wire

WARM = 3
CALLERS = ["1001", "1004", "1005", "1001"]
Blow = Callable[[Cluster], None]


def restarted_fast(cluster: Cluster) -> None:
    """As on an update of the server: connections are ended in order."""
    cluster.stop("fast")
    time.sleep(1)
    cluster.start()


def restarted_after_a_crash(cluster: Cluster) -> None:
    """As after a power cut of the server: nothing is ended in order, and it recovers when it starts."""
    cluster.stop("immediate")
    time.sleep(1)
    cluster.start()


def connections_dropped(cluster: Cluster) -> None:
    """Every connection of the product breaks, again and again, wherever it is."""
    for _ in range(10):
        cluster.sql("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = 'shouwen'")
        time.sleep(0.15)


@pytest.fixture
def desk(on_postgresql: Open) -> Iterator[Desk]:
    yield on_postgresql()


@pytest.mark.parametrize("blow", [restarted_fast, restarted_after_a_crash, connections_dropped])
def test_the_database_goes_and_comes_back_and_every_caller_gets_one_ticket(
    desk: Desk, cluster: Cluster, blow: Blow
) -> None:
    tokens = [desk.token(code) for code in CALLERS]
    top = desk.up()
    processes = set(below(top.pid))
    with Intake(desk.port, tokens, Complaints(1)) as intake:
        until(lambda: intake.heard >= WARM, "callers were answered")
        blow(cluster)
        heard = intake.heard
        until(lambda: intake.heard >= heard + WARM, "callers were answered again")
    caught_up = datetime.now(UTC)
    assert set(below(top.pid)) == processes, "a process ended and was started anew"
    desk.end(top)
    desk.run("worker", "--once")
    desk.run("ledger", "seal")
    seen = desk.python("tests.baddays.look", caught_up.isoformat())
    made_from = Counter(ticket["key"] for ticket in seen["tickets"].values())
    assert seen["faults"] + faults(intake.given, seen["tickets"], made_from) == []
    assert any(one.unheard for one in intake.given), "nobody noticed: the blow did not fall under intake"


def test_without_room_for_connections_callers_are_told_when_to_come_again_and_then_served(
    desk: Desk, cluster: Cluster
) -> None:
    token = desk.token("1001")
    web = desk.serve()
    clerk = Browser(desk.port).sign_in("1001")
    complaint = Complaints(2).next()
    taken: list[psycopg.Connection[tuple[object, ...]]] = []
    cluster.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'shouwen'")
    with pytest.raises(psycopg.OperationalError):
        while True:
            taken.append(psycopg.connect(host="127.0.0.1", port=cluster.port, dbname="postgres", user="shouwen"))
    status, headers, said = Line(desk.port, token).post("/api/v1/tickets", complaint.body, key=complaint.key)
    assert (status, said["code"]) == (503, "database-away")
    assert headers["retry-after"].isdigit()
    page = clerk.get("/queues")
    assert page.status == 503 and "The database does not answer" in page.text
    for connection in taken:
        connection.close()
    answer = until(lambda: _handed_in(desk, token, complaint.key, complaint.body), "there was room again")
    seen = desk.python("tests.baddays.look")
    assert [ticket["serial"] for ticket in seen["tickets"].values()] == [answer["serial"]]
    assert seen["faults"] == []
    assert clerk.get("/queues").status == 200
    assert desk.end(web) == 0


@pytest.mark.parametrize("lost", ["question", "answer"])
def test_a_line_cut_at_the_commit_leaves_one_ticket_once_the_key_is_sent_again(
    on_postgresql: Open, cluster: Cluster, lost: Lost
) -> None:
    """Nobody knows whether the commit went through. Either way the same key gets one and the same ticket."""
    desk = on_postgresql()
    token, complaint, wire = desk.token("1001"), Complaints(3).next(), Wire(cluster.port)
    desk.env["SHOUWEN_DATABASE_URL"] = desk.env["SHOUWEN_DATABASE_URL"].replace(f":{cluster.port}/", f":{wire.port}/")
    desk.serve()
    caller = Line(desk.port, token)
    wire.cut_at_next_commit(lost)
    status, headers, said = caller.post("/api/v1/tickets", complaint.body, key=complaint.key)
    assert wire.cut.wait(PATIENCE)
    assert (status, said["code"]) == (503, "database-away")
    assert headers["retry-after"].isdigit()
    status, headers, said = caller.post("/api/v1/tickets", complaint.body, key=complaint.key)
    assert status == 201
    assert headers.get("idempotency-replayed") == ("true" if lost == "answer" else None)
    seen = desk.python("tests.baddays.look")
    assert [ticket["serial"] for ticket in seen["tickets"].values()] == [said["serial"]]
    assert seen["faults"] == []
    wire.close()


def _handed_in(desk: Desk, token: str, key: str, body: dict[str, object]) -> dict[str, str] | None:
    status, _, said = Line(desk.port, token).post("/api/v1/tickets", body, key=key)
    return said if status == 201 else None
