"""The manager signs each refund of a day, or returns it (C4.8.7). Nobody signs their own."""

from datetime import date

from shouwen.handbook.rights import Right
from shouwen.ledger.door import Act, verb
from shouwen.notices.sending import tell
from shouwen.selfchecks.models import Day, DayLine
from shouwen.selfchecks.owning import may_sign
from shouwen.selfchecks.sealing import code_of
from shouwen.selfchecks.sheet import day_said
from shouwen.selfchecks.verbs.handing_in import link_to
from shouwen.tickets.checks import REASON_CHARACTERS, check_text


def _line(act: Act, number: int) -> DayLine:
    """The line, which must wait for a signature; refuse whoever must not sign it."""
    sheet: Day = act.subject
    act.require(sheet.state != Day.State.SIGNED, "day-closed")
    act.require(sheet.clerk_id != getattr(act.actor, "pk", None), "own-day")
    act.require(may_sign(act.actor, sheet.clerk, sheet.unit), "day-next-above")
    found: DayLine | None = sheet.lines.select_related("refund").filter(number=number).first()
    act.require(found is not None, "day-line-missing", line=number)
    assert found is not None
    act.require(sheet.state != Day.State.MISSING and found.state == DayLine.State.WAITING, "day-line-not-waiting")
    return found


def _settle(sheet: Day) -> None:
    """The sheet's state from its lines: with the clerk while one is returned, closed when all are signed."""
    states = list(sheet.lines.values_list("state", flat=True))
    sheet.waiting = states.count(DayLine.State.WAITING)
    if DayLine.State.RETURNED in states:
        sheet.state = Day.State.RETURNED
    else:
        sheet.state = Day.State.HANDED if sheet.waiting else Day.State.SIGNED


@verb("day.line_signed", needs=Right.SIGN_DAY, on=Day)
def sign_line(act: Act, *, line: int) -> None:
    """Sign one refund: its reason is plausible, and the right level signed it. The last signature closes the sheet."""
    sheet: Day = act.subject
    found = _line(act, line)
    found.state, found.by, found.at = DayLine.State.SIGNED, act.actor, act.at
    found.save(update_fields=["state", "by", "at"])
    _settle(sheet)
    facts = {"line": line, "refund": found.refund.key, "amount": found.refund.total, "clerk": sheet.clerk.code}
    if sheet.state == Day.State.SIGNED:
        sheet.closed_at = act.at
        sheet.said = day_said(sheet)
        sheet.code = code_of(sheet.said)
        facts |= {"closed": True, "check_code": sheet.code}
    act.record(**facts)


@verb("day.line_returned", needs=Right.SIGN_DAY, on=Day)
def return_line(act: Act, *, line: int, reason: str, why: str) -> None:
    """Give one refund back to the clerk with what is to be mended: it is on their list until it is handed in again."""
    sheet: Day = act.subject
    found = _line(act, line)
    act.require(reason in act.edition.day_return_reasons, "unknown-code", value=reason)
    act.require(why.strip(), "say-why")
    check_text(act, why, REASON_CHARACTERS)
    found.state, found.by, found.at = DayLine.State.RETURNED, act.actor, act.at
    found.reason, found.why, found.mended = reason, why, ""
    found.save(update_fields=["state", "by", "at", "reason", "why", "mended"])
    _settle(sheet)
    event = act.record(line=line, refund=found.refund.key, reason=reason, why=why, clerk=sheet.clerk.code)
    tell(
        [sheet.clerk],
        "day.line_returned",
        at=act.at,
        once=f"{act.chain}:{event.seq}",
        about=sheet.serial,
        link=day_link(sheet.day) if sheet.pk else link_to(sheet),
        facts={"line": line, "reason": reason, "why": why},
    )


def day_link(day: date) -> str:
    """Where a clerk finds that day of theirs."""
    return f"/day?on={day}"
