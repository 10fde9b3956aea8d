"""The server's half of the draft: telling the browser that what it kept has arrived."""

from django.http import HttpResponse

COOKIE = "shouwen_draft_done"


def done(response: HttpResponse, name: str) -> HttpResponse:
    """Marks the form `data-draft="name"` as handed in: the browser then drops the copy that it kept.

    Put it around the answer to a successful hand-in; without it the text would be offered again.
    """
    response.set_cookie(COOKIE, name, max_age=3600, samesite="Lax")
    return response
