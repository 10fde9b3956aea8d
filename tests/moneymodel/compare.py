"""Desk, paper and billing's own book side by side, after every step."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shouwen.clocks.models import Clock
from shouwen.clocks.projection import COLUMNS, replay, state
from shouwen.disputes.models import Application, Dispute
from shouwen.disputes.reads.signing import signers
from shouwen.ledger.models import Event
from shouwen.refunds.models import Refund
from tests.cast import PEOPLE as CAST
from tests.moneymodel.sheet import Asked, Money, Sheet

if TYPE_CHECKING:
    from tests.moneymodel.ground import Ground

ZERO = Decimal("0.00")
CODES = {code: name for name, (code, *_) in CAST.items()}


def compare_all(ground: "Ground") -> None:
    """Every dispute, application, order, and line of the book."""
    rows = Dispute.rows.in_bulk(ground.keys)
    asked: dict[int, list[Application]] = {}
    chains = Application.objects.filter(dispute__in=rows).select_related("dispute", "by", "reverses")
    for one in chains.prefetch_related("signatures__by", "signatures__stands_for").order_by("number"):
        asked.setdefault(one.dispute_id, []).append(one)
    orders: dict[str, list[Refund]] = {}
    for refund in Refund.rows.filter(origin="dispute").order_by("pk"):
        orders.setdefault(refund.about, []).append(refund)
    for at, (key, sheet) in enumerate(zip(ground.keys, ground.paper.sheets, strict=True)):
        row = rows[key]
        told = f"dispute {at} ({row.serial})"
        _same(told, _dispute(row), _sheet(sheet))
        _same(told, [_application(one) for one in asked.get(key, [])], [_asked(one) for one in sheet.asked])
        _same(told, [_refund(one) for one in orders.get(row.serial, [])], [_money(one) for one in sheet.money])
        _compare_signers(ground, told, sheet, asked.get(key, []))
    _compare_clocks(ground.keys[at] for at in sorted(ground.changed))
    compare_money(ground)


def _same(told: str, stored: Any, written: Any) -> None:
    assert stored == written, f"{told} is stored as\n{stored}\non paper it is\n{written}"


def _dispute(row: Dispute) -> dict[str, Any]:
    columns = ("state", "finding", "cause", "charged", "principal", "gift", "paid", "proof")
    return {name: getattr(row, name) for name in columns} | {"kind": row.outcome}


def _sheet(sheet: Sheet) -> dict[str, Any]:
    columns = ("state", "finding", "cause", "charged", "principal", "gift", "paid", "proof", "kind")
    return {name: getattr(sheet, name) for name in columns}


def _application(one: Application) -> tuple[Any, ...]:
    signed = [CODES[each.by.code] for each in one.signatures.all() if each.granted]
    whose = one.reverses.key if one.reverses else ""
    return one.number, one.purpose, one.amount, one.counted, one.chain, one.state, CODES[one.by.code], signed, whose


def _asked(one: Asked) -> tuple[Any, ...]:
    whose = one.reverses.key if one.reverses else ""
    return one.number, one.purpose, one.amount, one.counted, one.chain, one.state, one.by, one.signed, whose


def _refund(one: Refund) -> tuple[Any, ...]:
    return one.key, one.kind, one.cause, one.principal, one.gift, one.state


def _money(one: Money) -> tuple[Any, ...]:
    return one.key, one.kind, one.cause, one.principal, one.gift, one.state


def _compare_signers(ground: "Ground", told: str, sheet: Sheet, asked: list[Application]) -> None:
    """Who may sign next is the same everywhere."""
    if sheet.waiting is not None:
        found = {CODES[one.staff.code] for one in signers(asked[-1], ground.now)}
        _same(f"{told}: who may sign", found, ground.paper.may_sign(sheet, sheet.waiting, ground.now))


def _compare_clocks(keys: Iterable[int]) -> None:
    """The clocks of these disputes are what their events alone make of them."""
    for chain in Dispute.rows.filter(pk__in=list(keys)).values_list("chain", flat=True):
        newest = {row.kind: state(row) for row in Clock.objects.filter(chain=chain).order_by("run")}
        again = replay(list(Event.objects.filter(chain=chain).order_by("seq")))
        columns = (*COLUMNS, "run", "segments")
        assert {k: [getattr(v, c) for c in columns] for k, v in newest.items()} == {
            k: [getattr(v, c) for c in columns] for k, v in again.items()
        }


def compare_money(ground: "Ground") -> None:
    """Nothing booked that was not approved, nothing twice, and a refusal, return, recall or lapse never pays."""
    book = ground.system.book.all()
    assert len({line.key for line in book}) == len(book), f"booked twice: {book}"
    allowed = {key: total for sheet in ground.paper.sheets for key, total in approved(sheet).items()}
    fees = Refund.rows.filter(origin="late_fee").values_list("key", "principal")
    allowed |= dict(fees)
    assert sorted(amount for _, amount in fees) == sorted(ground.paper.waived.values())
    for line in book:
        assert line.key in allowed, f"{line.key} was booked, and nobody approved it"
        assert abs(line.amount) <= abs(allowed[line.key]), f"{line.key}: {line.amount} of {allowed[line.key]}"
    for sheet in ground.paper.sheets:
        assert sheet.paid >= ZERO, sheet


def approved(sheet: Sheet) -> dict[str, Decimal]:
    """What was granted or signed to the last signature, by key; what was cancelled before it was heard of is not."""
    found = {}
    for money in sheet.money:
        asked = sheet.asked[money.approved_by - 1] if money.approved_by else None
        if money.state == "cancelled":
            continue
        if asked is not None:
            assert asked.state == "approved" and len(asked.signed) == len(asked.chain), asked
            assert abs(money.total) == asked.amount, asked
            assert asked.by not in asked.signed and len(set(asked.signed)) == len(asked.signed), asked
        found[money.key] = money.total
    return found
