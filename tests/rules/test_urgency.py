"""C1.1 – C1.3.8: which urgent kinds a complaint is of, and by what it was seen."""

from datetime import date
from typing import Any

import pytest

from shouwen.handbook.decision import explain
from shouwen.handbook.urgency import Urgency, UrgencyFacts, judge
from tests.rules.worked import EDITION, LEAF, at


def judged(**facts: Any) -> Urgency:
    base = {"category": LEAF, "source": "hall", "contacted_at": at("2026-11-20 10:00")}
    return judge(UrgencyFacts(**(base | facts)), EDITION).what


def proposed(**facts: Any) -> list[str]:
    return [kind.kind for kind in judged(**facts).proposed]


def test_a_first_report_at_the_hall_is_an_ordinary_complaint_c1_3():
    decision = judge(UrgencyFacts(category=LEAF, source="hall", contacted_at=at("2026-11-20 10:00")), EDITION)
    assert decision.what == Urgency((), ())
    assert explain(decision, "zh", EDITION) == ["未发现紧急情形，按普通投诉处理（C1.3）"]


def test_a_complaint_can_be_urgent_for_several_reasons_each_with_its_evidence_c1_3():
    urgency = judged(source="media", grade="gold", raised=True)
    assert urgency.codes == ("bypass", "raised", "important")
    assert [kind.clause for kind in urgency.kinds] == ["C1.3.2", "C1.3.5", "C1.3.7"]
    assert urgency.kinds[0].evidence == {"bypass-source": {"source": "media"}}


def test_staff_declare_a_major_complaint_with_a_reason_c1_3_1():
    urgency = judged(declared=[{"kind": "major", "by": "h1-003", "why": "店外聚集二十人"}])
    assert urgency.kinds[0].evidence["declared-kind"]["why"] == "店外聚集二十人"


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("再不处理我就找记者曝光", "media"),
        ("已委托律师，准备起诉", "court"),
        ("我要向工信部反映", "government"),
        ("全体业主联名要求拆除基站", "petition"),
        ("光缆垂落，骑车人受伤", "injury"),
        ("你们泄露我的号码", "privacy"),
        ("不解决就报警", "violence"),
        ("省公司领导已经知道此事", "leadership"),
        ("I will take you to court.", "court"),
        ("A REPORTER has been told", "media"),
    ],
)
def test_wording_proposes_a_major_complaint_and_a_person_decides_c1_3_1(text: str, signal: str):
    urgency = judged(text=text)
    assert urgency.codes == ()
    assert [kind.kind for kind in urgency.proposed] == ["major"]
    assert urgency.proposed[0].evidence["major-proposed"]["signals"] == [signal]


@pytest.mark.parametrize(
    "text",
    [
        "流媒体卡顿",
        "the internet is slow, an issue of speed",
        "food court has no signal",
        "故障报警灯亮",
        "pressure",
        "怎么打人工服务",
        "跳楼价套餐",
    ],
)
def test_harmless_words_propose_nothing_c1_3_1(text: str):
    assert proposed(text=text) == []


def test_a_declared_major_is_not_proposed_again_c1_3_1():
    urgency = judged(text="要上电视台", declared=[{"kind": "major", "by": "x", "why": "y"}])
    assert urgency.codes == ("major",) and urgency.proposed == ()


@pytest.mark.parametrize("source", [code for code, source in EDITION.sources.items() if source.bypass])
def test_every_bypass_source_makes_a_bypass_complaint_c1_3_2(source: str):
    assert "bypass" in judged(source=source).codes


@pytest.mark.parametrize("source", ["hall", "hotline", "account_manager", "app", "wechat", "branch_letter"])
def test_a_normal_channel_is_no_bypass_c1_3_2(source: str):
    assert judged(source=source).codes == ()


@pytest.mark.parametrize(
    ("batch", "kinds"),
    [
        (None, ()),
        ({"ordinary": 10}, ()),
        ({"ordinary": 11}, ("batch",)),
        ({"vip": 4}, ()),
        ({"vip": 5}, ("batch",)),
        ({"ordinary": 10, "vip": 4}, ()),
        ({"ordinary": 1, "incident": "B-1"}, ("batch",)),
    ],
)
def test_more_than_ten_ordinary_or_five_vip_customers_make_a_batch_c1_3_3(batch: Any, kinds: tuple[str, ...]):
    assert judged(batch=batch).codes == kinds


def earlier(confirmed: bool | None, *, archived: str = "2026-09-01 10:00", category: str = LEAF) -> list[Any]:
    return [{"serial": "E1", "archived_at": at(archived), "category": category, "confirmed": confirmed}]


def test_a_repeat_waits_for_the_clerks_word_c1_3_4():
    assert proposed(earlier=earlier(None)) == ["repeat"]
    assert judged(earlier=earlier(True)).codes == ("repeat",)
    assert judged(earlier=earlier(False)) == Urgency((), ())


def test_another_category_or_a_longer_time_is_no_repeat_c1_3_4():
    assert proposed(earlier=earlier(None, category="charges.bill.double")) == []
    assert proposed(earlier=earlier(None, archived="2026-08-19 10:00")) == []


def test_handing_up_to_the_province_raises_a_complaint_c1_3_5():
    assert judged(raised=True).codes == ("raised",)


def test_a_home_that_is_not_this_branchs_counts_as_cross_region_c1_3_6():
    urgency = judged(home_city="东港", branch_city="云州")
    assert urgency.codes == ("cross_region",) and urgency.proposed == ()
    assert judged(home_province="滨海", branch_province="云海", branch_city="云州").codes == ("cross_region",)


def test_an_unknown_home_or_the_own_one_is_not_cross_region_c1_3_6():
    assert judged(home_city="", branch_city="云州").codes == ()
    assert judged(home_city="云州", branch_city="云州").codes == ()


@pytest.mark.parametrize("direction", ["in", "out"])
def test_orders_between_provinces_are_cross_region_c1_3_6(direction: str):
    assert judged(direction=direction).codes == ("cross_region",)


@pytest.mark.parametrize(
    ("customer", "important"),
    [
        ({"grade": "diamond"}, True),
        ({"grade": "gold"}, True),
        ({"grade": "silver"}, False),
        ({"government": True}, True),
        ({"key_person": True, "group_grade": "A"}, True),
        ({"key_person": True, "group_grade": "B"}, False),
        ({"key_person": False, "group_grade": "A"}, False),
    ],
)
def test_who_is_an_important_customer_c1_3_7(customer: dict[str, Any], important: bool):
    assert ("important" in judged(**customer).codes) is important


@pytest.mark.parametrize(
    ("until", "sensitive"),
    [
        (None, True),
        (date(2026, 11, 20), True),
        (date(2026, 11, 19), False),
        (at("2026-11-20 10:00"), True),
        (at("2026-11-20 09:59"), False),
    ],
)
def test_a_sensitive_mark_holds_until_its_end_c1_3_8(until: Any, sensitive: bool):
    mark = {"by": "b1-001", "why": "多次投诉", "until": until}
    assert ("sensitive" in judged(sensitive=mark).codes) is sensitive
