"""The simulated billing system inside this very process, its books in the data folder: nothing else must run."""

from collections.abc import Iterator
from datetime import datetime

from shouwen.refunds.billing import answers
from shouwen.refunds.billing.port import Booking, Order, Outcome
from shouwen.refunds.billing.simulated.system import System


class DirectBilling:
    """The port, spoken to a system in memory; its moods don't matter here."""

    def __init__(self, system: System) -> None:
        self.system = system

    def send(self, order: Order) -> Outcome:
        return answers.outcome(self.system.send(order)[1], order.key)

    def ask(self, key: str) -> Outcome:
        return answers.outcome(self.system.ask(key)[1], key)

    def statement(self, since: datetime, until: datetime, number: str = "") -> Iterator[Booking]:
        after = ""
        while True:
            _, page = self.system.statement(since, until, number, after)
            yield from (answers.booking(line) for line in page["bookings"])
            after = page["next"]
            if not after:
                return
