"""A batch is begun: what went wrong for many at once, and what is to be done about it (C4.8.4)."""

from dataclasses import dataclass
from hashlib import sha256 as digest

from django.core.files.base import File
from django.utils import timezone

from shouwen.batchdisputes.act import BatchAct, verb
from shouwen.batchdisputes.models import BatchDispute, BatchPaper, Counter
from shouwen.calendars.reads import version
from shouwen.cases.files import keep_file
from shouwen.handbook.rights import Right
from shouwen.ledger.asking import one
from shouwen.ledger.models import Chain
from shouwen.ledger.scoped import Actor
from shouwen.people.models import Unit
from shouwen.tickets.checks import check_text

TITLE_CHARACTERS = 80
# What a batch can be paid as; without money it is an adjustment.
KINDS = ("double", "single", "adjustment")
PLACES = (Unit.Kind.PROVINCE, Unit.Kind.BRANCH)


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What the department hands in. `unit` is the company whose customers they are.

    `key` is of the form that it came with; a twin of that form begins no second batch.
    """

    title: str
    flow: str
    kind: str
    cause: str
    why: str
    unit: Unit
    key: str = ""


@verb("batch.opened", needs=Right.ASK_BATCH)
def open_batch(act: BatchAct, *, opening: Opening) -> None:
    """Begin a batch. Its list and papers follow; nobody else is asked before it is handed in."""
    edition, unit = act.edition, opening.unit
    act.require(act.actor.may(Right.ASK_BATCH, unit), "not-allowed", right=Right.ASK_BATCH.value)
    act.require(unit.kind in PLACES, "batch-place")
    act.require(opening.flow in edition.batch_flows, "unknown-code", value=opening.flow)
    act.require(opening.kind in KINDS, "unknown-code", value=opening.kind)
    _check(act, opening.title, opening.cause, opening.why)
    batch = BatchDispute(
        serial=f"B-{unit.code}-{timezone.localtime(act.at):%y%m%d}-{_number(unit):03d}",
        title=opening.title,
        flow=opening.flow,
        kind=opening.kind,
        cause=opening.cause,
        why=opening.why,
        unit=unit,
        path=unit.path,
        asker=act.actor,
        form_key=opening.key or None,
        state="draft",
        opened_at=act.at,
    )
    # Asked once the unit's counter is locked: a twin of this form has either begun its batch by now, or waits.
    twin = begun_by(act.actor, opening.key)
    act.require(twin is None, "form-handed-in", serial=twin.serial if twin else "")
    act.chain, act.subject = Chain(name=f"batchdispute/{batch.serial}"), batch
    act.record(
        flow=opening.flow,
        kind=opening.kind,
        cause=opening.cause,
        why_sha256=digest(opening.why.encode()).hexdigest(),
        unit=unit.code,
        hours=unit.hours or edition.worktime.hours,
        calendar=version(),
    )


def begun_by(asker: Actor, key: str) -> BatchDispute | None:
    """The batch that this person's form of that key began."""
    return BatchDispute.rows.filter(asker=asker, form_key=key).first() if key else None


@verb("batch.changed", needs=Right.ASK_BATCH, on=BatchDispute, move="change")
def change(act: BatchAct, *, title: str, cause: str, why: str) -> None:
    """Say it better, while it is a draft. Another flow or kind is another batch."""
    batch: BatchDispute = act.subject
    act.go()
    _check(act, title, cause, why)
    said = {"title": title, "cause": cause, "why": why}
    changed = [name for name, value in said.items() if getattr(batch, name) != value]
    for name in changed:
        setattr(batch, name, said[name])
    act.record(fields=changed, cause=cause, why_sha256=digest(why.encode()).hexdigest())


@verb("batch.paper_added", needs=Right.ASK_BATCH, on=BatchDispute, move="change")
def add_paper(act: BatchAct, *, paper: str, name: str, kind: str, size: int, sha256: str, file: File) -> None:
    """Put a paper to the batch while it is a draft: whoever signs must have seen the same ones."""
    batch: BatchDispute = act.subject
    act.go()
    act.require(paper in act.edition.paper_kinds, "unknown-code", value=paper)
    kept = BatchPaper(batch=batch, kind=paper, name=name, type=kind, size=size, sha256=sha256)
    keep_file(act, batch.papers, kept, kind=kind, file=file)
    act.record(paper=paper, kind=kind, size=size, sha256=sha256)


def _check(act: BatchAct, title: str, cause: str, why: str) -> None:
    check_text(act, title, TITLE_CHARACTERS)
    # A cause of the first level says too little to be counted by.
    act.require(cause in act.edition.dispute_causes and "." in cause, "cause-missing")
    check_text(act, why, act.edition.limits.text_characters)


def _number(unit: Unit) -> int:
    """The unit's next number; its row is locked from here on, so numbers have neither gaps nor twins."""
    Counter.objects.get_or_create(unit=unit)
    sql = "UPDATE batchdisputes_counter SET made = made + 1 WHERE unit_id = %s RETURNING made"
    number: int = one(sql, unit.pk)
    return number
