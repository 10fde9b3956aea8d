"""Handing in again what was returned or missed (C4.8.7)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.handbook.decision import Refused
from shouwen.selfchecks import verbs
from shouwen.selfchecks.models import Day
from shouwen.selfchecks.pages import days, mine
from shouwen.selfchecks.pages.mending import mend_form
from shouwen.web.answers import SeeOther


@require_POST
def hand_in_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in what was returned or missed; for somebody who is away, the one who signs does it."""
    sheet = get_object_or_404(Day.objects.seen_by(request.user).select_related("chain", "clerk", "unit"), pk=pk)
    own = sheet.clerk_id == request.user.pk
    form = mend_form(sheet, own=own, data=request)
    if form.is_valid():
        said = {"mended": form.mended(), "why": form.cleaned_data.get("why", "")}
        answer = verbs.hand_in_again(
            sheet.pk, actor=request.user, at=timezone.now(), seen=form.cleaned_data["seen"], **said
        )
        if not isinstance(answer, Refused):
            messages.success(request, _("Handed in: %(serial)s") % {"serial": answer.subject.serial})
            own_day = f"{reverse('selfchecks:my_day')}?on={sheet.day}"
            return SeeOther(own_day if own else reverse("selfchecks:day", args=[sheet.pk]))
        form.refuse(answer, length=sheet.chain.length)
    if own:
        return mine.show(request, sheet.day, {sheet.pk: form}, status=422)
    return days.show(request, sheet, mend=form, status=422)
