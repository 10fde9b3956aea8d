"""Which kind a file is, told by its contents: its name and what the browser claims are only what somebody wrote."""

import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile

# How far into a file its kind is looked for.
HEAD_BYTES = 4096
ZIP_ENTRIES = 10_000


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
