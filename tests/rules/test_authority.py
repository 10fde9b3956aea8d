"""C4.8.3: who decides on how much, level by level, and what is summed."""

from dataclasses import FrozenInstanceError
from decimal import Decimal
from typing import Any

import pytest

from shouwen.handbook.authority import Authority, AuthorityFacts, Earlier, at_least, decide, level_for, levels_of
from shouwen.handbook.decision import explain
from tests.rules.worked import EDITION, at

NOW = "2026-11-20 10:00"
CHAIN = ("team_leader", "office_manager", "department_manager", "city_manager")


def authority(amount: str, *earlier: tuple[str, str]) -> Authority:
    """Decided on 20 November; earlier ones as (amount, when)."""
    return decided(amount, *earlier).what


def decided(amount: str, *earlier: tuple[str, str]) -> Any:
    before = tuple(Earlier(about=f"D{n}", amount=much, at=at(when)) for n, (much, when) in enumerate(earlier, 1))  # type: ignore[arg-type]
    return decide(AuthorityFacts(amount=amount, at=at(NOW), earlier=before), EDITION)  # type: ignore[arg-type]


class TestLimits:
    @pytest.mark.parametrize("amount", ["0.00", "0.01", "50.00", "99.99", "100.00"])
    def test_up_to_100_00_the_front_line_decides_alone(self, amount: str):
        found = authority(amount)
        assert (found.level, found.chain, found.own) == ("front_line", (), True)

    @pytest.mark.parametrize("amount", ["100.01", "499.99", "500.00"])
    def test_over_100_to_500_the_team_leader(self, amount: str):
        found = authority(amount)
        assert (found.level, found.chain, found.own) == ("team_leader", CHAIN[:1], False)

    @pytest.mark.parametrize("amount", ["500.01", "1999.99", "2000.00"])
    def test_over_500_to_2000_the_office_manager_after_the_team_leader(self, amount: str):
        found = authority(amount)
        assert (found.level, found.chain, found.own) == ("office_manager", CHAIN[:2], False)

    @pytest.mark.parametrize("amount", ["2000.01", "4999.99", "5000.00"])
    def test_over_2000_to_5000_the_department_manager_last(self, amount: str):
        found = authority(amount)
        assert (found.level, found.chain, found.own) == ("department_manager", CHAIN[:3], False)

    @pytest.mark.parametrize("amount", ["5000.01", "9999999999.99"])
    def test_over_5000_the_city_manager_after_all_others(self, amount: str):
        found = authority(amount)
        assert (found.level, found.chain, found.own) == ("city_manager", CHAIN, False)

    def test_the_gift_counts_a_double_refund_of_50_01_needs_the_team_leader(self):
        assert authority("100.02").level == "team_leader"

    def test_the_limits_are_those_of_the_handbook(self):
        limits = [level.up_to for level in EDITION.authority.levels.values()]
        assert limits == [Decimal("100.00"), Decimal("500.00"), Decimal("2000.00"), Decimal("5000.00"), None]
        assert EDITION.authority.window_days == 30


class TestSplitting:
    def test_60_and_60_within_the_window_go_to_the_team_leader(self):
        found = authority("60.00", ("60.00", "2026-11-05 15:00"))
        assert (found.level, found.counted, found.own) == ("team_leader", Decimal("120.00"), False)

    def test_50_and_50_are_exactly_100_and_still_the_front_lines(self):
        assert authority("50.00", ("50.00", "2026-11-05 15:00")).own

    def test_thirty_days_ago_is_still_counted(self):
        assert authority("60.00", ("60.00", "2026-10-21 00:00")).counted == Decimal("120.00")

    def test_thirty_one_days_ago_is_not(self):
        found = authority("60.00", ("60.00", "2026-10-20 23:59"))
        assert (found.counted, found.earlier, found.level) == (Decimal("60.00"), (), "front_line")

    def test_the_day_is_that_of_shanghai(self):
        # 00:30 in Shanghai is still the day before in UTC.
        assert authority("60.00", ("60.00", "2026-10-21 00:30")).counted == Decimal("120.00")

    def test_what_was_applied_for_at_the_same_moment_is_counted(self):
        assert authority("60.00", ("60.00", NOW)).counted == Decimal("120.00")

    def test_many_small_ones_add_up_to_the_city_manager(self):
        found = authority("99.00", *[("99.00", "2026-11-10 09:00")] * 50)
        assert (found.counted, found.level) == (Decimal("5049.00"), "city_manager")

    def test_the_approver_sees_the_earlier_ones_oldest_first(self):
        found = authority("10.00", ("1.00", "2026-11-12 09:00"), ("2.00", "2026-11-02 09:00"))
        assert [(each.about, each.amount) for each in found.earlier] == [
            ("D2", Decimal("2.00")),
            ("D1", Decimal("1.00")),
        ]


class TestReasons:
    def test_each_decision_says_its_limit_and_its_way(self):
        assert [reason.code for reason in decided("100.00").because] == ["within-limit", "own-authority"]
        assert [reason.code for reason in decided("600.00").because] == ["within-limit", "level-by-level"]
        assert [reason.code for reason in decided("5000.01").because] == ["above-all-limits", "level-by-level"]

    def test_the_sum_is_told_first_where_there_is_one(self):
        first = decided("60.00", ("60.00", "2026-11-05 15:00")).because[0]
        assert (first.code, first.clause) == ("counted-together", "C4.8.3")
        assert dict(first.facts) == {"amount": "60.00", "counted": "120.00", "days": 30, "earlier": ("D1",)}

    def test_above_all_limits_names_the_highest(self):
        assert decided("5000.01").because[0].facts["limit"] == "5000.00"
        assert decided("500.00").because[0].facts["limit"] == "500.00"

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_in_words(self, language: Any):
        told = explain(decided("600.00"), language, EDITION)
        assert "2,000.00" in told[0] and all("…" not in sentence for sentence in told)


class TestLevels:
    @pytest.mark.parametrize(
        ("roles", "levels"),
        [
            (["clerk"], ("front_line",)),
            (["back_office"], ("front_line",)),
            (["hall_manager"], ("team_leader",)),
            (["support_lead"], ("team_leader",)),
            (["office_manager"], ("office_manager",)),
            (["city_manager", "clerk"], ("front_line", "city_manager")),
            (["branch_lead", "auditor", "admin", "it_centre"], ()),
            ([], ()),
        ],
    )
    def test_who_holds_which(self, roles: list[str], levels: tuple[str, ...]):
        assert levels_of(roles, EDITION) == levels

    def test_a_deputy_stands_at_least_as_high(self):
        assert at_least("office_manager", "team_leader", EDITION)
        assert at_least("office_manager", "office_manager", EDITION)
        assert not at_least("team_leader", "office_manager", EDITION)

    def test_a_level_by_itself(self):
        assert level_for(Decimal("2000.00"), EDITION) == "office_manager"
        assert level_for(Decimal("2000.01"), EDITION) == "department_manager"


def test_what_was_decided_can_not_be_changed():
    with pytest.raises(FrozenInstanceError):
        authority("100.01").own = True  # type: ignore[misc]
