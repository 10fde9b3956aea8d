"""A person's messages."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from shouwen.notices.models import Message
from shouwen.notices.reads import newest, unread_count

PAGE = 50


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The newest messages."""
    pages = Paginator(newest(request.user), PAGE)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "notices/messages.html", {"page": page, "now": timezone.now()})


@require_safe
def counter(request: HttpRequest) -> HttpResponse:
    """The bare number of unread messages, for the bell."""
    waiting = unread_count(request.user)
    return HttpResponse("99+" if waiting > 99 else str(waiting))


@require_POST
def read_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message as read and go to what it is about."""
    message = get_object_or_404(Message, pk=pk, to=request.user)
    if message.read_at is None:
        message.read_at = timezone.now()
        message.save(update_fields=["read_at"])
    ours = message.link and url_has_allowed_host_and_scheme(message.link, allowed_hosts=None)
    return HttpResponseRedirect(message.link if ours else reverse("notices:list"))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all messages as read."""
    Message.objects.filter(to=request.user, read_at=None).update(read_at=timezone.now())
    return HttpResponseRedirect(reverse("notices:list"))
