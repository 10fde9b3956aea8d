"""Files that people hand in: whole or not at all, none over another, for nobody else's eyes."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from shouwen.wiring.files import Files


class TooMuch(ContentFile):
    """A file that the disk has no room for, as the system tells it in the middle of writing."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"the beginning"
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(location=tmp_path)


def there(files: Files) -> list[str]:
    return sorted(path.relative_to(files.location).as_posix() for path in Path(files.location).rglob("*.*"))


def test_a_file_is_kept_with_its_contents_for_its_owner_only(files):
    name = files.save("2026/03/photo.jpg", ContentFile(b"contents"))
    assert name == "2026/03/photo.jpg" and there(files) == [name]
    assert Path(files.path(name)).read_bytes() == b"contents"
    assert Path(files.path(name)).stat().st_mode & 0o777 == 0o600


def test_a_file_that_the_disk_has_no_room_for_leaves_nothing_and_takes_no_other_with_it(files):
    files.save("2026/03/photo.jpg", ContentFile(b"of somebody else"))
    with pytest.raises(OSError, match="No space left"):
        files.save("2026/03/photo.jpg", TooMuch(b""))
    assert there(files) == ["2026/03/photo.jpg"]


def test_a_name_that_another_process_took_at_the_same_moment_is_left_to_it(files, monkeypatch):
    files.save("photo.jpg", ContentFile(b"theirs"))
    monkeypatch.setattr(files, "get_available_name", TooEarly(files.get_available_name).look)
    ours = files.save("photo.jpg", ContentFile(b"ours"))
    assert ours != "photo.jpg"
    assert {Path(files.path(name)).read_bytes() for name in there(files)} == {b"theirs", b"ours"}


class TooEarly:
    """The first look for a free name comes before the other process has written."""

    def __init__(self, free) -> None:
        self.free, self.looked = free, False

    def look(self, name: str, max_length: int | None = None) -> str:
        if not self.looked:
            self.looked = True
            return name
        return self.free(name, max_length)
