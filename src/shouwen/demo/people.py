"""Who works in the demo world: forty people whose names can be remembered, each with what they are like."""

from typing import NamedTuple

PASSWORD = "shouwen-demo"


class Person(NamedTuple):
    """Staff number, name, unit, duties (role at unit), groups by function; how long they take (1 is usual)."""

    code: str
    name: str
    unit: str
    duties: tuple[tuple[str, str], ...]
    functions: tuple[str, ...] = ()
    pace: float = 1.0


def _clerk(code: str, name: str, unit: str, pace: float = 1.0) -> Person:
    return Person(code, name, unit, (("clerk", unit),), (), pace)


def _manager(code: str, name: str, unit: str) -> Person:
    return Person(code, name, unit, (("hall_manager", unit),), (), 0.8)


GROUP = ("group_customers", "account_managers", "group_support")
MONEY = ("billing", "partner", "own_services", "business_support")

PEOPLE = (
    _clerk("1001", "林小满", "QD1", 0.7),
    _clerk("1002", "唐果", "QD1"),
    _manager("1003", "周岚", "QD1"),
    _clerk("1004", "贺北", "QD2", 1.3),
    _manager("1005", "温如玉", "QD2"),
    _clerk("1006", "宋词", "QD3"),
    _manager("1007", "陆知秋", "QD3"),
    Person("1011", "石磊", "QDN", (("back_office", "QD"),), ("network",), 0.9),
    Person("1012", "江川", "QDN", (("back_office", "QD"),), ("network",), 1.5),
    Person("1013", "钱宝", "QDS", (("back_office", "QD"),), ("billing", "business_support", "back_office"), 0.8),
    Person("1014", "叶子晴", "QDS", (("back_office", "QD"),), ("partner", "own_services"), 1.0),
    Person("1015", "方正", "QDS", (("support_lead", "QD"),), ("service_quality", "security", "cross_region"), 0.9),
    Person(
        "1016", "姚远", "QDA", (("back_office", "QD"),), ("group_customers", "account_managers", "group_support"), 1.2
    ),
    Person("1017", "贾如意", "QDC", (("back_office", "QD"),), ("marketing", "channel_managers"), 1.1),
    Person("1010", "沈月", "QD", (("branch_lead", "QD"),), ("service_quality",), 0.7),
    _clerk("2001", "潘海", "WC1"),
    _manager("2002", "苏打", "WC1"),
    _clerk("2003", "丁一一", "WC2", 1.4),
    _manager("2004", "骆驼", "WC2"),
    Person("2011", "黎明远", "WCN", (("back_office", "WC"),), ("network", "security"), 1.1),
    Person(
        "2012", "米兰", "WCS", (("back_office", "WC"),), ("billing", "partner", "own_services", "business_support"), 1.0
    ),
    Person("2013", "孟涛", "WCS", (("support_lead", "WC"),), ("service_quality", "cross_region", "back_office"), 1.0),
    Person(
        "2014",
        "丁香",
        "WCA",
        (("back_office", "WC"),),
        (*GROUP, "marketing", "channel_managers"),
        1.2,
    ),
    Person("2010", "关山月", "WC", (("branch_lead", "WC"),), ("service_quality",), 0.9),
    _clerk("8001", "白露", "HL", 0.8),
    _clerk("8002", "秦歌", "HL"),
    _manager("8003", "罗兰", "HL"),
    Person("1021", "陆遥", "QDS", (("office_manager", "QD"),)),
    Person("1022", "严松", "QDS", (("department_manager", "QD"),)),
    Person("1023", "秦远山", "QD", (("city_manager", "QD"),)),
    Person("2021", "安若", "WCS", (("office_manager", "WC"),)),
    Person("2022", "程路", "WCS", (("department_manager", "WC"),)),
    Person("2023", "海川", "WC", (("city_manager", "WC"),)),
    Person("9001", "顾青", "YZ", (("province_desk", "YZ"), ("support_lead", "YZ")), ("back_office",), 0.9),
    Person("9002", "严明", "YZ", (("auditor", "YZ"),)),
    Person("9004", "高博", "YZ", (("business_department", "YZ"),)),
    Person("9005", "季明", "YZ", (("it_centre", "YZ"),)),
    Person("9006", "何川", "YZ", (("it_centre", "YZ"),)),
    Person("9007", "田甜", "YZ", (("service_centre", "YZ"),)),
    Person("9003", "管家宁", "YZ", (("admin", "YZ"),)),
)

# The ones that a newcomer is told of first, each with the role that they show.
SIGN_INS = (
    ("1001", "clerk"),
    ("1003", "hall_manager"),
    ("1011", "back_office"),
    ("1015", "support_lead"),
    ("1010", "branch_lead"),
    ("1021", "office_manager"),
    ("9005", "it_centre"),
    ("9001", "province_desk"),
    ("9002", "auditor"),
    ("9003", "admin"),
)
