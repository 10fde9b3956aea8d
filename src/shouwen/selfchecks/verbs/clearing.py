"""What becomes of a check: each exception is cleared by somebody, then the manager signs the report (C4.8.7)."""

from shouwen.handbook.rights import Right
from shouwen.ledger.door import Act, verb
from shouwen.selfchecks.models import CheckException, SelfCheck
from shouwen.selfchecks.sealing import code_of
from shouwen.selfchecks.sheet import check_said
from shouwen.tickets.checks import REASON_CHARACTERS, check_text


@verb("check.cleared", needs=Right.CLEAR_CHECKS, on=SelfCheck)
def clear(act: Act, *, number: int, how: str, why: str, done: str) -> None:
    """Clear an exception: how, why it is settled, and what was done. Never by those whose refund it is."""
    check: SelfCheck = act.subject
    act.require(check.state != SelfCheck.State.SIGNED, "check-signed")
    row: CheckException | None = check.exceptions.filter(number=number).first()
    act.require(row is not None, "exception-missing", line=number)
    assert row is not None
    act.require(row.cleared_at is None, "exception-cleared")
    act.require(act.actor.code not in row.people, "own-exception")
    act.require(how in act.edition.check_clearings, "unknown-code", value=how)
    act.require(why.strip(), "say-why")
    act.require(done.strip(), "say-what-was-done")
    check_text(act, why, REASON_CHARACTERS)
    check_text(act, done, REASON_CHARACTERS)
    row.cleared_at, row.cleared_by, row.cleared_how = act.at, act.actor, how
    row.cleared_why, row.cleared_done = why, done
    row.save(update_fields=["cleared_at", "cleared_by", "cleared_how", "cleared_why", "cleared_done"])
    check.left = check.exceptions.filter(cleared_at=None).count()
    check.state = SelfCheck.State.OPEN if check.left else SelfCheck.State.READY
    act.record(number=number, rule=row.rule, reason=row.reason, how=how, why=why, done=done, left=check.left)


@verb("check.signed", needs=Right.SIGN_DAY, on=SelfCheck)
def sign(act: Act) -> None:
    """Sign the report, once every exception is cleared. From then on nothing of it changes."""
    check: SelfCheck = act.subject
    act.require(check.state != SelfCheck.State.SIGNED, "check-signed")
    act.require(check.left == 0 and check.state == SelfCheck.State.READY, "exceptions-left", left=check.left)
    act.require(check.again_at is None, "check-runs-again")
    check.state, check.signed_by, check.signed_at = SelfCheck.State.SIGNED, act.actor, act.at
    check.said = check_said(check)
    check.code = code_of(check.said)
    act.record(period=check.period, count=check.count, total=check.total, found=check.found, check_code=check.code)


@verb("check.again_asked", needs=Right.CLEAR_CHECKS, on=SelfCheck)
def ask_again(act: Act) -> None:
    """Have the worker run it once more: a paper was added, a report came. What was cleared stays cleared."""
    check: SelfCheck = act.subject
    act.require(check.state != SelfCheck.State.SIGNED, "check-signed")
    act.require(check.again_at is None, "check-runs-again")
    check.again_at = act.at
    act.record(period=check.period)
