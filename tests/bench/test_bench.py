"""The bench itself: a world of a few tickets, every measurement once, so that none of them rots unseen."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from bench import picture, processes, report, results
from bench.__main__ import main
from bench.line import Line

ROOT = Path(__file__).resolve().parents[2]
SMALL = (
    "--tickets=500",
    "--rows=400",
    "--clocks=50",
    "--turns=2",
    "--desks=2",
    "--seconds=0.5",
    "--repeats=1",
    "--clients=2",
)


def bench(*words: str, world: Path) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("SHOUWEN_", "DJANGO_"))}
    command = [sys.executable, "-m", "bench", *SMALL, f"--world={world}", *words]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=1800)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    world = tmp_path_factory.mktemp("worlds")
    return world, bench(world=world)


def test_every_measurement_runs(told: tuple[Path, subprocess.CompletedProcess[str]]):
    answer = told[1]
    assert answer.returncode == 0, answer.stderr
    for what in ("Bulk generator", "My desk, clerk", "Single intake over HTTP, 2 clients", "Import of a CSV",
                 "Sweep of", "Clocks recheck", "Ledger verify", "Search is complete", "Peak memory, web"):  # fmt: skip
        assert what in answer.stdout


def test_what_must_hold_at_any_speed_holds(told: tuple[Path, subprocess.CompletedProcess[str]]):
    """No error under intake, every word found, no deadline that differs, a sound ledger."""
    always = ("no error", "the same tickets", "no difference", "sound")
    rows = [row.rstrip() for row in told[1].stdout.splitlines() if any(f"  {claim}  " in row for claim in always)]
    assert len(rows) > 8 and [row for row in rows if not row.endswith("yes")] == []


def test_a_kept_world_is_used_again_and_left_as_it_was(told: tuple[Path, subprocess.CompletedProcess[str]]):
    world = told[0]
    file = world / "sqlite-500" / "world_500.sqlite3"
    before = file.read_bytes()
    answer = bench("--only=complete", world=world)
    assert answer.returncode == 0 and "tickets, " not in answer.stderr.partition("Search")[0]
    assert file.read_bytes() == before


def test_nothing_but_the_kept_world_stays_behind(told: tuple[Path, subprocess.CompletedProcess[str]]):
    assert [path.name for path in told[0].iterdir()] == ["sqlite-500"]


def test_a_measurement_that_nobody_knows_is_refused_before_anything_is_made():
    answer = CliRunner().invoke(main, ["--only=pagez"])
    assert answer.exit_code == 2 and "pages" in answer.output


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (Line(what="", measured="", value=99, unit="ms", aim=100), "yes"),
        (Line(what="", measured="", value=120, unit="ms", aim=100), "NO, 20 % off"),
        (Line(what="", measured="", value=0.1, unit="share", aim=0.3), "NO, 3 times off"),
        (Line(what="", measured="", value=0.3, unit="share", aim=0.3), "yes"),
        (Line(what="", measured="", claim="complete", sound=False), "NO"),
        (Line(what="", measured=""), ""),
    ],
)
def test_a_line_says_whether_its_aim_was_met_and_by_how_much_not(line: Line, verdict: str):
    assert line.verdict == verdict


def test_results_of_one_measurement_leave_those_of_another_as_they_are(tmp_path: Path):
    first = results.load("sqlite", 500, tmp_path)
    first.put("pages", [Line(what="a page", measured="1 ms", value=1, unit="ms", aim=100, label="a page")], {"at": "1"})
    first.save(tmp_path)
    second = results.load("sqlite", 500, tmp_path)
    second.put("sweep", [Line(what="a sweep", measured="2/s")], {"at": "2"})
    second.save(tmp_path)
    found = results.every(tmp_path)
    assert [line.what for one in found for _, line in one.lines()] == ["a page", "a sweep"]


def test_tables_stand_between_their_marks_and_pictures_are_drawn(tmp_path: Path):
    one = results.Results("sqlite", 500, {"Machine": "small"})
    late = Line(what="a page", measured="120 ms", value=120, unit="ms", aim=100, label="a page <of> 50")
    one.put("pages", [late], {"at": "then", "load": "1.0"})
    document = tmp_path / "performance.md"
    aims = (report.BEGIN.format(mark="aims"), report.END.format(mark="aims"))
    document.write_text(f"before\n{aims[0]}\n{aims[1]}\n{report.PLACE}\n\nafter\n", encoding="utf-8")
    for _ in range(2):
        report.write(document, one)
        report.summarize(document, [one])
    text = document.read_text(encoding="utf-8")
    assert text.count("120 ms (p99 < 100 ms): NO, 20 % off") == 1
    assert text.count("| a page | 120 ms |") == 1 and text.startswith("before") and text.endswith("after\n")
    picture.draw([one], tmp_path)
    drawn = ElementTree.parse(tmp_path / "performance-pages.svg")
    assert "a page <of> 50" in "".join(drawn.getroot().itertext())


def test_the_document_says_what_the_kept_results_say(tmp_path: Path):
    """Tables and pictures are drawn from bench/results and from nothing else."""
    document = ROOT / "docs" / "performance.md"
    copy, images = tmp_path / document.name, tmp_path / "images"
    images.mkdir()
    copy.write_text(document.read_text(encoding="utf-8"), encoding="utf-8")
    for one in results.every():
        report.write(copy, one)
    report.summarize(copy, results.every(), picture.draw(results.every(), images))
    assert copy.read_text(encoding="utf-8") == document.read_text(encoding="utf-8")
    for drawn in images.iterdir():
        assert drawn.read_text(encoding="utf-8") == (document.parent / "images" / drawn.name).read_text(
            encoding="utf-8"
        )


def test_what_a_child_took_counts_after_its_end() -> None:
    """A backend of PostgreSQL that ends during a round must not leave it with less than nothing."""
    burns = "import time\nends = time.process_time() + 0.3\nwhile time.process_time() < ends: pass"
    stays = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        before = processes.ended([stays.pid])
        subprocess.run([sys.executable, "-c", burns], check=True)
        assert processes.ended([stays.pid]) - before >= 0.25
    finally:
        stays.communicate(b"\n")
