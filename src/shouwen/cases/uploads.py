"""Files that come in: stopped at the limit while they arrive, and known by their contents, never by their names."""

import unicodedata
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

from shouwen.cases.file_kinds import sniff
from shouwen.handbook.decision import Refused
from shouwen.handbook.edition import Edition
from shouwen.handbook.load import shipped
from shouwen.handbook.schema import Limits

# What a form may weigh beside its files.
FIELDS_BYTES = 32 * 1024 * 1024

# Endings that mean a kind beside its own name.
ENDINGS = {"jpg": ("jpg", "jpeg"), "mp4": ("mp4", "m4v", "mov"), "m4a": ("m4a", "m4b")}

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

    def __init__(self, request: HttpRequest, edition: Edition, limits: Limits | None = None) -> None:
        super().__init__(request)
        self.limits, self.edition = limits or edition.limits, edition
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


def guarded(page: Page, limits: Limits | None = None) -> Page:
    """Put the guard before a page that takes files. The check against forged requests is made behind the guard,
    for it is what first reads the form. The page asks `turned_away(request)`. `limits` are those of attachments
    unless others are given.
    """
    inner = csrf_protect(page)

    @csrf_exempt
    @wraps(page)
    def outer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        guard = Guard(request, shipped(), limits)
        request.upload_handlers.insert(0, guard)
        request.upload_guard = guard
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
    return Received(
        name=_ending(clean_name(file.name or kind), kind), kind=kind, size=size, sha256=digest.hexdigest(), file=file
    )


def _ending(name: str, kind: str) -> str:
    """The name with an ending that tells the truth: what opens a file later goes by it."""
    said = PurePath(name).suffix.lstrip(".").lower()
    return name if said in ENDINGS.get(kind, (kind,)) else f"{name[: 200 - len(kind) - 1]}.{kind}"


def clean_name(name: str) -> str:
    """The name without folders, and without the invisible characters that disguise an ending."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(ch for ch in bare if unicodedata.category(ch) not in ("Cc", "Cf")).strip()[:200] or "?"
