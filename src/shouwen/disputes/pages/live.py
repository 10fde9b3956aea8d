"""The parts of a dispute's page that refresh: asked when something happened, answering 204 when nothing did."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shouwen.disputes.pages import composer, standing, timeline
from shouwen.disputes.pages import dispute as whole
from shouwen.disputes.reads import dispute as reads
from shouwen.handbook.rights import Right
from shouwen.tickets.pages.ticket import number


@never_cache
@require_safe
def events(request: HttpRequest, pk: int) -> HttpResponse:
    """A stretch of the timeline: what is newer than `after` (204 when nothing is), or what came before `before`."""
    dispute = whole.found(request, pk)
    after, before = number(request.GET.get("after")), number(request.GET.get("before"))
    if after and dispute.chain.length <= after:
        return HttpResponse(status=204)
    history = reads.history(dispute, before=before, after=after)
    context = {
        "dispute": dispute,
        "entries": timeline.entries(history),
        "fresh": bool(after),
        "earlier": history.earlier,
        "first_seq": history.events[0].seq if history.events else 0,
        "is_newest": bool(after),
        "now": timezone.now(),
    }
    return render(request, "disputes/dispute/entries.html", context)


@never_cache
@require_safe
def head(request: HttpRequest, pk: int) -> HttpResponse:
    """The head strip as it stands; 204 when nothing happened since `length`."""
    dispute = whole.found(request, pk)
    if number(request.GET.get("length")) == dispute.chain.length:
        return HttpResponse(status=204)
    return render(request, "disputes/dispute/strip.html", whole.head(dispute, timezone.now()))


@never_cache
@require_safe
def money(request: HttpRequest, pk: int) -> HttpResponse:
    """Clocks, proposal, signatures and refunds as they stand; 204 when nothing happened since `length`.

    A refund may be on its way without a word in the dispute's chain, so that with one open it is always shown anew.
    """
    dispute = whole.found(request, pk)
    moving = any(refund.is_open for refund in reads.refunds(dispute))
    if number(request.GET.get("length")) == dispute.chain.length and not moving:
        return HttpResponse(status=204)
    at = timezone.now()
    now = composer.situation(dispute, request.user, at)
    monitor = {"may_monitor": request.user.may(Right.MONITOR_REFUNDS)}
    context = {"dispute": dispute, "now": at, **monitor, **standing.standing(dispute, now)}
    return render(request, "disputes/dispute/standing.html", context)
