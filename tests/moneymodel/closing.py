"""How a dispute ends, and begins again (C4.8.1, C4.8.2); late fees, which need no dispute (C4.8.5)."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from shouwen.disputes.verbs import close, reopen, settle, waive_late_fee, withdraw
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from tests.cast import CUSTOMERS
from tests.moneymodel.ground import PLACE, WHO, D, Ground, cannot
from tests.moneymodel.people import PEOPLE
from tests.moneymodel.sheet import FROM, ZERO

WITHDRAWN = {"reason": "customer_withdrew", "why": "客户撤回"}
FEES = {"reason": "bank_late", "why": "托收失败"}


class Closing(Ground):
    """Rules of the end."""

    def settle_it(self, place: int, who: int) -> None:
        """The check that went on is over; nothing more is paid or claimed back."""
        if (at := self.pick(place, lambda one: one.state == "interim")) is None:
            return
        sheet = self.paper.sheets[at]
        why_not = cannot("settle", sheet, FROM["settle"])
        why_not |= set() if sheet.finding in ("proven", "disproven") else {"check-first"}

        def write() -> None:
            sheet.state = "refunded"

        self.act(settle, at, self.worker_on(sheet, who), why_not, write, why="不再追补")

    def close_it(self, place: int, who: int) -> None:
        """The customer was told; nothing that is owed is closed away."""
        if (at := self.pick(place, lambda one: one.state in FROM["close"])) is None:
            return
        sheet = self.paper.sheets[at]
        why_not = cannot("close", sheet, FROM["close"])
        why_not |= {"still-to-be-paid"} if sheet.state == "proposed" and sheet.amount > 0 else set()

        def write() -> None:
            sheet.state = "closed"

        self.act(close, at, self.worker_on(sheet, who), why_not, write, told="已电话告知")

    @rule(place=PLACE, who=PLACE)
    def reopen_it(self, place: int, who: int) -> None:
        """Checked again from the start; what was paid stays counted."""
        if (at := self.pick(place, lambda one: one.state in FROM["reopen"])) is None:
            return
        sheet = self.paper.sheets[at]

        def write() -> None:
            sheet.state, sheet.finding, sheet.principal, sheet.gift = "checking", "", ZERO, ZERO
            sheet.verify_by = self.paper.verify_by(self.now)

        self.act(reopen, at, self.worker_on(sheet, who), cannot("reopen", sheet, FROM["reopen"]), write, why="客户又来")

    @rule(place=PLACE, who=PLACE)
    def withdraw_it(self, place: int, who: int) -> None:
        """Only where nothing was paid and nobody is asked to sign."""
        if place % 3 or (at := self.pick(place, lambda one: one.state in FROM["withdraw"])) is None:
            return
        sheet = self.paper.sheets[at]
        why_not = cannot("withdraw", sheet, FROM["withdraw"])
        why_not |= {"application-waits"} if sheet.waiting else set()
        why_not |= {"already-paid"} if sheet.paid else set()

        def write() -> None:
            sheet.state = "withdrawn"

        self.act(withdraw, at, self.worker_on(sheet, who), why_not, write, **WITHDRAWN)

    @rule(
        who=WHO,
        desk=st.sampled_from(("clerk", "second_hall_clerk")),
        customer=st.sampled_from(("ordinary", "prepaid", "gold")),
        month=st.sampled_from(("2026-01", "2026-02")),
    )
    def a_late_fee_is_waived(self, who: str, desk: str, customer: str, month: str) -> None:
        """An ordinary customer's, by the front line, once for each bill."""
        self.now += timedelta(minutes=1)
        amount, person = D("6.30"), getattr(self.cast, desk)
        why_not = {"late-fee-ordinary-only"} if customer == "gold" else set()
        why_not |= {"late-fee-waived-already"} if (customer, month) in self.paper.waived else set()
        why_not |= set() if PEOPLE[who].waives else {"not-allowed"}
        unit = "QD1" if desk == "clerk" else "QD2"
        why_not |= set() if PEOPLE[who].place in (unit, "QD") else {"not-allowed"}
        told = {"clerk": person, "number": CUSTOMERS[customer][0], "amount": amount, "bill_period": month}
        answer = waive_late_fee(actor=getattr(self.cast, who), at=self.now, **told, **FEES)
        if why_not:
            assert isinstance(answer, Refused) and answer.code in why_not, (answer, why_not)
            return
        assert isinstance(answer, Done), answer
        self.paper.waived[customer, month] = amount
