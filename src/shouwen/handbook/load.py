"""Reads an edition from its folder: everything checked, every mistake told at once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from shouwen.handbook.chapters import FILES
from shouwen.handbook.edition import Categories, Edition
from shouwen.handbook.problems import EditionError, Problem, problems_of
from shouwen.handbook.references import wrong_references

__all__ = ["Edition", "EditionError", "Problem", "load", "shipped"]

SHIPPED = Path(__file__).with_name("edition")
INHERITED = ("function", "matter", "clause", "international", "retired")


@cache
def shipped() -> Edition:
    """The edition that comes with the product."""
    return load(SHIPPED)


def load(folder: Path) -> Edition:
    """The edition in that folder. Raises `EditionError` with all its mistakes when there are any."""
    problems: list[Problem] = []
    parts: dict[str, Any] = {}
    for file, model in FILES.items():
        raw = _read(folder / file, problems)
        if raw is None:
            continue
        if file == "categories.toml":
            _grow(raw, problems)
        try:
            chapter = model.model_validate(raw)
        except ValidationError as error:
            problems.extend(problems_of(file, model, error))
        else:
            parts |= {name: getattr(chapter, name) for name in model.model_fields}
    problems.extend(_strangers(folder))
    if problems:
        raise EditionError(problems)
    edition = Edition(**parts | {"categories": Categories(parts["categories"])})
    if wrong := wrong_references(edition):
        raise EditionError(wrong)
    return edition


def _read(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(Problem(path.name, "", "the file is missing: an edition needs every chapter"))
    except UnicodeDecodeError:
        problems.append(Problem(path.name, "", "the file isn't UTF-8: save it as UTF-8"))
    except tomllib.TOMLDecodeError as error:
        twice = "a key is written twice: keep one of them; " if _is_duplicate(error) else ""
        problems.append(Problem(path.name, "", f"{twice}the TOML can't be read: {error}"))
    return None


def _is_duplicate(error: tomllib.TOMLDecodeError) -> bool:
    return any(words in str(error) for words in ("overwrite", "twice", "Duplicate"))


def _strangers(folder: Path) -> list[Problem]:
    return [
        Problem(path.name, "", f"is not a chapter of the handbook; known: {', '.join(FILES)}")
        for path in sorted(folder.glob("*.toml"))
        if path.name not in FILES
    ]


def _grow(raw: dict[str, Any], problems: list[Problem]) -> None:
    """Gives each category its parent and level from its dotted code, and from above what it doesn't say."""
    tree = raw.get("categories")
    if not isinstance(tree, dict):
        return
    for code in sorted(tree, key=lambda code: code.count(".")):
        entry = tree[code]
        if not isinstance(entry, dict):
            continue
        parent = code.rpartition(".")[0] or None
        if parent is not None and parent not in tree:
            sentence = f"its parent {parent} is missing: add it"
            problems.append(Problem("categories.toml", f"categories.{code}", sentence))
        above = tree.get(parent, {}) if parent else {}
        passed_down = {key: above[key] for key in INHERITED if key in above}
        tree[code] = {"parent": parent, "level": code.count(".") + 1} | passed_down | entry
