"""`GET /healthz`."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from shouwen import __version__


@pytest.mark.django_db
def test_it_answers_without_sign_in_when_the_database_does():
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "version": __version__}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_it_says_unavailable_when_the_database_is_away():
    def away(execute, sql, params, many, context):
        raise DatabaseError("gone")

    with connection.execute_wrapper(away):
        answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert "gone" not in answer.content.decode()


@pytest.mark.django_db
def test_it_only_reads():
    assert Client().post("/healthz").status_code == 405
