"""Trying a decision by hand: by a form, by JSON in the page, or by JSON sent by a program."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shouwen.clauses import findings
from shouwen.clauses.asking import EXAMPLES, MOST, FactsForm, written
from shouwen.clauses.tables import CHAPTERS as PAGES
from shouwen.handbook.decide import CHAPTERS, BadFacts, decide_chapter
from shouwen.handbook.decision import Refused, explain
from shouwen.handbook.load import shipped
from shouwen.web import labels


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, chapter: str) -> HttpResponse:
    """Decides from the facts given, and says why. Nothing is stored, nothing happens to a ticket."""
    if chapter not in CHAPTERS:
        raise Http404
    if request.method != "POST":
        form = FactsForm(chapter, initial=FactsForm.first(chapter))
        return render(request, "handbook/decide.html", _context(chapter, form, written(EXAMPLES.get(chapter, {}))))
    if request.content_type == "application/json":
        return _to_program(chapter, request.body)
    return _to_person(request, chapter)


def _to_program(chapter: str, facts: bytes) -> JsonResponse:
    try:
        decided = decide_chapter(chapter, facts, shipped())
    except BadFacts as bad:
        return JsonResponse({"problems": bad.sentences(labels.language())}, status=422)
    answer = decided.as_json() | {"because_in_words": _sentences(decided)}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _to_person(request: HttpRequest, chapter: str) -> HttpResponse:
    if "facts" in request.POST:
        text = request.POST["facts"][:MOST]
        form = FactsForm(chapter, initial=FactsForm.first(chapter))
    else:
        form = FactsForm(chapter, request.POST)
        if not form.is_valid():
            return render(request, "handbook/decide.html", _context(chapter, form, ""), status=422)
        text = written(form.facts())
    context = _context(chapter, form, text)
    try:
        decided = decide_chapter(chapter, text, shipped())
    except BadFacts as bad:
        context |= {"problems": _placed(form, bad)}
        return render(request, "handbook/decide.html", context, status=422)
    context |= {"decided": written(decided.as_json()), "sentences": _sentences(decided)}
    if not isinstance(decided, Refused):
        context |= {"findings": findings.of(chapter, decided.what)}
    return render(request, "handbook/decide.html", context)


def _placed(form: FactsForm, bad: BadFacts) -> list[str]:
    """Puts each mistake at its field where the form was handed in; answers those that have no field."""
    apart = []
    for (name, _zh, _en), sentence in zip(bad.problems, bad.sentences(labels.language()), strict=True):
        if form.is_bound and name in form.fields:
            form.add_error(name, _zh if labels.language() == "zh" else _en)
        else:
            apart.append(sentence)
    return apart


def _sentences(decided: Any) -> list[str]:
    told = explain(decided, labels.language(), shipped())
    return [told] if isinstance(decided, Refused) else list(told)


def _context(chapter: str, form: FactsForm, text: str) -> dict[str, Any]:
    schema = CHAPTERS[chapter].facts.model_json_schema()
    return {
        "code": chapter,
        "name": next((page.name for page in PAGES.values() if page.decision == chapter), _("A decision")),
        "page": next((code for code, page in PAGES.items() if page.decision == chapter), ""),
        "form": form,
        "facts": text,
        "schema": json.dumps(schema, ensure_ascii=False, indent=2),
        "chapters": [(page.decision, page.name) for page in PAGES.values() if page.decision],
    }
