"""What of a request was not read is read before it is answered, so that its connection serves the next one too."""

from collections.abc import Callable
from contextlib import suppress

from django.http import HttpRequest, HttpResponse

# The largest rest that is read for the sake of the connection: enough for any form and any JSON that the desk takes.
MOST = 1024 * 1024


class Unread:
    """Middleware, outermost: a refusal that needed no word of the body waits for the body to arrive all the same.

    The server closes a connection whose request it answered before all of it came, and HTTP/1.1 has no way to say so
    afterwards: a program's next request is lost, a proxy tells its user of a bad gateway instead of the refusal.
    A body above MOST is left unread, for there closing is cheaper than reading.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and 0 < int(length) <= MOST:
            with suppress(OSError):
                request.read(MOST)
        return response
