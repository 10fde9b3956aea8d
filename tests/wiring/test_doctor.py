"""The doctor's checks, each on an installation with that one ailment."""

from datetime import UTC, datetime, timedelta
from importlib.metadata import version

import pytest

from shouwen.wiring import heartbeat, last_time
from shouwen.wiring.doctor import CHECKS, examine, files, keeping, ledger, machine, rows, running
from shouwen.wiring.environment import Environment, load
from shouwen.wiring.finding import WHY, Finding


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


def test_a_database_on_a_disk_of_its_own_must_have_room_there(tmp_path, monkeypatch):
    apart = tmp_path / "apart"
    apart.mkdir()
    url = f"sqlite:///{apart}/desk.sqlite3"
    env = load({"SHOUWEN_DATA": str(tmp_path / "data"), "SHOUWEN_DATABASE_URL": url})
    assert levels(machine.database_disk(env)) == ["ok"]
    monkeypatch.setattr(machine, "ROOMY", 2**62)
    assert levels(machine.database_disk(env)) == ["warn"]
    monkeypatch.setattr(machine, "NEEDED", 2**62)
    assert levels(machine.database_disk(env)) == ["fail"]
    assert levels(machine.database_disk(load({"SHOUWEN_DATA": str(tmp_path / "data")}))) == []


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
    assert levels(rows.clock(env)) == ["fail"]


@pytest.mark.django_db
def test_a_clock_that_went_back_behind_the_worker_s_sign_of_life_fails(env):
    beat(env, ago=-timedelta(hours=1))
    assert levels(rows.clock(env)) == ["fail"]
    assert levels(running.worker(env))[0] == "warn"


@pytest.mark.django_db
def test_next_year_s_calendar_is_asked_for_from_october_on(env, monkeypatch):
    from shouwen.calendars.models import Year

    year = datetime.now(UTC).year
    Year.objects.filter(year=year + 1).delete()
    for month, level in ((1, "warn"), (13, "ok")):
        monkeypatch.setattr(rows, "FROM_MONTH", month)
        assert levels(rows.calendar(env))[1] == level


@pytest.mark.django_db
def test_a_database_that_syncs_less_than_every_commit_fails(env):
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
    # The tests' own SQLite does not sync, to be quick: the very ailment.
    said = " ".join(str(each.found) for each in ledger.durability(env))
    assert "fail" in levels(ledger.durability(env)) and "synchronous" in said


@pytest.mark.django_db
def test_a_ledger_that_could_be_rewritten_fails(env):
    from django.db import connection

    assert levels(ledger.append_only(env)) == ["ok"]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER ledger_event_no_update")
        else:
            cursor.execute("GRANT UPDATE ON ledger_event TO CURRENT_USER")
    assert levels(ledger.append_only(env)) == ["fail"]


@pytest.mark.django_db
def test_what_is_long_unsealed_or_never_left_the_machine_is_warned_of(env):
    from shouwen.ledger.models import Chain
    from shouwen.ledger.seals import seal_all

    now = datetime.now(UTC)
    seal_all(now - timedelta(days=40))
    assert levels(ledger.seals(env)) == ["warn"]
    last_time.note(env.data, last_time.SEAL_HANDED_OUT, now)
    assert levels(ledger.seals(env)) == ["ok"]
    pk = Chain.objects.latest("pk").pk
    Chain.objects.filter(pk=pk).update(length=99, last_at=now - timedelta(minutes=11))
    assert levels(ledger.seals(env)) == ["warn"]
    seal_all(now)
    Chain.objects.filter(pk=pk).update(length=100, last_at=now - timedelta(days=300))
    assert levels(ledger.seals(env)) == ["ok"]


def test_a_clock_that_waits_for_the_sweep_is_warned_of(cast, env, monkeypatch):
    from shouwen.clocks.models import Clock

    assert levels(keeping.sweep(env)) == ["ok"]
    cast.open()
    Clock.objects.filter(wake_at__isnull=False).update(wake_at=datetime.now(UTC) - timedelta(minutes=5))
    assert levels(keeping.sweep(env)) == ["warn"]
    monkeypatch.setattr(keeping.port, "answers", lambda env: "1.0")
    assert levels(keeping.sweep(env)) == ["fail"]


@pytest.mark.django_db
def test_a_desk_without_a_backup_of_today_is_warned_of(env):
    now = datetime.now(UTC)
    assert levels(keeping.backup(env)) == ["warn"]
    last_time.note(env.data, last_time.BACKUP, now - timedelta(hours=26))
    assert levels(keeping.backup(env)) == ["warn"]
    last_time.note(env.data, last_time.BACKUP, now - timedelta(hours=2))
    assert levels(keeping.backup(env)) == ["ok"]


@pytest.mark.django_db
def test_a_message_is_truly_said_to_wait_for_nothing(env):
    assert levels(keeping.messages(env)) == ["ok"]


def test_a_secret_out_of_an_example_fails(tmp_path):
    (tmp_path / "secret-key").write_text("django-insecure-abcdefghijklmnopqrstuvwxyz0123456789")
    (tmp_path / "secret-key").chmod(0o600)
    assert levels(machine.secret(load({"SHOUWEN_DATA": str(tmp_path)}))) == ["fail"]


def test_whatever_is_to_be_mended_says_why_it_matters():
    never_to_be_mended = {"python", "messages"}
    names = {check.__name__ for check in CHECKS}
    renamed = {
        "data_folder": "data-folder",
        "database_disk": "database-disk",
        "secret": "secret-key",
        "append_only": "ledger",
    }
    assert {renamed.get(name, name) for name in names} - never_to_be_mended == WHY.keys()
