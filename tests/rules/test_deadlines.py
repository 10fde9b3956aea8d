"""C5.2, C3.2, L1: how long everything may take, each row and the rulings on how they combine."""

from typing import Any

import pytest

from shouwen.handbook.deadlines import CalendarFacts, DeadlineFacts, Limit, decide, limits
from shouwen.handbook.decision import explain
from tests.rules.worked import AUTUMN, EDITION, LEAF, ROAMING, at


def hours(clock: str = "completion", **who: Any) -> float:
    return limits(edition=EDITION, **({"category": LEAF} | who))[clock].minutes / 60


def decided(contacted: str, entered: str = "", **who: Any) -> dict[str, Limit]:
    facts = {"category": LEAF, "contacted_at": at(contacted), "entered_at": at(entered or contacted)}
    decision = decide(DeadlineFacts(**(facts | {"calendar": AUTUMN} | who)), EDITION)
    return {limit.clock: limit for limit in decision.what}


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ({"grade": "diamond", "brand": "easyown"}, 24),
        ({"grade": "gold", "brand": "easyown"}, 24),
        ({"grade": "silver", "brand": "easyown"}, 24),
        ({"kinds": ["major"], "brand": "easyown"}, 24),
        ({"category": ROAMING, "brand": "easyown"}, 24),
        ({"kinds": ["bypass"], "brand": "easyown"}, 48),
        ({"brand": "gotone"}, 48),
        ({"kinds": ["repeat"], "brand": "mzone"}, 48),
        ({"kinds": ["batch"], "brand": "mzone"}, 48),
        ({"direction": "in", "brand": "easyown"}, 72),
        ({"brand": "mzone"}, 96),
        ({"brand": "easyown"}, 96),
        ({"brand": "other_network"}, 96),
        ({"direction": "out", "brand": "easyown"}, 120),
    ],
)
def test_each_row_of_c5_2(who: dict[str, Any], expected: int):
    assert hours(**who) == expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ({"grade": "gold", "direction": "in"}, 24),
        ({"brand": "gotone", "direction": "in"}, 48),
        ({"kinds": ["repeat", "major"], "brand": "gotone"}, 24),
        ({"kinds": ["bypass"], "direction": "in", "brand": "easyown"}, 48),
        ({"grade": "points", "brand": "gotone"}, 48),
        ({"kinds": ["raised", "important", "sensitive", "cross_region"], "brand": "easyown"}, 96),
    ],
)
def test_when_several_types_apply_the_shortest_holds(who: dict[str, Any], expected: int):
    assert hours(**who) == expected


def test_a_vip_from_another_province_waits_24_hours_not_72():
    assert hours(grade="silver", brand="gotone", direction="in") == 24


@pytest.mark.parametrize("brand", ["gotone", "mzone", "easyown", "other_network", ""])
def test_an_order_sent_out_takes_120_hours_in_place_of_the_rows_by_brand(brand: str):
    assert hours(brand=brand, direction="out") == 120


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ({"grade": "gold"}, 24),
        ({"kinds": ["major"]}, 24),
        ({"category": ROAMING}, 24),
        ({"kinds": ["bypass"]}, 48),
        ({"kinds": ["repeat"]}, 48),
        ({"kinds": ["batch"]}, 48),
    ],
)
def test_who_the_customer_is_and_what_it_is_about_still_shorten_an_order_sent_out(who: dict[str, Any], expected: int):
    assert hours(direction="out", brand="easyown", **who) == expected


def test_the_home_customer_of_an_order_sent_out_gets_the_first_answer_in_48_hours():
    assert hours("first_answer", brand="easyown", direction="out") == 48


def test_the_first_answer_comes_within_48_hours_or_the_types_limit_where_shorter():
    assert hours("first_answer", brand="easyown") == 48
    assert hours("first_answer", brand="gotone") == 48
    assert hours("first_answer", grade="gold") == 24


def test_an_unknown_brand_counts_as_another_networks():
    assert hours(brand="") == hours(brand="nobody") == 96


def test_silver_is_vip_though_it_is_not_important():
    assert hours(grade="silver") == 24
    assert not EDITION.grades["silver"].important


def test_the_statutory_clock_is_15_days_from_the_contact_for_everybody_l1():
    for who in ({}, {"grade": "diamond"}, {"direction": "out"}):
        assert hours("statutory", **who) == 15 * 24
    assert decided("2026-11-20 10:00", "2026-11-20 16:00")["statutory"].due_at == at("2026-12-05 10:00")


def test_the_customer_hears_from_us_every_48_hours_c3_2():
    assert decided("2026-11-20 10:00")["next_word"].due_at == at("2026-11-22 10:00")


def test_a_contact_is_entered_within_half_a_working_day_c3_2():
    assert decided("2026-11-20 10:00")["entry"].due_at == at("2026-11-20 15:30")
    assert decided("2026-11-20 15:30")["entry"].due_at == at("2026-11-23 10:00")


def test_passing_on_is_counted_from_the_entry_and_all_else_from_the_contact_c3_2():
    limits_ = decided("2026-11-20 09:00", "2026-11-20 16:00")
    assert limits_["passed_on"].starts_at == at("2026-11-20 16:00")
    assert limits_["passed_on"].due_at == at("2026-11-23 10:30")
    assert {limit.starts_at for clock, limit in limits_.items() if clock != "passed_on"} == {at("2026-11-20 09:00")}


def test_hours_are_clock_hours_round_the_clock_holidays_included_c5_2():
    assert decided("2026-10-01 23:00", grade="gold")["completion"].due_at == at("2026-10-02 23:00")


def test_half_a_working_day_follows_the_units_own_hours():
    rules = limits(category=LEAF, hours="09:00-21:00", edition=EDITION)
    assert rules["entry"].minutes == 360
    assert decided("2026-11-20 17:00", hours="09:00-21:00")["entry"].due_at == at("2026-11-23 11:00")


def test_a_deadline_in_a_year_not_announced_is_provisional_and_says_so():
    limits_ = decided("2026-12-31 16:30")
    assert limits_["entry"].provisional and limits_["entry"].due_at.year == 2027
    assert "（WD）" in explain(limits_["entry"].because[-1], "zh", EDITION)
    assert not limits_["completion"].provisional


def test_every_limit_says_its_clause_and_among_what_it_was_chosen():
    completion = decided("2026-11-20 10:00", grade="gold", brand="gotone", kinds=["major"])["completion"]
    assert [(row.type, row.hours) for row in completion.among] == [("vip", 24), ("major", 24), ("gotone", 48)]
    assert [reason.clause for reason in completion.because] == ["C5.2", "C5.2"]


def test_displaced_rows_are_not_among_but_are_told():
    rule = limits(category=LEAF, brand="gotone", direction="out", edition=EDITION)["completion"]
    assert [row.type for row in rule.among] == ["sent_out"]
    assert explain(rule.because[-1], "zh", EDITION) == "已转往外省，品牌时限（全球通客户）不再适用（C5.2）"


def test_the_calendar_may_come_as_json_as_read_or_not_at_all():
    as_json = CalendarFacts(days=dict(AUTUMN.days), announced=(2026,), version=1)
    start = "2026-09-30 16:00"
    assert decided(start, calendar=as_json)["entry"].due_at == decided(start)["entry"].due_at == at("2026-10-08 10:30")
    assert decided(start, calendar=None)["entry"].due_at == at("2026-10-08 10:30")


def test_the_first_answer_says_of_a_shorter_limit_only_where_there_is_one():
    codes = [
        [reason.code for reason in limits(category=LEAF, edition=EDITION, **who)["first_answer"].because]
        for who in ({"brand": "gotone"}, {"grade": "gold"})
    ]
    assert codes == [["first-answer-limit"], ["first-answer-limit", "first-answer-shorter"]]
