"""A charge is questioned, checked, and something is proposed (C4.8.1, C4.8.2, C4.8.6)."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from shouwen.disputes.models import Paper as PaperRow
from shouwen.disputes.verbs import (
    ChargeLine,
    Chosen,
    Opening,
    add_charge,
    find,
    open_dispute,
    propose,
    recalculate,
    strike_charge,
)
from tests.cast import CUSTOMERS, done
from tests.disputes.telling import ANSWERS, LEAF
from tests.moneymodel.ground import PLACE, D, Ground, cannot
from tests.moneymodel.people import DESKS, HALL
from tests.moneymodel.sheet import FROM, ZERO, Sheet

CUSTOMERS_HERE = ("ordinary", "ordinary", "prepaid", "gold")
# The limits, and a cent more; and what makes sums reach them.
AMOUNTS = ("100.00", "100.01", "60.00", "40.00", "250.00", "500.01", "0.01", "450.00", "1500.00", "2000.01", "5000.01")
CAUSES = ("company.service_quality", "company.service_quality", "company.design")
RESULTS = ("proven", "proven", "proven", "disproven", "unproven")
KINDS = ("", "single", "double", "single", "principal", "none")
# The picture code only keeps robots out (M11).
PROOFS_SEEN = (*["identity_document"] * 6, "", "picture_code")
MANY = 9
Told = dict[str, Any]


def line(amount: Decimal, ground: Ground) -> ChargeLine:
    """One line of last month's bill."""
    day = (ground.now - timedelta(days=20)).date()
    return ChargeLine(service="手机报", provider="甲信息", amount=amount, period=f"{day:%Y-%m}", charged_on=day)


class Checking(Ground):
    """Rules up to a proposal."""

    @precondition(lambda self: len(self.paper.sheets) < MANY)
    @rule(
        by=st.sampled_from(DESKS),
        customer=st.sampled_from(CUSTOMERS_HERE),
        amounts=st.lists(st.sampled_from(AMOUNTS), min_size=1, max_size=2),
        own_finding=st.sampled_from((False, False, False, True)),
        papers=st.sampled_from((True, True, True, False)),
    )
    def somebody_questions_a_charge(
        self, by: str, customer: str, amounts: list[str], own_finding: bool, papers: bool
    ) -> None:
        """With the ticket of a complaint, or because the company found it itself."""
        self.now += timedelta(minutes=1)
        person = getattr(self.cast, by)
        told: Told = {"text": "这个月多扣了钱", "charges": tuple(line(D(one), self) for one in amounts)}
        if own_finding:
            told |= {"found_by": "company", "number": CUSTOMERS[customer][0], "category": LEAF}
        else:
            told["ticket"] = self.cast.open(customer, at=self.now, by=person, category=LEAF, separate=True)
        row = done(open_dispute(actor=person, at=self.now, opening=Opening(**told), clerk=person))
        charges = [D(one) for one in amounts]
        sheet = Sheet(HALL[by], by, customer, own_finding, self.paper.verify_by(self.now), charges)
        self.paper.sheets.append(sheet)
        self.keys.append(row.pk)
        self.changed.add(at := len(self.keys) - 1)
        if papers:
            self.papers_come(at)

    def papers_come(self, at: int) -> None:
        """The reception form and the list are there (C4.8.7)."""
        sheet = self.paper.sheets[at]
        for kind in () if sheet.papers else ("reception_form", "bill_list"):
            said: Told = {"name": "a.pdf", "type": "application/pdf", "size": 1, "sha256": "0" * 64}
            PaperRow.objects.create(dispute_id=self.keys[at], kind=kind, by=self.cast.clerk, at=self.now, **said)
        sheet.papers = True

    @rule(place=PLACE)
    def papers_are_brought(self, place: int) -> None:
        """What was missing comes later."""
        at = self.pick(place, lambda one: not one.papers)
        if at is not None:
            self.papers_come(at)

    @rule(place=PLACE, who=PLACE, amount=st.sampled_from(AMOUNTS))
    def one_more_charge(self, place: int, who: int, amount: str) -> None:
        """Another line is questioned, while it is still checked."""
        if (at := self.pick(place, lambda one: one.state in FROM["check"])) is None:
            return
        sheet = self.paper.sheets[at]
        told = {"line": line(D(amount), self)}
        why_not = cannot("check", sheet, FROM["check"])
        self.act(add_charge, at, self.worker_on(sheet, who), why_not, lambda: sheet.charges.append(D(amount)), **told)

    @rule(place=PLACE, who=PLACE, number=st.integers(min_value=1, max_value=3))
    def a_charge_was_entered_wrongly(self, place: int, who: int, number: int) -> None:
        """It is struck with a reason, and once."""
        if (at := self.pick(place, lambda one: one.state in FROM["check"])) is None:
            return
        sheet = self.paper.sheets[at]
        there = number <= len(sheet.charges) and number not in sheet.struck
        why_not = cannot("check", sheet, FROM["check"]) | (set() if there else {"charge-missing"})
        by = self.worker_on(sheet, who)
        self.act(strike_charge, at, by, why_not, lambda: sheet.struck.add(number), line=number, why="看错行")

    def something_is_found(self, place: int, who: int, result: str, cause: str) -> None:
        """What checking brought to light; `unproven` never ends it."""
        if (at := self.pick(place, lambda one: one.state in FROM["check"])) is None:
            return
        sheet = self.paper.sheets[at]

        def write() -> None:
            sheet.finding, sheet.cause = result, cause or sheet.cause

        told = {"result": result, "what": "已核对清单", "cause": cause}
        by = self.worker_on(sheet, who)
        self.act(find, at, by, cannot("check", sheet, FROM["check"]), write, **told)

    def something_is_proposed(self, place: int, who: int, kind: str, share: int, cause: str = "") -> None:
        """The rule's proposal is confirmed, or another put in its place with a reason."""
        self._propose(place, who, kind, share, cause, propose, "propose")

    @rule(place=PLACE, who=PLACE, kind=st.sampled_from(KINDS), share=st.integers(min_value=0, max_value=6))
    def it_is_calculated_anew(self, place: int, who: int, kind: str, share: int) -> None:
        """Another amount: what was signed for the old one lapses, what billing has not heard of is cancelled."""
        self._propose(place, who, kind, share, "", recalculate, "recalculate")

    def _propose(self, place: int, who: int, kind: str, share: int, cause: str, verb: Any, move: str) -> None:
        if (at := self.pick(place, lambda one: one.state in FROM[move])) is None:
            return
        sheet = self.paper.sheets[at]
        principal = self._part(sheet, share) if kind not in ("", "none") else ZERO
        gift = principal if kind == "double" else ZERO
        proof = PROOFS_SEEN[who % 8]
        why_not, (now, parts) = self._weighed(sheet, move, kind, principal, gift, sheet.cause or cause)
        chosen = Chosen(
            answers={**ANSWERS, "insists": "insists"},
            cause="" if sheet.cause else cause,
            kind=kind,
            principal=principal,
            gift=gift,
            override_why="另有约定",
            proof=proof,
        )
        write = self._written(sheet, now, parts, sheet.cause or cause, proof, anew=move == "recalculate")
        self.act(verb, at, self.worker_on(sheet, who // 8), why_not, write, chosen=chosen)

    @staticmethod
    def _part(sheet: Sheet, share: int) -> Decimal:
        """All that was charged, parts of it, what the front line decides on, or a cent too much."""
        all_of_it = sheet.charged
        some = (all_of_it, all_of_it, D("60.00"), D("100.00"), D("30.00"), all_of_it + D("0.01"), D("300.00"))
        return some[share]

    def _weighed(
        self, sheet: Sheet, move: str, kind: str, principal: Decimal, gift: Decimal, cause: str
    ) -> tuple[set[str], tuple[str, tuple[Decimal, Decimal]]]:
        """Why it can't be proposed, and what remains to be paid of it."""
        why_not = cannot(move, sheet, FROM[move])
        why_not |= set() if sheet.finding else {"check-first"}
        why_not |= set() if sheet.charged else {"charge-missing-all", "amount-missing"}
        why_not |= {"refund-on-its-way"} if sheet.on_its_way else set()
        why_not |= set() if cause else {"cause-missing"}
        why_not |= {"still-verifying"} if sheet.finding == "unproven" and self.soon <= sheet.verify_by else set()
        if not kind:
            ruled, *parts = sheet.ruled()
            return why_not, (ruled, (parts[0], parts[1]))
        why_not |= {"more-than-charged"} if principal > sheet.charged else set()
        why_not |= {"amount-not-positive"} if kind != "none" and principal == 0 else set()
        if sheet.paid == 0 or kind == "none":
            return why_not, (kind, (principal, gift))
        principal -= sum((one.principal for one in sheet.booked), ZERO)
        gift -= sum((one.gift for one in sheet.booked), ZERO)
        why_not |= set() if principal >= 0 and gift >= 0 and principal + gift else {"less-than-paid"}
        return why_not, ("rest", (principal, gift))

    @staticmethod
    def _written(
        sheet: Sheet, kind: str, parts: tuple[Decimal, Decimal], cause: str, proof: str, *, anew: bool
    ) -> Callable[[], None]:
        def write() -> None:
            if anew:
                for asked in sheet.asked:
                    if asked.proposal == sheet.proposals and asked.state in ("waiting", "approved"):
                        asked.state = "lapsed"
                for money in sheet.money:
                    if money.state in ("due", "refused"):
                        money.state = "cancelled"
            sheet.state, sheet.kind, sheet.cause = "proposed", kind, cause
            sheet.principal, sheet.gift = parts
            sheet.proof, sheet.proposals = proof or sheet.proof, sheet.proposals + 1

        return write
