"""The shell's templates as a whole: icons listed, nothing inline, every part says what it expects, all translated."""

import re
from pathlib import Path

import polib
import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from shouwen.web import icons, patterns

PACKAGE = Path(icons.__file__).parent.parent
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
PARTS = sorted((PACKAGE / "web" / "templates" / "web" / "parts").glob("*.html"))
CATALOGUE = PACKAGE / "web" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def test_every_icon_that_a_template_draws_is_listed() -> None:
    used = {
        name for template in TEMPLATES for name in re.findall(r"{% icon \"([^\"]+)\" %}", template.read_text("utf-8"))
    }
    assert used <= set(icons.ICONS)


def test_the_list_of_icons_is_sorted_and_names_each_once() -> None:
    assert list(icons.ICONS) == sorted(set(icons.ICONS))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_is_inline_that_the_content_policy_would_block(template: Path) -> None:
    text = template.read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|hx-on|javascript:", text)


def test_what_is_asked_again_and_again_is_marked_as_live_so_that_it_keeps_nobody_signed_in() -> None:
    polled = {
        f"{template.name}: {tag}"
        for template in TEMPLATES
        for tag in re.findall(
            r"<\w+(?:[^<>]|{%.*?%})*hx-trigger=\"[^\"]*every(?:[^<>]|{%.*?%})*>", template.read_text("utf-8")
        )
    }
    assert len(polled) > 10
    assert [tag for tag in polled if "data-live" not in tag] == []


@pytest.mark.parametrize("part", PARTS, ids=lambda path: path.name)
def test_every_part_opens_with_what_it_expects(part: Path) -> None:
    assert part.read_text("utf-8").startswith("{# expects: ")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pattern_book_shows_every_part(language: str) -> None:
    request = RequestFactory().get("/patterns")
    request.user = AnonymousUser()
    with translation.override(language):
        html = render_to_string("web/patterns.html", patterns.context(timezone.now(), {}), request)
    for mark in (
        "chip-over",
        "chip-provisional",
        "tag-proposed",
        "why-panel",
        "timeline-entry",
        "field-error",
        "pager",
    ):
        assert mark in html


def test_every_string_of_the_catalogue_is_translated() -> None:
    gaps = [
        entry.msgid
        for entry in polib.pofile(str(CATALOGUE))
        if not entry.obsolete and (entry.fuzzy or not entry.translated())
    ]
    assert gaps == []
