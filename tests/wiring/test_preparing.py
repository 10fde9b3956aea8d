"""The set-up scripts: what they say when something is in the way, and what they do not do twice."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"


def python(program: str, *, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    start = f"import sys; sys.path.insert(0, {str(SCRIPTS)!r})\n"
    return subprocess.run([sys.executable, "-c", start + program], cwd=cwd, capture_output=True, text=True)


@pytest.mark.parametrize("name", ["prepare.py", "steps.py"])
def test_a_python_that_is_too_old_can_still_read_the_scripts(name):
    ast.parse((SCRIPTS / name).read_text(encoding="utf-8"), feature_version=(3, 6))


def test_a_python_that_is_too_old_is_told_so_before_anything_is_made():
    done = python(
        "sys.version_info = (3, 9, 2, 'final', 0); sys.argv = ['prepare.py', 'run']\n"
        f"import runpy; runpy.run_path({str(SCRIPTS / 'prepare.py')!r})"
    )
    assert done.returncode == 1
    assert done.stderr == (
        "shouwen: Python 3.9 is too old, 3.11 or newer is needed; name one with make PYTHON=python3.11 up.\n"
    )


def test_a_full_disk_is_told_before_anything_is_made():
    done = python(
        "import collections, shutil; sys.argv = ['prepare.py', 'run']\n"
        "shutil.disk_usage = lambda path: collections.namedtuple('U', 'free')(5 << 20)\n"
        f"import runpy; runpy.run_path({str(SCRIPTS / 'prepare.py')!r})"
    )
    assert done.returncode == 1
    assert "5 MB left" in done.stderr and "make room" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("npm error code ENOSPC", "the disk is full"),
        ("npm error code ENOTFOUND", "cannot be reached"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "not the one that was locked"),
        ("npm error code EINTEGRITY", "not the one that was locked"),
        ("ERROR: No matching distribution found for django==5.2", "lacks a locked version"),
        ("PermissionError: [Errno 13] Permission denied", "may not be written"),
        ("something quite new", "failed (exit code 7)"),
    ],
)
def test_a_tool_that_fails_is_quoted_and_explained(said, meant):
    done = python(f"import steps; steps.run(['sh', '-c', 'echo \"{said}\"; exit 7'])")
    assert done.returncode == 1
    assert said in done.stderr and meant in done.stderr
    assert "Traceback" not in done.stderr


def test_a_step_is_done_once_per_change_of_its_inputs(tmp_path):
    (tmp_path / "lock").write_text("1")
    program = (
        "import steps; steps.ROOT = '.'; steps.STAMPS = 'stamps'\n"
        "steps.once('step', ['lock'], lambda: print('done'), ('做', 'doing'))"
    )
    said = [python(program, cwd=tmp_path).stdout, python(program, cwd=tmp_path).stdout]
    (tmp_path / "lock").write_text("2")
    said.append(python(program, cwd=tmp_path).stdout)
    assert ["done" in each for each in said] == [True, False, True]


def test_a_step_that_fails_is_not_taken_for_done(tmp_path):
    (tmp_path / "lock").write_text("1")
    program = (
        "import steps; steps.ROOT = '.'; steps.STAMPS = 'stamps'\n"
        "steps.once('step', ['lock'], lambda: steps.fail('坏', 'broken'), ('做', 'doing'))"
    )
    assert [python(program, cwd=tmp_path).returncode for _ in range(2)] == [1, 1]


def test_a_step_whose_work_was_removed_is_done_again(tmp_path):
    (tmp_path / "lock").write_text("1")
    program = (
        "import os, steps; steps.ROOT = '.'; steps.STAMPS = 'stamps'\n"
        "steps.once('step', ['lock'], lambda: open('made', 'w').close(), ('做', 'doing'), made='made')"
    )
    python(program, cwd=tmp_path)
    (tmp_path / "made").unlink()
    python(program, cwd=tmp_path)
    assert (tmp_path / "made").exists()


def test_without_python_make_says_what_to_install():
    done = subprocess.run(["make", "up", "PYTHON=no-such-python"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode != 0
    assert "no-such-python was not found; install Python 3.11" in done.stderr
