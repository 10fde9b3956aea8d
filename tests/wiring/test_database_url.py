"""The addresses of databases."""

import pytest

from shouwen.wiring.bad_setting import BadSetting
from shouwen.wiring.database_url import Database, parse


def test_three_slashes_are_a_relative_path_and_four_an_absolute_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert parse("sqlite:///var/desk.db") == Database(engine="sqlite", name=str(tmp_path / "var" / "desk.db"))
    assert parse("sqlite:////srv/desk.db") == Database(engine="sqlite", name="/srv/desk.db")


def test_every_part_of_a_postgresql_address_is_taken_and_unquoted():
    assert parse("postgresql://desk:p%40ss%2F%E9%97%AE@db.example:5433/shou%20wen?sslmode=require") == Database(
        engine="postgresql",
        name="shou wen",
        user="desk",
        password="p@ss/问",
        host="db.example",
        port="5433",
        options={"sslmode": "require"},
    )


def test_the_short_scheme_means_the_same():
    assert parse("postgres://desk@localhost/desk") == parse("postgresql://desk@localhost/desk")


def test_a_socket_folder_is_taken_from_the_query_as_libpq_writes_it():
    found = parse("postgresql:///desk?host=/run/postgresql")
    assert isinstance(found, Database)
    assert (found.host, found.options) == ("/run/postgresql", {})


@pytest.mark.parametrize(
    "url",
    [
        "mysql://localhost/desk",
        "desk.db",
        "sqlite://desk.db",
        "sqlite:///",
        "sqlite:///:memory:",
        "postgresql://localhost",
        "postgresql://localhost/",
        "postgresql://localhost/a/b",
        "postgresql://localhost:port/desk",
        "postgresql://localhost:99999/desk",
        "postgresql://[::1/desk",
        "postgresql://localhost/desk?sslmod=require",
    ],
)
def test_an_address_that_leads_nowhere_is_refused_with_what_to_write(url):
    found = parse(url)
    assert isinstance(found, BadSetting)
    assert found.name == "SHOUWEN_DATABASE_URL"


def test_a_refusal_never_repeats_the_password():
    found = parse("mysql://desk:s3same@localhost/desk")
    assert "s3same" not in str(found)


def test_what_is_shown_has_no_password():
    found = parse("postgresql://desk:s3same@localhost:5433/desk")
    assert isinstance(found, Database)
    assert found.shown() == "postgresql://desk@localhost:5433/desk"
    assert "s3same" not in repr(found)
