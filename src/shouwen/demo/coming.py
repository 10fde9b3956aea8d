"""Who complains of what, where, and to whom: how a case of the demo world begins."""

from datetime import datetime
from typing import Any

from shouwen.demo import places
from shouwen.demo.case import Case, World
from shouwen.demo.clientele import Client
from shouwen.demo.hours import at_work
from shouwen.demo.wording import complaints, family
from shouwen.handbook.load import shipped
from shouwen.people.models import Staff

BYPASS = (
    "mayor_hotline",
    "government_letters",
    "miit_appeal",
    "group_10080",
    "province_leaders",
    "consumer_association",
    "online_media",
    "communications_bureau",
)
ELECTRONIC = ("app", "website", "wechat", "online_chat", "weibo")
COLUMNS = {"complaint": 88, "inquiry": 5, "acceptance": 5, "appointment": 2}


class Coming:
    """Draws new cases. Work is shared out in turn, so that nobody's desk is empty."""

    def __init__(self, world: World, clients: list[Client]) -> None:
        self.world, self.clients = world, clients
        self._turn: dict[str, int] = {}

    def somebody(self, city: str = "") -> Client:
        """A customer, of that city if one is given."""
        while True:
            client = self.world.rng.choice(self.clients)
            if not city or client.city == city:
                return client

    def case(self, moment: datetime, client: Client | None = None, function: str = "") -> Case:
        """A complaint that comes at that moment, by a way that is open then; of a function if one is given."""
        rng = self.world.rng
        client = client or self.somebody()
        known = shipped().categories
        category, _ = rng.choice([one for one in complaints() if function in ("", known[one[0]].function)])
        source, owner = self._taken_by(client, category, moment)
        drag = rng.uniform(3, 8) if rng.random() < 0.07 else 1.0
        more = {"column": self.world.weighted(COLUMNS), **self._hits(category, client)}
        return Case(self.world, client, owner, category, source, drag, more)

    def clerk_of(self, unit: str) -> Staff:
        """Whose turn it is at a front desk."""
        staff = [p for p in self.world.house.staff.values() if p.unit.code == unit]
        self._turn[unit] = self._turn.get(unit, -1) + 1
        return staff[self._turn[unit] % len(staff)]

    def _taken_by(self, client: Client, category: str, moment: datetime) -> tuple[str, Staff]:
        rng, staff = self.world.rng, self.world.house.staff
        branch = "WC" if client.city == "望潮" else "QD"
        if rng.random() < 0.035:
            return rng.choice(BYPASS), staff[rng.choice(("9001", "1015" if branch == "QD" else "2013"))]
        if rng.random() < 0.06:
            return "other_branch" if rng.random() < 0.5 else "email", staff["1010" if branch == "QD" else "2010"]
        if client.city == "石津" and rng.random() < 0.5:
            return "other_province", staff["1015"]
        if category.startswith("group."):
            return "account_manager", staff["1016" if branch == "QD" else "2014"]
        if category.startswith("marketing.channel"):
            return "channel", staff["1017" if branch == "QD" else "2014"]
        halls = ("QD1", "QD2", "QD3") if branch == "QD" else ("WC1", "WC2")
        clerk = self.clerk_of(rng.choice(halls))
        if at_work(clerk, moment) and rng.random() < 0.58:
            return "hall", clerk
        source = rng.choice(ELECTRONIC) if rng.random() < 0.25 else "vip_hotline" if client.vip else "hotline"
        return source, self.clerk_of("HL")

    def _hits(self, category: str, client: Client) -> dict[str, Any]:
        rng = self.world.rng
        if rng.random() > 0.4:
            return {}
        if category.startswith("partner."):
            return {"hits_kind": "provider", "hits": rng.choice(("星河互动", "乐享科技", "云上文化", "掌中游"))}
        if family(category) == "charge":
            return {"hits_kind": "product", "hits": rng.choice(places.PLANS)}
        if family(category) == "network" and client.city in places.SPOTS:
            return {"hits_kind": "district", "hits": rng.choice(places.SPOTS[client.city])}
        return {}
