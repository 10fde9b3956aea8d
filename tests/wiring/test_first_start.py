"""The first start: when the demo world is made, and when not."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shouwen.people.system import SETUP
from shouwen.people.verbs import add_staff, add_unit
from shouwen.wiring import first_start, sign_ins
from shouwen.wiring.environment import Environment, load
from shouwen.wiring.trouble import Trouble

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


@pytest.fixture
def env(tmp_path: Path) -> Environment:
    """Of another engine than SQLite, so that no test can remove a database."""
    return load({"SHOUWEN_DATA": str(tmp_path), "SHOUWEN_DATABASE_URL": "postgresql://127.0.0.1/desk"})


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk at which nobody works yet."""
    monkeypatch.setattr(first_start, "somebody_works_here", lambda: False)


@pytest.fixture
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk at which people work."""
    monkeypatch.setattr(first_start, "somebody_works_here", lambda: True)


def making(env: Environment, code: int = 0) -> list[str]:
    """A demo command that leaves a trace and ends with `code`."""
    trace = env.data / "made"
    return [sys.executable, "-c", f"import sys; open({str(trace)!r}, 'a').write('x'); sys.exit({code})"]


def made(env: Environment) -> int:
    trace = env.data / "made"
    return len(trace.read_text()) if trace.exists() else 0


def test_an_empty_desk_gets_a_demo_world_once(env, nobody):
    first_start.make_demo_world(env, making(env))
    assert made(env) == 1
    assert not (env.data / first_start.UNFINISHED).exists()


def test_a_desk_with_people_is_left_alone(env, somebody):
    first_start.make_demo_world(env, making(env))
    assert made(env) == 0


def test_a_demo_world_that_fails_is_told_and_remembered_as_unfinished(env, nobody):
    with pytest.raises(Trouble, match="SHOUWEN_DEMO=0"):
        first_start.make_demo_world(env, making(env, code=1))
    assert (env.data / first_start.UNFINISHED).exists()


def test_half_a_demo_world_on_a_server_is_never_removed_by_us(env, somebody):
    (env.data / first_start.UNFINISHED).touch()
    with pytest.raises(Trouble, match="empty that database"):
        first_start.make_demo_world(env, making(env))
    assert made(env) == 0


def test_the_greeting_of_a_demo_world_shows_its_sign_ins_in_columns(env, somebody):
    people = [
        sign_ins.SignIn("C101", "shouwen-demo", "clerk", "林小满"),
        sign_ins.SignIn("A1", "shouwen-demo", "admin", "Wei"),
    ]
    sign_ins.note(env.data, people)
    lines = first_start.welcome(env).splitlines()
    clerk, admin = (next(line for line in lines if f"  {code}" in line) for code in ("C101", "A1"))
    assert clerk.endswith("林小满") and admin.endswith("Wei")
    assert clerk.index("shouwen-demo") == admin.index("shouwen-demo")


def test_the_greeting_of_real_people_shows_nobodys_sign_in(env, somebody):
    assert "Sign in as" not in first_start.welcome(env)


def test_the_greeting_of_an_empty_desk_says_how_to_get_in(env, nobody):
    words = first_start.welcome(env)
    assert "http://127.0.0.1:8000/" in words
    assert "admin create" in words


@pytest.mark.django_db
def test_somebody_works_here_once_there_is_staff(env):
    unit = add_unit(actor=SETUP, at=NOW, code="FIRST", name="省公司", kind="province")
    assert unit
    assert add_staff(actor=SETUP, at=NOW, code="first-1", name="沈知微", unit=unit.subject)
    assert first_start.somebody_works_here()
