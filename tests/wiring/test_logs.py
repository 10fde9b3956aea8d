"""What is logged, and above all what is not: numbers, texts and secrets are fed in, none may come out."""

import io
import json
import logging
import logging.config

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from shouwen.wiring import logs
from shouwen.wiring.discretion import discreet, message, story


@pytest.fixture
def written():
    """What a logger of its own writes, set up as the product's."""
    stream = io.StringIO()
    configuration = logs.configuration("debug", terminal=False)
    formatter = configuration["formatters"]["said"].copy()
    kind = formatter.pop("()")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(kind(**formatter))
    loggers = [logging.getLogger(name) for name in ("shouwen.web", "shouwen.verbs", "shouwen.test")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    yield stream
    for logger, level in zip(loggers, before, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


def lines(stream: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize(
    "secret",
    [
        "14300880001",
        "+8614300880001",
        "143 0088 0001",
        "143-0088-0001",
        "0532-8888 1234",
        "１４３００８８０００１",
        "shouwen_9Zk3vT1xQ-abcdEFGH0123",
        "Bearer abcdef123456",
        "欧阳致远",
    ],
)
def test_a_number_a_secret_and_a_name_do_not_come_through(secret):
    assert secret not in discreet(f"the caller {secret} was not found")


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("postgresql://shouwen:hunter2@db:5432/shouwen", "hunter2"),
        ("password=hunter2 host=db", "hunter2"),
        ('{"token": "hunter2"}', "hunter2"),
        ("Cookie: sessionid=hunter2", "hunter2"),
        ("Authorization: Basic aHVudGVyMg==", "aHVudGVyMg"),
    ],
)
def test_a_secret_is_known_by_what_stands_before_it(said, secret):
    assert secret not in discreet(said)


def test_what_is_ours_stays_readable():
    for said in (
        "round sweep failed; it is tried again in 5 s",
        "web ended (-9)",
        "3 of 200 on 2026-03-04",
        "10.0.0.8",
    ):
        assert discreet(said) == said


def test_an_error_keeps_its_kind_and_our_names_but_no_value():
    assert message(ValueError("invalid literal for int() with base 10: 'my neighbour'")).endswith("base 10: •••")
    assert "tickets_ticket" in message(KeyError("tickets_ticket"))
    assert message(RuntimeError("the line of 王先生, 幸福路3号 is dead")) == "RuntimeError: the line of ••• is dead"
    assert len(message(RuntimeError("x" * 5000))) < 400


@pytest.mark.django_db
def test_an_error_of_the_database_keeps_neither_row_nor_parameters():
    with pytest.raises(IntegrityError) as raised, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (%s, NULL, NULL)", ["k1"]
        )
    assert "k1" not in story(raised.value) and "VALUES" not in story(raised.value)
    assert "IntegrityError" in story(raised.value)


def test_a_story_says_where_and_what_for_every_error_behind_it_without_a_line_of_input():
    def take(text):
        raise ValueError(f"cannot take {text!r}")

    try:
        try:
            take("家里没信号，请回电 14300880001")
        except ValueError as error:
            raise RuntimeError("intake broke") from error
    except RuntimeError as error:
        told = story(error)
    assert "test_logs.py" in told and " in take" in told
    assert "ValueError: cannot take •••" in told and "RuntimeError: intake broke" in told
    assert "信号" not in told and "1430088" not in told


def test_a_line_is_one_json_object_with_time_level_and_fields(written):
    logging.getLogger("shouwen.test").info("round made", extra={"round": "clocks", "seconds": 0.2, "request": object()})
    (line,) = lines(written)
    assert line["event"] == "round made" and line["round"] == "clocks" and line["level"] == "info"
    assert line["at"].endswith("Z") and "request" not in line


def test_an_exception_is_one_line_with_its_story(written):
    try:
        raise LookupError("no customer '14300880001'")
    except LookupError:
        logging.getLogger("shouwen.test").exception("round %s failed", "clocks")
    (line,) = lines(written)
    assert "LookupError: no customer •••" in line["exception"]


def test_a_terminal_gets_words_instead_of_json():
    render = logs.configuration("info", terminal=True)["formatters"]["said"]["processors"][-1]
    assert type(render).__name__ == "ConsoleRenderer"


def test_a_request_is_one_line_without_path_query_or_number(cast, signed_in, written):
    answer = signed_in(cast.clerk).get("/search?q=14300880001&words=信号")
    (line,) = [line for line in lines(written) if line["event"] == "request"]
    assert line["url"] == "tickets:search" and line["status"] == answer.status_code
    assert line["staff"] == "1001" and line["request_id"] == answer["X-Request-ID"]
    assert "1430088" not in written.getvalue() and "/search" not in written.getvalue()


def test_an_address_that_is_nowhere_is_logged_without_what_was_asked(db, written):
    Client().get("/tickets/14300880001/nothing")
    assert lines(written)[-1]["url"] == "unknown" and "1430088" not in written.getvalue()


def test_a_refusal_is_logged_by_verb_and_code_without_its_facts(cast, written):
    from shouwen.handbook.decision import Refused
    from shouwen.tickets.verbs import take

    ticket = cast.open()
    assert isinstance(take(ticket.pk, actor=cast.other_clerk, at=cast.after(minutes=5)), Refused)
    (line,) = lines(written)
    assert line["event"] == "refused" and line["verb"] == "ticket.taken" and line["refusal"] == "not-found"
