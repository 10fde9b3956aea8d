"""Complaints as programs hand them in: bytes of POST requests, no two alike."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from bench.place import command
from bench.world import World
from shouwen.people.models import Staff
from shouwen.tickets.models import Ticket

PATH = "/api/v1/tickets"
# People of the demo world who take complaints in, each of another unit: what they count, they count apart.
CLERKS = ("1001", "1004", "1006", "2001", "2003", "8001", "9001", "1015")
# Each complaint names what it hits, so that chance makes no surge of those that only share a category.
CELLS = 20_000
# In a small world there must still be customers enough who have not complained of everything.
LEAST = 20_000


@dataclass(frozen=True)
class Desk:
    """Somebody at a desk, and the token by which their program hands in."""

    clerk: Staff
    token: str


class Bodies:
    """Draws complaints that no rule refuses: nobody complains of what they have open already."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.seed, self.rng = world, seed, Random(seed)
        rows = Ticket.objects.unscoped("who has what open").exclude(state__in=("archived", "voided"))
        self.open = set(rows.values_list("customer__number", "category"))
        self.made = 0

    def some(self, desks: Sequence[Desk], count: int, *, port: int, keyed: bool = False, hits: str = "") -> list[bytes]:
        """So many requests, from the desks in turn; `keyed` with an Idempotency-Key; `hits` all the same thing."""
        drawn = [self._numbered(desk, number) for number, desk in enumerate(desks)]
        found = []
        for number in range(count):
            desk = desks[number % len(desks)]
            body = self._body(next(drawn[number % len(desks)]), hits)
            found.append(_request(desk, body, port=port, key=f"{self.seed}-{self.made}" if keyed else ""))
            self.made += 1
        return found

    def _numbered(self, desk: Desk, number: int) -> Iterator[tuple[str, str, str, str]]:
        """Number, category, source and text of what comes to this desk."""
        crowd = self.world.crowd(self.seed * 1000 + self.made + number, max(self.world.tickets, LEAST))
        while True:
            for one in crowd.some(desk.clerk, 100):
                told = one.opening
                if (told.number, told.category) not in self.open:
                    self.open.add((told.number, told.category))
                    yield told.number, told.category, told.source, told.text

    def _body(self, told: tuple[str, str, str, str], hits: str) -> bytes:
        number, category, source, text = told
        contacted = datetime.now(UTC) - timedelta(minutes=self.rng.uniform(1, 20))
        body = {
            "column": "complaint",
            "number": number,
            "category": category,
            "source": source,
            "text": text,
            "contacted_at": contacted.isoformat(timespec="seconds"),
            "contact_phone": number,
            "external_id": f"bench-{self.seed}-{self.made}",
            "facts": {"hits_kind": "cell", "hits": hits or f"QD-{self.rng.randrange(CELLS):05d}"},
        }
        return json.dumps(body, ensure_ascii=False).encode()


def desks(world: World) -> list[Desk]:
    """The desks of the world, each with a fresh token made by the product's own command."""
    return [_desk(world, code) for code in CLERKS[: world.desks]]


def _desk(world: World, code: str) -> Desk:
    words = command("token", "create", "--name", f"bench {code}", "--staff", code, "--days", "1")
    told = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Desk(world.person(code), told.split()[-1])


def _request(desk: Desk, body: bytes, *, port: int, key: str) -> bytes:
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {desk.token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    )
    return (head + (f"Idempotency-Key: {key}\r\n" if key else "") + "\r\n").encode() + body
