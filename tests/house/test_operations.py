"""Every operation of the API has its line in the permission table, its scope, and only failures that are described."""

import json
from typing import Any

from shouwen.api.openapi import document
from shouwen.api.operations import ROUTER
from shouwen.api.problems import FAULTS, STATUS, words
from shouwen.api.urls import api
from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.people.doors import DOORS, PUBLIC, SCOPES, Scope
from shouwen.tickets.forms.register import FORMS


def operations() -> dict[str, Any]:
    """Every operation by its name."""
    return {one.operation_id: one for view in ROUTER.path_operations.values() for one in view.operations}


def described() -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation of the OpenAPI: address, method, description."""
    paths = json.loads(document(api))["paths"]
    return [(path, method, said) for path, methods in paths.items() for method, said in methods.items()]


def test_every_operation_is_behind_a_door_of_its_own_and_every_door_leads_to_one() -> None:
    doors = {name.removeprefix("api:"): door for name, door in DOORS.items() if name.startswith("api:")}
    assert doors.pop("openapi") == PUBLIC
    assert doors.keys() == operations().keys()
    assert all(isinstance(door, Right) for door in doors.values())
    assert all(one.auth_callbacks[0].name == f"api:{name}" for name, one in operations().items())


def test_what_reads_and_what_writes_is_told_by_the_scope() -> None:
    assert SCOPES.keys() <= DOORS.keys()
    for name, one in operations().items():
        scope = SCOPES.get(f"api:{name}", Scope.WRITE)
        assert (scope == Scope.WRITE) <= (one.methods == ["POST"]), name
        assert (one.methods == ["GET"]) <= (scope != Scope.WRITE), name


def test_a_ticket_is_worked_on_with_the_same_right_as_on_its_page() -> None:
    for name in FORMS:
        assert DOORS[f"api:{name}"] == DOORS[f"tickets:{name}"], name


def test_every_failure_is_described_as_problem_json() -> None:
    for path, _, said in described():
        for status, answer in said["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], (path, status)
        assert {"400", "401", "403", "429", "500", "503"} <= said["responses"].keys(), path


def test_every_change_takes_a_key() -> None:
    for path, method, said in described():
        takes = any(parameter["name"] == "Idempotency-Key" for parameter in said.get("parameters", []))
        changes = method == "post" and said["operationId"] not in ("decide", "reveal")
        assert takes == changes, path


def test_every_problem_has_its_words_in_both_languages() -> None:
    told = words()
    statuses = {str(problem["status"]) for problem in told["problems"].values()} | {str(one) for one in STATUS.values()}
    assert statuses <= told["titles"].keys()
    for entry in (*told["titles"].values(), *told["problems"].values(), *told["faults"].values()):
        assert entry["zh"].strip() and entry["en"].strip()
    assert set(FAULTS.values()) <= told["faults"].keys()
    assert STATUS.keys() <= shipped().refusals.keys()
