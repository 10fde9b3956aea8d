"""The approval inbox: what waits for my signature, and everything needed to decide on one screen (C4.8.3)."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shouwen.disputes.forms.deciding import GiveBackForm, SignForm
from shouwen.disputes.forms.work import DisputeForm
from shouwen.disputes.models import Application, Dispute
from shouwen.disputes.pages import standing, timeline, wording
from shouwen.disputes.paying import missing_papers
from shouwen.disputes.reads import deciding, inbox
from shouwen.disputes.reads import dispute as reads
from shouwen.disputes.reads.signing import signer
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.people.models import Staff
from shouwen.tickets.pages import clocks
from shouwen.tickets.pages.ticket import number
from shouwen.tickets.pages.wording import Names, bytes_in_words
from shouwen.web.answers import SeeOther

FORMS: dict[str, type[DisputeForm]] = {"sign": SignForm, "return": GiveBackForm}


@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What waits for my signature, also as somebody's deputy, the nearest deadline first."""
    at, after = timezone.now(), request.GET.get("after", "")
    page = inbox.page(request.user, at, after)
    context = {
        "rows": page.rows,
        "next_url": f"?{urlencode({'after': page.after})}" if page.after else "",
        "first_url": reverse("disputes:inbox") if after else "",
        "total": _counted(request.user, at),
        "now": at,
    }
    return render(request, "disputes/inbox/list.html", context)


@never_cache
@require_safe
def counter(request: HttpRequest) -> HttpResponse:
    """The bare number of applications that wait for me, for the rail."""
    return HttpResponse(_counted(request.user, timezone.now()))


def _counted(staff: Staff, at: datetime) -> str:
    found = inbox.count(staff, at)
    return f"{inbox.MOST:,}+" if found > inbox.MOST else f"{found:,}"


@never_cache
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One application with everything that is needed to decide on it."""
    at = timezone.now()
    return render(request, "disputes/inbox/one.html", _page(request, _found(request, pk), at))


@never_cache
@require_POST
def decide(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Sign or return it, and go on to the next. Refused, the page comes again with everything typed (422)."""
    at, staff = timezone.now(), request.user
    application = _found(request, pk)
    form = FORMS[name](request.POST, case=application.dispute, staff=staff, at=at)
    if not form.is_valid():
        return _again(request, application, form, at)
    following = inbox.beside(staff, at, application.pk)
    answer = form.hand_in()
    if isinstance(answer, Refused):
        fresh = _found(request, pk)
        form.refused(answer, length=fresh.dispute.chain.length)
        # What waits now may be another application: its amount is shown before anybody signs it.
        waits = reads.waiting(fresh.dispute)
        if waits is not None and waits.pk != pk:
            fresh = _found(request, waits.pk)
        return _again(request, fresh, form, at)
    words = timeline.words(answer.event, Names.of([answer.event]))
    messages.success(request, f"{application.dispute.serial} · {words}")
    onward = following.after or following.before
    return SeeOther(reverse("disputes:inbox_one", args=[onward]) if onward else reverse("disputes:inbox"))


def _again(request: HttpRequest, application: Application, form: DisputeForm, at: datetime) -> HttpResponse:
    return render(request, "disputes/inbox/one.html", _page(request, application, at, form), status=422)


def _found(request: HttpRequest, pk: int) -> Application:
    """The application, or 404 alike for one that is not there and one of a dispute that is out of sight."""
    seen = reads.for_page(request.user)
    application: Application = get_object_or_404(
        Application.objects.select_related("by__unit", "proposal__by", "reverses").filter(
            dispute__in=seen.values("pk")
        ),
        pk=pk,
    )
    application.dispute = seen.get(pk=application.dispute_id)
    return application


def _page(
    request: HttpRequest, application: Application, at: datetime, form: DisputeForm | None = None
) -> dict[str, Any]:
    """All that the page shows. `form` is one that was refused."""
    staff, dispute = request.user, application.dispute
    stale = number(request.POST.get("seen")) if form and form.stale else 0
    return {
        "asked": application,
        "dispute": dispute,
        "signer": signer(application, staff, at),
        "beside": inbox.beside(staff, at, application.pk),
        "forms": {name: _form(kind, form, dispute, staff, at) for name, kind in FORMS.items()},
        "refused": form.name if form else "",
        "changed": timeline.entries(reads.changed_since(dispute, stale, staff)) if stale else [],
        "walk": next(walk for walk in reads.walks(dispute, at) if walk.application.pk == application.pk),
        "proposed": standing.proposed(application.proposal),
        "sums": deciding.sums(application, staff, at),
        "now": at,
        **_claim(dispute),
        **_papers(dispute),
        **_clocks(dispute, at),
        **_record(application, staff, at),
    }


def _form(
    kind: type[DisputeForm], refused: DisputeForm | None, dispute: Dispute, staff: Staff, at: datetime
) -> DisputeForm:
    return refused if isinstance(refused, kind) else kind(case=dispute, staff=staff, at=at)


def _claim(dispute: Dispute) -> dict[str, Any]:
    """What is questioned and what was found."""
    found = reads.findings(dispute)
    return {
        "category": wording.category(dispute.category),
        "found_by": wording.found_by(dispute.found_by),
        "charges": reads.charges(dispute),
        "finding": found[0] if found else None,
        "earlier_findings": found[1:],
    }


def _papers(dispute: Dispute) -> dict[str, Any]:
    return {
        "papers": [(row, bytes_in_words(row.size)) for row in reads.papers(dispute)],
        "form_printed": dispute.ticket is not None and dispute.ticket.printed_forms.exists(),
        "missing": missing_papers(dispute, shipped()),
    }


def _clocks(dispute: Dispute, at: datetime) -> dict[str, Any]:
    """The clocks that go, the approval's own first."""
    going = clocks.shown(reads.latest_clocks(dispute), [], at).going
    return {"clocks": sorted(going, key=lambda each: each.kind != "approval")}


def _record(application: Application, staff: Staff, at: datetime) -> dict[str, Any]:
    """What is known beside the case itself."""
    dispute = application.dispute
    return {
        "of_customer": deciding.of_customer(dispute.customer, staff, at, besides=dispute.pk),
        "of_clerk": deciding.of_clerk(application.by, at),
        "alike": deciding.alike(dispute, staff),
    }


URLS = [
    path("disputes/inbox", listing, name="inbox"),
    path("disputes/inbox/count", counter, name="inbox_count"),
    path("disputes/inbox/<int:pk>", one, name="inbox_one"),
    path("disputes/inbox/<int:pk>/sign", decide, {"name": "sign"}, name="inbox_sign"),
    path("disputes/inbox/<int:pk>/return", decide, {"name": "return"}, name="inbox_return"),
]
