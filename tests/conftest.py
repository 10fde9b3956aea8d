"""What all tests share: one small world, made through the verbs once per run, and the time that its tests begin at.

Each test works in a transaction that is undone. Tests that need committed data across processes make a database
of their own: the ledger is append-only, so nothing can be flushed.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from shouwen.calendars.reads import as_of
from shouwen.people.models import Staff
from tests.cast import Cast, make_world
from tests.desks import Desks


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        make_world()


@pytest.fixture(scope="session")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Desks:
    """Opens desks with a database of their own."""
    return Desks(_shared(tmp_path_factory))


def _shared(folders: pytest.TempPathFactory) -> Path:
    """Each worker of a run has a folder inside the run's."""
    own = folders.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def pytest_sessionfinish(session: pytest.Session) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        Desks(_shared(session.config._tmp_path_factory)).tidy()  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def calendars_forgotten() -> Iterator[None]:
    """Versions of the calendar are kept in the process because they never change; here they are undone."""
    yield
    as_of.cache_clear()


@pytest.fixture
def cast(db: None) -> Cast:
    """The people, places and customers of the small world, as they stand at the start of this test."""
    return Cast()


@pytest.fixture
def signed_in(db: None) -> Callable[[Staff], Client]:
    """`signed_in(cast.clerk)` is a browser without JavaScript in which that person has signed in."""

    def browser(person: Staff) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return browser
