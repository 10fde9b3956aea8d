"""The repository's own rules, over every file that is or would be committed."""

import json
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400
# Made by tools or given word for word; nobody reads them from top to bottom.
GENERATED = {
    "package-lock.json", "requirements/run.txt", "requirements/dev.txt", "LICENSE",
    # Mostly the tables that the bench draws.
    "docs/performance.md",
}  # fmt: skip
DATA = {".po", ".toml", ".csv", ".json", ".svg"}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc"}
REGISTRIES = (
    "registry." + "npmjs",
    "registry." + "yarnpkg",
    "registry." + "npmmirror",
    "pypi." + "org",
    "pythonhosted." + "org",
)
MACHINE_PATHS = re.compile(r"/(?:work|root|home|Users|mnt)/[A-Za-z0-9._-]")


@cache
def files() -> tuple[Path, ...]:
    """Everything that is committed or waits to be; what is ignored is nobody's business."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def texts() -> list[tuple[str, str]]:
    """Every file that is text, by its path from the root."""
    read = []
    for path in files():
        try:
            read.append((path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return read


def test_no_file_names_a_package_registry():
    assert [name for name, text in texts() for host in REGISTRIES if host in text] == []


def test_no_file_names_a_path_of_somebodys_machine():
    assert [(name, hit.group()) for name, text in texts() if (hit := MACHINE_PATHS.search(text))] == []


def test_the_npm_lock_records_no_download_address():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_every_locked_npm_package_has_its_checksum():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


@pytest.mark.parametrize("lock", ["run", "dev", "node"])
def test_every_locked_python_package_has_its_checksum(lock: str):
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^\S+==.*(?:\n    --hash=sha256:[0-9a-f]{64}.*)*", text, re.MULTILINE)
    assert pins
    assert [pin.split()[0] for pin in pins if "--hash=" not in pin] == []


def test_the_dev_lock_holds_the_run_lock_in_the_same_versions():
    """`make up` after `make test` installs nothing, because of this."""
    pins = {kind: set(_pins(ROOT / "requirements" / f"{kind}.txt")) for kind in ("run", "dev")}
    assert pins["run"] - pins["dev"] == set()


def _pins(path: Path) -> list[str]:
    return re.findall(r"^([A-Za-z0-9._-]+==[^\s;]+)", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_no_file_is_longer_than_can_be_read():
    long = {
        name: lines
        for name, text in texts()
        if name not in GENERATED and Path(name).suffix not in DATA and (lines := text.count("\n")) > LONGEST
    }
    assert long == {}


def test_no_file_or_folder_bears_a_name_that_says_nothing():
    names = {part for path in files() for part in (*path.relative_to(ROOT).parts[:-1], path.stem)}
    assert names & NAMELESS == set()


def test_the_licence_is_apache_2_in_full():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text and "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CHANGELOG.md"])
def test_the_face_of_the_repository_is_there(name: str):
    assert (ROOT / name).read_text(encoding="utf-8").strip()


def test_the_two_readmes_lead_to_each_other():
    assert "README.zh-CN.md" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "README.md" in (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")


def test_the_changelog_has_a_place_for_what_comes_next():
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [".ci/run"])
def test_scripts_that_are_started_by_name_may_be_executed(name: str):
    assert (ROOT / name).stat().st_mode & 0o111


def test_nothing_that_is_made_at_set_up_is_committed():
    made = re.compile(r"(^|/)(node_modules|\.venv|var|vendor)/|\.(mo|pyc|sqlite3)$")
    assert [name for name, _ in texts() if made.search(name)] == []
