"""A sitting: from a sign-in to its end. It ends by itself when nobody is there, and when a shift is over (M4)."""

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

# Longer than any talk with a customer, and shorter than a lunch away from an unlocked desk.
IDLE_SECONDS = 60 * 60
# A shift with its overtime; whoever works on signs in again.
LONGEST_SECONDS = 12 * 60 * 60
# How exactly it is known when somebody was last there: a write to the session for each page would be too dear.
STEP_SECONDS = 60
# Said by `live.js` with what a page asks by itself while nobody is there: most of it at the page's own address.
BY_ITSELF = "Shouwen-Live"

BEGAN, TOUCHED = "sitting_began", "sitting_touched"


class Sitting:
    """Middleware: signs out whoever was away for IDLE_SECONDS, or has been signed in for LONGEST_SECONDS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        if not request.user.is_authenticated:
            return
        now, session = time.time(), request.session
        began, touched = session.get(BEGAN, now), session.get(TOUCHED, now)
        if now - began >= LONGEST_SECONDS or now - touched >= IDLE_SECONDS:
            logout(request)
            return
        waking = BY_ITSELF not in request.headers and now - touched >= STEP_SECONDS
        if BEGAN not in session or waking:
            session[BEGAN], session[TOUCHED] = began, now
