"""Claim: a page that a clerk uses answers within 100 ms at the server, at the 99th percentile."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl

from django.urls import reverse

from bench.line import Line
from bench.requests import Asked, Browser, Visits
from bench.world import World
from shouwen.tickets.models import Ticket

# Of the demo world: a clerk, somebody of the network group, a branch's support lead, the province desk.
CLERK, WORKER, LEAD, PROVINCE = "1001", "1011", "1015", "9001"
DEEP = 40
NEXT = re.compile(r'href="[^"?]*\?([^"]*\bafter=[^"]+)"')


def measure(world: World, visits: Visits) -> Iterator[Line]:
    """My desk, a group's queue, the largest lists at their head and deep inside, a ticket, a customer, the team."""
    clerk, worker, lead, province = (Browser(world.person(code)) for code in (CLERK, WORKER, LEAD, PROVINCE))
    desk, queue, team = reverse("tickets:desk"), reverse("tickets:queues"), reverse("tickets:team")
    yield visits.measured("My desk, clerk", clerk, [Asked(desk)])
    yield visits.measured("My desk, support lead", lead, [Asked(desk)])
    yield visits.measured("Queue of my groups, first page", worker, [Asked(queue)])
    yield visits.measured("All open of the province, first page", province, [Asked(queue, {"all": "1"})])
    whole = {"state": "all", "all": "1"}
    yield visits.measured("All there is, first page", province, [Asked(queue, whole)])
    behind, pages = _deep(province, Asked(queue, whole))
    yield visits.measured(f"All there is, {pages} pages on", province, [behind])
    rows = Ticket.objects.seen_by(world.person(CLERK)).order_by("pk")
    keys, customers = zip(*rows.values_list("pk", "customer_id")[: visits.turns], strict=True)
    yield visits.measured("Ticket page", clerk, [Asked(reverse("tickets:ticket", args=[key])) for key in keys])
    asked = [Asked(reverse("customers:customer", args=[key])) for key in customers]
    yield visits.measured("Customer page", clerk, asked)
    yield visits.measured("Team page, support lead", lead, [Asked(team)])


def _deep(browser: Browser, asked: Asked) -> tuple[Asked, int]:
    """A page far behind this one, by its links to the next, and how many pages that is."""
    turned = 0
    while turned < DEEP and (found := NEXT.search(browser.ask(asked).decode())):
        asked, turned = Asked(asked.path, dict(parse_qsl(unescape(found[1])))), turned + 1
    return asked, turned
