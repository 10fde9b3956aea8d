"""What the desk throws away by itself: looks that have ended, drafts nobody came back to, files that no row names."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from django.conf import settings

from shouwen.tickets.models import Attachment, Draft, HandIn, ImportRun, Presence

LOOK = timedelta(minutes=5)
DRAFT = timedelta(days=30)
HAND_IN = timedelta(days=7)
# A file is on the disk before its row is committed; a day is longer than any transaction.
ORPHAN = timedelta(days=1)
AT_ONCE = 500


def end_looks(at: datetime) -> int:
    """Forget who had a ticket open and left; answers how many."""
    return Presence.objects.filter(at__lt=at - LOOK).delete()[0]


def drop_drafts(at: datetime) -> int:
    """Forget drafts and finished hand-ins that are too old to be asked for; answers how many."""
    drafts = Draft.objects.filter(at__lt=at - DRAFT).delete()[0]
    return drafts + HandIn.objects.filter(at__lt=at - HAND_IN).delete()[0]


def tidy(at: datetime) -> int:
    """Throw away all that is seldom looked for; answers how much it was."""
    return drop_drafts(at) + remove_orphans(at)


def remove_orphans(at: datetime) -> int:
    """Remove files older than a day that no row names, left by a request or a process that died; answers how many."""
    removed = 0
    old = _old_files(Path(settings.MEDIA_ROOT), at - ORPHAN)
    while some := list(islice(old, AT_ONCE)):
        names = [path.relative_to(settings.MEDIA_ROOT).as_posix() for path in some]
        named = set(Attachment.objects.filter(file__in=names).values_list("file", flat=True))
        runs = ImportRun.objects.unscoped("files of any import")
        for column in ("file", "rejected"):
            named |= set(runs.filter(**{f"{column}__in": names}).values_list(column, flat=True))
        for path, name in zip(some, names, strict=True):
            if name not in named:
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def _old_files(root: Path, before: datetime) -> Iterator[Path]:
    for path in root.rglob("*") if root.is_dir() else ():
        # What is being written at this moment may be gone before it is asked how old it is.
        with suppress(FileNotFoundError):
            if path.is_file() and datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                yield path
