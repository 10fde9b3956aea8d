"""When something was last done to this desk that must be done again and again: small files in the data folder."""

import json
from datetime import datetime
from pathlib import Path

BACKUP = "backup"
SEAL_HANDED_OUT = "seal-handed-out"


def note(data: Path, what: str, at: datetime, **more: str) -> None:
    """Notes that it was done at `at` (UTC); what was noted before is replaced in one step."""
    draft = data / f".last-{what}.json"
    draft.write_text(json.dumps({"at": at.isoformat(), **more}), encoding="utf-8")
    draft.replace(data / f"last-{what}.json")


def of(data: Path, what: str) -> datetime | None:
    """Answers when it was last done, None where it never was."""
    try:
        return datetime.fromisoformat(json.loads((data / f"last-{what}.json").read_text(encoding="utf-8"))["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
