"""The cast: a province with two branches, its people, groups and customers, and one-line ways to begin a story.

Everybody has a name, so that a test reads like what happened: 林小满 takes a complaint in at 渡口路 hall, 钱宝 of
billing works on it, 周岚 signs the void. All places, people and numbers are invented; nobody owns a number that
begins with 143.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from shouwen.calendars.seeding import seed
from shouwen.clocks.models import Clock
from shouwen.customers.models import Customer, GroupCustomer, NumberSegment
from shouwen.customers.verbs import mark_sensitive, register
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.ledger.models import Event
from shouwen.people.models import SkillGroup, Staff, Unit
from shouwen.people.system import SETUP
from shouwen.people.verbs import add_group, add_staff, add_unit, give_role, join_group
from shouwen.tickets.models import Ticket
from shouwen.tickets.situation import Opening
from shouwen.tickets.verbs import open_ticket

PASSWORD = "shouwen-demo"
CREATED = datetime(2025, 12, 31, 16, tzinfo=UTC)
# Wednesday, 4 March 2026, 09:30 in Shanghai: an ordinary working morning.
MORNING = datetime(2026, 3, 4, 1, 30, tzinfo=UTC)

# code: name, kind, parent, city
UNITS = {
    "YZ": ("云泽省公司", "province", "", ""),
    "HL": ("10086 热线中心", "hotline", "YZ", ""),
    "QD": ("清渡分公司", "branch", "YZ", "清渡"),
    "QD1": ("渡口路服务厅", "hall", "QD", ""),
    "QD2": ("南桥服务厅", "hall", "QD", ""),
    "QDN": ("清渡网络部", "department", "QD", ""),
    "QDS": ("清渡支撑中心", "department", "QD", ""),
    "WC": ("望潮分公司", "branch", "YZ", "望潮"),
    "WC1": ("海塘服务厅", "hall", "WC", ""),
}

# code: unit, function
GROUPS = {
    "YZ-BO": ("YZ", "back_office"),
    "QD-NET": ("QD", "network"),
    "QD-BIL": ("QD", "billing"),
    "QD-SQ": ("QD", "service_quality"),
    "QD-SUP": ("QD", "business_support"),
    "QD-X": ("QD", "cross_region"),
    "QD-BO": ("QD", "back_office"),
    "WC-NET": ("WC", "network"),
    "WC-BO": ("WC", "back_office"),
}

# attribute of the cast: staff number, name, unit, role, unit of the role, groups
PEOPLE = {
    "clerk": ("1001", "林小满", "QD1", "clerk", "QD1", ()),
    "colleague": ("1002", "唐果", "QD1", "clerk", "QD1", ()),
    "hall_manager": ("1003", "周岚", "QD1", "hall_manager", "QD1", ()),
    "second_hall_clerk": ("1004", "贺北", "QD2", "clerk", "QD2", ()),
    "hotline_clerk": ("1005", "白露", "HL", "clerk", "HL", ()),
    "network": ("1006", "石磊", "QDN", "back_office", "QD", ("QD-NET",)),
    "network_colleague": ("1007", "江川", "QDN", "back_office", "QD", ("QD-NET",)),
    "billing": ("1008", "钱宝", "QDS", "back_office", "QD", ("QD-BIL", "QD-BO")),
    "support_lead": ("1009", "方正", "QDS", "support_lead", "QD", ("QD-SQ",)),
    "branch_lead": ("1010", "沈月", "QD", "branch_lead", "QD", ()),
    "office_manager": ("1011", "陆遥", "QDS", "office_manager", "QD", ()),
    "department_manager": ("1012", "严松", "QDS", "department_manager", "QD", ()),
    "city_manager": ("1013", "秦远山", "QD", "city_manager", "QD", ()),
    "second_hall_manager": ("1014", "温如玉", "QD2", "hall_manager", "QD2", ()),
    "other_clerk": ("2001", "潘海", "WC1", "clerk", "WC1", ()),
    "other_network": ("2002", "黎明远", "WC", "back_office", "WC", ("WC-NET", "WC-BO")),
    "other_lead": ("2003", "孟涛", "WC", "support_lead", "WC", ()),
    "province_desk": ("9001", "顾青", "YZ", "province_desk", "YZ", ("YZ-BO",)),
    "auditor": ("9002", "严明", "YZ", "auditor", "YZ", ()),
    "business": ("9004", "高博", "YZ", "business_department", "YZ", ()),
    "it_centre": ("9005", "季明", "YZ", "it_centre", "YZ", ()),
    "it_colleague": ("9006", "何川", "YZ", "it_centre", "YZ", ()),
    "service_centre": ("9007", "田甜", "YZ", "service_centre", "YZ", ()),
    "admin": ("9003", "管家宁", "YZ", "admin", "YZ", ()),
}

# key in `cast.customers`: number, name, and what is on record
CUSTOMERS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "diamond": ("14300880001", "欧阳致远", {"brand": "gotone", "grade": "diamond"}),
    "gold": ("14300880002", "金秋", {"brand": "gotone", "grade": "gold"}),
    "silver": ("14300880003", "银铃", {"brand": "mzone", "grade": "silver"}),
    "points": ("14300880004", "纪芬", {"brand": "gotone", "grade": "points"}),
    "ordinary": ("14300880005", "王常", {"brand": "mzone", "grade": "ordinary"}),
    "prepaid": ("14300880006", "何易行", {"brand": "easyown", "grade": "prepaid"}),
    "other_network": ("14300880007", "左邻", {"brand": "other_network", "grade": "ordinary"}),
    "key_person": ("14300880008", "程总", {"brand": "easyown", "grade": "ordinary", "key_person": True}),
    "government": ("14300880009", "郑府", {"brand": "easyown", "grade": "ordinary", "government": True}),
    "sensitive": ("14300880010", "易感", {"brand": "easyown", "grade": "ordinary"}),
    "other_city": ("14301880011", "潮生", {"brand": "easyown", "grade": "ordinary", "city": "望潮"}),
    "other_province": ("14302880012", "石远", {"brand": "easyown", "province": "北岭", "city": "石津"}),
}


def done(answer: Done | Refused) -> Any:
    """The subject of a verb that must have gone through."""
    assert isinstance(answer, Done), answer
    return answer.subject


def refused(answer: Done | Refused) -> str:
    """The code of a refusal that must have come."""
    assert isinstance(answer, Refused), answer
    return answer.code


def make_world() -> None:
    """The small world, through the verbs."""
    said: dict[str, Any] = {"actor": SETUP, "at": CREATED}
    seed(SETUP, CREATED)
    NumberSegment.objects.bulk_create(
        [
            NumberSegment(prefix="14300", province="云泽", city="清渡"),
            NumberSegment(prefix="14301", province="云泽", city="望潮"),
            NumberSegment(prefix="14302", province="北岭", city="石津"),
        ]
    )
    units: dict[str, Unit] = {}
    for code, (name, kind, parent, city) in UNITS.items():
        place = {"parent": units.get(parent), "province": "云泽", "city": city}
        units[code] = done(add_unit(**said, code=code, name=name, kind=kind, phone="0430-5550000", **place))
    groups: dict[str, SkillGroup] = {}
    for code, (unit, function) in GROUPS.items():
        groups[code] = done(
            add_group(**said, code=code, name=f"{units[unit].name}{code}", unit=units[unit], function=function)
        )
    for code, name, unit, role, of, member_of in PEOPLE.values():
        person = done(add_staff(**said, code=code, name=name, unit=units[unit], password=PASSWORD))
        done(give_role(person.pk, **said, role=role, unit=units[of]))
        for group in member_of:
            done(join_group(groups[group].pk, **said, staff=person))
    _make_customers(said)


def _make_customers(said: dict[str, Any]) -> None:
    company = GroupCustomer.objects.create(code="G-A1", name="清渡港务集团", grade="A")
    for key, (number, name, known) in CUSTOMERS.items():
        home = {"province": "云泽", "city": "清渡", **known}
        made = done(register(**said, number=number, name=name, identity="990101199001011234", **home))
        if key == "key_person":
            Customer.rows.filter(pk=made.pk).update(group=company)
        if key == "sensitive":
            done(mark_sensitive(made.pk, **said, why="曾在营业厅聚众", until=None))


@dataclass(frozen=True)
class Told:
    """What a test may leave unsaid when somebody complains."""

    category: str = "basic.voice.dropped"
    source: str = "hall"
    text: str = "在渡口路一带通话总是掉线"


class Cast:
    """The rows of the small world. People are attributes by what they do; the rest are by code."""

    clerk: Staff
    colleague: Staff
    hall_manager: Staff
    second_hall_clerk: Staff
    hotline_clerk: Staff
    network: Staff
    network_colleague: Staff
    billing: Staff
    support_lead: Staff
    branch_lead: Staff
    office_manager: Staff
    department_manager: Staff
    city_manager: Staff
    second_hall_manager: Staff
    other_clerk: Staff
    other_network: Staff
    other_lead: Staff
    province_desk: Staff
    auditor: Staff
    business: Staff
    it_centre: Staff
    it_colleague: Staff
    service_centre: Staff
    admin: Staff

    morning = MORNING

    def __init__(self) -> None:
        self.staff = {person.code: person for person in Staff.objects.select_related("unit__parent__parent")}
        for attribute, (code, *_) in PEOPLE.items():
            setattr(self, attribute, self.staff[code])
        self.units = {unit.code: unit for unit in Unit.rows.select_related("parent__parent")}
        self.groups = {group.code: group for group in SkillGroup.rows.select_related("unit")}
        rows = {customer.number: customer for customer in Customer.rows.select_related("group")}
        self.customers = {key: rows[number] for key, (number, *_) in CUSTOMERS.items()}

    def after(self, hours: float = 0, minutes: float = 0, days: float = 0) -> datetime:
        """So long after the morning on which the stories begin."""
        return MORNING + timedelta(days=days, hours=hours, minutes=minutes)

    def number(self, place: int, city: str = "清渡") -> str:
        """A number of a customer whom nobody knows yet."""
        return f"{'14300' if city == '清渡' else '14301'}{place:06d}"

    def opening(self, customer: str = "ordinary", *, at: datetime = MORNING, **said: Any) -> Opening:
        """What the desk hands in: `customer` is a key of `customers`, or a number. Contacted at `at` unless said."""
        number = CUSTOMERS[customer][0] if customer in CUSTOMERS else customer
        told = {**vars(Told()), "contacted_at": at, **said}
        return Opening(number=number, **told)

    def hand_in(
        self, customer: str = "ordinary", *, at: datetime = MORNING, by: Staff | None = None, **said: Any
    ) -> Done | Refused:
        """Somebody complains to `by` (the clerk unless said); the verb's own answer."""
        person = by or self.clerk
        return open_ticket(actor=person, at=at, opening=self.opening(customer, at=at, **said), owner=person)

    def open(
        self, customer: str = "ordinary", *, at: datetime = MORNING, by: Staff | None = None, **said: Any
    ) -> Ticket:
        """A ticket that was taken in without trouble."""
        ticket: Ticket = done(self.hand_in(customer, at=at, by=by, **said))
        return ticket


def codes(ticket: Ticket) -> list[str]:
    """The codes of a ticket's events, in order."""
    return list(Event.objects.filter(chain=ticket.chain_id).values_list("code", flat=True))


def clock(ticket: Ticket, kind: str) -> Clock:
    """The newest run of one of a ticket's clocks."""
    found = Clock.objects.filter(chain=ticket.chain_id, kind=kind).order_by("-run").first()
    assert found is not None, kind
    return found


def kinds(ticket: Ticket) -> set[str]:
    """The urgent kinds that a ticket is of, those only proposed left out."""
    return set(ticket.urgencies.filter(proposed=False).values_list("kind", flat=True))
