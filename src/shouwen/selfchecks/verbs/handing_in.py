"""The clerk hands the day to the manager (C4.8.7)."""

from collections.abc import Mapping, Sequence
from datetime import date

from shouwen.handbook.money import spell, total
from shouwen.handbook.rights import Right
from shouwen.ledger.door import Act, verb
from shouwen.ledger.rows import insert
from shouwen.ledger.writing import begin, lock
from shouwen.notices.sending import tell
from shouwen.people.models import Staff, Unit
from shouwen.refunds.models import Refund
from shouwen.selfchecks.models import Day, DayLine
from shouwen.selfchecks.owning import day_of, may_sign, signers_above, unlisted_of
from shouwen.tickets.checks import REASON_CHARACTERS, check_text


@verb("day.handed_in", needs=Right.DISPUTE)
def hand_in(act: Act, *, unit: Unit, day: date, keys: Sequence[str]) -> None:
    """Hand one's own refunds and waivers of a day to the manager. `keys` are those that the clerk had before them.

    They go on the sheet of that day that the manager still has, else on a new one: a signed sheet is closed.
    """
    clerk = act.actor
    act.require(isinstance(clerk, Staff), "not-yours-to-hand-in")
    assert isinstance(clerk, Staff)
    act.require(day <= day_of(act.at), "day-not-begun")
    # The clerk's own record is the lock under which sheets of a day are made.
    lock(clerk.chain_id)
    refunds = [one.refund for one in unlisted_of(clerk, day) if one.refund.unit_id == unit.pk]
    act.require(refunds, "day-nothing")
    act.require({refund.key for refund in refunds} == set(keys), "day-changed")
    sheet = _with_manager(clerk, unit, day)
    if sheet is None:
        sheet = new_sheet(clerk, unit, day)
        sheet.chain = begin(f"day/{sheet.serial}")
    act.chain, act.subject = sheet.chain, sheet
    before = sheet.lines.count() if sheet.pk else 0
    sheet.state = Day.State.RETURNED if sheet.state == Day.State.RETURNED else Day.State.HANDED
    sheet.waiting += len(refunds)
    sheet.handed_by, sheet.handed_at = clerk, act.at
    act.record(**_told(sheet, refunds))
    insert(lines(sheet, refunds, before))
    _tell(act, sheet, len(refunds))


@verb("day.handed_in_again", needs=Right.READ_DISPUTES, on=Day)
def hand_in_again(act: Act, *, mended: Mapping[int, str], why: str = "") -> None:
    """Hand in a sheet that was missed, or what was returned of one, each line with what was mended.

    It is the clerk's to do. For somebody who is away the one who signs does it, and says why.
    """
    sheet: Day = act.subject
    act.require(sheet.state in (Day.State.MISSING, Day.State.RETURNED), "day-not-with-clerk")
    if sheet.clerk_id != getattr(act.actor, "pk", None):
        act.require(act.actor.may(Right.SIGN_DAY, sheet), "not-yours-to-hand-in")
        act.require(may_sign(act.actor, sheet.clerk, sheet.unit), "not-yours-to-hand-in")
        act.require(why.strip(), "say-why")
        check_text(act, why, REASON_CHARACTERS)
    back = list(sheet.lines.exclude(state=DayLine.State.SIGNED))
    if sheet.state == Day.State.RETURNED:
        back = [line for line in back if line.state == DayLine.State.RETURNED]
        for line in back:
            said = mended.get(line.number, "")
            act.require(said.strip(), "say-what-was-mended", line=line.number)
            check_text(act, said, REASON_CHARACTERS)
            line.mended = said
    for line in back:
        line.state, line.by, line.at = DayLine.State.WAITING, None, None
        line.save(update_fields=["state", "mended", "by", "at"])
    sheet.state = Day.State.HANDED
    sheet.waiting = sheet.lines.filter(state=DayLine.State.WAITING).count()
    sheet.handed_by, sheet.handed_at = act.actor, act.at
    told = {str(line.number): line.mended for line in back if line.mended}
    act.record(lines=[line.number for line in back], mended=told, why=why, clerk=sheet.clerk.code)
    _tell(act, sheet, len(back))


def _with_manager(clerk: Staff, unit: Unit, day: date) -> Day | None:
    """The sheet of that day that the manager has and has not closed, held until the transaction ends."""
    there = (Day.State.HANDED, Day.State.RETURNED)
    found = Day.rows.filter(clerk=clerk, unit=unit, day=day, state__in=there).order_by("number").last()
    if found is None:
        return None
    chain = lock(found.chain_id)
    held = Day.rows.select_related("clerk", "unit").get(pk=found.pk)
    held.chain = chain
    return held if held.state in there else None


def new_sheet(clerk: Staff, unit: Unit, day: date) -> Day:
    """The next sheet of that day, unsaved; whoever calls holds the clerk's record."""
    number = Day.rows.filter(clerk=clerk, unit=unit, day=day).count() + 1
    return Day(clerk=clerk, unit=unit, path=unit.path, day=day, number=number, state=Day.State.HANDED)


def lines(sheet: Day, refunds: Sequence[Refund], before: int = 0) -> list[DayLine]:
    """The refunds as lines of the sheet, unsaved."""
    return [
        DayLine(day=sheet, number=number, refund=refund, state=DayLine.State.WAITING)
        for number, refund in enumerate(refunds, before + 1)
    ]


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


def _tell(act: Act, sheet: Day, count: int) -> None:
    assert act.event is not None
    people = [person for person in signers_above(sheet.clerk, sheet.unit) if person.code != act.actor.code]
    once = f"{act.chain}:{act.event.seq}:handed"
    facts = {"clerk": sheet.clerk.name, "count": count, "day": sheet.day.isoformat()}
    tell(people, "day.handed_in", at=act.at, once=once, about=sheet.serial, link=link_to(sheet), facts=facts)


def link_to(sheet: Day) -> str:
    """Where a sheet's page is."""
    return f"/days/{sheet.pk}"
