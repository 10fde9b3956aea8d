"""Ordering money back: inside the transaction of whoever decided it, once for each key.

Guarantees: a key is ordered once for ever, whatever is repeated; a reversal never takes back more than was paid, nor
does the sum of all reversals of one refund (C4.8). Whoever orders has the right to; refunds only keep the invariants.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from shouwen.customers.models import Customer
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.handbook.money import ZERO, yuan
from shouwen.ledger.door import Refusal
from shouwen.ledger.models import Chain
from shouwen.ledger.rows import insert
from shouwen.ledger.scoped import Actor
from shouwen.ledger.writing import Happening, lock, write_many
from shouwen.people.models import Staff, Unit
from shouwen.refunds.models import Refund

# What must be the same when a key is ordered again.
CONTENT = ("origin", "about", "customer_id", "kind", "cause", "principal", "gift", "reverses_id")


@dataclass(frozen=True, kw_only=True)
class NewRefund:
    """One refund to be ordered. `promised_at` is when the customer was promised it; the order's time unless said."""

    key: str
    origin: str
    about: str
    link: str
    customer: Customer
    unit: Unit
    kind: str
    cause: str
    principal: Decimal
    gift: Decimal = ZERO
    proof: str = ""
    promised_at: datetime | None = None
    reverses: Refund | None = None


def order(
    *,
    key: str,
    origin: str,
    about: str,
    link: str,
    customer: Customer,
    unit: Unit,
    kind: str,
    cause: str,
    principal: Decimal,
    gift: Decimal = ZERO,
    by: Actor,
    at: datetime,
    proof: str = "",
    promised_at: datetime | None = None,
    reverses: Refund | None = None,
) -> Refund:
    """Order one refund; the worker sends it once the transaction is safe.

    Asked again with the same content it answers the refund that there is; with other content it raises a `Refusal`,
    as it does for a reversal of more than was paid. Inside a verb that is the verb's own refusal.
    """
    new = NewRefund(
        key=key,
        origin=origin,
        about=about,
        link=link,
        customer=customer,
        unit=unit,
        kind=kind,
        cause=cause,
        principal=principal,
        gift=gift,
        proof=proof,
        promised_at=promised_at,
        reverses=reverses,
    )
    return order_many([new], by=by, at=at)[0]


def order_many(rows: Sequence[NewRefund], *, by: Actor, at: datetime) -> list[Refund]:
    """Order many in a few statements, all or none; answers them in the order given.

    Those whose keys there are already are answered as they stand. Raises a `Refusal` as `order` does.
    """
    rows = [replace(new, principal=yuan(new.principal), gift=yuan(new.gift)) for new in rows]
    keys = [new.key for new in rows]
    there = {refund.key: refund for refund in _known(keys)}
    fresh: dict[str, Refund] = {}
    histories: list[tuple[Chain, list[Happening]]] = []
    for new in rows:
        before = there.get(new.key) or fresh.get(new.key)
        refund = _made(new, by, at)
        if before is not None:
            _require(_content(before) == _content(refund), "refund-ordered-otherwise", value=new.key)
            continue
        _check(new, [one for one in fresh.values() if new.reverses and one.reverses_id == new.reverses.pk])
        fresh[new.key] = refund
        histories.append((refund.chain, [Happening("refund.ordered", at, by.code, shipped().name, _facts(refund))]))
    write_many(histories)
    for refund in fresh.values():
        refund.chain_id = refund.chain.pk
    insert(list(fresh.values()))
    return [fresh.get(key) or there[key] for key in keys]


def reversible(refund: Refund) -> tuple[Decimal, Decimal]:
    """How much of a refund's principal and gift may still be reversed; whoever asks holds its chain."""
    if refund.state != Refund.State.DONE:
        return ZERO, ZERO
    against = Refund.rows.filter(reverses=refund).exclude(state__in=(Refund.State.CANCELLED, Refund.State.REFUSED))
    # Added up here: SQLite would add them as floating numbers.
    taken = [one.parts for one in against]
    principal, gift = refund.parts
    return sum((one for one, _ in taken), principal), sum((one for _, one in taken), gift)


def _known(keys: Sequence[str]) -> list[Refund]:
    """Those that there are, asked in portions: SQLite takes only so many values in one statement."""
    return [
        refund
        for start in range(0, len(keys), 500)
        for refund in Refund.objects.unscoped("keys are unique").filter(key__in=keys[start : start + 500])
    ]


def _made(new: NewRefund, by: Actor, at: datetime) -> Refund:
    return Refund(
        chain=Chain(name=f"refund/{new.key}"),
        key=new.key,
        origin=new.origin,
        about=new.about,
        link=new.link,
        customer=new.customer,
        unit=new.unit,
        path=new.unit.path,
        kind=new.kind,
        cause=new.cause,
        principal=new.principal,
        gift=new.gift,
        reverses=new.reverses,
        proof=new.proof,
        ordered_by=by if isinstance(by, Staff) else None,
        ordered_at=at,
        promised_at=new.promised_at or at,
        next_try_at=at,
    )


def _check(new: NewRefund, beside: Sequence[Refund]) -> None:
    """The signs, and for a reversal what is left to be reversed, `beside` those that are ordered with it."""
    _require(0 < len(new.key) <= 70, "refund-key-wrong", value=new.key)
    total = new.principal + new.gift
    if new.reverses is None:
        _require(new.principal >= 0 and new.gift >= 0 and total > 0, "refund-amount-wrong", amount=total)
        return
    _require(new.principal <= 0 and new.gift <= 0 and total < 0, "refund-amount-wrong", amount=total)
    lock(new.reverses.chain_id)
    original = Refund.rows.get(pk=new.reverses.pk)
    _require(original.reverses_id is None and original.customer_id == new.customer.pk, "refund-not-reversible")
    _require(original.state == Refund.State.DONE, "refund-not-reversible")
    principal, gift = reversible(original)
    principal += sum((one.principal for one in beside), ZERO)
    gift += sum((one.gift for one in beside), ZERO)
    within = principal + new.principal >= 0 and gift + new.gift >= 0
    _require(within, "reversal-too-much", left=principal + gift)


def _content(refund: Refund) -> tuple[Any, ...]:
    return tuple(getattr(refund, name) for name in CONTENT)


def _facts(refund: Refund) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "key": refund.key,
        "about": refund.about,
        "kind": refund.kind,
        "cause": refund.cause,
        "principal": refund.principal,
        "gift": refund.gift,
        "total": refund.total,
        "proof": refund.proof,
    }
    if refund.reverses is not None:
        facts["reverses"] = refund.reverses.key
    return facts


def _require(truth: object, code: str, **facts: Any) -> None:
    if not truth:
        raise Refusal(Refused.of(shipped(), code, **facts))
