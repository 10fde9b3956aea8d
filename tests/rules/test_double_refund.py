"""C4.8.6, line by line: the twelve that are refunded twice, the nine that are not, and the days between."""

from decimal import Decimal

import pytest

from shouwen.handbook.decision import Refused, explain
from shouwen.handbook.doublerefund import Proposal, interview, propose
from tests.rules.refunding import asked, codes, decided, facts, proposal
from tests.rules.worked import EDITION, at

TEN, ZERO = Decimal("10.00"), Decimal("0.00")


def doubled(case: str) -> Proposal:
    return Proposal("double", TEN, TEN, Decimal("20.00"), case)


def once(case: str) -> Proposal:
    return Proposal("single", TEN, ZERO, TEN, case)


def nothing(kind: str, case: str = "") -> Proposal:
    return Proposal(kind, ZERO, ZERO, ZERO, case)


class TestInside:
    """The twelve."""

    def test_01_a_promised_discount_not_applied_or_not_set_up(self):
        assert proposal({"what": "was_discount"}) == doubled("discount_not_applied")

    def test_02_opened_or_cancelled_without_consent(self):
        assert proposal({"what": "was_consent"}) == doubled("without_consent")

    def test_03_an_agreed_promotion_not_kept(self):
        assert proposal({"what": "was_promotion"}) == doubled("promotion_not_kept")

    def test_04_not_at_the_agreed_or_published_tariff(self):
        assert proposal({"what": "was_tariff"}) == doubled("tariff_not_kept")

    def test_05_a_former_owners_subscription_not_cleared(self):
        assert proposal({"what": "was_former_owner"}) == doubled("former_owner")

    def test_06_absurd_long_distance_records_and_charged_announcements(self):
        assert proposal({"what": "was_odd"}) == doubled("odd_records")

    def test_07_charged_and_not_served(self):
        assert proposal({"what": "was_not_served"}) == doubled("not_served")

    def test_08_on_demand_charged_before_the_price_reminder(self):
        assert proposal({"product": "on_demand", "reminder": "charged_before"}) == doubled("before_reminder")

    def test_09_the_reminder_repeated_but_nothing_served(self):
        assert proposal({"product": "on_demand", "reminder": "repeated"}) == doubled("repeated_reminder")

    def test_10_a_monthly_service_charged_after_cancelling(self):
        assert proposal({"unsubscribed": "within_months", "what": "was_cancelled"}) == doubled("after_cancelling")

    def test_11_volume_counted_wrong(self):
        assert proposal({"what": "was_volume"}) == doubled("volume_wrong")

    def test_12_charged_for_what_was_never_used_or_opened(self):
        assert proposal({"what": "was_never"}) == doubled("never_used")

    def test_on_demand_about_something_else_than_the_reminder_goes_on(self):
        assert proposal({"product": "on_demand", "reminder": "no_matter", "what": "was_tariff"}).kind == "double"

    def test_there_are_twelve_and_each_has_its_example(self):
        assert len(EDITION.double_refund.inside) == 12
        assert all(line.example_zh and line.example_en for line in EDITION.double_refund.inside.values())


class TestOutside:
    """The nine. Each is asked with an inside line answered too, and beats it."""

    INSIDE = {"what": "was_tariff"}

    def test_1_found_and_corrected_before_charging(self):
        found = decided(self.INSIDE | {"charged": "corrected_in_time"}, charged_on=None)
        assert found.what == nothing("none", "corrected_before")
        assert codes(found) == ["outside-holds", "outside-beats-inside", "sum-nothing"]

    def test_2_charges_more_than_two_years_old(self):
        found = decided(self.INSIDE, charged_on="2024-11-19")
        assert found.what == nothing("refuse", "too_late")
        assert codes(found) == ["charged-too-long-ago", "outside-beats-inside", "sum-nothing"]

    def test_2_or_claimed_more_than_five_months_after_unsubscribing(self):
        found = decided(self.INSIDE, unsubscribed_on="2026-06-19")
        assert found.what == nothing("refuse", "too_late")
        assert codes(found) == ["claimed-too-late", "outside-beats-inside", "sum-nothing"]

    def test_3_charge_now_gift_next_month(self):
        assert proposal(self.INSIDE | {"product": "promised_gift"}) == once("gift_later")

    def test_4_our_mistake_in_handling_explaining_or_advertising(self):
        assert proposal(self.INSIDE | {"origin": "mistake"}) == once("our_mistake")

    def test_5_the_customers_the_other_operators_a_partners_or_nobodys_fault(self):
        assert proposal(self.INSIDE | {"origin": "others"}) == once("not_our_fault")

    def test_6_boundary_roaming(self):
        assert proposal(self.INSIDE | {"origin": "boundary"}) == once("boundary_roaming")

    def test_7_a_group_customers_information_product(self):
        assert proposal(self.INSIDE | {"product": "group_product"}) == once("group_information")

    def test_8_an_sp_reported_without_evidence_and_our_test_is_normal(self):
        found = decided(self.INSIDE | {"evidence": "test_normal"}, cause="sp.charging")
        assert found.what == once("no_evidence")
        assert codes(found) == ["outside-holds", "outside-beats-inside", "sum-once"]

    def test_9_on_demand_after_the_price_reminder(self):
        assert proposal(self.INSIDE | {"product": "on_demand", "reminder": "charged_after"}) == once("after_reminder")

    def test_there_are_nine_and_none_is_refunded_twice(self):
        assert len(EDITION.double_refund.outside) == 9
        assert {line.proposal for line in EDITION.double_refund.outside.values()} == {"none", "refuse", "single"}

    def test_the_line_that_is_beaten_is_named(self):
        reason = decided(self.INSIDE | {"origin": "others"}).because[1]
        assert dict(reason.facts) == {"inside": "tariff_not_kept", "outside": "not_our_fault"}

    def test_nothing_is_said_to_be_beaten_where_nothing_inside_was_answered(self):
        assert codes(decided({"origin": "others"})) == ["outside-holds", "sum-once"]


class TestDays:
    @pytest.mark.parametrize(
        ("charged", "claimed", "kind"),
        [
            ("2024-11-20", "2026-11-20", "double"),  # exactly two years
            ("2024-11-19", "2026-11-20", "refuse"),  # a day more
            ("2024-02-29", "2026-02-28", "double"),  # a month that is too short ends on its last day
            ("2024-02-29", "2026-03-01", "refuse"),
            ("2026-11-20", "2026-11-20", "double"),
            ("2026-12-01", "2026-11-20", "double"),
        ],
    )
    def test_two_years_to_the_day(self, charged: str, claimed: str, kind: str):
        assert proposal({"what": "was_tariff"}, charged_on=charged, claimed_on=claimed).kind == kind

    @pytest.mark.parametrize(
        ("unsubscribed", "claimed", "kind"),
        [
            ("2026-06-20", "2026-11-20", "double"),  # exactly five months
            ("2026-06-19", "2026-11-20", "refuse"),  # a day more
            ("2026-09-30", "2027-02-28", "double"),  # February ends the five months
            ("2026-09-30", "2027-03-01", "refuse"),
            ("2026-11-20", "2026-11-20", "double"),
        ],
    )
    def test_five_months_to_the_day(self, unsubscribed: str, claimed: str, kind: str):
        found = proposal({"what": "was_cancelled"}, unsubscribed_on=unsubscribed, claimed_on=claimed)
        assert found.kind == kind

    def test_nobody_answers_against_the_dates(self):
        assert proposal({"age": "within_years", "what": "was_tariff"}, charged_on="2020-01-01").kind == "refuse"
        assert proposal({"age": "over_years", "what": "was_tariff"}).kind == "double"
        assert proposal({"unsubscribed": "not_cancelled"}, unsubscribed_on="2026-01-01").kind == "refuse"
        assert proposal({"charged": "corrected_in_time", "what": "was_tariff"}).kind == "double"

    def test_a_day_of_unsubscribing_counts_also_where_the_question_is_not_put(self):
        assert proposal(cause="company.network", unsubscribed_on="2026-01-01").kind == "refuse"

    def test_too_old_is_refused_before_anything_is_checked(self):
        assert proposal(finding=None, charged_on="2020-01-01").kind == "refuse"

    def test_answers_stand_in_for_dates_that_are_not_known(self):
        assert asked(charged_on=None, claimed_on=None) == "charged"
        assert asked({"charged": "was_charged"}, charged_on=None) == "age"
        assert asked(claimed_on=None) == "age"
        unknown = {"charged": "was_charged", "age": "over_years"}
        assert proposal(unknown, charged_on=None, claimed_on=None) == nothing("refuse", "too_late")

    def test_the_reason_names_the_day(self):
        assert "2020-01-01" in explain(decided(charged_on="2020-01-01"), "en", EDITION)[0]
        assert "2026-01-01" in explain(decided(unsubscribed_on="2026-01-01"), "zh", EDITION)[0]


class TestFinding:
    def test_a_charge_that_was_right_is_not_returned(self):
        found = decided({"what": "was_tariff"}, finding="disproven")
        assert (found.what, codes(found)) == (nothing("none"), ["charge-was-right", "sum-nothing"])

    def test_without_a_finding_it_is_asked_for(self):
        assert asked(finding=None) == "finding"

    def test_unproven_and_the_customer_insists_the_principal_for_now(self):
        found = decided({"insists": "insists", "what": "was_tariff"}, finding="unproven")
        assert found.what == Proposal("principal", TEN, ZERO, TEN)
        assert codes(found) == ["unproven-insists", "sum-once"]
        assert {reason.clause for reason in found.because} == {"C4.8.2"}

    def test_unproven_and_the_customer_waits_nothing_yet(self):
        found = decided({"insists": "can_wait"}, finding="unproven")
        assert (found.what, codes(found)) == (nothing("none"), ["unproven-waits", "sum-nothing"])

    def test_whether_the_customer_insists_is_asked_only_where_it_is_unproven(self):
        assert asked(finding="unproven") == "insists"
        assert asked({"insists": "insists"}) == "what"

    def test_nothing_is_unproven_before_its_time_is_over(self):
        timed = {"finding": "unproven", "verify_by": "2026-11-27T17:30:00+08:00"}
        early = propose(facts({"insists": "insists"}, at="2026-11-27T17:30:00+08:00", **timed), EDITION)
        assert isinstance(early, Refused) and early.code == "still-verifying"
        assert early.facts["until"] == at("2026-11-27 17:30")
        assert proposal({"insists": "insists"}, at="2026-11-27T17:30:01+08:00", **timed).kind == "principal"
        assert proposal({"insists": "insists"}, **timed).kind == "principal"
        assert proposal({"insists": "insists"}, finding="unproven", at="2026-11-27T09:00:00+08:00").kind == "principal"

    def test_the_time_to_verify_hinders_nothing_that_is_proven_or_too_old(self):
        timed = {"verify_by": "2026-11-27T17:30:00+08:00", "at": "2026-11-20T10:00:00+08:00"}
        assert proposal({"what": "was_tariff"}, **timed).kind == "double"
        assert proposal(finding="disproven", **timed).kind == "none"
        assert proposal(finding="unproven", charged_on="2020-01-01", **timed).kind == "refuse"

    def test_a_wrong_charge_that_neither_list_names_is_returned_once(self):
        found = decided({"what": "was_none"})
        assert (found.what, codes(found)) == (once(""), ["in-neither-list", "sum-once"])


class TestArithmetic:
    @pytest.mark.parametrize(
        ("answers", "sums"),
        [
            ({"what": "was_tariff"}, {"amount": "10.00", "principal": "10.00", "gift": "10.00", "total": "20.00"}),
            ({"what": "was_none"}, {"amount": "10.00", "principal": "10.00", "gift": "0.00", "total": "10.00"}),
        ],
    )
    def test_the_sum_is_told_in_its_parts(self, answers: dict[str, str], sums: dict[str, str]):
        assert dict(decided(answers).because[-1].facts) == sums

    def test_of_nothing_too(self):
        told = decided(finding="disproven").because[-1].facts
        assert dict(told) == {"amount": "10.00", "principal": "0.00", "gift": "0.00", "total": "0.00"}


class TestKnownBeforehand:
    @pytest.mark.parametrize(
        ("changed", "next_one"),
        [
            ({}, "what"),  # a system's fault is ours: nobody asks where it came from
            ({"cause": "company.service_quality"}, "origin"),
            ({"cause": ""}, "origin"),
            ({"cause": "company.network", "category": "charges.data.count"}, "origin"),
            ({"category": "partner.charging.on_demand"}, "reminder"),
            ({"cause": "sp.unaware"}, "evidence"),
            ({"cause": "sp"}, "evidence"),
        ],
    )
    def test_only_what_is_not_known_is_asked(self, changed: dict[str, str], next_one: str):
        without = {"charged": "was_charged", "unsubscribed": "not_cancelled"}
        given = facts(**{"category": "charges.data.count", **changed}).model_copy(update={"answers": without})
        found = interview(given, EDITION)
        assert not isinstance(found, Refused) and found.what.question
        assert found.what.question.question == next_one

    def test_a_network_fault_has_nothing_to_unsubscribe_from(self):
        given = facts(cause="company.network").model_copy(update={"answers": {}})
        found = interview(given, EDITION)
        assert not isinstance(found, Refused) and found.what.question
        assert found.what.question.question == "origin"

    @pytest.mark.parametrize("cause", ["other.customer", "other.interconnection"])
    def test_a_cause_of_others_ends_it(self, cause: str):
        given = facts(cause=cause).model_copy(update={"answers": {"unsubscribed": "not_cancelled"}})
        found = propose(given, EDITION)
        assert not isinstance(found, Refused) and found.what == once("not_our_fault")

    @pytest.mark.parametrize(
        ("category", "case"),
        [
            ("charges.roaming.boundary", "boundary_roaming"),
            ("quality.hall.explained_wrongly", "our_mistake"),
            ("quality.hotline.explained_wrongly", "our_mistake"),
        ],
    )
    def test_a_category_says_where_it_came_from(self, category: str, case: str):
        given = facts(cause="", category=category).model_copy(update={"answers": {"unsubscribed": "not_cancelled"}})
        found = propose(given, EDITION)
        assert not isinstance(found, Refused) and found.what == once(case)

    @pytest.mark.parametrize(
        ("category", "case"),
        [("group.products.school", "group_information"), ("marketing.promotion.gift", "gift_later")],
    )
    def test_a_category_says_what_was_charged_for(self, category: str, case: str):
        given = facts(category=category).model_copy(update={"answers": {"unsubscribed": "not_cancelled"}})
        found = propose(given, EDITION)
        assert not isinstance(found, Refused) and found.what == once(case)

    def test_a_person_may_answer_against_cause_and_category(self):
        assert proposal({"origin": "ours", "what": "was_tariff"}, category="charges.roaming.boundary").kind == "double"
        assert proposal({"origin": "mistake"}).case == "our_mistake"

    def test_a_former_owners_subscription_is_known_by_its_cause(self):
        found = proposal({"evidence": "evidence"}, cause="sp.former_owner")
        assert found == doubled("former_owner")


class TestSettling:
    """After the principal was returned, the rest follows what is found (C4.8.2)."""

    def test_inside_after_all_the_gift_is_left(self):
        found = decided({"what": "was_tariff"}, paid="10.00")
        assert found.what == Proposal("rest", ZERO, TEN, TEN, "tariff_not_kept")
        assert codes(found) == ["inside-holds", "sum-doubled", "rest-to-pay"]

    def test_part_of_the_principal_and_the_gift_are_left(self):
        found = proposal({"what": "was_tariff"}, paid="4.00")
        assert found == Proposal("rest", Decimal("6.00"), TEN, Decimal("16.00"), "tariff_not_kept")

    def test_more_than_the_principal_was_returned_and_part_of_the_gift_is_left(self):
        found = proposal({"what": "was_tariff"}, paid="15.00")
        assert found == Proposal("rest", ZERO, Decimal("5.00"), Decimal("5.00"), "tariff_not_kept")

    def test_a_wrong_charge_returned_once_needs_nothing_more(self):
        found = decided({"what": "was_none"}, paid="10.00")
        assert (found.what, codes(found)[-1]) == (nothing("none"), "nothing-claimed-back")

    def test_the_charge_was_right_and_nothing_is_claimed_back(self):
        found = decided(finding="disproven", paid="10.00")
        assert (found.what, codes(found)) == (
            nothing("none"),
            ["charge-was-right", "sum-nothing", "nothing-claimed-back"],
        )
        assert found.because[-1].facts == {"due": "0.00", "paid": "10.00", "rest": "0.00"}

    def test_too_old_stays_refused(self):
        assert proposal(charged_on="2020-01-01", paid="10.00") == nothing("refuse", "too_late")

    def test_a_cent_is_a_rest(self):
        assert proposal({"what": "was_none"}, paid="9.99").total == Decimal("0.01")


class TestRefusals:
    def test_an_amount_of_nothing(self):
        for ask in (propose, interview):
            refused = ask(facts(amount="0.00"), EDITION)
            assert isinstance(refused, Refused) and refused.code == "amount-missing"

    def test_a_cent_is_enough(self):
        assert proposal({"what": "was_tariff"}, amount="0.01").total == Decimal("0.02")

    @pytest.mark.parametrize("answers", [{"colour": "red"}, {"what": "insists"}, {"what": ""}])
    def test_an_answer_that_the_question_does_not_have(self, answers: dict[str, str]):
        for ask in (propose, interview):
            refused = ask(facts(answers), EDITION)
            assert isinstance(refused, Refused) and refused.code == "answer-unknown"

    def test_a_question_that_is_open(self):
        refused = propose(facts(), EDITION)
        assert isinstance(refused, Refused) and dict(refused.facts) == {"question": "what"}

    def test_the_interview_passes_a_refusal_on(self):
        timed = {"verify_by": "2026-11-27T17:30:00+08:00", "at": "2026-11-20T10:00:00+08:00"}
        refused = interview(facts({"insists": "insists"}, finding="unproven", **timed), EDITION)
        assert isinstance(refused, Refused) and refused.code == "still-verifying"
