"""Translations: `collect` gathers the strings to translate, `compile` makes the binary catalogues, `check` counts gaps.

Collecting needs GNU gettext (a developer's machine); compiling needs only polib (every machine).
"""

import contextlib
import shutil
import sys
from pathlib import Path

import django
import polib
from django.conf import settings
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "shouwen"
LOCALE = PACKAGE / "web" / "locale"
WRAP = 110


def collect() -> int:
    """Brings every catalogue up to the sources: sorted, without places or dates, so that a diff shows words only."""
    if shutil.which("xgettext") is None:
        print("GNU gettext is missing: apt-get install gettext", file=sys.stderr)
        return 1
    settings.configure(LOCALE_PATHS=[LOCALE], USE_I18N=True)
    django.setup()
    languages = [catalogue.relative_to(LOCALE).parts[0] for catalogue in _catalogues()]
    with contextlib.chdir(PACKAGE):
        call_command(
            "makemessages", locale=languages, extensions=["html", "txt", "py"], ignore_patterns=["static/*"],
            no_location=True, no_wrap=True, no_obsolete=True, verbosity=0,
        )  # fmt: skip
    for catalogue in _catalogues():
        _tidy(catalogue)
    return check()


def _tidy(catalogue: Path) -> None:
    entries = polib.pofile(str(catalogue), wrapwidth=WRAP)
    for volatile in ("POT-Creation-Date", "PO-Revision-Date"):
        entries.metadata.pop(volatile, None)
    entries.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    entries.save()
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(text.removeprefix("#\n").rstrip() + "\n", encoding="utf-8")


def compile_all() -> int:
    """Makes the .mo beside each .po, where the .po is newer."""
    for catalogue in _catalogues():
        binary = catalogue.with_suffix(".mo")
        if not binary.exists() or binary.stat().st_mtime <= catalogue.stat().st_mtime:
            polib.pofile(str(catalogue)).save_as_mofile(str(binary))
            print(f"Compiled {catalogue.relative_to(ROOT)}")
    return 0


def check() -> int:
    """Answers 1 and lists the strings that have no translation yet."""
    gaps = [
        (catalogue, entry.msgid)
        for catalogue in _catalogues()
        for entry in polib.pofile(str(catalogue))
        if not entry.obsolete and (entry.fuzzy or not entry.translated())
    ]
    for catalogue, msgid in gaps:
        print(f"{catalogue.relative_to(ROOT)}: not translated: {msgid!r}", file=sys.stderr)
    return 1 if gaps else 0


def _catalogues() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))


def main(words: list[str]) -> int:
    commands = {"collect": collect, "compile": compile_all, "check": check}
    if len(words) != 1 or words[0] not in commands:
        print(f"usage: messages.py {'|'.join(commands)}", file=sys.stderr)
        return 2
    return commands[words[0]]()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
