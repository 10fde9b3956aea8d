"""Where files that people hand in are kept: whole or not at all, and on the disk before any row can name them."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

# How a file is called while it is being written; no row names such a one.
DRAFT = ".part-"


class Files(FileSystemStorage):
    """The data folder. A file that the disk has no room for leaves nothing; a power cut takes none that a row names."""

    def _save(self, name: str, content: "File[bytes]") -> str:
        folder = Path(self.path(name)).parent
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix=DRAFT) as draft:
            for chunk in content.chunks():
                draft.write(chunk)
            draft.flush()
            os.fsync(draft.fileno())
            kept = self._named(draft, name)
        for place in {folder, *folder.parents} - set(Path(self.location).parents):
            _sync(place)
        return kept

    def _named(self, draft: "IO[bytes]", name: str) -> str:
        """Gives the draft its name, or the next free one: another process may take a name between look and act."""
        while True:
            try:
                os.link(draft.name, self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return name.replace("\\", "/")


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
