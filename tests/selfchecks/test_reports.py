"""C4.8.7: checks run by themselves, once; exceptions are cleared by somebody else; a signed report never changes."""

from datetime import timedelta
from typing import Any

from shouwen.ledger.models import Event
from shouwen.notices.models import Message
from shouwen.refunds.models import Refund
from shouwen.selfchecks import verbs
from shouwen.selfchecks.models import CheckException, SelfCheck
from shouwen.selfchecks.running import periods, writing
from shouwen.selfchecks.running.work import made, work
from shouwen.selfchecks.sealing import genuine
from tests.cast import Cast, done, refused
from tests.selfchecks.forging import checked, forged
from tests.selfchecks.telling import MONTH_OVER, WEEK_OVER, Books, found, monthly, paid, rounds, weekly

SAID: dict[str, Any] = {"at": WEEK_OVER, "how": "accounted", "why": "新员工误操作", "done": "已补审批"}


def wrong(cast: Cast) -> SelfCheck:
    """A week in which the clerk went beyond their authority."""
    forged(checked(cast, "100.01"), "100.01", own=True)
    return weekly()


def test_checks_run_once_however_often_and_late_the_worker_comes(cast: Cast) -> None:
    paid(cast)
    assert work(WEEK_OVER - timedelta(minutes=1), billing=Books()) >= 0  # type: ignore[arg-type]
    assert not SelfCheck.rows.filter(begins="2026-03-02").exists()
    rounds(WEEK_OVER)
    kept = set(SelfCheck.rows.values_list("kind", "unit__code", "begins"))
    rounds(WEEK_OVER)
    assert set(SelfCheck.rows.values_list("kind", "unit__code", "begins")) == kept
    halls = {unit for kind, unit, begins in kept if kind == "weekly" and str(begins) == "2026-03-02"}
    assert halls == {"QD1", "QD2", "WC1", "HL"}
    assert Event.objects.filter(code="check.ran").count() == len(kept)


def test_a_worker_that_comes_second_writes_nothing(cast: Cast) -> None:
    scope = next(one for one in periods.due(WEEK_OVER) if one.unit.code == "QD1")
    result = made(scope, WEEK_OVER, None)
    assert writing.write(scope, result, WEEK_OVER) is not None
    assert writing.write(scope, result, WEEK_OVER) is None
    assert Event.objects.filter(code="check.ran").count() == 1


def test_a_worker_that_is_to_stop_leaves_nothing_half_written(cast: Cast) -> None:
    paid(cast)
    assert work(WEEK_OVER, stop=lambda: True, billing=Books()) == 0  # type: ignore[arg-type]
    assert not SelfCheck.rows.exists()


def test_a_check_waits_a_day_for_billings_statement_and_then_says_that_it_had_none(cast: Cast) -> None:
    paid(cast)
    rounds(WEEK_OVER, Books(away=True))
    assert not SelfCheck.rows.filter(unit__code="QD1", begins="2026-03-02").exists()
    check = weekly(WEEK_OVER + timedelta(hours=22), books=Books(away=True))
    assert found(check) == [("statement_missing", "statement-missing")]
    assert check.facts["statement"] == "missing"


def test_the_manager_is_told_and_the_event_names_no_customer(cast: Cast) -> None:
    check = wrong(cast)
    assert Message.objects.filter(to=cast.hall_manager, code="check.ran", about=check.serial).count() == 1
    facts = Event.objects.get(chain=check.chain_id, code="check.ran").facts
    assert facts["rules"] == {"over_authority": 1} and facts["total"] == "100.01"
    assert "143" not in str(facts)


def test_an_exception_is_cleared_with_a_reason_by_somebody_else(cast: Cast) -> None:
    check = wrong(cast)
    row = CheckException.rows.get(check_of=check)
    assert "1001" in row.people
    assert refused(verbs.clear(check.pk, actor=cast.clerk, number=1, **SAID)) == "not-found"
    assert refused(verbs.clear(check.pk, actor=cast.auditor, number=1, **SAID)) == "not-allowed"
    assert refused(verbs.clear(check.pk, actor=cast.other_lead, number=1, **SAID)) == "not-found"
    assert refused(verbs.clear(check.pk, actor=cast.hall_manager, number=1, **{**SAID, "why": " "})) == "say-why"
    assert (
        refused(verbs.clear(check.pk, actor=cast.hall_manager, number=1, **{**SAID, "done": ""})) == "say-what-was-done"
    )
    assert refused(verbs.clear(check.pk, actor=cast.hall_manager, number=2, **SAID)) == "exception-missing"
    done(verbs.clear(check.pk, actor=cast.hall_manager, number=1, **SAID))
    assert refused(verbs.clear(check.pk, actor=cast.hall_manager, number=1, **SAID)) == "exception-cleared"
    assert SelfCheck.rows.get(pk=check.pk).state == "ready"


def test_a_manager_does_not_clear_what_is_about_their_own_refund(cast: Cast) -> None:
    forged(checked(cast, "100.01", by=cast.hall_manager), "100.01", own=True)
    check = weekly()
    assert refused(verbs.clear(check.pk, actor=cast.hall_manager, number=1, **SAID)) == "own-exception"
    done(verbs.clear(check.pk, actor=cast.support_lead, number=1, **SAID))


def test_whoever_signed_beyond_their_level_does_not_clear_it_either(cast: Cast) -> None:
    forged(checked(cast, "600.00"), "600.00", signed=(("team_leader", cast.hall_manager),))
    check = weekly()
    assert refused(verbs.clear(check.pk, actor=cast.hall_manager, number=1, **SAID)) == "own-exception"


def test_a_report_is_signed_when_all_is_cleared_and_never_changes_after(cast: Cast) -> None:
    check = wrong(cast)
    said: dict[str, Any] = {"actor": cast.hall_manager, "at": WEEK_OVER}
    assert refused(verbs.sign(check.pk, **said)) == "exceptions-left"
    assert refused(verbs.sign(check.pk, actor=cast.auditor, at=WEEK_OVER)) == "not-allowed"
    done(verbs.clear(check.pk, actor=cast.hall_manager, number=1, **SAID))
    signed = done(verbs.sign(check.pk, **said))
    assert signed.state == "signed" and genuine(signed.said, signed.code)
    assert Event.objects.get(chain=check.chain_id, code="check.signed").facts["check_code"] == signed.code
    assert refused(verbs.sign(check.pk, **said)) == "check-signed"
    assert refused(verbs.ask_again(check.pk, **said)) == "check-signed"
    assert not genuine({**signed.said, "total": "0.00"}, signed.code)


def test_a_check_is_run_once_more_and_what_was_cleared_stays_cleared(cast: Cast) -> None:
    check = wrong(cast)
    done(verbs.clear(check.pk, actor=cast.hall_manager, number=1, **SAID))
    forged(checked(cast, "200.00", customer="prepaid"), "200.00", own=True)
    said: dict[str, Any] = {"actor": cast.hall_manager, "at": WEEK_OVER}
    done(verbs.ask_again(check.pk, **said))
    assert refused(verbs.sign(check.pk, **said)) == "check-runs-again"
    rounds(WEEK_OVER + timedelta(minutes=5))
    check = SelfCheck.rows.get(pk=check.pk)
    assert (check.found, check.left, check.state, check.count) == (2, 1, "open", 2)
    assert Event.objects.filter(chain=check.chain_id, code="check.ran").count() == 2


def test_everybody_sees_the_checks_of_their_own_part_only(cast: Cast) -> None:
    paid(cast)
    rounds(WEEK_OVER)
    rounds(MONTH_OVER)
    seen = {
        person.code: set(SelfCheck.objects.seen_by(person).values_list("unit__code", flat=True))
        for person in (cast.clerk, cast.hall_manager, cast.support_lead, cast.other_lead, cast.auditor)
    }
    assert seen["1001"] == set() and seen["1003"] == {"QD1"}
    assert seen["1009"] == {"QD", "QD1", "QD2"} and seen["2003"] == {"WC", "WC1"}
    assert seen["9002"] >= {"QD", "WC", "QD1", "WC1", "HL"}


def test_what_a_hotline_of_the_province_refunds_is_in_the_provinces_month(cast: Cast) -> None:
    forged(checked(cast, "20.00", by=cast.hotline_clerk), "20.00", own=True)
    check = monthly(unit="YZ")
    assert check.count == 1 and Refund.rows.count() == 1
    assert SelfCheck.rows.get(kind="monthly", unit__code="QD", begins="2026-03-01").count == 0
