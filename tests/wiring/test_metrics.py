"""`GET /metrics`: who may ask, what is said, and that several processes add up."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from shouwen.clocks.sweep import sweep
from shouwen.wiring.metrics import folder, page
from shouwen.wiring.metrics.figures import Figures
from tests.cast import MORNING

TOKEN = "t0ken-of-prometheus-0123456789"


def told(text: str) -> dict[tuple[str, frozenset], float]:
    """Every sample by its name and labels."""
    families = text_string_to_metric_families(text)
    return {(each.name, frozenset(each.labels.items())): each.value for f in families for each in f.samples}


def value(text: str, name: str, **labels: str) -> float:
    return told(text).get((name, frozenset(labels.items())), 0.0)


def scrape() -> str:
    answer = Client().get("/metrics")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/plain")
    return answer.content.decode()


def figures(at: datetime, tmp_path) -> dict[tuple[str, frozenset], float]:
    found = Figures(lambda: at, tmp_path).collect()
    return {(each.name, frozenset(each.labels.items())): each.value for family in found for each in family.samples}


@pytest.mark.parametrize(
    ("headers", "address", "token", "may"),
    [
        ({}, "127.0.0.1", "", True),
        ({}, "::1", "", True),
        ({}, "10.0.0.9", "", False),
        ({"X-Forwarded-For": "10.0.0.9"}, "127.0.0.1", "", False),
        ({"X-Forwarded-Proto": "https"}, "127.0.0.1", "", False),
        ({"Authorization": f"Bearer {TOKEN}"}, "10.0.0.9", TOKEN, True),
        ({"Authorization": f"Bearer {TOKEN}"}, "10.0.0.9", "", False),
        ({"Authorization": "Bearer "}, "10.0.0.9", "", False),
        ({"Authorization": "Bearer wrong"}, "10.0.0.9", TOKEN, False),
        ({"Authorization": "Bearer 口令"}, "10.0.0.9", TOKEN, False),
    ],
)
def test_only_this_machine_or_the_token_may_ask(rf, headers, address, token, may):
    assert page.may_scrape(rf.get("/metrics", headers=headers, REMOTE_ADDR=address), token) is may


@pytest.mark.django_db
def test_whoever_may_not_ask_finds_nothing():
    assert Client(REMOTE_ADDR="10.0.0.9").get("/metrics").status_code == 404


def test_a_request_is_counted_by_name_method_and_class(cast, signed_in):
    labels = {"url": "tickets:ticket", "method": "GET", "status": "4xx"}
    before = value(scrape(), "shouwen_request_seconds_count", **labels)
    signed_in(cast.clerk).get("/tickets/999999999")
    assert value(scrape(), "shouwen_request_seconds_count", **labels) == before + 1


def test_no_visitor_can_add_a_series(db):
    Client().generic("BREW", "/tickets/14300880001/")
    text = scrape()
    assert "BREW" not in text and "1430088" not in text


def test_an_intake_and_a_refusal_are_counted(cast, django_capture_on_commit_callbacks):
    before = scrape()
    with django_capture_on_commit_callbacks(execute=True):
        ticket = cast.open()
    cast.hand_in(by=cast.auditor)
    after = scrape()
    labels = {"column": ticket.column, "source": ticket.source}
    name = "shouwen_tickets_opened_total"
    assert value(after, name, **labels) == value(before, name, **labels) + 1
    refused = {"verb": "ticket.opened", "outcome": "not-allowed"}
    assert value(after, "shouwen_verbs_total", **refused) == value(before, "shouwen_verbs_total", **refused) + 1


def test_open_tickets_are_told_by_state_and_group(cast, tmp_path):
    ticket = cast.open()
    key = (
        "shouwen_tickets_open",
        frozenset({("state", ticket.state), ("group", ticket.group.code if ticket.group else "")}),
    )
    assert figures(MORNING, tmp_path)[key] == 1


def test_clocks_fall_due_are_late_for_the_sweep_and_breach(cast, tmp_path):
    cast.open()
    kind = frozenset({("kind", "first_answer")})
    assert figures(MORNING + timedelta(days=1, hours=23), tmp_path)[("shouwen_clocks_due", kind)] == 1
    late = MORNING + timedelta(days=3)
    found = figures(late, tmp_path)
    assert found[("shouwen_clocks_breached", kind)] == 1
    assert found[("shouwen_sweep_late_seconds", frozenset())] > 3600
    sweep(late)
    assert figures(late, tmp_path)[("shouwen_sweep_late_seconds", frozenset())] == 0


def test_asking_costs_a_handful_of_statements_however_much_is_stored(cast, tmp_path, django_assert_max_num_queries):
    for place in range(5):
        cast.open(cast.number(place))
    with django_assert_max_num_queries(10):
        list(Figures(lambda: MORNING, tmp_path).collect())


def test_a_figure_that_took_long_is_kept_for_a_while(cast, tmp_path, django_assert_num_queries):
    figures_ = Figures(lambda: MORNING, tmp_path)
    list(figures_.collect())
    figures_._kept = {name: (until + 1000, found) for name, (until, found) in figures_._kept.items()}
    with django_assert_num_queries(0):
        assert len(list(figures_.collect())) > 5


COUNT = """
import os, django
django.setup()
from shouwen.wiring.metrics import instruments
instruments.request("tickets:desk", "GET", 200, 0.01)
"""


@pytest.mark.django_db
def test_what_several_processes_counted_adds_up_also_after_one_has_died(tmp_path, monkeypatch):
    monkeypatch.setenv(folder.NAME, "")
    folder.begin(tmp_path, 8000)
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "shouwen.wiring.settings", "SHOUWEN_DATA": str(tmp_path)}
    for _ in range(2):
        subprocess.run([sys.executable, "-c", COUNT], env=env, check=True)
    labels = {"url": "tickets:desk", "method": "GET", "status": "2xx"}
    assert value(scrape(), "shouwen_request_seconds_count", **labels) == 2
    assert folder.processes() == []
    folder.begin(tmp_path, 8000)
    assert value(scrape(), "shouwen_request_seconds_count", **labels) == 0
    place = Path(os.environ[folder.NAME])
    folder.end()
    assert not place.exists()


def test_the_memory_of_the_web_processes_is_told(cast):
    (memory,) = [each for (name, _), each in told(scrape()).items() if name == "shouwen_web_memory_bytes"]
    assert memory > 10_000_000


def test_the_worker_is_told_by_its_sign_of_life(db, tmp_path):
    from shouwen.wiring import heartbeat

    at = datetime.now(UTC)
    heartbeat.leave(tmp_path, heartbeat.Heartbeat(at=at - timedelta(seconds=90), failing={"clocks": "ValueError"}))
    found = figures(at, tmp_path)
    assert found[("shouwen_worker_silent_seconds", frozenset())] == 90
    assert found[("shouwen_worker_failing", frozenset({("round", "clocks")}))] == 1


def test_the_figures_name_no_person_and_no_number(cast, signed_in):
    ticket = cast.open("diamond")
    signed_in(cast.clerk).get(f"/tickets/{ticket.pk}")
    text = scrape()
    for private in ("14300880001", "欧阳致远", ticket.serial, cast.clerk.code + '"', str(settings.SECRET_KEY)):
        assert private not in text
