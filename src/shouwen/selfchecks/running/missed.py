"""What nobody handed in by the end of the day: put on a sheet of its own, and told to the manager (C4.8.7)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from shouwen.handbook.load import shipped
from shouwen.handbook.money import spell, total
from shouwen.ledger.models import Chain
from shouwen.ledger.rows import insert
from shouwen.ledger.writing import Happening, append, lock
from shouwen.notices.sending import tell
from shouwen.people.models import Staff, Unit
from shouwen.refunds.models import Refund
from shouwen.selfchecks.gathering import Gatherer
from shouwen.selfchecks.models import Day, DayLine
from shouwen.selfchecks.owning import day_of, grouped, signers_above, unlisted
from shouwen.selfchecks.running.writing import CHECKS

AT_ONCE = 500


def work(at: datetime, *, stop: Callable[[], bool] = lambda: False) -> int:
    """Make a sheet of everything that was not handed in on a day that is over; answers how many sheets.

    Run late, twice or in several workers it makes the same sheets once.
    """
    back = shipped().selfchecks.make_up_days
    refunds = list(unlisted(day_of(at) - timedelta(days=back), days=back)[:AT_ONCE])
    if not refunds:
        return 0
    made = 0
    for (clerk, unit, day), gathered in grouped(Gatherer().gather(refunds)).items():
        if stop():
            break
        made += _sheet(clerk, unit, day, [one.refund for one in gathered], at)
    return made


def _sheet(code: str, unit: int, day: date, refunds: Sequence[Refund], at: datetime) -> int:
    """One clerk's sheet of a day; 0 when somebody was quicker, or where it is nobody's."""
    clerk = Staff.objects.filter(code=code).select_related("unit__parent__parent").first()
    if clerk is None:
        return 0
    with transaction.atomic():
        lock(clerk.chain_id)
        listed = set(DayLine.objects.filter(refund__in=refunds).values_list("refund_id", flat=True))
        left = [refund for refund in refunds if refund.pk not in listed]
        if not left:
            return 0
        place = Unit.rows.select_related("parent__parent").get(pk=unit)
        number = Day.rows.filter(clerk=clerk, unit=place, day=day).count() + 1
        sheet = Day(clerk=clerk, unit=place, path=place.path, day=day, number=number)
        sheet.state, sheet.told_at = Day.State.MISSING, at
        chain = Chain(name=f"day/{sheet.serial}")
        append(chain, Happening("day.missed", at, CHECKS.code, shipped().name, _told(sheet, left)))
        sheet.chain = chain
        sheet.save(force_insert=True)
        insert([DayLine(day=sheet, number=at_, refund=refund) for at_, refund in enumerate(left, 1)])
        _tell(sheet, len(left), at)
    return 1


def _told(sheet: Day, refunds: Sequence[Refund]) -> dict[str, object]:
    return {
        "clerk": sheet.clerk.code,
        "unit": sheet.unit.code,
        "day": sheet.day,
        "sheet": sheet.number,
        "count": len(refunds),
        "total": spell(total(refund.total for refund in refunds)),
        "refunds": [refund.key for refund in refunds],
    }


def _tell(sheet: Day, count: int, at: datetime) -> None:
    facts = {"clerk": sheet.clerk.name, "count": count, "day": sheet.day.isoformat()}
    said = {"at": at, "about": sheet.serial, "facts": facts}
    tell(
        signers_above(sheet.clerk, sheet.unit),
        "day.missed",
        once=f"{sheet.chain.name}:missed",
        link=f"/days/{sheet.pk}",
        **said,
    )
    tell([sheet.clerk], "day.missed", once=f"{sheet.chain.name}:missed:own", link=f"/day?on={sheet.day}", **said)
