"""The batch incident of the demo world: a cell fails, and within the hour more than ten customers complain of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from shouwen.demo.case import Case
from shouwen.demo.coming import Coming
from shouwen.demo.stories import Story, Wait, chasing
from shouwen.tickets import verbs

CATEGORY = "basic.data.cannot_connect"
CELL = "渡口路-03 小区"
NAME = "渡口路口"
# Minutes after the failure: sixteen within the hour, and those who come later and join.
MINUTES = (0, 3, 7, 9, 14, 16, 19, 23, 26, 29, 33, 38, 41, 46, 52, 57, 74, 98, 131, 167, 195, 214)


def failing(coming: Coming, begins: datetime) -> Iterator[tuple[datetime, Case, Story]]:
    """Everybody who complains of the failed cell, and when."""
    for number, minutes in enumerate(MINUTES):
        case = _case(coming, CELL, number)
        yield begins + timedelta(minutes=minutes), case, _affected(case, number)
        if number % 5 == 4:
            yield begins + timedelta(minutes=minutes + 30), case, chasing(case)


def busy_hours(coming: Coming, begins: datetime) -> Iterator[tuple[datetime, Case, Story]]:
    """A smaller surge, which stays below the count."""
    for number in range(7):
        case = _case(coming, "南桥头-01 小区", number)
        yield begins + timedelta(minutes=8 * number), case, _mended(case)


def _case(coming: Coming, cell: str, number: int) -> Case:
    desk = coming.clerk_of("QD1" if number % 3 == 0 else "HL")
    source = "hall" if number % 3 == 0 else "hotline"
    text = coming.world.words.talk["incident"]["text"][number % 6].replace("{cell}", NAME)
    more = {"hits_kind": "cell", "hits": cell, "text": text}
    return Case(coming.world, coming.somebody("清渡"), desk, CATEGORY, source, more=more)


def _affected(case: Case, number: int) -> Story:
    if not case.open(late=timedelta(minutes=1)):
        return
    yield _after(case, 6)
    case.pass_on()
    if number > 14:
        return
    worker = case.group_members[number % 2]
    yield _after(case, 15 + number)
    case.do(verbs.take, worker)
    if number < 9:
        yield _after(case, 35)
        case.contact(worker, promise_hours=4)
    if number < 3:
        yield _after(case, 90)
        case.answer(worker)


def _mended(case: Case) -> Story:
    if not case.open(late=timedelta(minutes=1)):
        return
    yield _after(case, 10)
    case.pass_on()
    worker = case.world.rng.choice(case.group_members)
    yield case.wait(worker, 10, 40)
    case.do(verbs.take, worker)
    yield case.wait(worker, 60, 300)
    case.answer(worker)
    yield case.wait(case.owner, 60, 900)
    case.archive()


def _after(case: Case, minutes: float) -> Wait:
    """Now it is urgent: people are at work whatever the hour."""
    return case.world.house.staff["8001"], timedelta(minutes=minutes)
