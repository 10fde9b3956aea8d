"""The data folder: who may have it, and when it is refused."""

import stat
import subprocess
import sys
from collections import namedtuple

import pytest

from shouwen.wiring import data_folder
from shouwen.wiring.trouble import Trouble

Usage = namedtuple("Usage", "total used free")


def test_only_one_desk_lives_in_a_folder(tmp_path):
    with data_folder.take(tmp_path), pytest.raises(Trouble, match=r"another Shouwen \(process \d+\)"):
        data_folder.take(tmp_path)


def test_a_stopped_desk_leaves_the_folder_to_the_next(tmp_path):
    data_folder.take(tmp_path).close()
    data_folder.take(tmp_path).close()


def test_a_killed_desk_leaves_the_folder_to_the_next(tmp_path):
    program = (
        "import pathlib, sys, time\n"
        "from shouwen.wiring import data_folder\n"
        "held = data_folder.take(pathlib.Path(sys.argv[1]))\n"
        "print('taken', flush=True)\n"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, tmp_path], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == b"taken\n"
        with pytest.raises(Trouble, match=f"process {holder.pid}"):
            data_folder.take(tmp_path)
        holder.kill()
    data_folder.take(tmp_path).close()


def test_a_folder_is_made_where_it_is_missing(tmp_path):
    data_folder.check(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_a_folder_that_is_made_is_for_its_owner_only(tmp_path):
    data_folder.make(tmp_path / "data")
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_a_folder_that_takes_no_files_is_refused():
    with pytest.raises(Trouble, match="SHOUWEN_DATA"):
        data_folder.check(data_folder.Path("/proc/nowhere"))


def test_a_full_disk_is_refused_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(10**9, 10**9 - 1024, 1024))
    with pytest.raises(Trouble, match="make room"):
        data_folder.check(tmp_path)
