"""`shouwen token`: made, listed, revoked."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import SHOUWEN, Desks


@pytest.fixture
def env(desks: Desks, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of a fresh desk with one administrator."""
    with desks.open(tmp_path, engine="sqlite") as env:
        made = env | {"SHOUWEN_LANGUAGE": "en"}
        shouwen(made, "admin", "create", "--code", "a1", "--name", "沈知微", "--password", "correct-horse-battery")
        yield made


def shouwen(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*SHOUWEN, *words], env=env, capture_output=True, text=True)


def test_a_token_is_made_with_its_reach_listed_and_ended_at_once(env: dict[str, str]) -> None:
    made = ["token", "create", "--name", "crm", "--staff", "a1", "--days", "30"]
    made += ["--scope", "read", "--scope", "import", "--per-minute", "600"]
    secret = shouwen(env, *made).stdout.strip()
    assert secret.startswith("shouwen_")
    listed = shouwen(env, "token", "list").stdout
    assert listed.split("\t")[:4] == ["crm", "a1", "read,import", "600"] and listed.endswith("open\n")
    assert secret not in listed
    assert "is revoked" in shouwen(env, "token", "revoke", "crm").stdout
    assert shouwen(env, "token", "list").stdout.endswith("ended\n")
    again, nobody = shouwen(env, "token", "revoke", "crm"), shouwen(env, "token", "revoke", "erp")
    assert (again.returncode, nobody.returncode) == (1, 1)
    assert "revoked already" in again.stderr and "no token called erp" in nobody.stderr
