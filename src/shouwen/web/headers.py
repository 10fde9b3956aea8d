"""The headers of every answer that no other part of the desk sets: what a browser may do with it, and keep of it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Nothing at the desk needs these, so nothing that gets into a page may ask for them.
NOT_USED = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
SIGN_OUT = frozenset(("account_logout", "people:sign_out_everywhere"))


class Headers:
    """Middleware: no page is kept by a browser or on the way to it, none is read from elsewhere; a sign-out clears."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", NOT_USED)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store, private")
        match = request.resolver_match
        if match is not None and match.view_name in SIGN_OUT and request.method == "POST":
            response["Clear-Site-Data"] = '"cache"'
        return response
