"""Secrets: made by the system's own source of chance, kept only as what cannot be turned back."""

import re
import subprocess
import tomllib
from pathlib import Path

from django.conf import global_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from shouwen.handbook.load import shipped
from shouwen.people.models.token import digest, fresh
from shouwen.wiring import secret_key
from shouwen.wiring import settings as product

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for path in (ROOT / "src" / "shouwen").rglob("*.py") if "/migrations/" not in str(path)]


def test_a_token_is_long_random_and_stored_as_its_digest() -> None:
    one, other = fresh(), fresh()
    assert one != other and len(one.removeprefix("shouwen_")) >= 43
    assert len(digest(one)) == 64 and one not in digest(one)


def test_passwords_are_kept_by_a_slow_hash_with_a_salt() -> None:
    assert not hasattr(product, "PASSWORD_HASHERS"), "the framework's own, slowest first"
    assert global_settings.PASSWORD_HASHERS[0].endswith("PBKDF2PasswordHasher")
    slow = PBKDF2PasswordHasher()
    assert slow.iterations >= 600_000 and slow.digest().name == "sha256" and slow.salt() != slow.salt()


def test_the_key_is_made_on_the_first_start_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    one = secret_key.keep(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(one) >= 50 and secret_key.keep(tmp_path) == one
    assert files and all(path.stat().st_mode & 0o077 == 0 for path in files)


def test_nothing_here_runs_what_somebody_typed() -> None:
    risky = re.compile(
        r"\b(eval|exec|pickle|marshal|shelve|yaml)\b\s*[.(]|shell=True|os\.system|mark_safe\(f|\.extra\(|from_string\("
    )
    found = [(path.name, hit[0]) for path in SOURCES for hit in [risky.search(path.read_text("utf-8"))] if hit]
    assert not found


def test_chance_that_must_not_be_guessed_never_comes_from_the_guessable_source() -> None:
    guessable = re.compile(r"^\s*(import random|from random import)", re.M)
    found = {path.parent.name for path in SOURCES if guessable.search(path.read_text("utf-8"))}
    assert found <= {"demo", "simulated"}, "only the demo world and a simulated billing are made of what can be guessed"


def test_no_weak_hash_is_used() -> None:
    weak = re.compile(r"\b(md5|sha1|crc32)\b")
    assert not [path.name for path in SOURCES if weak.search(path.read_text("utf-8"))]


def test_no_secret_is_kept_among_the_sources() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    assert not [name for name in listed if re.search(r"(^|/)(\.env|.*\.pem|.*\.key|secret_key|id_rsa)$", name)]


def test_no_request_is_sent_to_anywhere_but_to_ourselves_and_to_billing() -> None:
    out = re.compile(r"^\s*(import|from) (requests|httpx|urllib\.request|http\.client|aiohttp|smtplib|ftplib)\b", re.M)
    # At the start it asks at its own port whether it runs there already; billing is asked where its operator says.
    asking = {
        path.relative_to(ROOT / "src" / "shouwen").as_posix() for path in SOURCES if out.search(path.read_text("utf-8"))
    }
    assert asking <= {"wiring/port.py", "refunds/billing/http.py"}


def test_everything_taken_in_is_locked_to_a_version_and_its_digest() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    text = (ROOT / "requirements" / "run.txt").read_text("utf-8")
    assert text.count("--hash=sha256:") >= text.count("==")
    for wanted in project["project"]["dependencies"]:
        name = re.split(r"[\[><=~!;]", wanted)[0].strip().lower()
        assert re.search(rf"^{re.escape(name)}(\[\w+\])?==", text, re.M | re.I), name


def test_a_role_has_no_more_than_its_name_says() -> None:
    roles = shipped().roles
    assert not {"transfer", "answer", "contact", "reveal"} & set(map(str, roles["admin"].rights))
    assert not {
        right for right in map(str, roles["auditor"].rights) if not right.startswith(("read", "team", "export"))
    }
