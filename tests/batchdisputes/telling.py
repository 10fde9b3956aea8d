"""Stories about batches in one line each: a batch as it stands after so many steps."""

from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from shouwen.batchdisputes import verbs
from shouwen.batchdisputes.carrying import carry_on
from shouwen.batchdisputes.listing.queue import take_next
from shouwen.batchdisputes.listing.receiving import receive
from shouwen.batchdisputes.models import BatchDispute, BatchLine
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.ledger.models import Event
from shouwen.people.models import Staff
from tests.cast import Cast, done

HEAD = "号码,退费金额,账单号,费用项目\n"
PDF = b"%PDF-1.4 notice"


def rows(cast: Cast, count: int, amount: str = "6.00", first: int = 0) -> str:
    """A list of so many customers, each with one bill of the same amount."""
    lines = (f"{cast.number(10_000 + first + n)},{amount},B{first + n:06d},彩铃月租\n" for n in range(count))
    return HEAD + "".join(lines)


def form(cast: Cast, *, flow: str = "fault", kind: str = "single", place: str = "", key: str = "") -> verbs.Opening:
    """What the business department hands in."""
    return verbs.Opening(
        title="彩铃重复扣费",
        flow=flow,
        kind=kind,
        cause="company.support_system",
        why="割接后重复出账",
        unit=cast.units[place or ("YZ" if flow == "fault" else "QD")],
        key=key,
    )


def opened(cast: Cast, *, flow: str = "fault", kind: str = "single", place: str = "", **said: Any) -> BatchDispute:
    """A draft of the business department."""
    opening = form(cast, flow=flow, kind=kind, place=place)
    batch: BatchDispute = done(verbs.open_batch(actor=said.get("by", cast.business), at=cast.morning, opening=opening))
    return batch


def hand_in(cast: Cast, batch: BatchDispute, content: str | bytes, name: str = "名单.csv") -> Done | Refused:
    """A list, as the page keeps it."""
    data = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, data)
    return receive(fresh(batch), file, by=cast.business, at=cast.morning, language="zh")


def read(cast: Cast, batch: BatchDispute, content: str | bytes, name: str = "名单.csv") -> BatchDispute:
    """The batch with a list that the worker has read to its end."""
    done(hand_in(cast, batch, content, name))
    while take_next(cast.morning):
        pass
    return fresh(batch)


def papers(cast: Cast, batch: BatchDispute, *kinds: str) -> BatchDispute:
    """The batch with these papers."""
    for kind in kinds:
        kept: dict[str, Any] = {"name": f"{kind}.pdf", "kind": "pdf", "size": len(PDF), "sha256": kind * 3}
        done(verbs.add_paper(batch.pk, actor=cast.business, at=cast.morning, paper=kind, file=ContentFile(PDF), **kept))
    return fresh(batch)


def asked(cast: Cast, *, content: str = "", **said: Any) -> BatchDispute:
    """A batch that was handed in: of 20 customers with 6.00 each, unless said."""
    batch = read(cast, opened(cast, **said), content or rows(cast, 20))
    if said.get("flow", "fault") == "fault":
        papers(cast, batch, "notice", "fault_order")
    elif batch.money:
        papers(cast, batch, "company_request")
    done(verbs.ask(batch.pk, actor=cast.business, at=cast.after(hours=1)))
    return fresh(batch)


def reviewed(cast: Cast, **said: Any) -> BatchDispute:
    """A batch of the first flow whose sample is drawn."""
    batch = asked(cast, **said)
    done(verbs.countersign(batch.pk, actor=cast.it_centre, at=cast.after(hours=2)))
    done(verbs.review(batch.pk, actor=cast.it_colleague, at=cast.after(hours=3)))
    return fresh(batch)


def check_all(cast: Cast, batch: BatchDispute, by: Staff | None = None) -> None:
    """Every drawn row is found right."""
    sample = batch.samples.last()
    for row in sample.drawn.filter(right=None, line__struck_why="").select_related("line"):
        said: dict[str, Any] = {"line": row.line.line, "right": True}
        done(verbs.check_row(batch.pk, actor=by or cast.it_centre, at=cast.after(hours=4), **said))


def started(cast: Cast, **said: Any) -> BatchDispute:
    """A batch that is being carried out."""
    batch = reviewed(cast, **said)
    check_all(cast, batch)
    done(verbs.pass_sample(batch.pk, actor=cast.it_centre, at=cast.after(hours=5)))
    done(verbs.start(batch.pk, actor=cast.it_centre, at=cast.after(hours=6)))
    return fresh(batch)


def ordered(cast: Cast, **said: Any) -> BatchDispute:
    """A batch all of whose lines were ordered."""
    batch = started(cast, **said)
    while fresh(batch).state == "executing":
        carry_on(cast.after(hours=6))
    return fresh(batch)


def fresh(batch: BatchDispute) -> BatchDispute:
    """The batch as it stands now."""
    return BatchDispute.rows.get(pk=batch.pk)


def line(batch: BatchDispute, number: int) -> BatchLine:
    return BatchLine.objects.get(batch=batch, line=number)


def codes(batch: BatchDispute) -> Sequence[str]:
    """The codes of the batch's events, in order."""
    return list(Event.objects.filter(chain=batch.chain_id).values_list("code", flat=True))
