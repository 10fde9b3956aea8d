"""What the web processes count themselves. Labels are names of ours and few: never a person, a number, a path.

Several processes count into files of one folder, and the page adds them up (docs/decisions/0010).
"""

from functools import lru_cache

from prometheus_client import Counter, Histogram

from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
INTAKE = "ticket.opened"

REQUESTS = Histogram(
    "shouwen_request_seconds",
    "Time to answer a request, by name of the address, method and class of the status",
    ("url", "method", "status"),
    buckets=BUCKETS,
)
OPENED = Counter("shouwen_tickets_opened", "Tickets taken in one by one", ("column", "source"))
VERBS = Counter("shouwen_verbs", "Verbs by what became of them: done, or the code of the refusal", ("verb", "outcome"))
OUTAGES = Counter("shouwen_outages", "Requests that met a busy or absent database or a full disk", ("outage",))


def request(url: str, method: str, status: int, seconds: float) -> None:
    """Counts one request; a method that nobody speaks counts as OTHER, so that no visitor can add a series."""
    _requests(url, method if method in METHODS else "OTHER", status // 100).observe(seconds)


@lru_cache(maxsize=4096)
def _requests(url: str, method: str, hundreds: int) -> Histogram:
    return REQUESTS.labels(url, method, f"{hundreds}xx")


def verb(code: str, answer: Done | Refused) -> None:
    """Counts what a verb answered, and an intake by column and source."""
    VERBS.labels(code, answer.code if isinstance(answer, Refused) else "done").inc()
    if code == INTAKE and isinstance(answer, Done):
        OPENED.labels(answer.subject.column, answer.subject.source).inc()
