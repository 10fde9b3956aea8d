"""Batch refunds in the demo world: one that went all the way, one that waits for the company's leaders (C4.8.4)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from shouwen.batchdisputes import verbs
from shouwen.batchdisputes.listing.queue import take_next
from shouwen.batchdisputes.listing.receiving import receive
from shouwen.batchdisputes.models import BatchDispute
from shouwen.demo.case import Case
from shouwen.demo.coming import Coming
from shouwen.demo.disputed import PICTURE, Disputed
from shouwen.demo.founding import made
from shouwen.demo.stories import Story
from shouwen.people.models import Staff

HEAD = "号码,退费金额,账单号,费用项目"
Scene = tuple[datetime, Case, Story]


def scenes(coming: Coming, now: datetime) -> Iterator[Scene]:
    """A fault of last week, refunded by now; and a promotion of which the department has asked the company."""
    for moment, tell in ((now - timedelta(days=9), _fault), (now - timedelta(days=2, hours=5), _asked)):
        case = Disputed(**vars(coming.case(moment, None, "billing")))
        case.owner = coming.world.house.staff["9004"]
        numbers = [client.number for client in coming.clients]
        yield moment, case, tell(case, numbers)


def _fault(case: Disputed, numbers: list[str]) -> Story:
    """A charge booked twice after a change of systems: both flows of people, a sample, the money, the messages."""
    staff = case.world.house.staff
    batch = _Batch(case, flow="fault", kind="double", unit="YZ", title="割接后来电提醒重复出账")
    yield staff["9004"], timedelta(minutes=20)
    batch.listed(numbers[40:66], Decimal("6.00"))
    batch.paper("notice", "fault_order")
    batch.do(verbs.ask, "9004")
    yield staff["9005"], timedelta(hours=2)
    batch.do(verbs.countersign, "9005")
    yield staff["9006"], timedelta(hours=3)
    batch.do(verbs.review, "9006")
    yield staff["9005"], timedelta(hours=2)
    for row in batch.row.samples.get().drawn.select_related("line"):
        batch.do(verbs.check_row, "9005", line=row.line.line, right=True)
    batch.do(verbs.pass_sample, "9005")
    batch.do(verbs.start, "9005")


def _asked(case: Disputed, numbers: list[str]) -> Story:
    """The department asks the company; its leaders have not all signed."""
    staff = case.world.house.staff
    batch = _Batch(case, flow="not_fault", kind="single", unit="QD", title="暑期流量活动宣传与实际不符")
    yield staff["9004"], timedelta(minutes=30)
    batch.listed(numbers[80:98], Decimal("188.00"))
    batch.paper("company_request")
    batch.do(verbs.ask, "9004")
    yield staff["1021"], timedelta(hours=5)
    batch.do(verbs.sign, "1021")


class _Batch:
    """A batch on its way, each step by whose it is."""

    def __init__(self, case: Disputed, *, flow: str, kind: str, unit: str, title: str) -> None:
        self.case, self.house = case, case.world.house
        opening = verbs.Opening(
            title=title,
            flow=flow,
            kind=kind,
            cause="company.support_system" if flow == "fault" else "company.design",
            why=title,
            unit=self.house.units[unit],
        )
        self.row: Any = made(verbs.open_batch(actor=self._who("9004"), at=case.world.at, opening=opening))

    def _who(self, code: str) -> Staff:
        return self.house.staff[code]

    def do(self, verb: Any, code: str, **said: Any) -> None:
        made(verb(self.row.pk, actor=self._who(code), at=self.case.world.at, **said))
        self.row = BatchDispute.rows.get(pk=self.row.pk)

    def listed(self, numbers: list[str], amount: Decimal) -> None:
        """The list of customers, read to its end."""
        rows = (f"{number},{amount},B{place:06d},{self.row.title}" for place, number in enumerate(numbers, 1))
        file = SimpleUploadedFile("名单.csv", "\n".join((HEAD, *rows)).encode())
        made(receive(self.row, file, by=self._who("9004"), at=self.case.world.at, language="zh"))
        while take_next(self.case.world.at):
            pass
        self.row = BatchDispute.rows.get(pk=self.row.pk)

    def paper(self, *kinds: str) -> None:
        for kind in kinds:
            said: dict[str, Any] = {"name": f"{kind}.png", "kind": "png", "size": len(PICTURE), "sha256": kind * 3}
            self.do(verbs.add_paper, "9004", paper=kind, file=ContentFile(PICTURE), **said)
