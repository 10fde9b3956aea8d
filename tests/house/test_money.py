"""Money is `Decimal` (C4.8): no float anywhere near it, and every column of it has the same shape."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from shouwen.handbook import money

PACKAGE = Path(money.__file__).parents[1]
ROOMS = ("refunds", "disputes", "batchdisputes", "selfchecks")
# The rules of the handbook that reckon with amounts, or carry them.
RULES = (
    "money", "authority", "doublerefund", "interview", "batchrule", "papers", "proofs", "sampling", "schema_money",
    "schema_refunds", "schema_batch", "schema_selfchecks", "decision", "sentences",
)  # fmt: skip
FLOATS = {"float", "FloatField"}
# Moments and lengths of time by a clock of the machine may be floats; they say so by their names.
TIMES = re.compile(r"(^|_)(seconds|SECONDS)$|^(ends|began|monotonic|wall)$")
# Whole files that reckon with floats and hold no amount.
NO_AMOUNTS = {
    "refunds/billing/simulated/moods.py": "how often a trouble comes",
    "refunds/billing/simulated/server.py": "how often the server looks whether to stop",
}
# An amount has ten digits before the point; a total of many may have twelve.
TOTALS = re.compile(r"[._]total$|^BatchDispute\.")


def modules() -> Iterator[tuple[str, str]]:
    """Every module in which an amount may stand, with its text."""
    paths = [PACKAGE / "handbook" / f"{name}.py" for name in RULES if (PACKAGE / "handbook" / f"{name}.py").exists()]
    paths += sorted(path for room in ROOMS for path in (PACKAGE / room).rglob("*.py"))
    yield from ((path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8")) for path in paths)


def floats(source: str) -> Iterator[tuple[int, str]]:
    """Where a float is written, made or declared: (line, what). What is named as a time may be one."""
    tree = ast.parse(source)
    times = {id(part) for node in ast.walk(tree) if _is_time(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in times:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield node.lineno, f"the literal {node.value!r}"
        elif isinstance(node, ast.Name) and node.id in FLOATS:
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and node.attr in FLOATS:
            yield node.lineno, node.attr
        elif isinstance(node, ast.ImportFrom | ast.Import):
            yield from ((node.lineno, name.name) for name in node.names if name.name in FLOATS)


def _is_time(node: ast.AST) -> bool:
    """Whether this declares something that is named as a time."""
    match node:
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.arg(arg=name):
            return bool(TIMES.search(name))
        case ast.Assign(targets=[ast.Name(id=name)]):
            return bool(TIMES.search(name))
    return False


def columns() -> Iterator[tuple[str, models.Field]]:  # type: ignore[type-arg]
    """The decimal and float columns of the rooms of money."""
    for model in apps.get_models():
        if model.__module__.split(".")[1] in ROOMS:
            for field in model._meta.local_fields:
                if isinstance(field, models.DecimalField | models.FloatField):
                    yield f"{model.__name__}.{field.name}", field


def wrong_columns(found: Iterator[tuple[str, models.Field]]) -> list[str]:  # type: ignore[type-arg]
    return [name for name, field in found if not _has_its_shape(name, field)]


def _has_its_shape(name: str, field: models.Field) -> bool:  # type: ignore[type-arg]
    if not isinstance(field, models.DecimalField):
        return False
    shape = (field.max_digits, field.decimal_places)
    return shape == (14, 2) if TOTALS.search(name) else shape == (12, 2)


def test_no_float_stands_where_money_is() -> None:
    found = [(where, line, what) for where, text in modules() for line, what in floats(text)]
    assert [f"{where}:{line}: {what}" for where, line, what in found if where not in NO_AMOUNTS] == []


def test_a_file_that_may_have_floats_has_some() -> None:
    assert {where for where, text in modules() if list(floats(text))} >= NO_AMOUNTS.keys()


def test_the_rooms_of_money_are_looked_at() -> None:
    looked_at = {where.split("/")[0] for where, _ in modules()}
    assert looked_at == {"handbook", *ROOMS}
    assert {f"handbook/{name}.py" for name in RULES} == {where for where, _ in modules() if where[:8] == "handbook"}


def test_every_column_of_money_holds_ten_digits_and_two_places() -> None:
    found = list(columns())
    assert found
    assert wrong_columns(iter(found)) == []


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("amount = 12.30", 1),
        ("x = 1\ny = float(x)", 2),
        ("from django.db.models import FloatField", 1),
        ("amount = models.FloatField()", 1),
        ("def due(amount: float) -> None: ...", 1),
        ("half = 1e-2", 1),
        ("isinstance(value, float)", 1),
        ("odd = 2j", 1),
        ("amount: float = 1", 1),
        ("def wait(seconds: float, amount: float) -> None: ...", 1),
        ("seconds = amount = 5.0", 1),
    ],
)
def test_the_look_sees_a_float(source: str, line: int) -> None:
    assert [where for where, _ in floats(source)] == [line]


@pytest.mark.parametrize(
    "source",
    ["amount = Decimal('12.30')", "cents = 1230", "text = '12.30'", "half = 7 // 2", "wait_seconds: float = 5.0"],
)
def test_the_look_sees_none_where_there_is_none(source: str) -> None:
    assert list(floats(source)) == []


@pytest.mark.parametrize(
    "field",
    [
        models.FloatField(),
        models.DecimalField(max_digits=10, decimal_places=2),
        models.DecimalField(max_digits=12, decimal_places=3),
    ],
)
def test_the_look_sees_a_column_of_another_shape(field: models.Field) -> None:  # type: ignore[type-arg]
    assert wrong_columns(iter([("Refund.principal", field)])) == ["Refund.principal"]


def test_an_amount_has_one_shape_and_a_total_another() -> None:
    amount, total = (models.DecimalField(max_digits=digits, decimal_places=2) for digits in (12, 14))
    assert wrong_columns(iter([("Refund.gift", amount), ("Period.total", total)])) == []
    assert wrong_columns(iter([("Refund.gift", total), ("Period.total", amount)])) == ["Refund.gift", "Period.total"]
