"""Every verb writes one code of its own, every code and every refusal has its words in both languages."""

import ast
from pathlib import Path

import shouwen
import shouwen.batchdisputes.verbs
import shouwen.calendars.verbs
import shouwen.customers.verbs
import shouwen.disputes.verbs
import shouwen.people.verbs
import shouwen.refunds.verbs
import shouwen.selfchecks.verbs
import shouwen.tickets.verbs
from shouwen.handbook.load import shipped
from shouwen.ledger.door import VERBS

SOURCE = Path(shouwen.__file__).parent
# Written by the product itself, not by a verb that somebody calls.
BY_ITSELF = {
    "clock.warned",
    "clock.breached",
    "clock.escalated",
    "clock.recomputed",
    "ticket.imported",
    "import.started",
    "import.finished",
    "token.created",
    "demo.made",
    # Refunds
    "refund.ordered",
    "refund.difference_found",
    # The day's end and the self-checks
    "day.missed",
    "check.ran",
}


def _calls(name: str) -> list[tuple[Path, ast.Call]]:
    found = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == name:
                found.append((path, node))
    return found


def test_every_code_in_the_ledger_has_words_in_both_languages() -> None:
    for code in VERBS.keys() | BY_ITSELF:
        entry = shipped().events.get(code)
        assert entry is not None, f"{code} has no words in events.toml"
        assert entry.zh.strip() and entry.en.strip()


def test_every_code_with_words_is_written_by_somebody() -> None:
    written = VERBS.keys() | BY_ITSELF | {"incident.joined"}
    assert not shipped().events.keys() - written


def test_every_refusal_that_the_code_knows_has_a_sentence() -> None:
    known = shipped().refusals.keys()
    for path, call in _calls("require"):
        code = call.args[1] if len(call.args) > 1 else None
        if isinstance(code, ast.Constant) and isinstance(code.value, str):
            assert code.value in known, f"{path.name}:{call.lineno}: {code.value} has no sentence in refusals.toml"


def test_every_verb_says_what_it_does() -> None:
    for verb in VERBS.values():
        assert (verb.run.__doc__ or "").strip(), f"{verb.code} has no docstring"


def test_a_state_is_assigned_only_by_the_table() -> None:
    """The lifecycle has one writer: `TicketAct.go`; an opening begins it."""
    writers = set()
    for path in (SOURCE / "tickets").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            targets = node.targets if isinstance(node, ast.Assign) else []
            for target in targets:
                if isinstance(target, ast.Attribute) and target.attr == "state" and not _of_a_run(target):
                    writers.add(path.relative_to(SOURCE).as_posix())
    assert writers <= {"tickets/act.py"}


def test_a_disputes_state_is_assigned_only_by_its_table() -> None:
    """The one writer is `DisputeAct.go`. Applications and refunds beside it have states of their own."""
    writers = set()
    for path in (SOURCE / "disputes").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            for target in node.targets if isinstance(node, ast.Assign) else []:
                if isinstance(target, ast.Attribute) and ast.unparse(target) in ("dispute.state", "act.subject.state"):
                    writers.add(path.relative_to(SOURCE).as_posix())
    assert writers == {"disputes/act.py"}


def _of_a_run(target: ast.Attribute) -> bool:
    """An import run has a state of its own."""
    return isinstance(target.value, ast.Name) and target.value.id == "run"
