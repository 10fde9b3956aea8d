"""Files that come in and go out: their names, kinds, places on disk, and what a program that opens them may believe."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as product
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shouwen.tickets.importing.cells import FileRefused
from shouwen.tickets.importing.rejects import guarded
from shouwen.tickets.importing.xlsx_file import guard
from shouwen.tickets.models import Attachment
from tests.cast import Cast
from tests.security.conftest import SignIn

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def kept(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.parametrize(
    ("said", "called"),
    [
        ("发票.exe", "发票.exe.png"),
        ("a.PNG", "a.PNG"),
        ("../../etc/passwd", "passwd.png"),
    ],
)
def test_a_file_is_called_by_its_true_kind_and_lies_under_its_digest(
    cast: Cast, sign_in: SignIn, kept: Path, said: str, called: str
) -> None:
    ticket, client = cast.open(), sign_in(cast.clerk)
    file = SimpleUploadedFile("x.png", PNG)
    file.name = said
    client.post(reverse("tickets:attach", args=[ticket.pk]), {"file": file, "seen": 9})
    row = Attachment.objects.get()
    assert row.name == called and Path(row.file.path).is_relative_to(kept)
    assert Path(row.file.name).name.startswith(row.sha256)


def test_a_file_goes_out_to_be_saved_and_never_to_be_opened_in_the_page(
    cast: Cast, sign_in: SignIn, kept: Path
) -> None:
    ticket, client = cast.open(), sign_in(cast.clerk)
    row = Attachment(ticket=ticket, name='截图";filename="a.html', kind="png", size=48, by=cast.clerk, at=cast.morning)
    row.file.save("a", ContentFile(PNG))
    headers = client.get(reverse("tickets:attachment", args=[ticket.pk, row.pk])).headers
    assert headers["Content-Disposition"].startswith("attachment;")
    # The name is said as RFC 6266 has it: encoded, so that nothing in it ends the name.
    assert "filename*=utf-8''" in headers["Content-Disposition"] and '"' not in headers["Content-Disposition"]
    assert headers["Content-Type"] == "application/octet-stream" and headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in headers["Cache-Control"] and "default-src" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "contents", [b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"<html>", b"MZ\x90"]
)
def test_what_a_browser_or_a_machine_would_run_is_not_taken(
    cast: Cast, sign_in: SignIn, kept: Path, contents: bytes
) -> None:
    ticket, client = cast.open(), sign_in(cast.clerk)
    file = SimpleUploadedFile("a.png", contents, content_type="image/png")
    assert client.post(reverse("tickets:attach", args=[ticket.pk]), {"file": file}).status_code == 422
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_that_goes_out_is_a_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


def test_files_are_kept_away_from_what_is_served() -> None:
    assert not Path(product.MEDIA_ROOT).is_relative_to(Path(product.STATIC_ROOT))
    assert product.FILE_UPLOAD_PERMISSIONS == 0o600


def test_a_bomb_and_an_entity_are_refused_before_they_are_read(tmp_path: Path) -> None:
    def package(name: str, sheet: bytes, book: str = "<workbook/>") -> Path:
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("xl/workbook.xml", book)
            made.writestr("xl/worksheets/sheet1.xml", sheet)
        return tmp_path / name

    guard(package("honest.xlsx", b"<sheet/>"))
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook/>'
    for path in (package("bomb.xlsx", b"0" * (64 * 1024**2)), package("entity.xlsx", b"<sheet/>", entity)):
        with pytest.raises(FileRefused) as refused:
            guard(path)
        assert refused.value.refused.code == "file-bomb"
