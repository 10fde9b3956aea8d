"""C4.4: by home city and kind of order to a skill group; without one, refused."""

from typing import Any

import pytest

from shouwen.handbook.decision import Decision, Refused, explain
from shouwen.handbook.routing import RoutingFacts, route
from tests.rules.worked import EDITION, LEAF

YUNZHOU = [
    {"code": "YZ-BILL", "city": "云州", "function": "billing"},
    {"code": "YZ-NET", "city": "云州", "function": "network"},
    {"code": "YZ-BACK", "city": "云州", "function": "back_office"},
    {"code": "YZ-CROSS", "city": "云州", "function": "cross_region"},
]
DONGGANG = [
    {"code": "DG-BILL", "city": "东港", "function": "billing"},
    {"code": "DG-BACK", "city": "东港", "function": "back_office"},
]


def routed(groups: list[dict[str, Any]], **facts: Any) -> Decision[str] | Refused:
    base = {"category": LEAF, "branch_city": "云州", "home_city": "云州", "groups": groups}
    return route(RoutingFacts(**(base | facts)), EDITION)


@pytest.mark.parametrize(
    ("facts", "group"),
    [
        ({}, "YZ-BILL"),
        ({"category": "basic.voice.dropped"}, "YZ-NET"),
        ({"home_city": "东港"}, "DG-BILL"),
        ({"home_city": "东港", "category": "basic.voice.dropped"}, "DG-BACK"),
        ({"home_city": "远方"}, "YZ-CROSS"),
        ({"home_city": ""}, "YZ-BILL"),
        ({"column": "acceptance"}, "YZ-BACK"),
        ({"column": "appointment"}, "YZ-BACK"),
        ({"column": "inquiry"}, "YZ-BILL"),
        ({"direction": "out"}, "YZ-CROSS"),
        ({"direction": "in"}, "YZ-BILL"),
    ],
)
def test_where_an_order_goes(facts: dict[str, Any], group: str):
    found = routed([*YUNZHOU, *DONGGANG], **facts)
    assert isinstance(found, Decision) and found.what == group


def test_an_order_without_a_group_is_refused_at_entry():
    refused = routed([])
    assert isinstance(refused, Refused) and not refused
    assert (refused.code, refused.clause) == ("no-group", "C4.4")
    assert "云州" in explain(refused, "zh", EDITION) and "计费账务" in explain(refused, "zh", EDITION)


def test_a_closed_group_gets_nothing():
    closed = [{**group, "active": group["code"] != "YZ-BILL"} for group in YUNZHOU]
    found = routed(closed)
    assert isinstance(found, Decision) and found.what == "YZ-BACK"
    assert [reason.code for reason in found.because][-1] == "routed-fallback"


def test_without_a_cross_region_group_the_branchs_back_office_takes_it():
    found = routed([group for group in YUNZHOU if group["function"] != "cross_region"], home_city="远方")
    assert isinstance(found, Decision) and found.what == "YZ-BACK"


def test_of_several_groups_alike_the_first_by_code_is_taken():
    found = routed(
        [{"code": "B", "city": "云州", "function": "billing"}, {"code": "A", "city": "云州", "function": "billing"}]
    )
    assert isinstance(found, Decision) and found.what == "A"


def test_on_a_day_off_the_duty_hall_looks_after_the_named_groups_c4_6():
    found = routed(YUNZHOU, column="acceptance", working_day=False)
    assert isinstance(found, Decision) and found.because[-1].clause == "C4.6"
    weekday = routed(YUNZHOU, working_day=False)
    assert isinstance(weekday, Decision) and weekday.because[-1].clause == "C4.4"
