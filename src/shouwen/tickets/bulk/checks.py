"""What every row of a bulk must satisfy: as at the desk (C4.7), and in the right order of times."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Act, Refusal
from shouwen.ledger.scoped import Actor
from shouwen.tickets.bulk.imported import STATES, Imported
from shouwen.tickets.checks import check_opening, check_text
from shouwen.tickets.opening import SLIP_MINUTES


def refusal(one: Imported, *, actor: Actor, at: datetime) -> Refused | None:
    """Why a row can't be taken in; None when it can."""
    act = Act(code="ticket.imported", actor=actor, at=at)
    try:
        check_opening(act, one.opening, history=True)
        act.require(one.state in STATES, "unknown-code", value=one.state)
        act.require(one.state != "answered" or one.closing, "five-elements", missing="answer")
        _check_customer(act, one.customer)
        _check_times(act, one)
        if one.closing:
            _check_closing(act, one)
    except Refusal as refused:
        return refused.refused
    return None


def _check_customer(act: Act, told: Mapping[str, str]) -> None:
    for key, known in (("grade", act.edition.grades), ("brand", act.edition.brands)):
        value = told.get(key, "")
        act.require(not value or value in known, "unknown-code", value=value)


def _check_times(act: Act, one: Imported) -> None:
    contacted = one.opening.contacted_at
    opened = one.opened_at or contacted
    latest = act.at + timedelta(minutes=SLIP_MINUTES)
    act.require(opened <= latest, "time-in-future", value=opened)
    act.require(opened >= contacted, "time-before-contact", contacted_at=contacted)
    if one.closing:
        act.require(one.closing.at <= latest, "time-in-future", value=one.closing.at)
        act.require(one.closing.at >= opened, "time-before-contact", contacted_at=opened)


def _check_closing(act: Act, one: Imported) -> None:
    assert one.closing is not None
    edition, most = act.edition, act.edition.limits.reply_characters
    act.require(one.state in ("answered", "archived"), "unknown-code", value=one.state)
    act.require(one.closing.answer.strip(), "five-elements", missing="answer")
    act.require(one.closing.satisfaction in edition.satisfactions, "unknown-code", value=one.closing.satisfaction)
    act.require(not one.root_cause or one.root_cause in edition.root_causes, "unknown-code", value=one.root_cause)
    check_text(act, one.closing.answer, most)
    check_text(act, one.closing.course, most, empty=True)
