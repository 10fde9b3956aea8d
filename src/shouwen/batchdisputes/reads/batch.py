"""One batch as its page shows it: its way, its lines, its files, what happened."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from shouwen.batchdisputes.models import BatchDispute, BatchLine, BatchNotice, BatchSample, SampledRow
from shouwen.batchdisputes.reads.totals import with_state
from shouwen.handbook.batchflow import BEGINS, state_of, steps, way
from shouwen.handbook.load import shipped
from shouwen.ledger.models import Event
from shouwen.people.models import Staff

PAGE = 50
EVENTS = 100
LIST = 50


@dataclass(frozen=True)
class Step:
    """One step of the way: `done`, `now` or `later`; who took it, and when."""

    code: str
    stands: str
    who: tuple[str, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True)
class Lines:
    """Some lines of a batch, and the line behind which the next page begins (0 where there is none)."""

    rows: list[BatchLine]
    after: int


def course(batch: BatchDispute) -> list[Step]:
    """The steps in their order. What was gone back behind counts as not taken."""
    edition = shipped()
    wanted = steps(batch.flow, money=batch.money, edition=edition)
    if state_of(wanted[0], edition) != BEGINS:
        wanted = ("request", *wanted)
    order = way(batch.flow, money=batch.money, edition=edition)
    here = len(order) if batch.state == "closed" else order.index(_standing(batch, order))
    found = []
    for step in wanted:
        place = order.index(state_of(step, edition))
        stands = "done" if place < here else "now" if place == here and batch.state != "withdrawn" else "later"
        found.append(Step(step, stands, *_taken(batch, step)))
    return found


def _standing(batch: BatchDispute, order: tuple[str, ...]) -> str:
    """The state of the way that stands for the batch's own: carrying out has several."""
    if batch.state == "withdrawn":
        return BEGINS
    if batch.state in order:
        return batch.state
    return state_of(shipped().batch_states[batch.state].steps[0], shipped())


def _taken(batch: BatchDispute, step: str) -> tuple[tuple[str, ...], datetime | None]:
    """Who took a step, and when it was over."""
    if step == "sample":
        return _told(batch, "batch.sample_passed") if _passed(batch) else ((), None)
    if step == "execute":
        return _told(batch, "batch.started")
    if step == "inform":
        return _told(batch, "batch.closed")
    signed = [one for one in batch.signatures.all() if one.step == step and one.granted and one.lapsed_at is None]
    return tuple(one.by.name for one in signed), signed[-1].at if signed else None


def _passed(batch: BatchDispute) -> bool:
    sample = batch.samples.last()
    return sample is not None and sample.passed_at is not None


def _told(batch: BatchDispute, code: str) -> tuple[tuple[str, ...], datetime | None]:
    event = Event.objects.filter(chain=batch.chain_id, code=code).order_by("-seq").first()
    if event is None:
        return (), None
    return tuple(Staff.objects.filter(code=event.actor).values_list("name", flat=True)), event.at


def lines(batch: BatchDispute, *, after: int = 0, stands: str = "", size: int = PAGE) -> Lines:
    """A page of lines, by the key: it begins behind a line, however many there are."""
    rows = with_state(BatchLine.objects.filter(batch=batch, line__gt=after)).select_related("customer", "refund")
    if stands:
        rows = rows.filter(stands=stands)
    found = list(rows.order_by("line")[: size + 1])
    return Lines(found[:size], found[size - 1].line if len(found) > size else 0)


def sampled(sample: BatchSample | None) -> list[SampledRow]:
    """The drawn rows, those still to be checked first, then the wrong ones."""
    if sample is None:
        return []
    rows = list(sample.drawn.select_related("line__customer", "by"))
    return sorted(rows, key=lambda row: (_rank(row), row.line.line))


def _rank(row: SampledRow) -> int:
    if row.line.struck_why:
        return 3
    return {None: 0, False: 1, True: 2}[row.right]


@dataclass(frozen=True)
class Export:
    """A file that was exported: how many customers are in it, and how many of them were informed."""

    number: int
    customers: int
    informed: int


def exports(batch: BatchDispute) -> list[Export]:
    """The files for the gateway, the newest first."""
    notices = BatchNotice.objects.filter(batch=batch, export__isnull=False).order_by("-export").values("export")
    counted = notices.annotate(customers=Count("pk"), informed=Count("pk", filter=Q(informed_at__isnull=False)))
    return [Export(row["export"], row["customers"], row["informed"]) for row in counted]


def notices(batch: BatchDispute) -> dict[str, int]:
    """How many customers have a notice, how many of those wait for an export, and how many were informed."""
    rows: dict[str, int] = BatchNotice.objects.filter(batch=batch).aggregate(
        prepared=Count("pk"),
        waiting=Count("pk", filter=Q(export=None)),
        informed=Count("pk", filter=Q(informed_at__isnull=False)),
    )
    return rows


def events(batch: BatchDispute) -> list[Event]:
    """What happened last, the newest last."""
    newest = Event.objects.filter(chain=batch.chain_id).order_by("-seq")[:EVENTS]
    return list(reversed(newest))


def listed(person: Staff, *, state: str = "", before: int = 0) -> list[BatchDispute]:
    """The batches that a person may see, the newest first; one more than a page holds where there are more."""
    rows = BatchDispute.objects.seen_by(person).select_related("unit", "asker").order_by("-pk")
    if state == "closed":
        rows = rows.filter(state__in=("closed", "withdrawn"))
    elif state != "all":
        rows = rows.exclude(state__in=("closed", "withdrawn"))
    if before:
        rows = rows.filter(pk__lt=before)
    return list(rows[: LIST + 1])


def by_serial(typed: str, reader: Staff) -> str:
    """The page of the batch with this serial; "" for one that the reader may not know of."""
    if not typed.upper().startswith("B-") or not reader.may_open("batchdisputes:batch"):
        return ""
    rows = BatchDispute.objects.seen_by(reader).filter(serial__in={typed, typed.upper()})
    found = rows.values_list("pk", flat=True).first()
    return reverse("batchdisputes:batch", args=[found]) if found else ""
