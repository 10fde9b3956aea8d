"""The manifest of a backup: what is in it, and the figures by which a restore is measured."""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from shouwen.wiring.trouble import Trouble

FORMAT = "shouwen-backup-1"
FILE = "manifest.json"
PAPERS = "attachments"
PART = ".part"
_NAME = re.compile(r"shouwen-\d{8}T\d{6}Z")


class Kept(BaseModel):
    """One file as it was written."""

    model_config = ConfigDict(frozen=True)
    sha256: str
    bytes: int


class State(BaseModel):
    """A database in figures: rows of each table, the digest of all chains' heads, the last seal (0 and "" for none)."""

    model_config = ConfigDict(frozen=True)
    counts: dict[str, int]
    heads: str
    seal: int
    seal_hash: str
    migrations: list[str]


class Manifest(BaseModel):
    """What `manifest.json` says. `made_at` is the moment of the snapshot (ISO 8601, UTC).

    `key` is a fingerprint of the secret key, which itself is never in a backup; `missing` are files that the database
    names and the data folder did not have.
    """

    model_config = ConfigDict(frozen=True)
    format: str
    made_at: str
    version: str
    engine: str
    engine_version: str
    state: State
    files: dict[str, Kept]
    missing: list[str]
    key: str

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Answers the manifest of a backup. Raises Trouble for a folder that is none, or one of a later format."""
        try:
            return cls.model_validate(json.loads((folder / FILE).read_text(encoding="utf-8")))
        except OSError as error:
            raise Trouble(
                zh=f"{folder} 不是完整的备份：读不到 {FILE}（{error.strerror}）。",
                en=f"{folder} is no complete backup: {FILE} cannot be read ({error.strerror}).",
            ) from error
        except (ValueError, ValidationError) as error:
            raise Trouble(
                zh=f"{folder / FILE} 已损坏，不能使用；请换一份备份。",
                en=f"{folder / FILE} is damaged and cannot be used; take another backup.",
            ) from error

    def write(self, folder: Path) -> None:
        """Writes it into the folder and makes sure that it lies on the disk."""
        with (folder / FILE).open("w", encoding="utf-8") as file:
            file.write(self.model_dump_json(indent=2))
            file.flush()
            os.fsync(file.fileno())

    def check(self, folder: Path) -> None:
        """Guarantees that every file is there as it was written. Raises Trouble naming the first that is not."""
        for name, kept in sorted(self.files.items()):
            path = folder / name
            if not path.is_file():
                raise Trouble(zh=f"备份缺少文件 {path}。", en=f"the backup lacks the file {path}.")
            if kept_as(path) != kept:
                raise Trouble(
                    zh=f"备份文件 {path} 与清单不符，已损坏；没有恢复任何内容。",
                    en=f"the file {path} is not as it was written; nothing was restored.",
                )


def kept_as(path: Path) -> Kept:
    """Answers size and SHA-256 of a file."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    return Kept(sha256=found, bytes=path.stat().st_size)


def backups(place: Path) -> list[Path]:
    """Answers the complete backups in a folder, oldest first: their names are their times."""
    return sorted(path for path in _ours(place, "") if (path / FILE).is_file())


def unfinished(place: Path) -> list[Path]:
    """Answers what backups that were cut off left in a folder."""
    return sorted(_ours(place, PART))


def _ours(place: Path, ending: str) -> Iterator[Path]:
    for path in place.iterdir() if place.is_dir() else ():
        if path.is_dir() and path.name.endswith(ending) and _NAME.fullmatch(path.name.removesuffix(ending)):
            yield path
