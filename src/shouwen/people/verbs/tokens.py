"""The writer of tokens."""

from datetime import datetime

from shouwen.handbook.rights import Right
from shouwen.ledger.door import Act, verb
from shouwen.ledger.writing import begin
from shouwen.people.models import Staff, Token


@verb("token.created", needs=Right.MANAGE_TOKENS)
def create_token(act: Act, *, name: str, staff: Staff, digest: str, until: datetime) -> None:
    """Let a program act as this person until a day; only the digest of its secret comes in here."""
    act.require(not Token.objects.filter(name=name).exists(), "duplicate", value=name)
    act.chain = begin(f"token/{name}")
    act.subject = Token(chain=act.chain, name=name, staff=staff, digest=digest, until=until)
    act.record(name=name, staff=staff.code, until=until.isoformat())
