"""Where the demo world is: units, skill groups, number segments, and names of places. All of it is invented."""

from typing import NamedTuple

PROVINCE = "云泽"


class Place(NamedTuple):
    """A unit of the demo world: code, names, kind, the unit above, its city where it brings one, its phone."""

    code: str
    name: str
    name_en: str
    kind: str
    parent: str = ""
    city: str = ""
    phone: str = ""


UNITS = (
    Place("YZ", "云泽省公司", "Yunze Province", "province", phone="0430-5550001"),
    Place("HL", "10086 热线中心", "Hotline Centre 10086", "hotline", "YZ", phone="10086"),
    Place("QD", "清渡分公司", "Qingdu Branch", "branch", "YZ", "清渡", "0431-5550100"),
    Place("QD1", "渡口路服务厅", "Dukou Road Hall", "hall", "QD", phone="0431-5550101"),
    Place("QD2", "南桥服务厅", "Nanqiao Hall", "hall", "QD", phone="0431-5550102"),
    Place("QD3", "大学城服务厅", "University Town Hall", "hall", "QD", phone="0431-5550103"),
    Place("QDN", "清渡网络部", "Qingdu Network Department", "department", "QD", phone="0431-5550110"),
    Place("QDS", "清渡客户服务部", "Qingdu Customer Service", "department", "QD", phone="0431-5550120"),
    Place("QDA", "清渡客户经理班", "Qingdu Account Managers", "team", "QD", phone="0431-5550130"),
    Place("QDC", "清渡渠道班", "Qingdu Channel Managers", "team", "QD", phone="0431-5550140"),
    Place("WC", "望潮分公司", "Wangchao Branch", "branch", "YZ", "望潮", "0432-5550200"),
    Place("WC1", "海塘服务厅", "Haitang Hall", "hall", "WC", phone="0432-5550201"),
    Place("WC2", "灯塔湾服务厅", "Lighthouse Bay Hall", "hall", "WC", phone="0432-5550202"),
    Place("WCN", "望潮网络部", "Wangchao Network Department", "department", "WC", phone="0432-5550210"),
    Place("WCS", "望潮客户服务部", "Wangchao Customer Service", "department", "WC", phone="0432-5550220"),
    Place("WCA", "望潮客户经理班", "Wangchao Account Managers", "team", "WC", phone="0432-5550230"),
)

# Nobody owns numbers that begin with 143.
SEGMENTS = {"14300": (PROVINCE, "清渡"), "14301": (PROVINCE, "望潮"), "14302": ("北岭", "石津")}

# function: its part of the group's code
FUNCTIONS = {
    "network": "NET",
    "billing": "BIL",
    "partner": "SP",
    "own_services": "OWN",
    "service_quality": "SQ",
    "group_customers": "GRP",
    "security": "SEC",
    "business_support": "SUP",
    "marketing": "MKT",
    "cross_region": "X",
    "back_office": "BO",
    "account_managers": "AM",
    "channel_managers": "CH",
    "group_support": "GS",
}

SPOTS = {
    "清渡": (
        "渡口路",
        "南桥头",
        "织造街",
        "青石巷",
        "北码头",
        "文昌塔",
        "大学城东门",
        "沿江公园",
        "老粮仓",
        "会展中心",
    ),
    "望潮": ("海塘街", "灯塔湾", "盐田路", "渔港码头", "望潮门", "观澜大道", "石矶村", "临港新区"),
    "石津": ("石津北站", "矿务局", "新华街"),
}
ESTATES = {
    "清渡": ("锦绣江南", "翠竹苑", "渡口新村", "大学城学府里", "织锦花园", "南桥公馆", "江畔人家"),
    "望潮": ("听涛苑", "海塘小区", "灯塔湾壹号", "渔港新村", "观澜雅居"),
    "石津": ("矿山新村", "北站家园"),
}
PLANS = ("畅享 129 套餐", "青春卡 59 套餐", "全家融合 199", "无忧 39 套餐", "5G 智享 159", "银龄 28 套餐")
SERVICES = ("幸福彩铃包", "云听会员", "天气管家", "游戏畅玩包", "手机报", "来电秀", "阅读月票", "流量安心包")
APPS = ("短视频", "网课平台", "地图", "银行客户端", "微信", "买菜软件", "公交码")
