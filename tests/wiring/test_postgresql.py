"""PostgreSQL as this application talks to it."""

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="about connections to PostgreSQL"),
]


def test_a_connection_that_stands_is_used_without_asking_the_server() -> None:
    ours = connection.copy()
    ours.connect()
    asked = []
    try:
        ours.connection.execute = asked.append
        ours.connection.cursor = asked.append
        assert ours.is_usable()
        assert asked == []
    finally:
        ours.connection.close()


def test_a_connection_that_the_server_ended_is_not_used_again() -> None:
    ours = connection.copy()
    ours.connect()
    ends = "SELECT pg_terminate_backend(%s, 10000)"
    with connection.cursor() as cursor:
        cursor.execute(ends, [ours.connection.info.backend_pid])
        assert cursor.fetchone() == (True,)
    assert not ours.is_usable()
    ours.close()
    assert not ours.is_usable()
