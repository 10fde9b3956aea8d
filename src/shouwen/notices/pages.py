"""A person's messages."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.notices.models import Message
from shouwen.notices.reads import MOST, newest, unread, unread_count, with_names
from shouwen.web import labels
from shouwen.web.answers import SeeOther

PAGE = 50


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The newest messages, or only those not read yet."""
    waiting = unread_count(request.user)
    only_unread = request.GET.get("unread") == "1"
    rows = newest(request.user)
    pages = Paginator(rows.filter(read_at=None) if only_unread else rows, PAGE)
    url = reverse("notices:list")
    page = pages.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "messages_shown": with_names(page.object_list, labels.language()),
        "tabs": [
            {"name": "all", "label": _("All"), "url": url, "key": "1"},
            {"name": "unread", "label": _("Unread"), "url": f"{url}?unread=1", "key": "2"},
        ],
        "tab": "unread" if only_unread else "all",
        "unread": waiting,
        "now": timezone.now(),
    }
    return render(request, "notices/messages.html", context)


@require_safe
def counter(request: HttpRequest) -> HttpResponse:
    """The bare number of unread messages, for the bell."""
    waiting = unread_count(request.user)
    return HttpResponse(f"{MOST - 1}+" if waiting >= MOST else str(waiting))


@require_POST
def read_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message as read and go to what it is about."""
    message = get_object_or_404(Message, pk=pk, to=request.user)
    if message.read_at is None:
        message.read_at = timezone.now()
        message.save(update_fields=["read_at"])
    ours = message.link and url_has_allowed_host_and_scheme(message.link, allowed_hosts=None)
    return SeeOther(message.link if ours else reverse("notices:list"))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark as read what stood there when the page was shown; what came since stays new."""
    at = timezone.now()
    unread(request.user).filter(at__lte=_moment(request.POST.get("until", "")) or at).update(read_at=at)
    return SeeOther(reverse("notices:list"))


def _moment(text: str) -> datetime | None:
    try:
        said = parse_datetime(text)
    except ValueError:
        return None
    return said if said and said.tzinfo else None
