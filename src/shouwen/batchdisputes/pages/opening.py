"""A new batch with its first list (C4.8.4)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shouwen.batchdisputes import verbs
from shouwen.batchdisputes.forms.files import OpeningForm
from shouwen.batchdisputes.forms.work import BLAMED
from shouwen.batchdisputes.listing.receiving import receive
from shouwen.cases.uploads import guarded, turned_away
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.ledger.door import Done, together
from shouwen.people.models import Staff
from shouwen.web import labels
from shouwen.web.answers import SeeOther, wrong
from shouwen.web.errors import add_refusal

LIMITS = shipped().limits
LIST_LIMITS = LIMITS.model_copy(update={"attachment_bytes": LIMITS.import_bytes, "attachments_per_ticket": 1})


@require_http_methods(["GET", "HEAD", "POST"])
def _new(request: HttpRequest) -> HttpResponse:
    form = OpeningForm(request.POST or None, request.FILES or None, staff=request.user)
    rule = shipped().disputes.batch
    context = {"form": form, "rule": rule, "clause_url": labels.clause_url(rule.clause)}
    if request.method != "POST":
        return render(request, "batchdisputes/new.html", context)
    valid = form.is_valid()
    for stopped in turned_away(request):
        add_refusal(form, stopped.refused, field="file")
        valid = False
    if valid:
        answer = _begin(request.user, form)
        if isinstance(answer, Done):
            return SeeOther(reverse("batchdisputes:batch", args=[answer.subject.pk]))
        # Of a double click the second answer is the one that the browser shows.
        if answer.code == "form-handed-in" and (twin := verbs.begun_by(request.user, form.cleaned_data["key"])):
            messages.info(request, labels.sentence(answer))
            return SeeOther(reverse("batchdisputes:batch", args=[twin.pk]))
        add_refusal(form, answer, field=BLAMED.get(answer.code))
    return wrong(request, "batchdisputes/new.html", context)


def _begin(person: Staff, form: OpeningForm) -> Done | Refused:
    """The batch and its list, or neither."""
    at, said = timezone.now(), dict(form.cleaned_data)
    file = said.pop("file")

    def listed(done: Done | None) -> Done | Refused:
        assert done is not None
        return receive(done.subject, file, by=person, at=at, language=labels.language()) if file else done

    return together(lambda _: verbs.open_batch(actor=person, at=at, opening=verbs.Opening(**said)), listed)


# The form of a new batch; files over the limit are stopped while they arrive.
new = guarded(_new, LIST_LIMITS)
