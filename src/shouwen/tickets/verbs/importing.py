"""The beginning and the end of an import, on a chain of its own (C4.7). Its tickets have their own events."""

from typing import Any
from uuid import uuid4

from shouwen.handbook.rights import Right
from shouwen.ledger.door import Act, verb
from shouwen.ledger.writing import begin
from shouwen.tickets.models import ImportRun


@verb("import.started", needs=Right.IMPORT)
def start_import(act: Act, *, run: ImportRun) -> None:
    """Begin to take a file in: which file, read how, for whom."""
    may = act.actor.may(Right.IMPORT, run.owner.unit)
    act.require(may, "not-allowed", right=Right.IMPORT.value)
    act.require(run.chain is None, "import-running")
    act.chain = run.chain = begin(f"import/{uuid4().hex}")
    run.state, run.started_at = ImportRun.State.RUNNING, act.at
    act.subject = run
    act.record(
        file=run.file_name,
        sha256=run.sha256,
        profile=run.profile,
        reading=run.reading,
        owner=run.owner.code,
        unit=run.owner.unit.code,
    )


@verb("import.finished", needs=Right.IMPORT, on=ImportRun)
def finish_import(act: Act, *, trouble: dict[str, Any] | None = None) -> None:
    """Say what became of the file: so many tickets made, so many there already, so many rows refused."""
    run: ImportRun = act.subject
    act.require(run.state == ImportRun.State.RUNNING, "import-running")
    run.state = ImportRun.State.FAILED if trouble else ImportRun.State.FINISHED
    run.trouble, run.finished_at, run.lease_until = trouble, act.at, None
    act.record(good=run.made, already=run.already, bad=run.bad, rows=run.done, trouble=(trouble or {}).get("code", ""))
