"""The last day of the demo world: something fresh, due and overdue on every desk, and questions for every manager."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from shouwen.demo.case import Case
from shouwen.demo.coming import Coming
from shouwen.demo.stories import Story, Wait
from shouwen.people.models import Staff
from shouwen.tickets import verbs

Scene = tuple[datetime, Case, Story]
Tell = Callable[[Case], Story]
# The functions that categories of complaints go to; the other groups get what is sent to them by hand.
WITH_WORDS = (
    "network", "billing", "partner", "own_services", "service_quality", "group_customers", "security",
    "business_support", "marketing", "channel_managers", "group_support",
)  # fmt: skip


def last_day(coming: Coming, now: datetime) -> Iterator[Scene]:
    """What the last day brings to everybody, whatever the hour at which the demo world is made."""
    house = coming.world.house
    front = [p for p in house.staff.values() if p.unit.kind in ("hall", "hotline")]
    for place, person in enumerate(front):
        scenes: tuple[tuple[float, Tell], ...] = (
            (0.15 + 0.11 * place, _fresh),
            (5.5, _promised),
            (20 + place, _waits_for_the_group),
            (29 + place, _worked_on),
            (33 + place, _answered),
            (101 + 3 * place, _forgotten),
        )
        for hours, tell in scenes:
            yield _scene(coming, person, now - timedelta(hours=hours), tell)
    yield from _for_the_groups(coming, now)
    for person, asks, hours in _requests(house.staff):
        yield _scene(coming, person, now - timedelta(hours=hours), asks)
    for person in (house.staff[code] for code in ("1010", "1015", "1016", "1017", "2010", "2013", "2014", "9001")):
        for hours, tell in ((2.5, _fresh), (19, _promised), (27, _answered)):
            yield _scene(coming, person, now - timedelta(hours=hours), tell)


def _for_the_groups(coming: Coming, now: datetime) -> Iterator[Scene]:
    """Work in the hands of each member of a group, and some that waits there."""
    house = coming.world.house
    for place, (code, members) in enumerate(sorted(house.members.items())):
        group = house.groups[code]
        if group.function not in WITH_WORDS:
            continue
        for member in members:
            desk = coming.clerk_of("QD1" if group.unit.code == "QD" else "WC1")
            moment = now - timedelta(hours=9 + place)
            yield _scene(coming, desk, moment, partial(_taken_by, member), function=group.function)
            yield _scene(coming, desk, now - timedelta(hours=6), _waits_for_the_group, function=group.function)


def _requests(staff: dict[str, Staff]) -> Iterator[tuple[Staff, Tell, float]]:
    for code, hours in (("1001", 7), ("1004", 9), ("1006", 6), ("2001", 8), ("2003", 5), ("8001", 6)):
        yield staff[code], _hold_asked, hours
    for code, hours in (("1002", 4), ("2001", 3), ("8002", 5)):
        yield staff[code], _void_asked, hours
    yield staff["1001"], _offered, 10
    yield staff["2002"], _offered, 12
    for code in ("1003", "2004"):
        yield staff[code], _raised, 16


def _scene(coming: Coming, person: Staff, moment: datetime, tell: Tell, function: str = "") -> Scene:
    city = "望潮" if person.unit.path.startswith("/YZ/WC/") else "清渡"
    case = coming.case(moment, coming.somebody(city), function)
    case.more["column"] = "complaint"
    case.owner, case.drag = person, 1.0
    case.source = {"hall": "hall", "hotline": "hotline"}.get(person.unit.kind, "email")
    return moment, case, tell(case)


def _soon(case: Case, minutes: float) -> Wait:
    """The last day goes on whatever the hour: somebody is always at the hotline."""
    return case.world.house.staff["8001"], timedelta(minutes=minutes * case.world.rng.uniform(0.8, 1.2))


def _open(case: Case) -> bool:
    return case.open(late=timedelta(minutes=4))


def _fresh(case: Case) -> Story:
    _open(case)
    return
    yield


def _promised(case: Case) -> Story:
    if _open(case):
        yield _soon(case, 15)
        case.contact(case.owner, promise_hours=case.world.rng.choice((6, 7, 8)))


def _waits_for_the_group(case: Case) -> Story:
    if _open(case):
        yield _soon(case, 60)
        case.pass_on()


def _worked_on(case: Case) -> Story:
    if _open(case):
        yield _soon(case, 60)
        case.pass_on()
        worker = case.world.rng.choice(case.group_members)
        yield _soon(case, 200)
        case.do(verbs.take, worker)
        yield _soon(case, 60)
        case.contact(worker, promise_hours=30)


def _taken_by(member: Staff, case: Case) -> Story:
    if _open(case):
        yield _soon(case, 40)
        case.pass_on()
        yield _soon(case, 90)
        case.do(verbs.take, member)
        yield _soon(case, 60)
        case.contact(member, promise_hours=case.world.rng.choice((7, 20)))


def _answered(case: Case) -> Story:
    if _open(case):
        yield _soon(case, 240)
        case.contact(case.owner)
        yield _soon(case, 600)
        case.answer(case.owner)


def _forgotten(case: Case) -> Story:
    """Passed on and then left lying: every step of the ladder is climbed."""
    if _open(case):
        yield _soon(case, 90)
        case.pass_on()


def _hold_asked(case: Case) -> Story:
    if _open(case):
        yield _soon(case, 30)
        reason = case.world.rng.choice(("customer_away", "customer_papers", "customer_test"))
        case.do(verbs.ask_hold, case.owner, reason=reason, why=case.words.one("held", reason))


def _void_asked(case: Case) -> Story:
    if _open(case):
        yield _soon(case, 20)
        reason = "entered_twice"
        case.do(verbs.ask_void, case.owner, reason=reason, why=case.words.one("voided", reason))


def _offered(case: Case) -> Story:
    if _open(case):
        yield _soon(case, 90)
        to = case.world.house.staff["1002" if case.owner.code == "1001" else "2001"]
        case.do(verbs.offer_handover, case.owner, to=to, why=case.words.one("offered", "why"))


def _raised(case: Case) -> Story:
    if _open(case):
        yield _soon(case, 60)
        tried = case.words.one("tried", case.family, city=case.client.city)
        case.do(verbs.raise_to_province, case.owner, why=case.words.one("raised", "why"), tried=tried)
