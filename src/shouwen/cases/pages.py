"""What the pages of every case do alike: take a verb's form in, and give a kept file away."""

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, Http404, HttpRequest

from shouwen.cases.forms import VerbForm
from shouwen.cases.uploads import turned_away
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done


def handed_in(request: HttpRequest, form: VerbForm, *, fresh: Callable[[], Any]) -> Done | None:
    """Read the form and call its verb. None when there is something to mend, which the form then tells.

    `fresh` reads the case anew: the page of a refused form shows it as it is now.
    """
    valid, stopped = form.is_valid(), turned_away(request)
    if stopped:
        form.errors.pop("file", None)
    for each in stopped:
        form.refused(each.refused, length=form.case.chain.length)
    if stopped or not valid:
        return None
    answer = form.hand_in()
    if isinstance(answer, Refused):
        form.case = fresh()
        form.refused(answer, length=form.case.chain.length)
        return None
    return answer


def saved(row: Any) -> FileResponse:
    """A kept file, always to be saved, never to be opened in the page. 404 when it is gone from the disk."""
    try:
        content = row.file.open("rb")
    except (FileNotFoundError, ValueError):
        raise Http404 from None
    answer = FileResponse(content, as_attachment=True, filename=row.name, content_type="application/octet-stream")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
