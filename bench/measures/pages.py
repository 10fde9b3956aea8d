"""Claim: a page that a clerk uses answers within 100 ms at the server, at the 99th percentile."""

from collections.abc import Iterator

from django.urls import reverse

from bench.line import Line
from bench.requests import Browser, patient
from bench.world import World
from shouwen.people.models import Staff
from shouwen.tickets.models import Ticket
from shouwen.tickets.reads import paging, queues
from shouwen.tickets.reads.queues import Filters

# Of the demo world: a clerk, somebody of the network group, a branch's support lead, the province desk.
CLERK, WORKER, LEAD, PROVINCE = "1001", "1011", "1015", "9001"
DEEP = 40


def measure(world: World) -> Iterator[Line]:
    """My desk, a group's queue, the largest list at its head and deep inside, a ticket, the team."""
    clerk, worker = Browser(world.person(CLERK)), Browser(world.person(WORKER))
    lead, province = Browser(world.person(LEAD)), Browser(world.person(PROVINCE))
    queue = reverse("tickets:queues")
    yield patient("My desk, clerk", lambda _: clerk.get(reverse("tickets:desk")))
    yield patient("My desk, support lead", lambda _: lead.get(reverse("tickets:desk")))
    yield patient("Queue of my groups, first page", lambda _: worker.get(queue))
    yield patient("All open of the province, first page", lambda _: province.get(queue, all="1"))
    whole = {"state": "all", "all": "1"}
    yield patient("All there is, first page", lambda _: province.get(queue, **whole))
    place, pages = _deep(world.person(PROVINCE), world)
    yield patient(f"All there is, {pages} pages on", lambda _: province.get(queue, **whole, after=place))
    yield _ticket(world, clerk)
    yield patient("Team page, support lead", lambda _: lead.get(reverse("tickets:team")))


def _deep(staff: Staff, world: World) -> tuple[str, int]:
    """The key of a page far behind the first, and how many pages that is."""
    rows, key, turned = queues.narrowed(staff, Filters(state="all"), at=world.now), "", 0
    while turned < DEEP and (after := paging.page(rows, paging.URGENT, paging.Spot(after=key)).after):
        key, turned = after, turned + 1
    return key, turned


def _ticket(world: World, clerk: Browser) -> Line:
    mine = Ticket.objects.seen_by(world.person(CLERK)).order_by("pk").values_list("pk", flat=True)[:200]
    keys = list(mine)
    return patient("Ticket page", lambda turn: clerk.get(reverse("tickets:ticket", args=[keys[turn % len(keys)]])))
