"""What `environment.load` makes of the environment, and how it refuses."""

import stat
from pathlib import Path

import pytest

from shouwen.wiring.environment import DEFAULTS, BadSettings, Environment, load, unknown


def loaded(tmp_path: Path, **env: str) -> Environment:
    return load({"SHOUWEN_DATA": str(tmp_path / "data"), **env})


def refused(tmp_path: Path, **env: str) -> dict[str, tuple[str, str]]:
    with pytest.raises(BadSettings) as caught:
        loaded(tmp_path, **env)
    return {bad.name: (bad.sentence_zh, bad.sentence_en) for bad in caught.value.found}


def test_an_empty_environment_gives_a_desk_on_this_machine(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    env = load({})
    assert (env.host, env.port, env.data) == ("127.0.0.1", 8000, tmp_path / "var")
    assert env.database.engine == "sqlite"
    assert env.database.name == str(tmp_path / "var" / "shouwen.sqlite3")
    assert env.demo and not env.debug and not env.https
    assert env.language == "zh-hans"
    assert env.allowed_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert env.address == "http://127.0.0.1:8000/"


def test_an_empty_value_counts_as_absent(tmp_path):
    assert loaded(tmp_path, SHOUWEN_PORT="", SHOUWEN_DEMO=" ").port == 8000


def test_everything_wrong_is_told_at_once(tmp_path):
    found = refused(
        tmp_path,
        SHOUWEN_PORT="eighty",
        SHOUWEN_DEMO="perhaps",
        SHOUWEN_DATABASE_URL="mysql://localhost/desk",
        SHOUWEN_LOG_LEVEL="loud",
    )
    assert set(found) == {"SHOUWEN_PORT", "SHOUWEN_DEMO", "SHOUWEN_DATABASE_URL", "SHOUWEN_LOG_LEVEL"}
    assert all(zh.endswith("。") and en.endswith(".") for zh, en in found.values())


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80.0", "８０", "9" * 5000, "0x50"])
def test_a_port_that_is_none_is_refused(tmp_path, port):
    assert "1 to 65535" in refused(tmp_path, SHOUWEN_PORT=port)["SHOUWEN_PORT"][1]


@pytest.mark.parametrize(("text", "meant"), [("1", True), ("TRUE", True), ("no", False), ("Off", False)])
def test_yes_and_no_may_be_written_as_people_write_them(tmp_path, text, meant):
    assert loaded(tmp_path, SHOUWEN_DEMO=text).demo is meant


def test_a_misspelt_setting_is_refused_with_the_right_name(tmp_path):
    assert "SHOUWEN_DATABASE_URL" in refused(tmp_path, SHOUWEN_DATABSE_URL="x")["SHOUWEN_DATABSE_URL"][1]


def test_names_of_tests_and_bench_are_not_ours_to_refuse():
    names = {"SHOUWEN_TEST_DATABASE_URL": "", "SHOUWEN_BENCH_TICKETS": "", "SHOUWEN_COLOUR": "", "HOME": ""}
    assert unknown(names) == ("SHOUWEN_COLOUR",)


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path):
    first, second = loaded(tmp_path), loaded(tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 64
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret-key"]


def test_a_given_secret_is_used_and_nothing_is_kept(tmp_path):
    given = "correct horse battery staple, and then some"
    assert loaded(tmp_path, SHOUWEN_SECRET_KEY=given).secret_key == given
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("secret", ["short", "a" * 80])
def test_a_secret_that_could_be_guessed_is_refused_and_not_repeated(tmp_path, secret):
    zh, en = refused(tmp_path, SHOUWEN_SECRET_KEY=secret)["SHOUWEN_SECRET_KEY"]
    assert secret not in zh + en


def test_a_secret_or_password_shows_in_no_representation(tmp_path):
    env = loaded(tmp_path, SHOUWEN_DATABASE_URL="postgresql://desk:s3same@localhost/desk")
    assert "s3same" not in repr(env) and env.secret_key not in repr(env)


def test_a_data_folder_that_cannot_be_written_is_refused():
    with pytest.raises(BadSettings) as caught:
        load({"SHOUWEN_DATA": "/proc/nowhere"})
    assert [bad.name for bad in caught.value.found] == ["SHOUWEN_DATA"]


def test_a_data_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BadSettings) as caught:
        load({"SHOUWEN_DATA": str(tmp_path / "file")})
    assert "folder" in str(caught.value)


def test_the_database_follows_a_data_folder_with_odd_characters(tmp_path):
    folder = tmp_path / "首 问%20#?"
    env = load({"SHOUWEN_DATA": str(folder)})
    assert env.database.name == str(folder / "shouwen.sqlite3")


def test_listening_to_everyone_also_answers_to_the_machines_name(tmp_path):
    env = loaded(tmp_path, SHOUWEN_HOST="0.0.0.0", SHOUWEN_PORT="8123")
    assert len(env.allowed_hosts) == 4
    assert env.address == "http://127.0.0.1:8123/"


def test_allowed_hosts_are_parted_by_commas(tmp_path):
    env = loaded(tmp_path, SHOUWEN_ALLOWED_HOSTS="desk.example.cn, 10.0.0.8,[::1]")
    assert env.allowed_hosts == ("desk.example.cn", "10.0.0.8", "[::1]")


@pytest.mark.parametrize("hosts", ["http://desk.example.cn", "desk.example.cn:8000", "a b"])
def test_an_address_is_no_host_name(tmp_path, hosts):
    assert "SHOUWEN_ALLOWED_HOSTS" in refused(tmp_path, SHOUWEN_ALLOWED_HOSTS=hosts)


def test_an_ipv6_host_is_bracketed_in_the_address(tmp_path):
    assert loaded(tmp_path, SHOUWEN_HOST="::1").address == "http://[::1]:8000/"


def test_every_setting_has_a_default_that_works(tmp_path):
    env = {**DEFAULTS, "SHOUWEN_DATA": str(tmp_path)}
    assert load(env) == load({"SHOUWEN_DATA": str(tmp_path)})
