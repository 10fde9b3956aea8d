"""When things happen in the demo world: the rhythm of the week, and when people are at work."""

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from shouwen.calendars.reads import current
from shouwen.people.models import Staff

SHANGHAI = ZoneInfo("Asia/Shanghai")
# How much comes in at each hour of the day, from midnight on.
BY_HOUR = (2, 1, 1, 1, 1, 2, 4, 10, 26, 40, 42, 34, 20, 24, 36, 38, 34, 28, 22, 24, 26, 20, 12, 6)
# Monday is the worst, the weekend is calm.
BY_DAY = (1.35, 1.1, 1.0, 1.0, 1.05, 0.75, 0.65)
SURGE = 2.2
OPENS, CLOSES = 8.5, 17.5
NETWORKS = ("QDN", "WCN")


def arrivals(rng: Random, *, since: datetime, until: datetime, count: int) -> list[datetime]:
    """`count` moments between two times, by the rhythm of day and week, with three days of surge."""
    first = since.replace(minute=0, second=0, microsecond=0)
    hours = [first + timedelta(hours=number) for number in range(int((until - first) / timedelta(hours=1)))]
    days = sorted({hour.astimezone(SHANGHAI).date() for hour in hours})
    busy = set(rng.sample(days, min(3, len(days))))
    weights = []
    for hour in hours:
        local = hour.astimezone(SHANGHAI)
        weight = BY_HOUR[local.hour] * BY_DAY[local.weekday()]
        weights.append(weight * SURGE if local.date() in busy else weight)
    picked = rng.choices(hours, weights, k=count)
    return sorted(hour + timedelta(seconds=rng.randrange(3600)) for hour in picked)


def at_work(person: Staff, moment: datetime) -> bool:
    """Whether that person is at work: the hotline always, halls and networks every day, others on working days."""
    kind = person.unit.kind
    local = moment.astimezone(SHANGHAI)
    if kind == "hotline":
        return True
    open_day = kind == "hall" or person.unit.code in NETWORKS or current().works(local.date())
    return open_day and OPENS <= local.hour + local.minute / 60 < CLOSES


def when_next(person: Staff, moment: datetime, rng: Random) -> datetime:
    """That moment, or soon after that person comes to work again."""
    if at_work(person, moment):
        return moment
    local = moment.astimezone(SHANGHAI)
    morning = local.replace(hour=8, minute=30, second=0, microsecond=0)
    if morning <= local:
        morning += timedelta(days=1)
    while not at_work(person, morning):
        morning += timedelta(days=1)
    return morning.astimezone(moment.tzinfo) + timedelta(minutes=rng.uniform(2, 75))
