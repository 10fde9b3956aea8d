"""The handbook to read: its contents, a chapter, a clause."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shouwen.clauses import under
from shouwen.clauses.tables import CHAPTERS
from shouwen.handbook.load import shipped


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """The chapters, and every clause of the edition in force with what rests on it."""
    context = {"chapters": CHAPTERS.items(), "clauses": under.all_clauses(), "edition": shipped()}
    return render(request, "handbook/contents.html", context)


@require_safe
def chapter(request: HttpRequest, chapter: str) -> HttpResponse:
    """A chapter as tables, made from the edition."""
    found = CHAPTERS.get(chapter)
    if found is None:
        raise Http404
    context = {
        "code": chapter,
        "chapter": found,
        "tables": found.tables(shipped()),
        "chapters": CHAPTERS.items(),
        "edition": shipped(),
    }
    return render(request, "handbook/chapter.html", context)


@require_safe
def clause(request: HttpRequest, clause: str) -> HttpResponse:
    """What the edition lays down under one clause: where every why-button leads."""
    if not under.known(clause):
        raise Http404
    return render(request, "handbook/clause.html", dict(under.page(clause)))
