"""The doctor's checks, each on an installation with that one ailment."""

from datetime import UTC, datetime, timedelta
from importlib.metadata import version

import pytest

from shouwen.wiring import heartbeat
from shouwen.wiring.doctor import examine, files, machine, rows, running
from shouwen.wiring.environment import Environment, load
from shouwen.wiring.finding import Finding


@pytest.fixture
def env(tmp_path) -> Environment:
    return load({"SHOUWEN_DATA": str(tmp_path), "SHOUWEN_PORT": "1"})


def levels(findings) -> list[str]:
    return [finding.level for finding in findings]


def beat(env: Environment, *, ago: timedelta, **more) -> None:
    heartbeat.leave(env.data, heartbeat.Heartbeat(at=datetime.now(UTC) - ago, **more))


def test_a_sound_machine_has_no_complaint(env):
    assert levels(machine.python(env)) == ["ok"]
    assert levels(machine.settings(env)) == ["ok"]
    assert levels(machine.data_folder(env)) == ["ok"]
    assert levels(machine.secret(env)) == ["ok"]
    assert levels(files.edition(env)) == ["ok"]


def test_a_package_in_another_version_than_locked_is_named():
    assert machine.drift(f"django=={version('django')} \\\n    --hash=sha256:00\n") == []
    assert machine.drift("django==1.0 \\\n") == [f"django {version('django')} ≠ 1.0"]
    assert machine.drift("no-such-package==1.0 \\\n") == ["no-such-package – ≠ 1.0"]


def test_a_package_for_another_system_may_be_absent():
    assert machine.drift("no-such-package==1.0 ; sys_platform == 'win32' \\\n") == []


def test_a_data_folder_that_others_can_enter_is_warned_of(env):
    env.data.chmod(0o755)
    assert levels(machine.data_folder(env)) == ["warn", "ok"]


def test_a_secret_that_others_can_read_fails(env):
    (env.data / "secret-key").chmod(0o644)
    assert levels(machine.secret(env)) == ["fail"]


def test_a_kept_secret_that_was_replaced_by_a_weak_one_fails(tmp_path):
    (tmp_path / "secret-key").write_text("changeme")
    (tmp_path / "secret-key").chmod(0o600)
    assert levels(machine.secret(load({"SHOUWEN_DATA": str(tmp_path)}))) == ["fail"]


@pytest.mark.parametrize(
    "dangerous",
    [{"SHOUWEN_DEBUG": "1"}, {"SHOUWEN_HOST": "0.0.0.0"}, {"SHOUWEN_ALLOWED_HOSTS": "*"}],
)
def test_settings_that_are_dangerous_in_earnest_are_warned_of(tmp_path, dangerous):
    assert levels(machine.settings(load({"SHOUWEN_DATA": str(tmp_path), **dangerous}))) == ["warn"]


def test_a_setting_that_does_nothing_is_warned_of(env, monkeypatch):
    monkeypatch.setenv("SHOUWEN_COLOUR", "red")
    assert "SHOUWEN_COLOUR" in str(next(iter(machine.settings(env))).found)


def test_missing_assets_fail_with_an_example(env, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "WEB", tmp_path)
    (finding,) = files.assets(env)
    assert finding.level == "fail" and "tabler.min.css" in str(finding.found)


def test_translations_are_missing_old_or_compiled(env, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "WEB", tmp_path)
    folder = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source, compiled = folder / "django.po", folder / "django.mo"
    source.touch()
    assert levels(files.translations(env)) == ["fail"]
    compiled.touch()
    assert levels(files.translations(env)) == ["ok"]
    import os

    os.utime(compiled, (0, 0))
    assert levels(files.translations(env)) == ["warn"]


def test_a_worker_that_never_ran_or_fell_silent_is_warned_of(env):
    assert levels(running.worker(env)) == ["warn"]
    beat(env, ago=timedelta(minutes=3))
    assert levels(running.worker(env)) == ["warn"]
    beat(env, ago=timedelta(seconds=5))
    assert levels(running.worker(env)) == ["ok"]


def test_a_silent_worker_beside_a_serving_web_fails(env, monkeypatch):
    monkeypatch.setattr(running.port, "answers", lambda env: "1.0")
    beat(env, ago=timedelta(minutes=3))
    assert levels(running.worker(env)) == ["fail"]


def test_a_round_that_failed_is_told_with_its_error(env):
    beat(env, ago=timedelta(0), failing={"sweep": "ValueError: no such clock"})
    assert "no such clock" in str(list(running.worker(env))[1].found)


def test_a_server_of_another_version_wants_a_restart(env, monkeypatch):
    monkeypatch.setattr(running.port, "answers", lambda env: "0.0.9")
    assert levels(running.web(env)) == ["warn"]


def test_a_check_that_breaks_is_a_failed_one_and_the_others_go_on(env):
    def broken_leg(env):
        raise ZeroDivisionError("snap\nand more")

    def healthy_arm(env):
        return [Finding("arm", "ok", machine.Sentence("好", "fine"))]

    found = list(examine(env, [broken_leg, healthy_arm]))
    assert [(each.check, each.level) for each in found] == [("broken-leg", "fail"), ("arm", "ok")]
    assert "ZeroDivisionError: snap" in str(found[0].found)
    assert "and more" not in str(found[0].found)


@pytest.mark.django_db
def test_a_database_that_is_up_to_date_has_no_complaint(env):
    assert levels(rows.database(env)) == ["ok"]
    assert levels(rows.migrations(env)) == ["ok"]
    assert levels(rows.clock(env)) == ["ok"]


@pytest.mark.django_db
def test_a_year_that_is_not_announced_is_told(env):
    from shouwen.calendars.models import Year

    Year.objects.update(announced_in=None)
    this_year = list(rows.calendar(env))[0]
    assert this_year.level == "warn" and "provisional" in str(this_year.found)


@pytest.mark.django_db
def test_a_clock_that_went_back_behind_what_was_written_fails(env):
    from shouwen.people.system import SETUP
    from shouwen.people.verbs import add_unit

    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert add_unit(actor=SETUP, at=tomorrow, code="HQ", name="省公司", kind="province")
    from django.db import connection

    # PostgreSQL has a clock of its own to compare with, and it is right.
    expected = "fail" if connection.vendor == "sqlite" else "ok"
    assert levels(rows.clock(env)) == [expected]
