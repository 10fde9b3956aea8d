"""The API held against its own OpenAPI by schemathesis: no server fails, no answer is outside of what is described.

Everything happens in the transaction of the test. What is refused is judged by the handbook, not by the types alone,
so a body that fits its types may still be refused; a body that does not must be.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.stateful import run_state_machine_as_test
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from shouwen.api.openapi import AFTER_A_TICKET, document
from shouwen.api.urls import api
from tests.api.conftest import COMPLAINT, Program
from tests.cast import Cast

QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much, HealthCheck.too_slow]
BOUNDED = settings(max_examples=12, derandomize=True, deadline=None, database=None, suppress_health_check=QUIET)
# The handbook refuses what fits the types; and every case is given the token, which counts here as a made-up one.
LEFT_OUT = [positive_data_acceptance, ignored_auth]
OPERATIONS = [(path, method) for path, methods in json.loads(document(api))["paths"].items() for method in methods]


@pytest.fixture
def described(cast: Cast, program: Callable[..., Program]) -> Any:
    """The API as it describes itself, asked by a support lead, with some tickets to talk about."""
    lead = program(cast.support_lead)
    for place in range(3):
        lead.post("/tickets", COMPLAINT | {"number": cast.number(place)})
    # A server gives its connections back after each request; here all requests share the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    schema.config.update(headers={"Authorization": f"Bearer {lead.secret}"})
    yield schema
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda part: part.removeprefix("/api/v1/"))
def test_every_answer_is_one_that_is_described(described: Any, path: str, method: str, mode: GenerationMode) -> None:
    operation = described[path][method]
    asked = 0

    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        nonlocal asked
        asked += 1
        case.call_and_validate(excluded_checks=LEFT_OUT)

    try:
        ask()
    except Unsatisfiable:
        assert mode == GenerationMode.NEGATIVE and not asked


def test_what_is_opened_can_be_gone_on_with_as_the_links_say(described: Any) -> None:
    followed: set[str] = set()
    opened: list[str] = []
    machine: Any = described.include(operation_id=["open_ticket", *AFTER_A_TICKET]).as_state_machine()

    class Talk(machine):  # type: ignore[misc]
        """Opens tickets and follows the links from them."""

        def setup(self) -> None:
            """Every talk begins in the same world."""
            opened.clear()
            self.point = transaction.savepoint()

        def teardown(self) -> None:
            transaction.savepoint_rollback(self.point)

        def before_call(self, case: Any) -> None:
            """What is opened is a real complaint, each of another customer; what is done to it is left to chance."""
            if case.operation.label == "POST /api/v1/tickets":
                opened.append(f"1430077{len(opened):04d}")
                case.body = COMPLAINT | {"number": opened[-1]}

        def validate_response(self, response: Any, case: Any, **kwargs: Any) -> None:
            case.validate_response(response, excluded_checks=LEFT_OUT)
            if response.status_code == 200 and "ticket_id" in case.path_parameters:
                followed.add(case.operation.label)

    run_state_machine_as_test(Talk, settings=settings(BOUNDED, max_examples=20, stateful_step_count=8))
    assert any(label.startswith("POST") for label in followed) and any(one.startswith("GET") for one in followed)
