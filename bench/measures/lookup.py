"""Claim: typing a number shows who calls, and what they have open, within 100 ms at the server."""

from collections.abc import Iterator
from random import Random

from django.urls import reverse

from bench.line import Line
from bench.requests import Asked, Browser, Visits
from bench.world import SEED, World
from shouwen.customers.models import Customer

CLERK = "1001"


def measure(world: World, visits: Visits) -> Iterator[Line]:
    """The part beside the intake form: for the bare number, and for a form that is all but ready to be handed in."""
    person, url, rng = world.person(CLERK), reverse("tickets:judge"), Random(SEED)
    clerk = Browser(person)
    numbers = list(Customer.rows.order_by("pk").values_list("number", flat=True)[: 100 * visits.turns])
    calls = [one.opening for one in world.crowd(SEED + 1).some(person, visits.turns)]
    bare = [Asked(url, typed={"number": number}) for number in rng.choices(numbers, k=visits.turns)]
    yield visits.measured("Intake: look-up by number", clerk, bare)
    whole = [
        Asked(url, typed={"number": one.number, "category": one.category, "source": one.source, "text": one.text})
        for one in calls
    ]
    yield visits.measured("Intake: the same, whole form typed", clerk, whole)
