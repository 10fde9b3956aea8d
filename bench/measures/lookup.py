"""Claim: typing a number shows who calls, and what they have open, within 100 ms at the server."""

from collections.abc import Iterator
from random import Random

from django.urls import reverse

from bench.line import Line
from bench.requests import Browser, measured
from bench.spread import Patience
from bench.world import SEED, World
from shouwen.customers.models import Customer

CLERK = "1001"


def measure(world: World) -> Iterator[Line]:
    """The part beside the intake form: for the bare number, and for a form that is all but ready to be handed in."""
    clerk, url, rng = Browser(world.person(CLERK)), reverse("tickets:judge"), Random(SEED)
    numbers = list(Customer.rows.order_by("pk").values_list("number", flat=True))
    calls = [one.opening for one in world.crowd(SEED + 1).some(world.person(CLERK), 200)]
    yield measured(
        "Intake: look-up by number",
        iter(rng.choices(numbers, k=200)),
        lambda number: clerk.post(url, {"number": number}),
    )
    yield measured(
        "Intake: the same, whole form typed",
        (calls[turn] for turn in Patience()),
        lambda call: clerk.post(
            url,
            {"number": call.number, "category": call.category, "source": call.source, "text": call.text},
        ),
    )
