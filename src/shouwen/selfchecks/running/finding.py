"""One check from beginning to end, in portions: what it counted, and every exception that it found (C4.8.7)."""

from collections.abc import Callable, Iterable, Iterator

from shouwen.customers import masking
from shouwen.handbook.decision import Reason
from shouwen.handbook.load import shipped
from shouwen.handbook.money import ZERO
from shouwen.handbook.papers import below
from shouwen.handbook.secondrefunds import OfPartner
from shouwen.handbook.selfchecks import look
from shouwen.refunds.models import Difference, Refund
from shouwen.selfchecks.gathering import Gathered, Gatherer
from shouwen.selfchecks.running import partners, seconds
from shouwen.selfchecks.running.periods import Scope
from shouwen.selfchecks.running.result import New, Result
from shouwen.selfchecks.running.statement import Statement

AT_ONCE = 500


class Stopped(Exception):
    """The worker is to end: nothing of this check is written, and the next worker makes it anew."""


def find(scope: Scope, statement: Statement | None, *, stop: Callable[[], bool] = lambda: False) -> Result:
    """Look at every refund of the scope; raises `Stopped` when the worker is to end."""
    result, gatherer = Result(), Gatherer()
    others = seconds.Others(scope) if scope.kind == "monthly" else None
    for refunds in _portions(scope):
        if stop():
            raise Stopped
        for one in (gathered := gatherer.gather(refunds, statement=statement)):
            _count(result, one)
            _look(result, one, scope)
        if others is not None:
            for one, reason in others.found(gathered):
                result.add(new_of("second_refund", reason, one))
    for difference in _differences(scope):
        _differs(result, difference)
    if scope.kind == "monthly":
        for new in partners.compared(scope, result):
            result.add(new)
        result.files = partners.files_told(scope)
    return result


def new_of(rule: str, reason: Reason, one: Gathered, again: int = 0) -> New:
    """The exception about one refund."""
    suffix = f"/{again}" if again else ""
    return New(
        rule=rule,
        reason=reason,
        subject=f"{rule}/{reason.code}/{one.refund.key}{suffix}",
        refund=one.refund,
        customer_id=one.refund.customer_id,
        masked=masking.number(one.refund.customer.number),
        amount=one.refund.total,
        people=tuple(sorted(_barred(rule, one))),
    )


def _barred(rule: str, one: Gathered) -> set[str]:
    """Whose refund it is; where the signatures themselves are in question, who signed as well."""
    signers = {step.by for step in one.word.steps} if rule == "over_authority" and one.word else set()
    return {*one.people, *signers}


def _portions(scope: Scope) -> Iterator[list[Refund]]:
    last = 0
    rows = scope.refunds().select_related("customer", "ordered_by", "unit").order_by("pk")
    while some := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        yield some
        last = some[-1].pk


def _count(result: Result, one: Gathered) -> None:
    refund = one.refund
    booked = refund.booked if refund.booked is not None else refund.total
    result.count, result.total = result.count + 1, result.total + booked
    result.principal, result.gift = result.principal + refund.principal, result.gift + refund.gift
    if refund.reverses_id:
        result.reversals, result.reversed = result.reversals + 1, result.reversed + booked
    for name, code in (("kinds", refund.kind), ("causes", refund.cause), ("origins", refund.origin)):
        part = result.sums.setdefault(name, {})
        count, total = part.get(code, (0, ZERO))
        part[code] = (count + 1, total + booked)
    if below(refund.cause, ("sp",)):
        key, known = str(refund.customer_id), result.partner.get(str(refund.customer_id), OfPartner())
        names = known.providers | {partners.plain_name(name) for name in one.line.providers}
        result.partner[key] = OfPartner(known.amount + booked, frozenset(names))
        result.partner_count += 1


def _look(result: Result, one: Gathered, scope: Scope) -> None:
    seen: dict[str, int] = {}
    for found in look(one.line, shipped(), period=scope.kind):
        again = seen.get(found.reason.code, 0)
        seen[found.reason.code] = again + 1
        result.add(new_of(found.rule, found.reason, one, again))


def _differences(scope: Scope) -> Iterable[Difference]:
    """What the daily comparison with billing left open for these refunds."""
    rows = Difference.rows.filter(scope.within(), cleared_at=None, found_at__lt=scope.until, refund__isnull=False)
    return rows.select_related("refund__customer", "refund__ordered_by").order_by("pk").iterator(chunk_size=AT_ONCE)


def _differs(result: Result, difference: Difference) -> None:
    refund = difference.refund
    assert refund is not None
    told = any(
        f"amount_mismatch/check-{code}/{refund.key}" in result.exceptions
        for code in ("not-in-billing", "booked-twice", "booked-otherwise")
    )
    if told:
        return
    reason = Reason("C4.8.7", "check-difference-open", {"kind": difference.kind})
    by = refund.ordered_by
    result.add(
        New(
            rule="amount_mismatch",
            reason=reason,
            subject=f"amount_mismatch/{reason.code}/{difference.pk}",
            refund=refund,
            customer_id=refund.customer_id,
            masked=masking.number(refund.customer.number),
            amount=refund.total,
            people=(by.code,) if by else (),
        )
    )
