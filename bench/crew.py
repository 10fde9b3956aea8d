"""Programs that begin at the same moment: clients of the server, or connections that put raw rows."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Long enough for the slowest of them to hear of it.
NOTICE = 0.05


@dataclass
class Heard:
    """What all of them told together: seconds of each turn, answers by status, processor, and the whole span."""

    took: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    processor: float = 0.0
    span: float = 0.0

    def add(self, told: dict[str, Any]) -> None:
        """Take in what one of them told."""
        self.took += told["took"]
        self.statuses.update(told["statuses"])
        self.processor += told["processor"]
        self.span = max(self.span, told["span"])

    @property
    def rate(self) -> float:
        """Turns a second of all together."""
        return len(self.took) / self.span if self.span else 0.0


class Crew:
    """The programs, started and ready; `go()` lets them begin together."""

    def __init__(self, program: Path, each: Sequence[Sequence[str]]) -> None:
        # Its own folder is on the path as that of every script; of the bench it needs nothing but its neighbours.
        words = [sys.executable, str(program)]
        self.members = [
            subprocess.Popen([*words, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for arguments in each
        ]
        for member in self.members:
            assert member.stdout is not None
            if member.stdout.readline() != "ready\n":
                self.end()
                raise RuntimeError(f"{program.name} did not come up")

    def go(self) -> None:
        """Begin, all at the same moment."""
        moment = time.monotonic() + NOTICE
        for member in self.members:
            assert member.stdin is not None
            member.stdin.write(f"{moment}\n")
            member.stdin.flush()

    def heard(self) -> Heard:
        """Waits until all have ended. Raises RuntimeError when one of them fails."""
        heard = Heard()
        try:
            for member in self.members:
                told, _ = member.communicate()
                if member.returncode:
                    raise RuntimeError(f"a member of the crew ended with {member.returncode}")
                heard.add(json.loads(told))
        finally:
            self.end()
        return heard

    def stop(self) -> Heard:
        """Tells them to end, and answers what they did until now."""
        for member in self.members:
            member.terminate()
        return self.heard()

    def end(self) -> None:
        """Whatever still runs is killed."""
        for member in self.members:
            if member.poll() is None:
                member.kill()
                member.wait()
