"""The secret that signs sessions and check codes: made once, kept beside the data, for its owner only."""

import os
import secrets
from pathlib import Path

from shouwen.wiring import data_folder

FILE = "secret-key"
SHORTEST = 32
EXAMPLES = ("django-insecure-", "changeme", "secret")


def keep(data: Path) -> str:
    """Answers the key kept in the data folder, making folder and key on the first start.

    Guarantees that processes starting at the same moment get the same key. Raises OSError when the folder
    cannot be written.
    """
    data_folder.make(data)
    path = data / FILE
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    # A whole file is linked into place, so nobody ever reads half a key; a race's loser takes the winner's.
    draft = path.with_name(f".{FILE}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()


def weak(key: str) -> bool:
    """Answers whether the key could be guessed: too short, of very few different characters, or out of an example."""
    return len(key) < SHORTEST or len(set(key)) < 12 or key.startswith(EXAMPLES)
