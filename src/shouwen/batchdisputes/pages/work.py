"""One address per verb: read the form, call the verb, go back to the batch or show what to mend."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shouwen.batchdisputes.forms.register import FORMS, WITH_FILES
from shouwen.batchdisputes.forms.work import BatchForm
from shouwen.batchdisputes.pages.batch import found, page
from shouwen.batchdisputes.pages.files import gateway
from shouwen.batchdisputes.pages.opening import LIST_LIMITS
from shouwen.cases.pages import handed_in
from shouwen.cases.uploads import guarded
from shouwen.handbook.load import shipped
from shouwen.handbook.sentences import event_words
from shouwen.ledger.door import Done
from shouwen.web import labels
from shouwen.web.answers import SeeOther


@never_cache
@require_POST
def work(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Do the work of that name. Refused, the page comes again with everything typed (422); done, the way leads back."""
    form = FORMS[name](request.POST, request.FILES, case=found(request, pk), staff=request.user, at=timezone.now())
    answer = handed_in(request, form, fresh=lambda: found(request, pk))
    return _done(request, form, answer) if answer else _again(request, form)


def _again(request: HttpRequest, form: BatchForm) -> HttpResponse:
    return render(request, "batchdisputes/page.html", page(request, form.batch, at=form.at, form=form), status=422)


def _done(request: HttpRequest, form: BatchForm, answer: Done) -> HttpResponseBase:
    batch, event = form.batch, answer.event
    if form.name == "export":
        return gateway(batch, event.facts["export"])
    words = event_words(event.code, event.facts, language=labels.language(), edition=shipped())
    messages.success(request, f"{batch.serial} · {words}")
    where = {"check-row": "#sample", "strike-line": "#lines", "mend-line": "#lines"}.get(form.name, "")
    return SeeOther(reverse("batchdisputes:batch", args=[batch.pk]) + where)


URLS = [
    path(
        f"batches/<int:pk>/{name}",
        guarded(work, LIST_LIMITS if WITH_FILES[name] else None) if name in WITH_FILES else work,
        {"name": name},
        name=name,
    )
    for name in FORMS
]
