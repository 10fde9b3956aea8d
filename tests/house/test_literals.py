"""The Python of the pages says nothing to a reader that isn't translated, as far as its literals tell."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import allauth
import django.conf
import django.contrib.auth
import polib
from django.contrib.auth import password_validation

from shouwen.web import borrowed

PACKAGE = Path(borrowed.__file__).parent.parent
LETTERS = re.compile(r"[A-Za-z\u3400-\u9fff]")
TOO_SHORT = re.compile(r"\"(This password is too short[^\"]*)\"")
CHINESE = re.compile(r"[\u3400-\u9fff]")

# These speak otherwise: the demo world is a Chinese one, the handbook's words are in its TOML in both languages,
# the command line says both by itself, and the search folds characters of which it says none.
OTHERWISE = {"demo", "handbook", "wiring", "search"}
# Chinese that is read or shown as a sample, not said.
CHINESE_FOR_A_REASON = {
    "batchdisputes/listing/entries.py": "amounts and empty cells as lists write them",
    "calendars/announcement.py": "reads the official sentences",
    "clauses/asking.py": "examples of what a customer says, to try a decision with",
    "customers/attribution.py": "endings of the names of provinces and cities",
    "tickets/importing/mapping.py": "cells that mean nothing",
    "tickets/importing/moments.py": "times as files write them",
    "tickets/importing/rejects.py": "both languages of the heads, known again when the file comes back",
    "web/clocktext.py": "holds both languages, side by side",
    "web/pattern_samples.py": "samples of the pattern book",
    "web/patterns.py": "samples of the pattern book",
}
# By which words Django is told what to show, and at which place a call takes it.
SAID_BY_NAME = {"label", "help_text", "empty_label", "verbose_name", "placeholder"}
SAID_IN_A_CLASS = {"label", "help_text", "title"}
SAID_BY_CALL = {"ValidationError": 0, "add_error": 1}
MESSAGES = {"debug", "info", "success", "warning", "error"}
TRANSLATING = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """The modules whose words reach a page."""
    for path in sorted(PACKAGE.rglob("*.py")):
        where = path.relative_to(PACKAGE)
        if where.parts[0] not in OTHERWISE and "migrations" not in where.parts:
            yield where.as_posix(), ast.parse(path.read_text("utf-8"))


def name_of(called: ast.expr) -> str:
    """`f` of f(…) and of a.f(…)."""
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def words_of(node: ast.expr) -> str:
    """The words of a literal, also of one put together; nothing where it is none."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(words_of(part) for part in node.values)
    return words_of(node.left) + words_of(node.right) if isinstance(node, ast.BinOp) else ""


def shown(node: ast.AST) -> Iterator[ast.expr]:
    """What this call or class has Django show."""
    if isinstance(node, ast.Call):
        name = name_of(node.func)
        yield from (keyword.value for keyword in node.keywords if keyword.arg in SAID_BY_NAME)
        place = SAID_BY_CALL.get(name)
        if (
            isinstance(node.func, ast.Attribute)
            and getattr(node.func.value, "id", "") == "messages"
            and name in MESSAGES
        ):
            place = 1
        yield from node.args[place : place + 1] if place is not None else ()
    elif isinstance(node, ast.ClassDef) and "AppConfig" not in {name_of(base) for base in node.bases}:
        for line in node.body:
            if isinstance(line, ast.Assign) and {getattr(each, "id", "") for each in line.targets} & SAID_IN_A_CLASS:
                yield line.value


def chinese(tree: ast.Module) -> Iterator[ast.Constant]:
    """Chinese literals, without docstrings and what is handed to the translation."""
    left_out: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            left_out.add(node.value)
        elif isinstance(node, ast.Call) and name_of(node.func) in TRANSLATING:
            left_out.update(node.args)
    for node in ast.walk(tree):
        said = node.value if isinstance(node, ast.Constant) and node not in left_out else ""
        if isinstance(said, str) and CHINESE.search(said):
            yield node


def test_labels_hints_errors_and_messages_are_translated() -> None:
    found = [
        f"{where}:{said.lineno}: {words_of(said)}"
        for where, tree in modules()
        for node in ast.walk(tree)
        for said in shown(node)
        if LETTERS.search(words_of(said))
    ]
    assert found == []


def test_chinese_stands_in_the_catalogue_or_in_the_handbook() -> None:
    found = [
        f"{where}:{said.lineno}: {said.value}"
        for where, tree in modules()
        if where not in CHINESE_FOR_A_REASON
        for said in chinese(tree)
    ]
    assert found == []


def test_nothing_is_translated_inside_an_f_string_where_xgettext_does_not_look() -> None:
    found = [
        f"{where}:{node.lineno}: {ast.unparse(node)}"
        for where, tree in modules()
        for text in ast.walk(tree)
        if isinstance(text, ast.JoinedStr)
        for node in ast.walk(text)
        if isinstance(node, ast.Call) and name_of(node.func) in TRANSLATING
    ]
    assert found == []


def test_a_reason_for_chinese_is_still_needed() -> None:
    assert CHINESE_FOR_A_REASON.keys() <= {where for where, tree in modules() if any(chinese(tree))}


def test_the_borrowed_sentences_are_still_said_by_those_from_whom_they_are_borrowed() -> None:
    lenders = [Path(module.__file__).parent for module in (django.conf, django.contrib.auth, allauth)]
    catalogues = [lender / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po" for lender in lenders]
    theirs = {entry.msgid for catalogue in catalogues for entry in polib.pofile(str(catalogue))}
    # Django says this one otherwise than its own catalogue has it.
    theirs |= set(TOO_SHORT.findall(Path(password_validation.__file__).read_text("utf-8")))
    ours = {
        words_of(node.args[0])
        for node in ast.walk(ast.parse(Path(borrowed.__file__).read_text("utf-8")))
        if isinstance(node, ast.Call) and name_of(node.func) in TRANSLATING
    }
    assert ours
    assert sorted(ours - theirs) == []
