"""What must hold when a story is over: all books agree, and every dispute has a way to its end."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shouwen.calendars.reads import as_of
from shouwen.clocks.recheck import differences
from shouwen.disputes.models import Dispute, Signature
from shouwen.disputes.verbs import Chosen, close, drop_reversal, find, propose, recalculate, recall, settle, withdraw
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.ledger.export import lines
from shouwen.ledger.models import Event
from shouwen.ledger.verifier import verify
from shouwen.refunds.models import Refund
from tests.cast import CUSTOMERS
from tests.cast import PEOPLE as CAST
from tests.disputes.telling import ANSWERS
from tests.moneymodel.people import PEOPLE, at_least

if TYPE_CHECKING:
    from tests.moneymodel.machine import Desk

ZERO = Decimal("0.00")
NAMES = {code: name for name, (code, *_) in CAST.items()}
CAUSE = "company.service_quality"
MOST_STEPS = 12


def prove_at_the_end(ground: "Desk") -> None:
    """Whatever happened: settle with billing, walk every dispute out, then compare all books."""
    as_of.cache_clear()
    ground.the_dust_settles()
    ground.both_agree()
    _check_signatures()
    for key in ground.keys:
        _see_to_its_end(ground, key)
    wrong = [one for one in differences() if not isinstance(one, int)]
    assert not wrong, wrong
    report = verify(f"{line}\n".encode() for line in lines())
    assert report.fault is None, report.fault
    _compare_books(ground)
    _no_customer_in_the_ledger()


def _check_signatures() -> None:
    """Of the right level or above, or a deputy of at least that level for somebody who is away."""
    for one in Signature.objects.select_related("application__dispute", "by", "stands_for", "application__by"):
        level, by = PEOPLE[NAMES[one.by.code]].level, one.by.code
        assert by != one.application.by.code, f"{by} signed what they applied for"
        assert level and at_least(level, one.level), f"{by} is {level} and signed as {one.level}"
        if one.stands_for is not None:
            assert at_least(level, PEOPLE[NAMES[one.stands_for.code]].level)


def _see_to_its_end(ground: "Desk", key: int) -> None:
    """People with the rights for it bring it to its end, in a few steps, whatever state it is in."""
    for _ in range(MOST_STEPS):
        row = Dispute.rows.get(pk=key)
        if not row.is_open:
            return
        ground.now = ground.soon
        before = (row.state, row.chain.length)
        answer = _next_step(ground, row)
        after = Dispute.rows.select_related("chain").get(pk=key)
        assert not isinstance(answer, Refused), f"{row.serial} is stuck in {row.state}: {answer}"
        assert (after.state, after.chain.length) != before, f"{row.serial} is stuck in {row.state}"
    raise AssertionError(f"{row.serial} came to no end")


def _next_step(ground: "Desk", row: Dispute) -> Done | Refused | None:
    steps: dict[str, Callable[..., Any]] = {
        "checking": _find_right,
        "interim": _from_interim,
        "proposed": _from_proposed,
        "applied": _recall,
        "promised": _from_promised,
        "refunded": lambda ground, row: close(row.pk, **_who(ground), told="已告知"),
        "reversing": _from_reversing,
    }
    return steps[row.state](ground, row)  # type: ignore[no-any-return]


def _who(ground: "Desk") -> dict[str, Any]:
    return {"actor": ground.cast.support_lead, "at": ground.now}


def _find_right(ground: "Desk", row: Dispute) -> Any:
    if row.paid == 0:
        return withdraw(row.pk, **_who(ground), reason="explained", why="客户认可")
    if row.finding != "proven":
        return find(row.pk, **_who(ground), result="proven", what="查清", cause=CAUSE)
    if row.charged == 0:
        ground.charge_again(row.pk)
        return None
    return propose(row.pk, **_who(ground), chosen=nothing(row))


def _from_interim(ground: "Desk", row: Dispute) -> Any:
    if row.finding in ("proven", "disproven"):
        return settle(row.pk, **_who(ground), why="不再追补")
    return find(row.pk, **_who(ground), result="disproven", what="查清", cause=CAUSE)


def _from_proposed(ground: "Desk", row: Dispute) -> Any:
    if row.amount == 0:
        return close(row.pk, **_who(ground), told="已告知")
    if row.paid == 0:
        return withdraw(row.pk, **_who(ground), reason="explained", why="客户认可")
    return propose(row.pk, **_who(ground), chosen=nothing(row))


def nothing(row: Dispute) -> Chosen:
    """Nothing more goes back, with a reason."""
    answers = {**ANSWERS, "insists": "insists"}
    return Chosen(answers=answers, cause=row.cause or CAUSE, kind="none", override_why="不再追补")


def _recall(ground: "Desk", row: Dispute) -> Any:
    asked = row.applications.get(state="waiting")
    return recall(row.pk, actor=ground.cast.staff[asked.by.code], at=ground.now, why="不再申请")


def _from_promised(ground: "Desk", row: Dispute) -> Any:
    assert not row.refunds().filter(state__in=("due", "sending", "unknown")).exists(), "nobody knows what became of it"
    return recalculate(row.pk, **_who(ground), chosen=nothing(row))


def _from_reversing(ground: "Desk", row: Dispute) -> Any:
    if row.applications.filter(state="waiting").exists():
        return _recall(ground, row)
    return drop_reversal(row.pk, **_who(ground), why="账务不予冲正")


def _compare_books(ground: "Desk") -> None:
    """Events, refunds and billing's own book say the same, to the cent; so do disputes and late fees."""
    book = {line.key: line.amount for line in ground.system.book.all()}
    rows = {row.key: row for row in Refund.rows.all()}
    assert book == {key: row.booked for key, row in rows.items() if row.state == "done"}
    done = list(Event.objects.filter(code="refund.done").values_list("chain__name", "facts"))
    told = {name.removeprefix("refund/"): Decimal(facts["amount"]) for name, facts in done}
    assert len(told) == len(done) and told == book
    paid = sum((row.paid for row in Dispute.rows.all()), ZERO)
    fees = sum((row.booked or ZERO for row in rows.values() if row.origin == "late_fee"), ZERO)
    assert paid + fees == sum(book.values(), ZERO)


def _no_customer_in_the_ledger() -> None:
    """No number, no name and no text of a customer is in an event of money (M4)."""
    codes = ("dispute.", "refund.", "late_fee.")
    for code in codes:
        for facts in Event.objects.filter(code__startswith=code).values_list("facts", flat=True):
            told = json.dumps(facts, ensure_ascii=False)
            for number, name, _ in CUSTOMERS.values():
                assert number not in told and name not in told, told
            assert "这个月多扣了钱" not in told
