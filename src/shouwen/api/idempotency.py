"""Idempotency-Key: a change that is sent again is answered again, and made only once.

The answer is stored in the transaction of the change. So after a cut line or a killed server the client may send the
same request until it hears: either nothing was done, and it is done now, or it was done, and the answer comes again.
Refusals changed nothing and are not stored: asked again, the rules are asked anew.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from shouwen.api.bodies import body_parts
from shouwen.api.door import caller_of
from shouwen.api.models import Answered
from shouwen.api.problems import Problem
from shouwen.ledger.asking import load
from shouwen.ledger.rows import insert
from shouwen.ledger.twins import is_twin

LONGEST_KEY = 255
# A day, and an hour for clocks that differ.
KEPT = timedelta(hours=25)
AT_ONCE = 20_000
Work = Callable[[], HttpResponse]


def once(request: HttpRequest, work: Work) -> HttpResponse:
    """Do the work of a request and answer; under a key that was answered already, give that answer again."""
    key = _key(request)
    if key is None:
        return work()
    try:
        response = _first(request, key, work)
    except IntegrityError as error:
        if not is_twin(error, Answered, "answered_once"):
            raise
        response = None
    if response is not None and response.status_code < 300:
        return response
    # A twin may have been quicker, and what it did may be why this one was refused.
    again = _again(request, key)
    if again is not None:
        return again
    if response is None:
        raise Problem("in-progress", headers={"Retry-After": "1"})
    return response


def tidy(at: datetime) -> int:
    """Forget answers that nobody asks for any more, some at a time; answers how many."""
    old = Answered.objects.filter(at__lt=at - KEPT).order_by("at").values_list("pk", flat=True)[:AT_ONCE]
    return Answered.objects.filter(pk__in=list(old)).delete()[0]


def _key(request: HttpRequest) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not 1 <= len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Problem("idempotency-key-invalid", field="Idempotency-Key")
    return key


def _first(request: HttpRequest, key: str, work: Work) -> HttpResponse:
    with transaction.atomic():
        if again := _again(request, key):
            return again
        response = work()
        if response.status_code < 300:
            made = Answered(
                token=caller_of(request).token,
                key=key,
                digest=_digest(request),
                status=response.status_code,
                location=response.headers.get("Location", ""),
                body=response.content.decode(),
                at=timezone.now(),
            )
            insert([made])
        else:
            transaction.set_rollback(True)
        return response


def _again(request: HttpRequest, key: str) -> HttpResponse | None:
    """The answer that was given under this key; refused where it was given to another request."""
    rows = load(Answered, "WHERE t.token_id = %s AND t.key = %s", caller_of(request).token.pk, key)
    if not rows:
        return None
    found = rows[0]
    if found.digest != _digest(request):
        raise Problem("idempotency-key-reused", field="Idempotency-Key")
    headers = {"Idempotency-Replayed": "true"} | ({"Location": found.location} if found.location else {})
    return HttpResponse(found.body, status=found.status, content_type="application/json", headers=headers)


def _digest(request: HttpRequest) -> str:
    """What makes two requests the same: method, address and body."""
    said = sha256(f"{request.method} {request.get_full_path()}\n".encode())
    for part in body_parts(request):
        said.update(part)
    return said.hexdigest()
