"""Saved views: the filters of a queue under a name of one's own."""

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.tickets.models import SavedView
from shouwen.tickets.pages import filters
from shouwen.web.answers import SeeOther


class NameForm(forms.Form):
    """What a view is called."""

    name = forms.CharField(max_length=40)


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters under a name; the same name again replaces them."""
    form = NameForm(request.POST)
    kept = filters.query(QueryDict(request.POST.get("query", "").replace("\x00", "")))
    if not form.is_valid():
        messages.error(request, _("Name the view in at most 40 characters."))
    elif len(kept) > SavedView._meta.get_field("query").max_length:
        messages.error(request, _("These filters are too long to keep. Use fewer words."))
    else:
        name = form.cleaned_data["name"]
        SavedView.objects.update_or_create(staff=request.user, name=name, defaults={"query": kept})
        messages.success(request, _("The view “%s” is kept.") % name)
    return _back(kept)


@require_POST
def rename_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a view of one's own something else."""
    view = get_object_or_404(SavedView, staff=request.user, pk=pk)
    form = NameForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Name the view in at most 40 characters."))
        return _back(view.query)
    view.name = form.cleaned_data["name"]
    try:
        with transaction.atomic():
            view.save(update_fields=["name"])
    except IntegrityError:
        messages.error(request, _("There is a view “%s” already.") % view.name)
    return _back(view.query)


@require_POST
def drop_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a saved view of one's own."""
    view = SavedView.objects.filter(staff=request.user, pk=pk).first()
    if view is not None:
        view.delete()
        messages.success(request, _("The view “%s” is forgotten.") % view.name)
    return _back(filters.query(QueryDict(request.POST.get("query", "").replace("\x00", ""))))


def _back(query: str) -> HttpResponse:
    return SeeOther(f"{reverse('tickets:queues')}?{query}" if query else reverse("tickets:queues"))
