"""C4.8.2: decided within the complaint's own limit, verified and refunded within seven working days."""

from datetime import timedelta
from typing import Any

import pytest

from shouwen.handbook.clocks import Clocks, EventView, fold_all
from shouwen.handbook.deadlines import due_after, limits
from shouwen.handbook.decision import explain
from shouwen.handbook.default_calendar import default_calendar
from shouwen.handbook.dispute_limits import dispute_limits
from shouwen.handbook.worktime import Hours
from tests.rules.worked import AUTUMN, EDITION, HOURS, LEAF, at, event, kept, run

COMPLETION = limits(category=LEAF, grade="gold", edition=EDITION)["completion"]
RULES = dispute_limits(edition=EDITION, completion=COMPLETION)
OPENED = event("dispute.opened", "2026-11-16 10:00", hours=str(HOURS), calendar=1, limits=kept(
    {name: RULES[name] for name in ("decision", "verification")}
))  # fmt: skip


def limited(code: str, when: str, clock: str, **facts: Any) -> EventView:
    return event(code, when, limits=kept({clock: RULES[clock]}), **facts)


class TestLimits:
    def test_seven_seven_and_one_working_day(self):
        day = HOURS.minutes_per_day
        assert (RULES["verification"].minutes, RULES["verification"].unit) == (7 * day, "work")
        assert (RULES["refund"].minutes, RULES["refund"].unit) == (7 * day, "work")
        assert (RULES["approval"].minutes, RULES["approval"].unit) == (day, "work")

    def test_a_day_is_the_units_own(self):
        longer = dispute_limits(edition=EDITION, hours="08:00-12:00,13:00-18:00")
        assert longer["approval"].minutes == 9 * 60
        assert longer["refund"].minutes == 63 * 60

    def test_it_is_decided_within_the_complaints_own_limit(self):
        decision = RULES["decision"]
        assert (decision.minutes, decision.unit, decision.clause) == (24 * 60, "clock", "C4.8.2")
        assert decision.among == COMPLETION.among
        assert [reason.code for reason in decision.because][:2] == ["dispute-decision-limit", "type-limit"]

    def test_what_the_company_found_itself_is_decided_when_it_is_verified(self):
        decision = dispute_limits(edition=EDITION)["decision"]
        assert (decision.minutes, decision.unit) == (7 * HOURS.minutes_per_day, "work")
        assert [reason.code for reason in decision.because] == [
            "dispute-decision-verified",
            "dispute-verification-limit",
        ]

    def test_every_limit_has_its_clock(self):
        assert set(RULES) == {"decision", "verification", "approval", "refund"} <= set(EDITION.clocks)

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_in_words(self, language: Any):
        told = [explain(reason, language, EDITION) for rule in RULES.values() for reason in rule.because]
        assert all("…" not in sentence for sentence in told)


class TestSpringFestival:
    """2026: 15 to 23 February off, 14 and 28 February made up."""

    def test_seven_working_days_over_it_count_the_made_up_saturday(self):
        refund = RULES["refund"]
        hours = Hours.parse(str(HOURS))
        due = due_after(at("2026-02-11 10:00"), refund.minutes, refund.unit, calendar=default_calendar(), hours=hours)
        # 11 (rest), 12, 13, 14 made up; 24, 25, 26, and 27 until ten.
        assert (due.at, due.provisional) == (at("2026-02-27 10:00"), False)

    def test_promised_on_the_eve_and_due_after_the_second_made_up_saturday(self):
        refund = RULES["refund"]
        hours = Hours.parse(str(HOURS))
        due = due_after(at("2026-02-14 17:00"), refund.minutes, refund.unit, calendar=default_calendar(), hours=hours)
        # Half an hour on the 14th; 24 to 28 (Saturday made up); 2 March; 3 March until 17:00.
        assert due.at == at("2026-03-03 17:00")

    def test_promised_within_it_and_counted_from_its_end(self):
        refund = RULES["refund"]
        hours = Hours.parse(str(HOURS))
        due = due_after(at("2026-02-18 20:00"), refund.minutes, refund.unit, calendar=default_calendar(), hours=hours)
        # 24 to 28, the Saturday made up; 2 and 3 March.
        assert due.at == at("2026-03-03 17:30")


class TestClocks:
    def test_opening_starts_deciding_and_verifying(self):
        clocks = run(OPENED)
        assert set(clocks) == {"decision", "verification"}
        assert clocks["decision"].due_at == at("2026-11-17 10:00")
        assert clocks["verification"].due_at == at("2026-11-25 10:00")

    def test_they_count_from_the_customers_contact_where_there_was_one(self):
        contacted = event(
            "dispute.opened",
            "2026-11-16 10:00",
            contacted_at=at("2026-11-16 09:00").isoformat(),
            hours=str(HOURS),
            calendar=1,
            limits=kept(RULES),
        )
        assert run(contacted)["decision"].due_at == at("2026-11-17 09:00")

    @pytest.mark.parametrize(
        ("code", "facts", "stopped"),
        [
            ("dispute.found", {"final": True}, {"verification"}),
            ("dispute.found", {"final": False}, set()),
            ("dispute.proposed", {}, {"decision"}),
            ("dispute.withdrawn", {}, {"decision", "verification"}),
            ("dispute.closed", {}, {"decision", "verification"}),
            ("dispute.noted", {}, set()),
            ("ticket.answered", {}, set()),
        ],
    )
    def test_what_stops_them(self, code: str, facts: dict[str, Any], stopped: set[str]):
        clocks = run(OPENED, event(code, "2026-11-16 15:00", **facts))
        assert {kind for kind, clock in clocks.items() if not clock.running} == stopped

    def test_opening_again_begins_them_anew(self):
        closed = event("dispute.closed", "2026-11-16 15:00")
        clocks = run(OPENED, closed, event("dispute.reopened", "2026-11-16 16:00"))
        assert all(clock.running for clock in clocks.values())
        assert clocks["verification"].due_at == at("2026-11-25 16:00")

    @pytest.mark.parametrize("code", ["dispute.applied", "dispute.reversal_asked"])
    def test_each_signature_has_a_working_day(self, code: str):
        signed = event("dispute.signed", "2026-11-17 09:00", last=False)
        clocks = run(OPENED, limited(code, "2026-11-16 15:00", "approval"), signed)
        assert (clocks["approval"].run, clocks["approval"].due_at) == (2, at("2026-11-18 09:00"))

    @pytest.mark.parametrize(
        ("code", "facts"),
        [
            ("dispute.signed", {"last": True}),
            ("dispute.returned", {}),
            ("dispute.recalled", {}),
            ("dispute.recalculated", {}),
            ("dispute.withdrawn", {}),
        ],
    )
    def test_what_ends_the_approval(self, code: str, facts: dict[str, Any]):
        applied = limited("dispute.applied", "2026-11-16 15:00", "approval")
        clocks = run(OPENED, applied, event(code, "2026-11-16 16:00", **facts))
        assert not clocks["approval"].running

    @pytest.mark.parametrize(("code", "facts"), [("dispute.granted", {}), ("dispute.signed", {"promised": True})])
    def test_a_promise_is_due_in_seven_working_days(self, code: str, facts: dict[str, Any]):
        clocks = run(OPENED, limited(code, "2026-11-16 15:00", "refund", **facts))
        assert clocks["refund"].due_at == at("2026-11-25 15:00")

    @pytest.mark.parametrize("code", ["dispute.refunded", "dispute.reversed", "dispute.recalculated", "dispute.closed"])
    def test_what_keeps_it(self, code: str):
        kept_at = at("2026-11-25 15:00") + timedelta(minutes=1)
        granted = limited("dispute.granted", "2026-11-16 15:00", "refund")
        clocks: Clocks = fold_all(
            [OPENED, granted, EventView(code, kept_at, {}, EDITION.name)],
            calendar_of=lambda version: AUTUMN,
            edition=EDITION,
        )
        assert clocks["refund"].stopped_at == kept_at and clocks["refund"].breached

    def test_a_dispute_starts_none_of_the_tickets_clocks_and_a_ticket_none_of_the_disputes(self):
        ticket = limits(category=LEAF, edition=EDITION)
        opened = event("ticket.opened", "2026-11-16 10:00", calendar=1, limits=kept({**ticket, **RULES}))
        assert not set(run(opened)) & set(RULES)
        disputed = event("dispute.opened", "2026-11-16 10:00", calendar=1, limits=kept({**ticket, **RULES}))
        assert set(run(disputed)) == {"decision", "verification"}
