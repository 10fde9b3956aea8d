"""The worker's sign of life, a small file in the data folder that the doctor reads."""

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

FILE = "worker-heartbeat.json"


@dataclass(kw_only=True)
class Heartbeat:
    """When the worker was last seen, and the error of each round that failed at its last turn."""

    at: datetime
    pid: int = field(default_factory=os.getpid)
    failing: dict[str, str] = field(default_factory=dict)


def leave(data: Path, beat: Heartbeat) -> None:
    """Replaces the file in one step: nobody reads half of it. Raises OSError when the disk is full."""
    draft = data / f".{FILE}.{beat.pid}"
    draft.write_text(json.dumps({**asdict(beat), "at": beat.at.isoformat()}), encoding="utf-8")
    draft.replace(data / FILE)


def last(data: Path) -> Heartbeat | None:
    """Answers the latest sign of life, or None where no worker ever ran or the file is not ours."""
    try:
        read = json.loads((data / FILE).read_text(encoding="utf-8"))
        return Heartbeat(at=datetime.fromisoformat(read["at"]), pid=read["pid"], failing=read["failing"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
