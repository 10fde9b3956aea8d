"""Runs the web server and the worker as children: restarts one that dies, ends them all when asked."""

import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from shouwen.wiring.offspring import follow_parent
from shouwen.wiring.trouble import Trouble

LOG = logging.getLogger("shouwen.up")
PATIENCE = 90.0
GRACE = 20.0
STEADY = 60.0
LONGEST_PAUSE = 30.0
GIVE_UP_AFTER = 5


@dataclass
class Child:
    """One process of ours. `failures` counts deaths in a row; living for a minute makes it forget them."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    due: float = 0.0

    def start(self, now: float) -> None:
        # A group of its own: Ctrl-C at the terminal reaches us alone, and we pass it on in order.
        follow_us = partial(follow_parent, parent=os.getpid())
        self.process = subprocess.Popen(self.command, process_group=0, preexec_fn=follow_us)
        self.started = now

    def died(self, now: float) -> bool:
        """Answers whether it has just ended by itself; its next start is then put off, longer each time."""
        if self.process is None or self.process.poll() is None:
            return False
        self.failures = 1 if now - self.started > STEADY else self.failures + 1
        self.due = now + min(LONGEST_PAUSE, 2.0 ** (self.failures - 1))
        return True


class Supervisor:
    """Keeps `web` and the other children running until `stop` is set."""

    def __init__(self, commands: dict[str, list[str]], *, healthy: Callable[[], bool]) -> None:
        self.children = [Child(name, command) for name, command in commands.items()]
        self.healthy = healthy
        self.stop = threading.Event()
        self.ready = False

    def run(self, on_ready: Callable[[], None]) -> None:
        """Starts all, calls `on_ready` once the web answers, and returns after the stop, all children ended.

        Raises Trouble when the web never comes to answer or keeps dying.
        """
        began = time.monotonic()
        try:
            while not self.stop.is_set():
                now = time.monotonic()
                for child in self.children:
                    self._look_after(child, now)
                if not self.ready and self.healthy():
                    self.ready = True
                    on_ready()
                if not self.ready and now - began > PATIENCE:
                    raise _web_trouble()
                self.stop.wait(0.25)
        finally:
            self._end()

    def hurry(self) -> None:
        """Ends every child outright, for those who ask a second time to stop."""
        for child in self.children:
            if child.process and child.process.poll() is None:
                child.process.kill()

    def _look_after(self, child: Child, now: float) -> None:
        if child.died(now):
            assert child.process is not None
            if child.name == "web" and (not self.ready or child.failures >= GIVE_UP_AFTER):
                raise _web_trouble()
            pause = child.due - now
            LOG.warning("%s ended (%s); it starts again in %.0f s", child.name, child.process.returncode, pause)
            child.process = None
        if child.process is None and now >= child.due:
            child.start(now)

    def _end(self) -> None:
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _web_trouble() -> Trouble:
    return Trouble(
        zh="网页服务没有启动成功；原因见上面几行，或执行 shouwen doctor 检查。",
        en="the web server could not start; the lines above say why, or ask shouwen doctor.",
    )
