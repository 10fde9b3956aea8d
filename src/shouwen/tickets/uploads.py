"""Files that come in: stopped at the limit while they arrive, and known by their contents, never by their names."""

import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from pathlib import PurePath
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from shouwen.handbook.decision import Refused
from shouwen.handbook.edition import Edition
from shouwen.handbook.load import shipped

# What a form may weigh beside its files.
FIELDS_BYTES = 32 * 1024 * 1024
# How far into a file its kind is looked for.
HEAD_BYTES = 4096
ZIP_ENTRIES = 10_000

Page = Callable[..., HttpResponse]


@dataclass(frozen=True)
class TurnedAway:
    """A file that was stopped while it arrived: its name, and the refusal's sentence to be."""

    name: str
    refused: Refused


@dataclass(frozen=True, kw_only=True)
class Received:
    """A file that may be kept: cleaned name, kind by contents, bytes, digest."""

    name: str
    kind: str
    size: int
    sha256: str
    file: UploadedFile


class Guard(FileUploadHandler):
    """Stands before Django's own handlers and lets no file pass that is over the limit (C4.7).

    A file that grows too big, or is one too many, is thrown away as it arrives and the rest of the form is read on.
    A body larger than any honest form is not read at all: nothing of it reaches memory or disk.
    """

    def __init__(self, request: HttpRequest, edition: Edition) -> None:
        super().__init__(request)
        self.limits, self.edition = edition.limits, edition
        self.turned_away: list[TurnedAway] = []
        self.files = self.size = self.announced = 0

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: str, encoding: str | None = None
    ) -> None:
        self.announced = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.files, self.size = self.files + 1, 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        # Not in new_file: to stop there would close the file before this one.
        self.size += len(raw_data)
        most = self.limits.attachment_bytes
        if self.announced > self.limits.attachments_per_ticket * most + FIELDS_BYTES:
            self._turn_away("attachment-too-big", most=most)
            raise StopUpload(connection_reset=True)
        if self.files > self.limits.attachments_per_ticket:
            self._turn_away("too-many-attachments", most=self.limits.attachments_per_ticket)
            raise SkipFile
        if self.size > most:
            self._turn_away("attachment-too-big", most=most)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None

    def _turn_away(self, code: str, **facts: Any) -> None:
        self.turned_away.append(TurnedAway(clean_name(self.file_name or ""), Refused.of(self.edition, code, **facts)))


def guarded(page: Page) -> Page:
    """Put the guard before a page that takes files. The check against forged requests is made behind the guard,
    for it is what first reads the form. The page asks `turned_away(request)`.
    """
    inner = csrf_protect(page)

    @csrf_exempt
    @wraps(page)
    def outer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        guard = Guard(request, shipped())
        request.upload_handlers.insert(0, guard)
        request.upload_guard = guard  # type: ignore[attr-defined]
        return inner(request, *args, **kwargs)

    return cast(Page, outer)


def turned_away(request: HttpRequest) -> list[TurnedAway]:
    """The files of a guarded page that were stopped at the limit."""
    guard = getattr(request, "upload_guard", None)
    return list(guard.turned_away) if guard else []


def read(file: UploadedFile, edition: Edition) -> Received | Refused:
    """A file as it may be kept, or why not: empty, too big, or of a kind that is not taken (C4.7)."""
    limits = edition.limits
    size = file.size or 0
    if size == 0:
        return Refused.of(edition, "attachment-empty")
    if size > limits.attachment_bytes:
        return Refused.of(edition, "attachment-too-big", most=limits.attachment_bytes)
    kind = sniff(file)
    if kind not in limits.attachment_types:
        said = kind or PurePath(clean_name(file.name or "")).suffix.lstrip(".").lower() or "?"
        return Refused.of(edition, "attachment-type", type=said, allowed=", ".join(limits.attachment_types))
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return Received(name=clean_name(file.name or kind), kind=kind, size=size, sha256=digest.hexdigest(), file=file)


def clean_name(name: str) -> str:
    """The name without folders, and without the invisible characters that disguise an ending."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(ch for ch in bare if unicodedata.category(ch) not in ("Cc", "Cf")).strip()[:200] or "?"


def sniff(file: UploadedFile) -> str:
    """The kind of a file by its contents, as the edition names kinds; "" for what is not known."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    ending = PurePath(file.name or "").suffix.lstrip(".").lower()
    try:
        for beginning, kind in BEGINNINGS:
            if head.startswith(beginning):
                return kind(file, head, ending) if callable(kind) else kind
        if head[4:8] == b"ftyp":
            return _iso_media(head, ending)
        if b"%PDF-" in head[:1024]:
            return "pdf"
        return _text(file, head, ending)
    finally:
        file.seek(0)


def _riff(file: UploadedFile, head: bytes, ending: str) -> str:
    return {b"WEBP": "webp", b"WAVE": "wav"}.get(head[8:12], "")


def _iso_media(head: bytes, ending: str) -> str:
    """Sound alone calls itself M4A, or is told apart from films by its ending only."""
    return "m4a" if head[8:11] in (b"M4A", b"M4B") or ending == "m4a" else "mp4"


def _package(file: UploadedFile, head: bytes, ending: str) -> str:
    """A word or a sheet in a package: told by the names in it, nothing is unpacked."""
    try:
        file.seek(0)
        with zipfile.ZipFile(cast(Any, file)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ""
    if len(names) > ZIP_ENTRIES or "[Content_Types].xml" not in names:
        return ""
    if any(name.endswith("vbaProject.bin") for name in names):
        return ""
    return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else ""


def _compound(file: UploadedFile, head: bytes, ending: str) -> str:
    """The older word or sheet: told by the name of the stream that holds it."""
    file.seek(0)
    whole = file.read()
    if "WordDocument".encode("utf-16-le") in whole:
        return "doc"
    sheets = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
    return "xls" if any(name in whole for name in sheets) else ""


def _text(file: UploadedFile, head: bytes, ending: str) -> str:
    """Plain writing, in an encoding that is usual here; which kind of writing, its ending says."""
    if ending not in ("txt", "csv", "eml"):
        return ""
    file.seek(0)
    whole = file.read()
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and b"\x00" in whole:
        return ""
    if ending == "eml" and not MAIL.match(head.decode("latin-1")):
        return ""
    return ending if any(_reads(whole, code) for code in (("utf-16",) if wide else ("utf-8", "gb18030"))) else ""


def _reads(whole: bytes, encoding: str) -> bool:
    try:
        whole.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


MAIL = re.compile(r"\A(?:From |[A-Za-z][A-Za-z0-9-]*:)")

BEGINNINGS: tuple[tuple[bytes, str | Callable[[UploadedFile, bytes, str], str]], ...] = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"RIFF", _riff),
    (b"PK\x03\x04", _package),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _compound),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"\xff\xf2", "mp3"),
    (b"#!AMR", "amr"),
)
