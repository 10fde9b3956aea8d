"""The shell's own pages: the pattern book and the preferences of a browser."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from shouwen.web import patterns as book
from shouwen.web import preferences


@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    """Shows every part in each of its states, with texts as they occur at a desk."""
    now = timezone.now()
    return render(request, "web/patterns.html", book.context(now, request.GET))


@require_POST
def prefer(request: HttpRequest) -> HttpResponse:
    """Keeps a preference in its cookie and goes back to where one was; an unknown one changes nothing."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(target if safe else "/")
    for name in preferences.CHOICES:
        value = request.POST.get(name, "")
        if preferences.valid(name, value):
            response.set_cookie(
                preferences.cookie(name),
                value,
                max_age=preferences.COOKIE_SECONDS,
                samesite="Lax",
                secure=request.is_secure(),
            )
    return response
