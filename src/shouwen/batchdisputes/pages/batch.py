"""One batch: how far it is, what may be done now, its sums, its list, its sample, what happened (C4.8.4)."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shouwen.batchdisputes.forms.register import FORMS
from shouwen.batchdisputes.forms.work import BatchForm
from shouwen.batchdisputes.models import BatchDispute, BatchList
from shouwen.batchdisputes.pages.listing import number
from shouwen.batchdisputes.pages.standing import offered
from shouwen.batchdisputes.pages.timeline import entries
from shouwen.batchdisputes.reads import batch as reads
from shouwen.batchdisputes.reads.people import next_ones
from shouwen.batchdisputes.reads.totals import totals
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.people.models import Staff
from shouwen.web import labels
from shouwen.web.errors import refusal_words

MOVING = ("executing", "settling")
GOING = (BatchList.State.WAITING, BatchList.State.READING)


@never_cache
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a batch."""
    return render(request, "batchdisputes/page.html", page(request, found(request, pk), at=timezone.now()))


@never_cache
@require_safe
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """Its sums and lists as they are now, as a part of its page; the whole page anew when it is in another state."""
    batch = found(request, pk)
    answer = render(request, "batchdisputes/live.html", sums(batch, request.user, timezone.now()))
    lists_done = not any(kept.state in GOING for kept in batch.lists.all())
    if request.GET.get("state") != batch.state or (request.GET.get("reading") == "1" and lists_done):
        answer["HX-Refresh"] = "true"
    return answer


def found(request: HttpRequest, pk: int) -> BatchDispute:
    """The batch, if this reader may know of it."""
    rows = BatchDispute.objects.seen_by(request.user).select_related("chain", "unit", "asker", "starter")
    batch: BatchDispute | None = rows.prefetch_related("signatures__by").filter(pk=pk).first()
    if batch is None:
        raise Http404
    return batch


def page(request: HttpRequest, batch: BatchDispute, *, at: datetime, form: BatchForm | None = None) -> dict[str, Any]:
    """Everything that the page shows. `form` is one that was handed in and refused; it stands where it stood."""
    staff: Staff = request.user
    work = offered(batch, staff, at)
    forms = {name: _form(name, batch, staff, at, form) for name in work}
    if form is not None:
        forms.setdefault(form.name, form)
    stands = request.GET.get("stands", "")
    stands = stands if stands in shipped().batch_line_states else ""
    lines = reads.lines(batch, after=number(request.GET.get("after", "")), stands=stands)
    sample = batch.samples.select_related("by").last()
    papers = list(batch.papers.select_related("by"))
    return {
        "batch": batch,
        "course": reads.course(batch),
        "waits_for": next_ones(batch, at),
        "missing": _missing(batch, papers),
        **_placed(forms),
        "row_form": forms.get("check-row"),
        "wrong": form,
        "papers": papers,
        "sample": sample,
        "sampled": reads.sampled(sample),
        "lines": lines.rows,
        "stands": stands,
        "line_states": list(shipped().batch_line_states),
        "next_url": f"?stands={stands}&after={lines.after}#lines" if lines.after else "",
        "entries": entries(batch),
        "clause_url": labels.clause_url("C4.8.4"),
        **sums(batch, staff, at, forms),
    }


def sums(batch: BatchDispute, staff: Staff, at: datetime, forms: dict[str, BatchForm] | None = None) -> dict[str, Any]:
    """What changes while the worker is at it: the sums, the lists that are read, the notices."""
    lists = list(batch.lists.select_related("by"))
    reading = any(kept.state in GOING for kept in lists)
    if forms is None:
        forms = {name: _form(name, batch, staff, at, None) for name in offered(batch, staff, at)}
    return {
        "batch": batch,
        "totals": totals(batch),
        "lists": [(kept, _trouble(kept)) for kept in lists],
        "reading": reading,
        "moving": reading or batch.state in MOVING,
        "notices": reads.notices(batch),
        "exports": reads.exports(batch),
        "export_form": forms.get("export"),
        "informed_form": forms.get("mark-informed"),
        "reader": staff,
        "now": at,
    }


def _form(name: str, batch: BatchDispute, staff: Staff, at: datetime, refused: BatchForm | None) -> BatchForm:
    if refused is not None and refused.name == name:
        return refused
    return FORMS[name](case=batch, staff=staff, at=at)


def _placed(forms: dict[str, BatchForm]) -> dict[str, list[BatchForm]]:
    """The forms by where they stand."""
    placed: dict[str, list[BatchForm]] = {"next": [], "back": [], "list": [], "paper": [], "lines": [], "more": []}
    for each in forms.values():
        if each.place in placed:
            placed[each.place].append(each)
    return {f"{place}_forms": listed for place, listed in placed.items()}


def _missing(batch: BatchDispute, papers: list[Any]) -> list[str]:
    """The papers that a draft still lacks."""
    if batch.state != "draft":
        return []
    flow = shipped().batch_flows[batch.flow]
    have = {paper.kind for paper in papers}
    return [code for code in (flow.papers if batch.money else flow.papers_without_money) if code not in have]


def _trouble(kept: BatchList) -> str:
    """Why a list could not be read, in words."""
    if not kept.trouble:
        return ""
    return refusal_words(Refused(kept.trouble["refused"], kept.trouble["clause"], kept.trouble["facts"]))
