"""How a world goes wrong: what somebody with the database in hand could do past every verb of the product."""

from decimal import Decimal

from shouwen.handbook.load import shipped
from shouwen.ledger.writing import Happening, append, lock
from shouwen.people.models import Staff
from shouwen.refunds.models import Refund
from tests.cast import Cast
from tests.disputes.telling import Story
from tests.selfchecks.telling import slipped


def checked(cast: Cast, charge: str, *, cause: str = "company.service_quality", **said: object) -> Story:
    """A dispute that was checked and has its papers, with nothing paid yet."""
    return Story(cast, charge, **said).found(cause=cause).papered()  # type: ignore[arg-type]


def forged(
    story: Story,
    amount: str,
    *,
    own: bool = False,
    by: Staff | None = None,
    signed: tuple[tuple[str, Staff], ...] = (),
    nobody: bool = False,
    cause: str = "company.service_quality",
    kind: str = "single",
    gift: str = "0.00",
) -> Refund:
    """A refund on that dispute whose events say whatever is wanted."""
    dispute, cast = story.dispute, story.cast
    key = f"{dispute.serial}/{dispute.refunds().count() + 7}"
    clerk = by or story.clerk
    story.later(minutes=5)
    total = str(Decimal(amount) + Decimal(gift))
    if own:
        _event(story, "dispute.granted", clerk, amount=total, refund=key)
    elif not nobody:
        _event(story, "dispute.applied", clerk, application=1, amount=total)
        for place, (level, person) in enumerate(signed, 1):
            last = {"refund": key} if place == len(signed) else {}
            _event(story, "dispute.signed", person, application=1, amount=total, level=level, stands_for=None, **last)
    said = {"about": dispute.serial, "cause": cause, "kind": kind, "customer": dispute.customer, "at": story.at}
    return slipped(cast, key, amount, gift, unit=dispute.unit, by=clerk, **said)


def _event(story: Story, code: str, by: Staff, **facts: object) -> None:
    append(lock(story.row.chain_id), Happening(code, story.at, by.code, shipped().name, facts))
