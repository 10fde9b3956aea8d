"""The command line, run as people run it: in a process of its own."""

import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.desks import SHOUWEN, Desks, free_port


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A machine that has never seen Shouwen."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
    return {
        **inherited,
        "SHOUWEN_DATA": str(tmp_path / "data"),
        "SHOUWEN_PORT": str(free_port()),
        "SHOUWEN_DEMO": "0",
        "SHOUWEN_WORKERS": "1",
        "SHOUWEN_LANGUAGE": "en",
    }


def shouwen(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*SHOUWEN, *words], env=env, capture_output=True, text=True, timeout=600)


def test_help_names_every_command_and_needs_no_settings(env):
    done = shouwen({**env, "SHOUWEN_PORT": "nonsense"}, "--help")
    assert done.returncode == 0
    for name in ("up", "serve", "worker", "migrate", "doctor", "token", "admin"):
        assert f"\n  {name} " in done.stdout


def test_every_command_explains_itself(env):
    listed = shouwen(env, "--help").stdout.split("Commands:\n")[1]
    for line in listed.splitlines():
        if line.startswith("  ") and line[2] != " ":
            done = shouwen(env, line.split()[0], "--help")
            assert done.returncode == 0 and "Usage: shouwen" in done.stdout, line


def test_wrong_settings_stop_every_command_with_sentences_and_no_trace(env):
    done = shouwen({**env, "SHOUWEN_PORT": "eighty", "SHOUWEN_DEMO": "perhaps"}, "migrate")
    assert done.returncode == 1
    assert [line.split(":")[1].strip() for line in done.stderr.splitlines()] == [
        "SHOUWEN_PORT",
        "SHOUWEN_DEMO",
    ]


def test_the_sentences_are_chinese_where_chinese_is_spoken(env):
    done = shouwen({**env, "SHOUWEN_PORT": "80000", "SHOUWEN_LANGUAGE": "zh"}, "migrate")
    assert "要写 1 到 65535 之间的整数" in done.stderr


def test_an_unreachable_database_is_told_without_its_password(env):
    url = "postgresql://desk:s3same@127.0.0.1:1/desk"
    done = shouwen({**env, "SHOUWEN_DATABASE_URL": url}, "migrate")
    assert done.returncode == 1
    assert "cannot reach the database" in done.stderr
    assert "Traceback" not in done.stderr and "s3same" not in done.stderr


def test_the_doctor_says_once_that_the_database_is_away(env):
    done = shouwen({**env, "SHOUWEN_DATABASE_URL": "postgresql://desk@127.0.0.1:1/desk"}, "doctor")
    assert done.returncode == 1
    assert done.stdout.count("Connection refused") == 1


def test_the_doctor_reports_wrong_settings_as_findings(env):
    done = shouwen({**env, "SHOUWEN_PORT": "eighty", "SHOUWEN_WORKERS": "0"}, "doctor", "--json")
    assert done.returncode == 1
    assert [each["found"] for each in json.loads(done.stdout)] == ["SHOUWEN_PORT", "SHOUWEN_WORKERS"]


def test_a_database_without_tables_says_which_command_makes_them(env):
    for words in (["serve"], ["token", "create", "--name", "x", "--staff", "y"]):
        done = shouwen(env, *words)
        assert done.returncode == 1
        assert "shouwen migrate" in done.stderr and "Traceback" not in done.stderr


def test_from_nothing_to_a_token(env):
    assert shouwen(env, "migrate", "--check").returncode == 1
    assert "migrations applied" in shouwen(env, "migrate").stdout
    assert shouwen(env, "migrate").stdout == "Nothing to apply.\n"
    assert shouwen(env, "migrate", "--check").returncode == 0

    admin = ["admin", "create", "--code", "a1", "--name", "沈知微", "--password"]
    assert "at least 12" in shouwen(env, *admin, "short").stderr
    assert shouwen(env, *admin, "correct-horse-battery").stdout == "沈知微 (a1)\n"
    again = shouwen(env, *admin, "correct-horse-battery")
    assert again.returncode == 1 and "a1" in again.stderr and "Traceback" not in again.stderr

    token = ["token", "create", "--name", "reports", "--staff", "A1"]
    assert shouwen(env, *token).stdout.startswith("shouwen_")
    assert shouwen(env, *token).returncode == 1
    assert "nobody with the staff number" in shouwen(env, *token[:-1], "nobody").stderr

    findings = {each["check"]: each for each in json.loads(shouwen(env, "doctor", "--json").stdout)}
    assert {name: findings[name]["level"] for name in ("database", "migrations", "secret-key", "web")} == {
        "database": "ok",
        "migrations": "ok",
        "secret-key": "ok",
        "web": "ok",
    }
    assert all(each["mend"] for each in findings.values() if each["level"] != "ok")


def test_the_worker_makes_its_rounds_once_and_stops_when_asked(desks: Desks, tmp_path: Path) -> None:
    with desks.open(tmp_path, engine="sqlite") as env:
        assert shouwen(env, "worker", "--once").returncode == 0
        beat = tmp_path / "worker-heartbeat.json"
        assert beat.exists()
        with subprocess.Popen([*SHOUWEN, "worker"], env=env, stderr=subprocess.DEVNULL) as worker:
            while f'"pid": {worker.pid},' not in beat.read_text() and worker.poll() is None:
                time.sleep(0.1)
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(30) == 0


def test_up_serves_refuses_a_second_and_leaves_nothing_running(env):
    address = f"http://127.0.0.1:{env['SHOUWEN_PORT']}/"
    with subprocess.Popen([*SHOUWEN, "up"], env=env, stdout=subprocess.PIPE, text=True) as up:
        assert up.stdout is not None
        greeting = next(line for line in up.stdout if address in line)
        assert "ready" in greeting
        with urlopen(address + "healthz", timeout=10) as answer:
            assert json.load(answer)["status"] == "ok"

        second = shouwen(env, "up")
        assert second.returncode == 1 and f"process {up.pid}" in second.stderr
        neighbour = shouwen({**env, "SHOUWEN_DATA": env["SHOUWEN_DATA"] + "2"}, "up")
        assert neighbour.returncode == 1 and "is taken" in neighbour.stderr

        up.send_signal(signal.SIGINT)
        assert up.wait(60) == 0
        assert "its data stay in" in up.stdout.read()
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", int(env["SHOUWEN_PORT"])))
