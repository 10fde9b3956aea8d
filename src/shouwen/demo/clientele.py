"""The customers of the demo world: three thousand numbers that nobody owns, of all grades and brands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from shouwen.customers.bulk import ensure
from shouwen.customers.models import Customer, GroupCustomer
from shouwen.customers.verbs import change, mark_sensitive
from shouwen.demo.founding import House, made
from shouwen.people.system import SETUP

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "建国志强丽娟秀英海燕晓东雪梅桂芳文博子涵雨桐浩然思远明轩佳怡春生德顺玉兰小军红霞晨曦若溪国庆美玲俊杰"
    "婷婷永福长河一诺梓萱云飞凤琴立新家豪淑珍泽宇"
)
FOREIGN = ("Anna Petrova", "James Okoro", "Maria Silva", "Liam Murphy", "Nguyen Thi Hoa")
GRADES = (("diamond", 1), ("gold", 3), ("silver", 7), ("points", 16), ("ordinary", 43), ("prepaid", 30))
BRANDS = {
    "diamond": ("gotone",),
    "gold": ("gotone", "gotone", "gotone", "mzone"),
    "silver": ("gotone", "gotone", "mzone", "easyown"),
    "points": ("gotone", "mzone"),
    "ordinary": ("mzone", "easyown", "easyown", "gotone", "other_network"),
    "prepaid": ("easyown", "easyown", "mzone"),
}
COMPANIES = (
    ("G1001", "清渡港务集团", "A"),
    ("G1002", "云泽农商银行", "A"),
    ("G1003", "清渡市第一人民医院", "A"),
    ("G1004", "织锦纺织厂", "B"),
    ("G1005", "南桥中学", "B"),
    ("G1006", "江畔酒店", "C"),
    ("G1007", "老粮仓文创园", "C"),
    ("G2001", "望潮造船", "A"),
    ("G2002", "海塘水产", "B"),
    ("G2003", "灯塔湾旅行社", "C"),
)
MARKS = (
    "曾带人在营业厅拍摄并要求公开道歉",
    "连续多次越级投诉，需专人接待",
    "媒体从业者，沟通须留痕",
    "情绪易激动，请经理陪同接待",
    "因补卡纠纷正在诉讼",
    "自媒体博主，多次发布维权视频",
)


@dataclass(frozen=True)
class Client:
    """A customer as the stories need them; `vip` is of the club, `ordinary` neither of the club nor of a company."""

    pk: int
    number: str
    city: str
    vip: bool
    ordinary: bool


def gather(house: House, rng: Random, at: datetime, count: int) -> list[Client]:
    """Put `count` customers on record as of `at`; key persons, government and sensitive ones among them."""
    numbers = rng.sample(range(1_000_000), count)
    told = {}
    for place, number in enumerate(numbers):
        segment = "14302" if place % 47 == 46 else "14301" if place % 10 < 3 else "14300"
        told[f"{segment}{number:06d}"] = _person(rng)
    made_rows = ensure(told, actor=SETUP, at=at)
    rows = [made_rows[number] for number in told]
    employed = _groups(rng, rows, at)
    _marks(house, rows, at)
    clients = []
    for row in rows:
        vip = row.grade in ("diamond", "gold", "silver")
        clients.append(Client(row.pk, row.number, row.city, vip, not vip and row.pk not in employed))
    return clients


def _person(rng: Random) -> dict[str, Any]:
    grade = rng.choices([code for code, _ in GRADES], [weight for _, weight in GRADES])[0]
    brand = rng.choice(BRANDS[grade])
    name = rng.choice(FOREIGN) if rng.random() < 0.01 else _name(rng)
    born = f"{rng.randint(1948, 2005)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    # 990101 is the area code of no place.
    identity = f"990101{born}{rng.randint(0, 999):03d}{rng.choice('0123456789X')}"
    return {"name": name, "grade": grade, "brand": brand, "identity": identity}


def _name(rng: Random) -> str:
    surname = "欧阳" if rng.random() < 0.005 else rng.choice(SURNAMES)
    return surname + "".join(rng.choice(GIVEN) for _ in range(rng.choice((1, 2, 2, 2))))


def _groups(rng: Random, rows: list[Customer], at: datetime) -> set[int]:
    """Make some of them the people of companies; answers whom."""
    companies = GroupCustomer.objects.bulk_create(
        GroupCustomer(code=code, name=name, grade=grade) for code, name, grade in COMPANIES
    )
    employed = rows[: 6 * len(companies)]
    for place, row in enumerate(employed):
        facts: dict[str, Any] = {"group_id": companies[place % len(companies)].pk, "key_person": place % 3 == 0}
        made(change(row.pk, actor=SETUP, at=at, **facts))
    for row in rng.sample(rows[100:], 9):
        made(change(row.pk, actor=SETUP, at=at, government=True))
    return {row.pk for row in employed}


def _marks(house: House, rows: list[Customer], at: datetime) -> None:
    for place, why in enumerate(MARKS):
        row = rows[200 + place]
        lead = house.staff["2013" if row.city == "望潮" else "1015"]
        until = at + timedelta(days=120) if place % 2 else None
        made(mark_sensitive(row.pk, actor=lead, at=at, why=why, until=until))
