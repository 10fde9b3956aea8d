"""What a batch gives away: rejected rows, papers, the reconciliation, and the file for the SMS gateway (M4)."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shouwen.batchdisputes.drawing import key
from shouwen.batchdisputes.listing.queue import rejects_of
from shouwen.batchdisputes.models import BatchDispute, BatchLine, BatchNotice
from shouwen.batchdisputes.pages.batch import found
from shouwen.batchdisputes.reads.totals import totals, with_state
from shouwen.cases.pages import saved
from shouwen.customers import masking
from shouwen.handbook.money import spell
from shouwen.tickets.importing.rejects import guarded
from shouwen.web import labels


@never_cache
@require_safe
def rejected(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """The rows of a list that could not be taken, for whoever handed it in: they hold numbers in full."""
    kept = get_object_or_404(found(request, pk).lists, number=number, by=request.user)
    path = rejects_of(kept)
    if not path.exists():
        raise Http404
    name = f"{kept.file_name}.rejected.csv"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="text/csv")


@never_cache
@require_safe
def paper(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """A paper of the batch, always to be saved, never to be opened in the page."""
    row = get_object_or_404(found(request, pk).papers, pk=number)
    return saved(row)


@never_cache
@require_safe
def reconciliation(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Every line with what became of it, numbers masked, and the sums at the end."""
    batch = found(request, pk)
    return _csv(_reconciliation(batch), f"{batch.serial}.csv")


def _reconciliation(batch: BatchDispute) -> Iterator[list[str]]:
    yield [_("Line"), _("Number"), _("Charge"), _("Bill"), _("Principal"), _("Gift"), _("Total"), _("State"),
           _("Refund"), _("Receipt"), _("Booked"), _("Booked at"), _("Struck because")]  # fmt: skip
    rows = with_state(BatchLine.objects.filter(batch=batch)).select_related("customer", "refund").order_by("line")
    for line in rows.iterator(chunk_size=2000):
        yield _line(batch, line)
    found = totals(batch)
    for part in found.parts:
        yield ["", _state(part.state), str(part.rows), "", "", "", spell(part.amount)]
    yield ["", _("Booked by billing"), "", "", "", "", spell(found.booked)]
    yield ["", _("Reconciles to the cent"), _("yes") if found.reconciles else _("no")]


def _line(batch: BatchDispute, line: Any) -> list[str]:
    refund = line.refund
    booked_at = refund and refund.booked_at
    return [
        str(line.line),
        masking.number(line.customer.number),
        line.charge,
        line.bill,
        spell(line.principal),
        spell(line.gift),
        spell(line.total),
        _state(line.stands),
        key(batch, line.line) if refund else "",
        refund.receipt if refund else "",
        spell(refund.booked) if refund and refund.booked is not None else "",
        timezone.localtime(booked_at).strftime("%Y-%m-%d %H:%M:%S") if booked_at else "",
        line.struck_why,
    ]


def _state(code: str) -> str:
    return labels.label("batch_line_states", code)


def gateway(batch: BatchDispute, export: int) -> StreamingHttpResponse:
    """The file for the SMS gateway, numbers in full: only ever the answer to an export that was recorded."""
    rows = BatchNotice.objects.filter(batch=batch, export=export).select_related("customer").order_by("pk")
    lines = (
        [one.customer.number, spell(one.principal + one.gift), spell(one.principal), spell(one.gift), batch.title]
        for one in rows.iterator(chunk_size=2000)
    )
    head = [_("Number"), _("Total"), _("Principal"), _("Gift"), _("Title")]
    return _csv(_with(head, lines), f"{batch.serial}-{export}.csv")


def _with(head: list[str], lines: Iterable[list[str]]) -> Iterator[list[str]]:
    yield head
    yield from lines


class _Echo:
    """Answers what is written, so that a row is sent as soon as it is made."""

    def write(self, text: str) -> str:
        return text


def _csv(rows: Iterator[list[str]], name: str) -> StreamingHttpResponse:
    """Rows as CSV that spreadsheets read, and in which no cell is a formula."""
    writer = csv.writer(_Echo())
    lines = (writer.writerow([guarded(cell) for cell in row]) for row in rows)
    answer = StreamingHttpResponse(_marked(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _marked(lines: Iterator[str]) -> Iterator[str]:
    # Spreadsheets know UTF-8 by its mark only.
    yield "\ufeff"
    yield from lines
