"""Small text files that people send: a page of dates, a list of number segments."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

# What offices in China save as: UTF-8 with or without its mark, and the national encoding.
ENCODINGS = ("utf-8-sig", "gb18030")


def read_text(given: UploadedFile | None, most_bytes: int) -> str:
    """Answers the file's text, "" for no file. Raises ValidationError for one too large or that is not text."""
    if not given:
        return ""
    if (given.size or 0) > most_bytes:
        most = f"{most_bytes // 1000:,} KB"
        raise forms.ValidationError(_("This file is larger than %(most)s.") % {"most": most})
    raw = given.read()
    for encoding in ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return str(text)
    raise forms.ValidationError(_("This file is not text. Save it as CSV and try again."))
