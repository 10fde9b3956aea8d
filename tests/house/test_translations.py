"""Every word of the pages is in the catalogue in both languages, and no template says one outside it."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.template.base import Lexer, Token, TokenType

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "shouwen"
CATALOGUE = PACKAGE / "web" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))

LETTERS = re.compile(r"[A-Za-z\u3400-\u9fff]")
CHINESE = re.compile(r"[\u3400-\u9fff]")
PLACEHOLDERS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
# A clause of the handbook is cited alike in every language: C5.2, L1, WD.
CLAUSE = re.compile(r"\b(?:[CML]\d+(?:\.\d+)*|WD)\b")

# The mark of the brand is a Chinese character everywhere.
MARK = "首"
# Shows every part with texts as they occur at a Chinese desk; nobody works in it.
PATTERN_BOOK = "web/templates/web/patterns.html"
# What of a tag is seen or heard, and by which names a template hands words to a part of it.
SPOKEN_ATTRIBUTES = {"title", "aria-label", "placeholder", "alt", "label", "data-label", "data-key-label"}
SPOKEN_ARGUMENTS = {"title", "words", "label", "hint", "placeholder", "action_words", "note", "whose", "first"}


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="GNU gettext is not installed here; the build has it")
def test_the_catalogue_holds_what_the_sources_say_and_nothing_else(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    shutil.copytree(
        PACKAGE, tmp_path / "src" / "shouwen", ignore=shutil.ignore_patterns("__pycache__", "static", "*.mo")
    )
    command = [sys.executable, "scripts/messages.py", "collect"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"Run `python scripts/messages.py collect` and translate:\n{ran.stderr}"
    collected = (tmp_path / CATALOGUE.relative_to(ROOT)).read_text("utf-8")
    assert collected == CATALOGUE.read_text("utf-8"), "Run `python scripts/messages.py collect`"


def test_a_translation_keeps_the_placeholders_of_its_string() -> None:
    wrong = []
    for entry in polib.pofile(str(CATALOGUE)):
        # Chinese has one form, for one as for many: it may name whatever either English form names.
        wanted = set(PLACEHOLDERS.findall(entry.msgid + entry.msgid_plural))
        for said in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            if set(PLACEHOLDERS.findall(said)) != wanted:
                wrong.append((entry.msgid, said))
    assert wrong == []


class Words(HTMLParser):
    """Gathers what a reader sees or hears of a template from which the tags of the template language are taken out."""

    SILENT = {"script", "style", "kbd"}
    WITHOUT_END = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            value for name, value in attrs if value and (name in SPOKEN_ATTRIBUTES or name.endswith("-words"))
        ]
        if tag not in self.WITHOUT_END:
            # A button to choose a language names it in that language.
            named_in_itself = tag == "button" and "lang" in dict(attrs)
            self._open.append((tag, tag in self.SILENT or named_in_itself))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(silent for _, silent in self._open):
            self.found.append(data)


def tokens(template: Path) -> list[Token]:
    """The tokens of a template without those inside a translated text, a comment or the name of a style."""
    kept, until = [], ""
    for token in Lexer(template.read_text("utf-8")).tokenize():
        words = token.split_contents() if token.token_type is TokenType.BLOCK else [""]
        if until:
            until = "" if words[0] == until else until
            continue
        if words[0] in ("blocktranslate", "comment") or words == ["block", "body_class"]:
            until = f"end{words[0]}"
        kept.append(token)
    return kept


def html(template: Path) -> str:
    """The template as HTML, with nothing where a tag chooses the name of an element, otherwise a space for each tag."""
    text = ""
    for token in tokens(template):
        if token.token_type is TokenType.TEXT:
            text += token.contents
        elif not text.endswith(("<", "</")):
            text += " "
    return text


def bare_words(template: Path) -> Iterator[str]:
    """Words outside the translations, in the text of a template or in what it hands to a part."""
    page = Words()
    page.feed(html(template))
    page.close()
    for text in page.found:
        if LETTERS.search(CLAUSE.sub("", text)) and text.strip() != MARK:
            yield " ".join(text.split())
    for token in tokens(template):
        if token.token_type is TokenType.BLOCK:
            for name, given in re.findall(r"(\w+)=\"([^\"]*)\"", token.contents):
                if CHINESE.search(given) or (name in SPOKEN_ARGUMENTS and LETTERS.search(given)):
                    yield f'{name}="{given}"'


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_template_says_nothing_outside_the_translations(template: Path) -> None:
    if template.relative_to(PACKAGE).as_posix() == PATTERN_BOOK:
        pytest.skip("the pattern book shows samples")
    assert list(bare_words(template)) == []
