"""The writers of tokens."""

from collections.abc import Iterable
from datetime import datetime

from shouwen.handbook.rights import Right
from shouwen.ledger.door import Act
from shouwen.ledger.writing import begin
from shouwen.people.acting import verb
from shouwen.people.doors import Scope
from shouwen.people.models import Staff, Token
from shouwen.people.models.token import PER_MINUTE


@verb("token.created", needs=Right.MANAGE_TOKENS)
def create_token(
    act: Act,
    *,
    name: str,
    staff: Staff,
    digest: str,
    until: datetime,
    scopes: Iterable[str] = tuple(Scope),
    per_minute: int = PER_MINUTE,
) -> None:
    """Let a program act as this person until a day; only the digest of its secret comes in here."""
    taken = Token.objects.unscoped("a name is taken once").filter(name=name).exists()
    act.require(not taken, "duplicate", value=name)
    reach = " ".join(scope for scope in Scope if scope in set(scopes))
    act.chain = begin(f"token/{name}")
    act.subject = Token(
        chain=act.chain, name=name, staff=staff, digest=digest, until=until, scopes=reach, per_minute=per_minute
    )
    act.record(name=name, staff=staff.code, until=until.isoformat(), scopes=reach, per_minute=per_minute)


@verb("token.revoked", needs=Right.MANAGE_TOKENS, on=Token)
def revoke_token(act: Act) -> None:
    """End a token at once; its name stays taken, so that the ledger tells of one token by it."""
    token: Token = act.subject
    act.require(token.revoked_at is None, "token-revoked", value=token.name)
    token.revoked_at = act.at
    act.record(name=token.name, staff=token.staff.code)
