"""`GET /healthz` and `GET /readyz`."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.test import Client

from shouwen import __version__
from shouwen.wiring import health, heartbeat


def away(execute, sql, params, many, context):
    raise DatabaseError("gone")


def beat(*, ago: timedelta = timedelta(0), **more) -> None:
    heartbeat.leave(settings.ENVIRONMENT.data, heartbeat.Heartbeat(at=datetime.now(UTC) - ago, **more))


@pytest.fixture(autouse=True)
def at_work():
    """A worker that is at work, and nothing kept of what was asked before."""
    health._up_to_date.clear()
    beat()
    yield
    (settings.ENVIRONMENT.data / heartbeat.FILE).unlink(missing_ok=True)


def ready() -> tuple[int, list[str]]:
    answer = Client().get("/readyz")
    assert answer.json()["version"] == __version__
    return answer.status_code, answer.json()["reasons"]


@pytest.mark.django_db
def test_a_process_is_alive_whatever_becomes_of_the_database():
    with connection.execute_wrapper(away):
        answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "version": __version__}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_desk_is_ready_when_database_tables_and_worker_are():
    assert ready() == (200, [])


@pytest.mark.django_db
def test_it_is_not_ready_while_the_database_is_away():
    with connection.execute_wrapper(away):
        answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["database-unreachable"])
    assert "gone" not in answer.content.decode()


@pytest.mark.django_db
def test_it_is_not_ready_while_a_migration_waits(monkeypatch):
    monkeypatch.setattr(health.database, "pending", lambda: ("tickets.9999_next",))
    assert ready() == (503, ["migrations-pending"])


@pytest.mark.django_db
def test_it_is_not_ready_without_a_worker_at_work():
    beat(ago=timedelta(minutes=3))
    assert ready() == (503, ["worker-silent"])
    beat(failing={"clocks": "ValueError"})
    assert ready() == (503, ["worker-failing"])
    (settings.ENVIRONMENT.data / heartbeat.FILE).unlink()
    assert ready() == (503, ["worker-never-ran"])


@pytest.mark.django_db
def test_a_sign_of_life_from_before_the_clock_was_set_back_is_none():
    beat(ago=-timedelta(hours=1))
    assert ready() == (503, ["worker-silent"])


@pytest.mark.django_db
def test_both_only_read():
    assert Client().post("/healthz").status_code == 405
    assert Client().post("/readyz").status_code == 405
