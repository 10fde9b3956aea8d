"""Making a backup: database, files and manifest in a folder that gets its name only when it is whole."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from shouwen import __version__
from shouwen.wiring import data_folder, last_time
from shouwen.wiring.backup import postgresql, sqlite
from shouwen.wiring.backup.manifest import FORMAT, PAPERS, PART, Kept, Manifest, backups, kept_as, unfinished
from shouwen.wiring.files import DRAFT
from shouwen.wiring.trouble import Trouble

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


def make(place: Path, *, at: datetime, data: Path) -> Path:
    """Answers a new backup in `place`: the desk as it is at one moment after `at`, while it goes on being used.

    What was acknowledged before the snapshot is in it, whole; what comes after is not. Raises Trouble when it cannot
    be made; then nothing of it stays behind.
    """
    _room(place, data)
    folder = place / f"shouwen-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    draft = folder.with_name(folder.name + PART)
    if folder.exists() or draft.exists():
        raise Trouble(zh=f"{folder} 已经存在；请稍后再试。", en=f"{folder} is there already; try again in a moment.")
    draft.mkdir(mode=0o700)
    try:
        _fill(draft, at)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    last_time.note(data, last_time.BACKUP, at, path=str(folder))
    return folder


def prune(place: Path, *, keep: int) -> list[Path]:
    """Removes all but the newest `keep` backups, and what cut-off ones left; answers what was removed."""
    gone = [*backups(place)[:-keep], *unfinished(place)]
    for folder in gone:
        shutil.rmtree(folder)
    return gone


def key_fingerprint() -> str:
    """Answers what tells whether a desk has the same secret key, and tells nothing of the key itself."""
    return hashlib.sha256(b"shouwen.backup.key:" + settings.SECRET_KEY.encode()).hexdigest()[:16]


def _room(place: Path, data: Path) -> None:
    data_folder.make(place)
    if not os.access(place, os.W_OK):
        raise Trouble(zh=f"目录 {place} 无法写入。", en=f"the folder {place} cannot be written.")
    needed = sum(path.stat().st_size for path in _papers())
    if connection.vendor == "sqlite":
        needed += Path(str(connection.settings_dict["NAME"])).stat().st_size
    if (free := shutil.disk_usage(place).free) < needed + data_folder.NEEDED:
        raise Trouble(
            zh=f"{place} 只剩 {free // 2**20} MB，备份约需 {needed // 2**20} MB；请腾出空间，或用 --to 指定别处。",
            en=f"{place} has {free // 2**20} MB left, the backup needs about {needed // 2**20} MB; "
            "make room or name another place with --to.",
        )


def _fill(folder: Path, at: datetime) -> None:
    engine = ENGINES[connection.vendor]
    state, named = engine.snapshot(folder)
    # Every file lies on the disk before the row that names it, so whatever the snapshot names is there by now.
    files = {engine.FILE: kept_as(folder / engine.FILE), **dict(_copied(folder))}
    Manifest(
        format=FORMAT,
        made_at=at.astimezone(UTC).isoformat(),
        version=__version__,
        engine=connection.vendor,
        engine_version=".".join(map(str, connection.get_database_version())),
        state=state,
        files=files,
        missing=sorted(name for name in named if f"{PAPERS}/{name}" not in files),
        key=key_fingerprint(),
    ).write(folder)
    for inner, _, _ in os.walk(folder):
        _sync(Path(inner))


def _papers() -> Iterator[Path]:
    root = Path(settings.MEDIA_ROOT)
    found = root.rglob("*") if root.is_dir() else ()
    return (path for path in found if path.is_file() and not path.name.startswith(DRAFT))


def _copied(folder: Path) -> Iterator[tuple[str, Kept]]:
    """Every file of the desk, copied; one that is thrown away meanwhile is not missed."""
    for path in _papers():
        name = f"{PAPERS}/{path.relative_to(settings.MEDIA_ROOT).as_posix()}"
        copy = folder / name
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            shutil.copyfile(path, copy)
        except FileNotFoundError:
            continue
        copy.chmod(0o600)
        _sync(copy)
        yield name, kept_as(copy)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
