"""C4.1: the category tree, and finding one's way in it."""

import pytest

from shouwen.handbook.category_search import find
from tests.rules.worked import EDITION

TREE = EDITION.categories


def test_the_eleven_top_categories_of_the_handbook_in_its_order():
    assert [root.zh for root in TREE.roots] == [
        "基础通信",
        "信息安全",
        "业务支撑",
        "通信费用",
        "梦网业务",
        "自有业务",
        "市场营销",
        "服务质量",
        "集团业务",
        "12580 服务",
        "奥运服务",
    ]


def test_there_are_at_least_130_leaves_all_of_the_third_level():
    assert len(TREE.open_leaves) >= 130
    assert {leaf.level for leaf in TREE.leaves} == {3}


def test_the_olympic_service_is_kept_as_history_and_closed_for_new():
    retired = [leaf.code for leaf in TREE.leaves if leaf.retired]
    assert retired and all(code.startswith("olympic.") for code in retired)
    assert not any(leaf.retired for leaf in TREE.open_leaves)


def test_a_path_leads_from_the_top_down():
    assert TREE.path_label("charges.bill.unknown_fee", "zh") == "通信费用→账单与扣费→不明扣费"
    assert [step.level for step in TREE.path("charges.bill.unknown_fee")] == [1, 2, 3]
    assert TREE.path("no.such") == () and TREE.path_label("no.such", "zh") == "no.such"


def test_the_dealers_stolen_card_is_filed_under_information_security_c2_7():
    assert TREE.path_label("security.cards.dealer_card_lost", "zh").startswith("信息安全→充值卡安全→分销商充值卡")


def test_what_an_entry_does_not_say_comes_from_above():
    assert TREE["group.shortnumber.opened_unasked"].function == "group_customers"
    assert TREE["group.shortnumber.opened_unasked"].matter == "charge"
    assert TREE["group.network.line_down"].function == "group_support"


@pytest.mark.parametrize("word", ["漫游", "国际", "香港"])
def test_roaming_abroad_and_international_services_are_marked(word: str):
    marked = [leaf.zh for leaf in TREE.leaves if leaf.international]
    assert any(word in name for name in marked)


@pytest.mark.parametrize("code", ["basic.roaming.domestic", "charges.roaming.domestic", "basic.voice.dropped"])
def test_what_stays_in_the_country_is_not_international(code: str):
    assert not TREE[code].international


@pytest.mark.parametrize("matter", ["charge", "network", "service"])
def test_every_kind_of_matter_occurs(matter: str):
    assert any(leaf.matter == matter for leaf in TREE.open_leaves)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("不明扣费", "charges.bill.unknown_fee"),
        ("扣费", "partner.charging.after_cancel"),
        ("bmkf", "charges.bill.unknown_fee"),
        ("BMKF", "charges.bill.unknown_fee"),
        ("bumingkoufei", "charges.bill.unknown_fee"),
        ("buming", "charges.bill.unknown_fee"),
        ("charges.bill.unknown_fee", "charges.bill.unknown_fee"),
        ("dropped calls", "basic.voice.dropped"),
        ("基础通信 掉线", "basic.data.drops"),
        ("宽带 los", "basic.home.los_light"),
        ("卡", "support.cards.sim_fault"),
    ],
)
def test_a_clerk_finds_a_category_by_chinese_pinyin_initials_english_or_code(query: str, code: str):
    assert code in [leaf.code for leaf in find(query, EDITION)]


def test_the_whole_name_comes_first_then_beginnings_then_the_rest():
    assert find("重复扣费", EDITION)[0].code == "charges.bill.double"
    assert find("hmd", EDITION) == ()
    names = [leaf.zh for leaf in find("国际", EDITION)]
    starts = [name.startswith("国际") for name in names]
    assert starts == sorted(starts, reverse=True)


def test_the_name_of_a_level_above_shows_all_its_leaves():
    found = find("梦网业务", EDITION, limit=50)
    assert len(found) == 13 and all(leaf.code.startswith("partner.") for leaf in found)


def test_nothing_retired_is_ever_found_and_an_empty_query_finds_nothing():
    assert find("奥运", EDITION) == () and find("  ", EDITION) == ()


def test_no_more_is_shown_than_asked_for():
    assert len(find("费", EDITION, limit=5)) == 5


def test_every_open_leaf_is_found_by_its_own_names():
    for leaf in TREE.open_leaves:
        assert leaf in find(leaf.zh, EDITION, limit=5)
        assert leaf in find(leaf.en, EDITION, "en", limit=5)
