"""Writing a check down: once for each unit and period, with its event, its exceptions and a word to the manager."""

from datetime import datetime

from django.db import IntegrityError, transaction

from shouwen.handbook.load import shipped
from shouwen.handbook.money import total
from shouwen.ledger.canonical import plain
from shouwen.ledger.models import Chain
from shouwen.ledger.rows import insert
from shouwen.ledger.twins import is_twin
from shouwen.ledger.writing import Happening, append, lock
from shouwen.notices.sending import tell
from shouwen.people.reads import managers
from shouwen.people.system import System
from shouwen.selfchecks.models import CheckException, SelfCheck
from shouwen.selfchecks.running.periods import Scope
from shouwen.selfchecks.running.result import New, Result

CHECKS = System("system:selfchecks")


def write(scope: Scope, result: Result, at: datetime) -> SelfCheck | None:
    """The check with all that it found; None when another worker was quicker: then nothing of this one is kept."""
    try:
        with transaction.atomic():
            return _write(scope, result, at)
    except IntegrityError as error:
        if not is_twin(error, Chain, "chain_name"):
            raise
        return None


def _write(scope: Scope, result: Result, at: datetime) -> SelfCheck:
    chain = Chain(name=f"selfcheck/{scope.kind}/{scope.unit.code}/{scope.begins}")
    found = list(result.exceptions.values())
    check = SelfCheck(
        kind=scope.kind,
        unit=scope.unit,
        path=scope.unit.path,
        begins=scope.begins,
        ends=scope.ends,
        state=SelfCheck.State.OPEN if found else SelfCheck.State.READY,
        ran_at=at,
        count=result.count,
        total=result.total,
        facts=result.facts(),
        found=len(found),
        left=len(found),
    )
    append(chain, Happening("check.ran", at, CHECKS.code, shipped().name, _told(check, run=1)))
    check.chain = chain
    check.save(force_insert=True)
    insert([_row(check, number, new) for number, new in enumerate(found, 1)])
    _tell(check, at, run=1)
    return check


def write_again(key: int, result: Result, at: datetime) -> SelfCheck | None:
    """What one more run found beside what the first did. Nothing that was cleared comes back, nothing is cleared by it.

    None when the report was signed meanwhile.
    """
    with transaction.atomic():
        check = SelfCheck.rows.select_related("unit").get(pk=key)
        chain = lock(check.chain_id)
        check.refresh_from_db()
        if check.state == SelfCheck.State.SIGNED:
            return None
        known = {row.subject: row for row in check.exceptions.all()}
        fresh = [new for subject, new in result.exceptions.items() if subject not in known]
        _mark_gone(known, result, at)
        insert([_row(check, number, new) for number, new in enumerate(fresh, len(known) + 1)])
        check.left = check.exceptions.filter(cleared_at=None).count()
        check.found = len(known) + len(fresh)
        check.state = SelfCheck.State.OPEN if check.left else SelfCheck.State.READY
        check.count, check.total, check.facts = result.count, result.total, result.facts()
        check.ran_at, check.again_at = at, None
        run = chain.events.filter(code="check.ran").count() + 1
        append(chain, Happening("check.ran", at, CHECKS.code, shipped().name, _told(check, run=run)))
        check.save()
        _tell(check, at, run=run)
        return check


def _mark_gone(known: dict[str, CheckException], result: Result, at: datetime) -> None:
    for subject, row in known.items():
        gone_at = None if subject in result.exceptions else row.gone_at or at
        if gone_at != row.gone_at:
            row.gone_at = gone_at
            row.save(update_fields=["gone_at"])


def _row(check: SelfCheck, number: int, new: New) -> CheckException:
    return CheckException(
        check_of=check,
        number=number,
        rule=new.rule,
        reason=new.reason.code,
        facts=_plain(new),
        subject=new.subject,
        refund=new.refund,
        customer_id=new.customer_id,
        masked=new.masked,
        amount=new.amount,
        people=list(new.people),
    )


def _plain(new: New) -> dict[str, object]:
    told: dict[str, object] = plain(dict(new.reason.facts))
    return told


def _told(check: SelfCheck, *, run: int) -> dict[str, object]:
    """What the event keeps: the counts and sums, never a customer."""
    told = {"kind": check.kind, "unit": check.unit.code, "period": check.period, "run": run}
    return {**told, "found": check.found, "left": check.left, **check.facts, "total": str(total([check.total]))}


def _tell(check: SelfCheck, at: datetime, *, run: int) -> None:
    once = f"{check.chain.name}:{run}"
    said = {"kind": check.kind, "period": check.period, "found": check.found, "left": check.left, "count": check.count}
    tell(managers(check.unit), "check.ran", at=at, once=once, about=check.serial, link=link_to(check), facts=said)


def link_to(check: SelfCheck) -> str:
    """Where a check's page is."""
    return f"/checks/{check.pk}"
