"""Files that come in: known by their contents, stopped at the limit, refused with a word about each."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from shouwen.cases import file_kinds, uploads
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.tickets.models import Attachment, Ticket
from tests.cast import Cast

LIMITS = shipped().limits


def package(*names: str) -> bytes:
    """A package with these names in it."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name in names:
            zipped.writestr(name, "<x/>")
    return body.getvalue()


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
TYPES = "[Content_Types].xml"


@pytest.mark.parametrize(
    ("name", "contents", "kind"),
    [
        ("a.jpg", b"\xff\xd8\xff\xe0", "jpg"),
        ("really-a-picture.txt", b"\x89PNG\r\n\x1a\n", "png"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        ("a.wav", b"RIFF\0\0\0\0WAVEfmt ", "wav"),
        ("a.avi", b"RIFF\0\0\0\0AVI LIST", ""),
        ("a.pdf", b"%PDF-1.7\n", "pdf"),
        ("a.mp3", b"ID3\x04", "mp3"),
        ("a.mp3", b"\xff\xfb\x90", "mp3"),
        ("a.amr", b"#!AMR\n", "amr"),
        ("a.m4a", b"\0\0\0\x20ftypM4A ", "m4a"),
        ("a.m4a", b"\0\0\0\x20ftypisom", "m4a"),
        ("a.mp4", b"\0\0\0\x20ftypisom", "mp4"),
        ("a.docx", package(TYPES, "word/document.xml"), "docx"),
        ("a.xlsx", package(TYPES, "xl/workbook.xml"), "xlsx"),
        ("a.xlsx", package(TYPES, "xl/workbook.xml", "xl/vbaProject.bin"), ""),
        ("a.zip", package("a.exe"), ""),
        ("a.docx", b"PK\x03\x04 cut off", ""),
        ("a.doc", COMPOUND + "WordDocument".encode("utf-16-le"), "doc"),
        ("a.xls", COMPOUND + "Workbook".encode("utf-16-le"), "xls"),
        ("a.msi", COMPOUND, ""),
        ("a.txt", "客户说：没有信号".encode("gb18030"), "txt"),
        ("a.csv", "号码,内容\n".encode("utf-8-sig"), "csv"),
        ("a.txt", "号码".encode("utf-16"), "txt"),
        ("a.txt", b"text\x00with a hole", ""),
        ("a.eml", b"From: a@b.c\nSubject: x\n\nhello", "eml"),
        ("a.eml", b"<html>", ""),
        ("a.html", b"<html><script>alert(1)</script>", ""),
        ("a.svg", b"<svg onload='alert(1)'/>", ""),
        ("a.jpg", b"MZ\x90\x00", ""),
        ("a.exe", b"MZ\x90\x00", ""),
    ],
)
def test_a_file_is_known_by_its_contents(name: str, contents: bytes, kind: str) -> None:
    assert file_kinds.sniff(SimpleUploadedFile(name, contents)) == kind


def test_every_kind_that_is_known_is_one_that_the_edition_takes() -> None:
    known = {kind for _, kind in file_kinds.BEGINNINGS if isinstance(kind, str)}
    assert known <= set(LIMITS.attachment_types)


def test_a_package_is_not_unpacked() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(TYPES, "x")
        zipped.writestr("xl/workbook.xml", bytes(200_000_000))
    assert len(bomb.getvalue()) < 1_000_000
    assert file_kinds.sniff(SimpleUploadedFile("bomb.xlsx", bomb.getvalue())) == "xlsx"


@pytest.mark.parametrize(
    ("name", "contents", "code"),
    [("empty.txt", b"", "attachment-empty"), ("a.exe", b"MZ", "attachment-type")],
)
def test_a_file_that_is_not_taken_says_why(name: str, contents: bytes, code: str) -> None:
    answer = uploads.read(SimpleUploadedFile(name, contents), shipped())
    assert isinstance(answer, Refused) and answer.code == code


def test_a_name_keeps_neither_folders_nor_disguises() -> None:
    assert uploads.clean_name("C:\\tmp\\截图.png") == "截图.png"
    assert uploads.clean_name("invoice\u202egnp.exe") == "invoicegnp.exe"
    assert uploads.clean_name("../../etc/passwd") == "passwd"
    assert uploads.clean_name("\x00") == "?"
    assert len(uploads.clean_name("长" * 500)) == 200


@pytest.fixture
def desk(cast: Cast, signed_in: Any) -> Client:
    browser: Client = signed_in(cast.clerk)
    browser.cookies["django_language"] = "en"
    return browser


def call(*files: SimpleUploadedFile) -> dict[str, Any]:
    """A whole call with these files."""
    at = timezone.localtime(timezone.now() - timedelta(minutes=5))
    return {
        "token": str(uuid4()),
        "column": "complaint",
        "number": "14300880005",
        "category": "basic.voice.dropped",
        "source": "hall",
        "contacted_at": f"{at:%Y-%m-%dT%H:%M}",
        "text": "通话总是掉线",
        "hand_in": "submit",
        "files": files,
    }


def of_size(name: str, size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7" + bytes(size - 8))


def told(answer: Any) -> str:
    assert answer.status_code == 422
    assert not Ticket.rows.exists() and not Attachment.objects.exists()
    return " ".join(answer.context["form"].errors["files"])


def test_a_file_of_exactly_the_limit_is_kept(desk: Client) -> None:
    assert desk.post("/tickets/new", call(of_size("a.pdf", LIMITS.attachment_bytes))).status_code == 303
    assert Attachment.objects.get().size == LIMITS.attachment_bytes


def test_a_file_over_the_limit_is_named_and_the_call_stays_typed(desk: Client) -> None:
    answer = desk.post("/tickets/new", call(of_size("大.pdf", LIMITS.attachment_bytes + 1), of_size("b.pdf", 9)))
    assert "大.pdf" in told(answer) and "b.pdf" not in told(answer)
    assert "通话总是掉线" in answer.content.decode()


def test_a_file_too_many_is_named(desk: Client) -> None:
    files = [of_size(f"{place}.pdf", 9) for place in range(LIMITS.attachments_per_ticket + 1)]
    assert f"{LIMITS.attachments_per_ticket}.pdf" in told(desk.post("/tickets/new", call(*files)))


def test_a_program_in_the_clothes_of_a_picture_is_refused(desk: Client) -> None:
    assert "photo.jpg" in told(desk.post("/tickets/new", call(SimpleUploadedFile("photo.jpg", b"MZ\x90"))))


def test_files_of_a_call_that_was_refused_are_asked_for_again(desk: Client) -> None:
    answer = desk.post("/tickets/new", {**call(of_size("单.pdf", 9)), "source": ""})
    assert "单.pdf" in told(answer)


class Endless(io.RawIOBase):
    """A form whose file never ends; counts how much of it was read."""

    def __init__(self, head: bytes) -> None:
        self.head, self.given = head, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        size = 65_536 if size < 0 else size
        part, self.head = self.head[:size], self.head[size:]
        part += bytes(size - len(part))
        self.given += len(part)
        return part


def test_three_gigabytes_are_refused_without_being_read(desk: Client, tmp_path: Path, settings: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    fields = {name: value for name, value in call().items() if name != "files"} | {"tried": "已请客户重启"}
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ]
    file = '--x\r\nContent-Disposition: form-data; name="files"; filename="disk.mp4"\r\n\r\n'
    body = Endless("".join([*parts, file]).encode())
    answer = desk.generic(
        "POST",
        "/tickets/new",
        b"",
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": body, "CONTENT_LENGTH": str(3 * 1024**3), "CONTENT_TYPE": "multipart/form-data; boundary=x"},
    )
    page = answer.content.decode()
    assert "disk.mp4" in told(answer) and "通话总是掉线" in page and "已请客户重启" in page
    assert body.given < 1_000_000
    assert not list(tmp_path.iterdir())


def test_every_text_of_the_form_stands_before_its_files(desk: Client) -> None:
    page = desk.get("/tickets/new").content.decode()
    files = page.index('name="files"')
    assert files > max(
        page.rindex(f'name="{name}"') for name in ("text", "evidence", "tried", "answer", "dispatch_why")
    )


def test_a_forged_form_is_refused_behind_the_guard(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.clerk)
    assert browser.post("/tickets/new", call()).status_code == 403
    assert not Ticket.rows.exists()
