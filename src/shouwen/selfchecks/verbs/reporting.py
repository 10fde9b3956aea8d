"""Taking in what other places report of a month: the partners' report, another channel's refunds (C4.8.7)."""

import re
from collections.abc import Sequence
from uuid import uuid4

from shouwen.handbook.money import spell, total
from shouwen.handbook.rights import Right
from shouwen.ledger.door import Act, verb
from shouwen.ledger.rows import insert
from shouwen.ledger.writing import begin
from shouwen.people.models import Staff, Unit
from shouwen.selfchecks.models import ReportedFile, ReportedRow, SelfCheck
from shouwen.tickets.checks import check_text

SOURCE_CHARACTERS = 40


@verb("check.file_taken", needs=Right.CLEAR_CHECKS)
def take_file(
    act: Act,
    *,
    kind: str,
    unit: Unit,
    month: str,
    source: str,
    name: str,
    sha256: str,
    rows: Sequence[ReportedRow],
    bad: Sequence[tuple[int, str]],
) -> None:
    """Keep a file's rows for the branch and the month; the month's check, unless signed, runs once more with them.

    Of several files from one source the newest counts; the same bytes are taken once.
    """
    act.require(act.actor.may(Right.CLEAR_CHECKS, unit), "not-allowed", right=Right.CLEAR_CHECKS)
    act.require(kind in act.edition.check_files, "unknown-code", value=kind)
    act.require(unit.kind in (Unit.Kind.BRANCH, Unit.Kind.PROVINCE), "not-a-branch")
    act.require(re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month), "month-wrong", value=month)
    check_text(act, source, SOURCE_CHARACTERS, empty=kind == "sp_report")
    act.require(rows, "file-without-rows")
    there = ReportedFile.rows.filter(kind=kind, unit=unit, month=month, sha256=sha256)
    act.require(not there.exists(), "file-taken-already")
    assert isinstance(act.actor, Staff)
    file = ReportedFile(
        kind=kind,
        source=source,
        unit=unit,
        path=unit.path,
        month=month,
        name=name[:200],
        sha256=sha256,
        count=len(rows),
        total=total(row.amount for row in rows),
        bad=[list(each) for each in bad],
        by=act.actor,
        at=act.at,
    )
    act.chain = file.chain = begin(f"checkfile/{uuid4().hex}")
    act.subject = file
    act.record(
        kind=kind, unit=unit.code, month=month, source=source, sha256=sha256,
        rows=len(rows), bad=len(bad), total=spell(file.total),
    )  # fmt: skip
    for row in rows:
        row.file = file
    insert(list(rows))
    checks = SelfCheck.rows.filter(kind="monthly", unit=unit, begins=f"{month}-01", again_at=None)
    checks.exclude(state=SelfCheck.State.SIGNED).update(again_at=act.at)
