"""How often a token may ask: so many requests in a minute, of which each web process grants its share."""

from dataclasses import dataclass
from threading import Lock
from time import monotonic

from django.conf import settings

from shouwen.people.models import Token

WINDOW_SECONDS = 60.0


@dataclass
class Window:
    """The minute that runs for one token in this process: when it began, and how many requests came."""

    began: float
    asked: int = 0


@dataclass(frozen=True)
class Rate:
    """How a request stands: of `limit` in the minute `remaining` are left, and `reset` seconds of it."""

    limit: int
    remaining: int
    reset: int

    @property
    def exceeded(self) -> bool:
        return self.remaining < 0

    def headers(self) -> dict[str, str]:
        """The same as headers of the answer."""
        left = max(self.remaining, 0)
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(left),
            "RateLimit-Reset": str(self.reset),
        }


_windows: dict[int, Window] = {}
_lock = Lock()


def count(token: Token) -> Rate:
    """Count a request of the token. No statement is spent on it: processes do not know of each other's counts."""
    limit = max(1, token.per_minute // settings.WEB_PROCESSES)
    now = monotonic()
    with _lock:
        window = _windows.get(token.pk)
        if window is None or now - window.began >= WINDOW_SECONDS:
            window = _windows[token.pk] = Window(now)
        window.asked += 1
        asked, began = window.asked, window.began
    return Rate(limit, limit - asked, max(1, int(began + WINDOW_SECONDS - now + 0.999)))
