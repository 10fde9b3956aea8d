"""One address per verb: read the form, call the verb, go back to the dispute or show what to mend."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shouwen.cases.pages import handed_in
from shouwen.cases.uploads import guarded
from shouwen.disputes.forms.register import HANDED_IN
from shouwen.disputes.forms.work import DisputeForm
from shouwen.disputes.models import Dispute
from shouwen.disputes.pages import composer, timeline
from shouwen.disputes.pages.dispute import found, page
from shouwen.ledger.door import Done
from shouwen.tickets.pages.wording import Names
from shouwen.web import drafts
from shouwen.web.answers import SeeOther


@never_cache
@require_POST
def work(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do the work of that name. Refused, the page comes again with everything typed (422); done, the way leads back."""
    form = HANDED_IN[name](request.POST, request.FILES, case=found(request, pk), staff=request.user, at=timezone.now())
    answer = handed_in(request, form, fresh=lambda: found(request, pk))
    return done(request, form, answer) if answer else _again(request, form)


def done(request: HttpRequest, form: DisputeForm, answer: Done) -> HttpResponse:
    """Say what was done, forget the draft, and go back to the dispute; to the list when it has left one's sight."""
    dispute, staff = form.dispute, form.staff
    composer.drop_draft(dispute, staff, form.name)
    words = timeline.words(answer.event, Names.of([answer.event]))
    messages.success(request, f"{dispute.serial} · {words}")
    seen = Dispute.objects.seen_by(staff).filter(pk=dispute.pk).exists()
    here = reverse("disputes:dispute", args=[dispute.pk])
    to = f"{here}#event-{answer.event.seq}" if seen else reverse("disputes:list")
    return drafts.done(SeeOther(to), composer.draft_name(dispute, form.name))


def _again(request: HttpRequest, form: DisputeForm) -> HttpResponse:
    context = page(request, form.dispute, at=form.at, form=form)
    return render(request, "disputes/dispute/page.html", context, status=422)


URLS = [
    path(f"disputes/<int:pk>/{name}", guarded(work) if name == "add-paper" else work, {"name": name}, name=name)
    for name in HANDED_IN
]
