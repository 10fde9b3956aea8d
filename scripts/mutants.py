"""Mutation testing of the money rules: changes one spot of a rule at a time and sees whether a test notices.

    python scripts/mutants.py                     all rules; what is judged in docs/mutants.md is not told again
    python scripts/mutants.py authority money     these rules
    python scripts/mutants.py --list authority    only the mutants, without running them

Exits with 1 when a mutant survives that the page doesn't judge. Each mutant runs in a copy; nothing here is touched.
"""

from __future__ import annotations

import ast
import copy
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parents[1]
HANDBOOK = Path("src/shouwen/handbook")
JUDGED = ROOT / "docs" / "mutants.md"
REFUND = ("double_refund", "double_refund_interview", "double_refund_properties")
# Which tests speak for a rule, the examples first: a mutant that one of them notices needs no more.
RULES = {
    "money": ("money", "authority", "batch_dispute", *REFUND),
    "authority": ("authority", "authority_properties"),
    "interview": REFUND,
    "doublerefund": REFUND,
    "batchrule": ("batch_dispute",),
    "papers": ("papers", *REFUND),
    "sampling": ("sampling",),
    "proofs": ("proofs",),
    "dispute_limits": ("dispute_limits",),
}
AT_ONCE = 2
PATIENCE_SECONDS = 60
SETTINGS = "[pytest]\npythonpath = src .\naddopts = --import-mode=importlib -p no:cacheprovider"

OTHER: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.FloorDiv,),
    ast.FloorDiv: (ast.Mult,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitAnd: (ast.BitOr,),
}
CALLED_OTHERWISE = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}


@dataclass(frozen=True)
class Mutant:
    """One rule with one spot changed: where, from what to what, and the whole text."""

    rule: str
    line: int
    before: str
    after: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.rule}: `{self.before}` → `{self.after}`"


def mutants(rule: str, source: str) -> Iterator[Mutant]:
    """Every change of a spot of the rule, in the order of its lines."""
    tree = ast.parse(source)
    left_out = _left_out(tree)
    spots = [node for node in ast.walk(tree) if hasattr(node, "lineno") and id(node) not in left_out]
    for spot in sorted(spots, key=lambda node: (node.lineno, node.col_offset)):  # type: ignore[attr-defined]
        for changed in _changes(spot):
            memo = {id(spot): changed}
            text = ast.unparse(ast.fix_missing_locations(copy.deepcopy(tree, memo)))
            line: int = spot.lineno
            yield Mutant(rule, line, _short(spot), _short(changed), text)


def _left_out(tree: ast.AST) -> set[int]:
    """Docstrings, annotations and imports for the types: nothing that they say is ever run."""
    out: set[int] = set()
    for node in ast.walk(tree):
        unheard: list[ast.AST | None] = []
        if isinstance(node, ast.FunctionDef):
            unheard += [node.returns, *(each.annotation for each in (*node.args.args, *node.args.kwonlyargs))]
        if isinstance(node, ast.AnnAssign):
            unheard.append(node.annotation)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            unheard.append(node)
        out |= {id(part) for each in unheard if each is not None for part in ast.walk(each)}
    return out


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=[operator, *more]):
            for other in OTHER[type(operator)]:
                yield _with(node, ops=[other(), *more])
        case ast.BoolOp(op=operator) | ast.BinOp(op=operator) if type(operator) in OTHER:
            for other in OTHER[type(operator)]:
                yield _with(node, op=other())
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool(value)):
            yield ast.copy_location(ast.Constant(not value), node)
        case ast.Constant(value=int(value)):
            yield ast.copy_location(ast.Constant(value + 1), node)
        case ast.Constant(value=str(value)) if value.replace(".", "", 1).isdigit():
            yield ast.copy_location(ast.Constant(value[:-1] + str((int(value[-1]) + 1) % 10)), node)
        case ast.Call(func=ast.Name(id=name)) if name in CALLED_OTHERWISE:
            kept = node.keywords if name != "sorted" else []
            yield _with(node, func=ast.Name(CALLED_OTHERWISE[name]), keywords=kept)
        case ast.IfExp(test=test) | ast.If(test=test):
            yield _with(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.Return(value=ast.Compare() | ast.BoolOp() as value):
            yield _with(node, value=ast.UnaryOp(ast.Not(), value))


def _with(node: ast.AST, **changed: object) -> ast.AST:
    other = copy.copy(node)
    for name, value in changed.items():
        setattr(other, name, value)
    return other


def _short(node: ast.AST) -> str:
    """The spot on one line: of a branch only its condition."""
    told = ast.unparse(ast.fix_missing_locations(copy.deepcopy(node.test if isinstance(node, ast.If) else node)))
    return " ".join(told.split())


def copied(to: Path) -> None:
    """A copy of the handbook and its tests with settings of its own, so that nobody's work in between matters."""
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / HANDBOOK, to / HANDBOOK, ignore=without)
    shutil.copytree(ROOT / "tests" / "rules", to / "tests" / "rules", ignore=without)
    (to / HANDBOOK.parent / "__init__.py").touch()
    (to / "pytest.ini").write_text(SETTINGS)
    os.chdir(to)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    hypothesis.settings.register_profile("mutants", deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
    hypothesis.settings.load_profile("mutants")
    sys.path.insert(0, str(to / "src"))


def survives(mutant: Mutant) -> bool:
    """Whether every test of the rule still passes. Runs in a process of its own; one that never ends is noticed."""
    name = f"shouwen.handbook.{mutant.rule}"
    assert name not in sys.modules, "nothing of the handbook is read before the fork"
    # Seconds of its own work: what waits for a busy machine is not stuck.
    signal.signal(signal.SIGPROF, _give_up)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE_SECONDS)
    tests = [f"tests/rules/test_{each}.py" for each in RULES[mutant.rule]]
    try:
        with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
            module = sys.modules[name] = ModuleType(name)
            exec(compile(mutant.text, f"{mutant.rule}.py", "exec"), module.__dict__)
            return pytest.main(["-x", "-q", "-p", "_hypothesis_pytestplugin", "--hypothesis-seed=0", *tests]) == 0
    except Exception:
        return False
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _give_up(*_: object) -> None:
    raise TimeoutError


def alive(rule: str, found: list[Mutant]) -> list[Mutant]:
    """The mutants that no test notices; none is looked for where the tests fail by themselves."""
    unchanged = Mutant(rule, 0, "", "", (HANDBOOK / f"{rule}.py").read_text("utf-8"))
    with get_context("fork").Pool(AT_ONCE, maxtasksperchild=1) as pool:
        if not pool.apply(survives, [unchanged]):
            raise SystemExit(f"The tests of {rule} fail without any mutant: mend them first.")
        return [each for each, lives in zip(found, pool.imap(survives, found), strict=True) if lives]


def main() -> int:
    asked = [rule for rule in RULES if rule in sys.argv[1:]] or list(RULES)
    texts = {rule: (ROOT / HANDBOOK / f"{rule}.py").read_text("utf-8") for rule in asked}
    found = {rule: list(mutants(rule, text)) for rule, text in texts.items()}
    if "--list" in sys.argv:
        print("\n".join(f"{each.line}: {each.name}" for some in found.values() for each in some))
        return 0
    judged = JUDGED.read_text("utf-8") if JUDGED.exists() else ""
    new: list[Mutant] = []
    with tempfile.TemporaryDirectory() as made:
        copied(Path(made))
        for rule, some in found.items():
            lives = alive(rule, some)
            print(f"{rule}: {len(some)} mutants, {len(some) - len(lives)} noticed, {len(lives)} alive", flush=True)
            new += [mutant for mutant in lives if mutant.name not in judged]
        os.chdir(ROOT)
    print("\n".join(f"{each.line}: {each.name}" for each in new) if new else "All are judged.")
    return 1 if new else 0


if __name__ == "__main__":
    raise SystemExit(main())
