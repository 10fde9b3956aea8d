"""The supervisor and its children; the children are small programs that leave traces in files."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from shouwen.wiring.supervisor import Child, Supervisor
from shouwen.wiring.trouble import Trouble

LIVES = """
import os, pathlib, signal, sys, time
pathlib.Path(sys.argv[1]).open("a").write(f"{os.getpid()}\\n")
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
time.sleep(60)
"""
DIES = """
import os, pathlib, sys
pathlib.Path(sys.argv[1]).open("a").write(f"{os.getpid()}\\n")
sys.exit(3)
"""


def program(text: str, trace: Path) -> list[str]:
    return [sys.executable, "-c", text, str(trace)]


def pids(trace: Path) -> list[int]:
    return [int(line) for line in trace.read_text().split()] if trace.exists() else []


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        # A child that was reaped by nobody yet is dead all the same.
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_for(condition) -> None:
    for _ in range(400):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("it never came to be")


def test_it_greets_once_the_web_answers_and_ends_its_children_when_asked(tmp_path):
    web, worker = tmp_path / "web", tmp_path / "worker"
    greeted: list[str] = []
    healthy = lambda: bool(pids(web))  # noqa: E731
    both = Supervisor({"web": program(LIVES, web), "worker": program(LIVES, worker)}, healthy=healthy)
    running = threading.Thread(target=both.run, args=(lambda: greeted.append("ready"),))
    running.start()
    wait_for(lambda: greeted and pids(worker))
    both.stop.set()
    running.join()
    assert greeted == ["ready"]
    assert not any(map(alive, pids(web) + pids(worker)))


def test_a_web_server_that_cannot_start_is_told_and_takes_the_worker_with_it(tmp_path):
    web, worker = tmp_path / "web", tmp_path / "worker"
    both = Supervisor({"worker": program(LIVES, worker), "web": program(DIES, web)}, healthy=lambda: False)
    with pytest.raises(Trouble, match="web server could not start"):
        both.run(lambda: None)
    assert len(pids(web)) == 1
    assert not any(map(alive, pids(worker)))


def test_a_worker_that_dies_is_started_again_and_the_web_goes_on(tmp_path):
    web, worker = tmp_path / "web", tmp_path / "worker"
    both = Supervisor({"web": program(LIVES, web), "worker": program(LIVES, worker)}, healthy=lambda: True)
    running = threading.Thread(target=both.run, args=(lambda: None,))
    running.start()
    wait_for(lambda: pids(worker) and pids(web))
    os.kill(pids(worker)[0], signal.SIGKILL)
    wait_for(lambda: len(pids(worker)) == 2)
    assert len(pids(web)) == 1 and alive(pids(web)[0])
    both.stop.set()
    running.join()


def test_deaths_in_a_row_wait_longer_and_a_steady_minute_forgives_them():
    child = Child("worker", [sys.executable, "-c", "raise SystemExit(1)"])
    waits = []
    for _ in range(7):
        child.start(100.0)
        assert child.process is not None
        child.process.wait()
        assert child.died(100.0)
        waits.append(child.due - 100.0)
    assert waits == [1, 2, 4, 8, 16, 30, 30]
    child.start(100.0)
    assert child.process is not None
    child.process.wait()
    assert child.died(200.0)
    assert child.due == 201.0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_killed_outright_it_leaves_no_child_behind(tmp_path):
    trace = tmp_path / "web"
    parent = textwrap.dedent(
        f"""
        from shouwen.wiring.supervisor import Supervisor
        Supervisor({{"web": {program(LIVES, trace)!r}}}, healthy=lambda: False).run(lambda: None)
        """
    )
    with subprocess.Popen([sys.executable, "-c", parent]) as supervisor:
        wait_for(lambda: pids(trace))
        supervisor.kill()
    wait_for(lambda: not alive(pids(trace)[0]))
