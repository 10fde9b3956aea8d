"""Who says yes or no to the money: the front line, or the levels one after the other (C4.8.3)."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from shouwen.disputes.verbs import apply, ask_reversal, drop_reversal, give_back, grant, recall, sign
from tests.moneymodel.ground import PLACE, WHO, Ground, cannot
from tests.moneymodel.paper import chain_for
from tests.moneymodel.people import SIGNERS
from tests.moneymodel.sheet import FROM, ON_ITS_WAY, ZERO, Asked, Money, Sheet

PROOFS = {"identity_document"}
BACK = ("all", "cent", "half", "too much")


class Deciding(Ground):
    """Rules of promising, signing, and taking back."""

    def _not_ready(self, sheet: Sheet) -> set[str]:
        """Money goes out with its papers and a proof that was seen (C4.8.7, M11)."""
        why_not = set() if sheet.papers else {"papers-missing"}
        if not sheet.own_finding and sheet.proof not in PROOFS:
            why_not |= {"proof-not-accepted" if sheet.proof else "proof-missing"}
        return why_not

    def _order(self, at: int, kind: str, parts: tuple[Decimal, Decimal], key: str, **said: Any) -> Money:
        sheet = self.paper.sheets[at]
        money = Money(f"{self.row(at).serial}/{key}", kind, sheet.cause, *parts, self.now, **said)
        sheet.money.append(money)
        return money

    def grant_it(self, place: int, who: int) -> None:
        """On the front line's own authority, up to 100.00 of all that counts together."""
        if (at := self.pick(place, lambda one: one.state == "proposed" and one.amount > 0)) is None:
            return
        sheet = self.paper.sheets[at]
        counted = self.paper.counted(sheet, sheet.amount, self.soon)
        why_not = cannot("grant", sheet, FROM["grant"]) | self._not_ready(sheet)
        why_not |= set() if sheet.amount > 0 else {"nothing-to-pay"}
        why_not |= {"beyond-own-authority"} if chain_for(counted) else set()

        def write() -> None:
            self._order(at, sheet.kind, (sheet.principal, sheet.gift), str(sheet.proposals))
            sheet.state = "promised"

        self.act(grant, at, self.worker_on(sheet, who), why_not, write)

    def apply_for_it(self, place: int, who: int) -> None:
        """To be signed level by level, by the sum."""
        if (at := self.pick(place, lambda one: one.state == "proposed" and one.amount > 0)) is None:
            return
        sheet, by = self.paper.sheets[at], self.worker_on(self.paper.sheets[at], who)
        counted = self.paper.counted(sheet, sheet.amount, self.soon)
        why_not = cannot("apply", sheet, FROM["apply"]) | self._not_ready(sheet)
        why_not |= set() if sheet.amount > 0 else {"nothing-to-pay"}
        why_not |= set() if chain_for(counted) else {"within-own-authority"}

        def write() -> None:
            told = {"proposal": sheet.proposals}
            number = len(sheet.asked) + 1
            asked = Asked(number, "refund", sheet.amount, counted, chain_for(counted), by, self.now, **told)
            sheet.asked.append(asked)
            sheet.state = "applied"

        self.act(apply, at, by, why_not, write, why="核查属实")

    def _signing(self, at: int, who: str, number: int) -> set[str]:
        sheet = self.paper.sheets[at]
        asked = sheet.waiting
        if asked is None:
            return {"no-application"}
        why_not = set() if asked.number == number else {"other-application"}
        why_not |= {"own-application"} if asked.by == who else set()
        why_not |= {"signed-already"} if who in asked.signed else set()
        return why_not | (set() if who in self.paper.may_sign(sheet, asked, self.soon) else {"not-your-level"})

    @rule(place=PLACE, who=WHO, old=st.sampled_from((0, 0, 0, 1)), yes=st.sampled_from((True, True, False)))
    def somebody_signs(self, place: int, who: str, old: int, yes: bool) -> None:
        """Anybody tries, in any order, twice, with the number of an application that they looked at before."""
        if (at := self.pick(place, lambda one: one.waiting is not None)) is not None:
            number = max(len(self.paper.sheets[at].asked) - old, 1)
            self._sign(at, who, number) if yes else self._return(at, who, number)

    def the_right_one_signs(self, place: int, who: int, yes: bool = True) -> None:
        """One of those who may; now and then any of those who sign at all."""
        if (at := self.pick(place, lambda one: one.waiting is not None)) is None:
            return
        sheet = self.paper.sheets[at]
        asked = sheet.waiting
        may = sorted(self.paper.may_sign(sheet, asked, self.soon)) if asked and who % 8 else []
        among = may or list(SIGNERS)
        by, number = among[who // 8 % len(among)], max(len(sheet.asked), 1)
        self._sign(at, by, number) if yes else self._return(at, by, number)

    def _sign(self, at: int, who: str, number: int) -> None:
        sheet = self.paper.sheets[at]
        asked = sheet.waiting

        def write() -> None:
            assert asked is not None
            asked.signed.append(who)
            if asked.level:
                return
            asked.state = "approved"
            if asked.purpose == "refund":
                parts = (sheet.principal, sheet.gift)
                self._order(at, sheet.kind, parts, str(sheet.proposals), approved_by=asked.number)
                sheet.state = "promised"
                return
            assert asked.reverses is not None
            gift = min(asked.amount, sheet.left(asked.reverses)[1])
            told = {"reverses": asked.reverses, "approved_by": asked.number}
            self._order(at, "reversal", (gift - asked.amount, -gift), f"r{asked.number}", **told)

        self.act(sign, at, who, self._signing(at, who, number), write, signs=True, application=number)

    def _return(self, at: int, who: str, number: int) -> None:
        sheet = self.paper.sheets[at]
        asked = sheet.waiting

        def write() -> None:
            assert asked is not None
            asked.state, asked.returned_by = "returned", who
            sheet.state = "proposed" if asked.purpose == "refund" else sheet.before_reversal

        told = {"application": number, "why": "清单不全"}
        self.act(give_back, at, who, self._signing(at, who, number), write, signs=True, **told)

    @rule(place=PLACE, who=PLACE)
    def it_is_recalled(self, place: int, who: int) -> None:
        """By whoever applied; nobody else."""
        if (at := self.pick(place, lambda one: one.waiting is not None)) is None:
            return
        sheet = self.paper.sheets[at]
        asked = sheet.waiting
        by = asked.by if asked and who % 3 else self.worker_on(sheet, who // 3)
        why_not = set() if asked else {"no-application"}
        why_not |= {"not-applicant"} if asked and asked.by != by else set()

        def write() -> None:
            assert asked is not None
            asked.state = "recalled"
            sheet.state = "proposed" if asked.purpose == "refund" else sheet.before_reversal

        self.act(recall, at, by, why_not, write, why="算错了")

    @rule(place=PLACE, who=PLACE, which=st.integers(0, 3), share=st.sampled_from(BACK))
    def money_is_to_come_back(self, place: int, who: int, which: int, share: str) -> None:
        """Part or all of one refund; never without a signature, never more than is left (C4.8.1)."""
        if (at := self.pick(place, lambda one: bool(one.booked) and one.state in FROM["ask_reversal"])) is None:
            return
        sheet, by = self.paper.sheets[at], self.worker_on(self.paper.sheets[at], who)
        paid = [one for one in sheet.money if one.reverses is None]
        money = paid[which % len(paid)] if paid else None
        left = sum(sheet.left(money), ZERO) if money and money.state == "done" else ZERO
        amount = {"all": left, "cent": Decimal("0.01"), "half": (left / 2).quantize(Decimal("0.01")), "too much": left}
        wanted = amount[share] + (Decimal("0.01") if share == "too much" else ZERO)
        why_not = cannot("ask_reversal", sheet, FROM["ask_reversal"])
        why_not |= set() if money and money.state == "done" else {"refund-not-reversible"}
        why_not |= set() if 0 < wanted <= left else {"reversal-too-much"}

        def write() -> None:
            chain = chain_for(wanted) or ["team_leader"]
            told = {"reverses": money}
            number = len(sheet.asked) + 1
            sheet.asked.append(Asked(number, "reversal", wanted, wanted, chain, by, self.now, **told))  # type: ignore[arg-type]
            sheet.before_reversal, sheet.state = sheet.state, "reversing"

        key = money.key if money else "D-QD1-none/1"
        self.act(ask_reversal, at, by, why_not, write, refund=key, amount=wanted, why="核实收费无误")

    @rule(place=PLACE, who=PLACE)
    def a_reversal_is_given_up(self, place: int, who: int) -> None:
        """One that was signed and that billing has not booked."""
        if (at := self.pick(place, lambda one: one.state == "reversing")) is None:
            return
        sheet = self.paper.sheets[at]
        back = [one for one in sheet.money if one.reverses is not None]
        why_not = cannot("drop_reversal", sheet, FROM["drop_reversal"])
        why_not |= {"application-waits"} if sheet.waiting else set()
        why_not |= {"refund-on-its-way"} if any(one.state in ON_ITS_WAY for one in back) else set()

        def write() -> None:
            for one in back:
                one.state = "cancelled" if one.state in ("due", "refused") else one.state
            sheet.asked[-1].state = "lapsed"
            sheet.state = sheet.before_reversal

        self.act(drop_reversal, at, self.worker_on(sheet, who), why_not, write, why="账务不予冲正")
