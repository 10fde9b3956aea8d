"""The door of every operation: whose token it is, and the right that the one table asks for."""

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from shouwen.api.bodies import Body
from shouwen.api.problems import Problem
from shouwen.api.rates import count
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.ledger.door import Refusal
from shouwen.people.doors import DOORS, SCOPES, Scope
from shouwen.people.models import Staff, Token
from shouwen.people.reads import bearer

# A secret of ours has fewer characters; what is longer is not worth hashing.
LONGEST_SECRET = 200


@dataclass(frozen=True)
class Caller:
    """A program, by its token, and in whose name it acts."""

    token: Token
    staff: Staff


class Bearer(HttpBearer):
    """Opens the operation of one name. No cookie counts here, so nothing can be forged by a page elsewhere."""

    def __init__(self, name: str, *, body: Body) -> None:
        super().__init__()
        self.body = body
        self.name = f"api:{name}"
        self.scope = SCOPES.get(self.name, Scope.WRITE)

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Who asks; nobody where the token is not good, a refusal where it does not reach so far."""
        found = bearer(token, timezone.now()) if 0 < len(token) <= LONGEST_SECRET else None
        if found is None:
            return None
        # Several operations share an address; from here on the request is known by its own.
        if request.resolver_match is not None:
            request.resolver_match.view_name = self.name
        rate = request.rate = count(found)
        if rate.exceeded:
            raise Problem("rate-limited", seconds=rate.reset, headers={"Retry-After": str(rate.reset)})
        if not found.reaches(self.scope):
            raise Problem("scope-missing", scope=self.scope)
        if not found.staff.may_open(self.name):
            raise Refusal(Refused.of(shipped(), "not-allowed", right=DOORS.get(self.name, "")))
        self.body.prepare(request)
        return Caller(found, found.staff)


def caller_of(request: HttpRequest) -> Caller:
    """Who asks, once the door has opened."""
    return cast(Caller, request.auth)


def staff_of(request: HttpRequest) -> Staff:
    """In whose name the request acts."""
    return caller_of(request).staff
