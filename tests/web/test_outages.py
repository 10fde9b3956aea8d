"""What is answered while the database is busy or away, or the disk is full."""

import errno
from contextlib import contextmanager

import pytest
from django.db import DataError, OperationalError, connection
from django.test import Client

from shouwen.web.outages import Outage, outage_of

MESSAGES = {
    "database is locked": Outage.BUSY,
    "database or disk is full": Outage.FULL,
    "disk I/O error": Outage.FULL,
    "server closed the connection unexpectedly": Outage.AWAY,
}


@contextmanager
def failing(message: str, *, when: str = ""):
    """Every statement that holds `when` fails as the database would."""

    def fail(execute, sql, params, many, context):
        if when in sql:
            raise OperationalError(message)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        yield


def browser(person=None) -> Client:
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
    return client


@pytest.mark.parametrize(("message", "outage"), MESSAGES.items())
def test_an_outage_is_known_by_what_the_database_says(message, outage):
    assert outage_of(OperationalError(message)) == outage


def test_an_outage_is_found_behind_the_error_that_it_caused():
    try:
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as full:
            raise RuntimeError("the file was not kept") from full
    except RuntimeError as error:
        assert outage_of(error) == Outage.FULL


def test_what_waiting_does_not_mend_is_no_outage():
    assert outage_of(OperationalError("no such table: tickets_ticket")) is None
    assert outage_of(DataError("value too long")) is None
    assert outage_of(ValueError()) is None


def test_a_page_asked_for_while_the_database_is_away_says_so_and_when_to_ask_again(cast):
    client = browser(cast.clerk)
    with failing("server closed the connection unexpectedly"):
        answer = client.get("/")
    assert answer.status_code == 503 and answer["Retry-After"] == "30"
    assert "数据库" in answer.content.decode()


def test_it_is_told_in_the_language_of_the_browser(cast):
    client = browser(cast.clerk)
    with failing("database is locked"):
        answer = client.get("/", headers={"Accept-Language": "en"})
    assert "The desk is busy" in answer.content.decode()


def test_what_was_typed_comes_back_and_can_be_sent_again(cast):
    client = browser(cast.clerk)
    with failing("database is locked", when="session"):
        answer = client.post("/tickets/new", {"text": "家里<没>信号", "column": ["complaint"]})
    page = answer.content.decode()
    assert answer.status_code == 503
    assert 'name="text" value="家里&lt;没&gt;信号"' in page and 'action="/tickets/new"' in page


def test_a_password_is_never_repeated(db):
    with failing("database is locked"):
        answer = browser().post("/account/sign-in/", {"login": "1001", "password": "shouwen-demo"})
    assert answer.status_code == 503
    assert "shouwen-demo" not in answer.content.decode() and "1001" not in answer.content.decode()


def test_a_part_of_a_page_gets_a_notice_only(cast):
    client = browser(cast.clerk)
    with failing("database is locked"):
        answer = client.post("/tickets/new", {"text": "x"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert answer.status_code == 503 and "data-notice" in page and "<html" not in page
