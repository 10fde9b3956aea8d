"""The page on security names only tests that exist, and every requirement that is met names one."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
# Met by what is written on the page itself, or by something outside of the desk.
WITHOUT = re.compile(r"not applicable|not met|above|by the server|the proxy|operator|host of its own|\| none \|")


def test_every_test_that_the_page_names_exists() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    written = set(re.findall(r"^def (test_\w+)", sources, re.M))
    assert not set(re.findall(r"`(test_\w+)`", PAGE)) - written


def test_every_requirement_names_its_test_or_says_why_it_has_none() -> None:
    rows = [line for line in PAGE.splitlines() if re.match(r"\| \d", line)]
    assert len(rows) > 100
    assert not [row for row in rows if "`test_" not in row and not WITHOUT.search(row)]


def test_every_chapter_of_the_standard_is_there() -> None:
    assert {int(number) for number in re.findall(r"\bV(\d+)\b", PAGE)} == set(range(1, 18))
