"""decide, import, ledger and clocks as people run them: in processes of their own, on a database of their own."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import SHOUWEN, Desks

MAKE_WORLD = "import django; django.setup(); from tests.cast import make_world; make_world()"


def shouwen(
    env: dict[str, str], *words: str, given: bytes = b"", timeout: int = 240
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*SHOUWEN, *words], env=env, input=given, capture_output=True, timeout=timeout)


@pytest.fixture
def nowhere(tmp_path: Path) -> dict[str, str]:
    """An environment without a data folder that could be written."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**inherited, "SHOUWEN_DATA": "/proc/none", "SHOUWEN_LANGUAGE": "en"}


@pytest.fixture(scope="module")
def desk(desks: Desks, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A desk with the cast on it, in a data folder of its own."""
    with desks.open(tmp_path_factory.mktemp("desk"), engine="sqlite") as env:
        subprocess.run([sys.executable, "-c", MAKE_WORLD], env=env, check=True, capture_output=True)
        yield env | {"SHOUWEN_LANGUAGE": "en"}


def test_decide_needs_no_database_and_says_what_why_and_from_what(nowhere: dict[str, str]) -> None:
    done = shouwen(nowhere, "decide", "priority", given=b'{"grade": "gold"}')
    said = json.loads(done.stdout)
    assert done.returncode == 0
    assert said["what"]["code"] == "express" and said["because"][0]["clause"] == "C4.3"
    assert said["given"] == {"grade": "gold"} and said["edition"]


def test_decide_explains_itself_in_both_languages(nowhere: dict[str, str]) -> None:
    for language, word in (("zh", "金卡"), ("en", "Gold card")):
        done = shouwen(nowhere, "decide", "priority", "--explain", "--language", language, given=b'{"grade":"gold"}')
        assert word in done.stdout.decode()


def test_decide_prints_the_schema_of_every_chapter_that_its_help_names(nowhere: dict[str, str]) -> None:
    told = shouwen(nowhere, "decide", "--help").stdout.decode()
    for chapter in ("urgency", "priority", "deadlines", "routing", "working-time", "category"):
        assert chapter in told
        assert json.loads(shouwen(nowhere, "decide", chapter, "--schema").stdout)["type"] == "object"


@pytest.mark.parametrize(
    ("chapter", "given", "word"),
    [
        ("priority", b'{"grade": "platinum"}', b"platinum"),
        ("priority", b"not json", b"JSON"),
        ("priority", b"\xff\xfe", b"JSON"),
        ("priority", b"", b"JSON"),
        ("nothing", b"{}", b"nothing"),
        ("deadlines", b"{}", b"contacted_at"),
    ],
)
def test_decide_names_what_to_mend(nowhere: dict[str, str], chapter: str, given: bytes, word: bytes) -> None:
    done = shouwen(nowhere, "decide", chapter, given=given)
    assert done.returncode == 1 and word in done.stderr and b"Traceback" not in done.stderr


def write(path: Path, count: int) -> Path:
    with path.open("w", encoding="gb18030", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["编号", "号码", "时间", "内容"])
        for n in range(count):
            rows.writerow([f"{path.stem}{n}", f"14300{n % 500:06d}", "2026-03-01 09:30", f"{n} 号楼家里信号很差"])
    return path


def test_a_file_is_imported_checked_sealed_exported_and_verified(desk: dict[str, str], tmp_path: Path) -> None:
    path = write(tmp_path / "calls.csv", 300)
    tried = shouwen(desk, "import", str(path), "--dry-run", "--owner", "1009")
    assert b"300 could be imported" in tried.stdout, tried.stderr
    done = shouwen(desk, "import", str(path), "--owner", "1009", "--save-as", "calls")
    assert b"300 imported, 0 there already, 0 rejected" in done.stdout, done.stderr
    again = shouwen(desk, "import", str(path), "--profile", "calls", "--owner", "1009")
    assert b"0 imported, 300 there already" in again.stdout

    assert shouwen(desk, "clocks", "recheck").returncode == 0
    kept = shouwen(desk, "ledger", "seal").stdout.decode().strip()
    out = tmp_path / "ledger.jsonl"
    assert shouwen(desk, "ledger", "export", "--out", str(out)).returncode == 0
    nowhere = {**desk, "SHOUWEN_DATA": "/proc/none", "SHOUWEN_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    sound = shouwen(nowhere, "ledger", "verify", str(out), "--expect", kept)
    assert sound.returncode == 0 and kept.encode() in sound.stdout, sound.stderr

    entries = out.read_bytes().splitlines(keepends=True)
    forged = b"".join([*entries[:50], entries[50].replace(b'"facts":{', b'"facts":{"a":1,'), *entries[51:]])
    fault = shouwen(nowhere, "ledger", "verify", "-", given=forged)
    assert fault.returncode == 1 and b"line 51 " in fault.stderr


def test_an_import_that_is_killed_loses_nothing_and_makes_nothing_twice(desk: dict[str, str], tmp_path: Path) -> None:
    path = write(tmp_path / "killed.csv", 3000)
    words = [*SHOUWEN, "import", str(path), "--owner", "1009"]
    process = subprocess.Popen(words, env=desk, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(3000):
        if _rows(desk) or process.poll() is not None:
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    between = _rows(desk)
    assert 0 < between < 3000
    done = shouwen(desk, "import", str(path), "--owner", "1009")
    assert b"3000 rows: 3000 imported, 0 there already, 0 rejected" in done.stdout, done.stderr
    assert _rows(desk) == 3000
    assert shouwen(desk, "clocks", "recheck").returncode == 0


def _rows(desk: dict[str, str]) -> int:
    import sqlite3

    with sqlite3.connect(f"file:{desk['SHOUWEN_DATA']}/shouwen.sqlite3?mode=ro", uri=True, timeout=20) as database:
        return int(
            database.execute(
                "SELECT count(*) FROM tickets_ticket WHERE text LIKE '%号楼%' AND external_id LIKE '%killed%'"
            ).fetchone()[0]
        )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--owner", "nobody"], b"nobody"),
        (["--profile", "no-such"], b"citizen-letters"),
        (["--map", "编号=nonsense"], b"nonsense"),
        (["--zone", "Mars/Base"], b"Mars/Base"),
    ],
)
def test_a_wrong_word_is_answered_with_what_to_mend(
    desk: dict[str, str], tmp_path: Path, words: list[str], said: bytes
) -> None:
    done = shouwen(desk, "import", str(write(tmp_path / "a.csv", 2)), *words)
    assert done.returncode in (1, 2) and said in done.stderr and b"Traceback" not in done.stderr


def test_a_row_that_was_doctored_is_reported_by_the_recheck(desk: dict[str, str], tmp_path: Path) -> None:
    import sqlite3

    assert shouwen(desk, "import", str(write(tmp_path / "doctored.csv", 5)), "--owner", "1009").returncode == 0
    with sqlite3.connect(f"{desk['SHOUWEN_DATA']}/shouwen.sqlite3", timeout=20) as database:
        where = "id = (SELECT max(id) FROM clocks_clock)"
        minutes = database.execute(f"SELECT minutes FROM clocks_clock WHERE {where}").fetchone()[0]
        database.execute(f"UPDATE clocks_clock SET minutes = minutes + 1 WHERE {where}")
        database.commit()
        done = shouwen(desk, "clocks", "recheck")
        assert done.returncode == 1 and b"minutes is stored as" in done.stdout
        database.execute(f"UPDATE clocks_clock SET minutes = ? WHERE {where}", [minutes])
        database.commit()
    assert shouwen(desk, "clocks", "recheck").returncode == 0
