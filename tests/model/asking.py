"""What needs another's yes: to hold, to void, to take over what was first asked of a colleague (C3.1, C3.2, C5.1)."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from shouwen.tickets.verbs import (
    accept_handover,
    ask_hold,
    ask_void,
    decline_handover,
    hold,
    offer_handover,
    refuse_hold,
    refuse_void,
    resume,
    void,
    withdraw_handover,
)
from tests.model import numbers as n
from tests.model.ground import PLACE, WHO, Ground
from tests.model.people import PEOPLE
from tests.model.sheet import ALL, Sheet
from tests.model.working import cannot, may


def may_not_decide(sheet: Sheet, kind: str, who: str, missing: str) -> set[str]:
    """Nothing was asked, one's own wish, or no right to sign."""
    if not PEOPLE[who].consents:
        return {"not-allowed"}
    if kind not in sheet.asked:
        return {missing}
    return {"own-request"} if sheet.asked[kind][0] == who else set()


class Asking(Ground):
    """Rules of asking and signing."""

    def ask_for_a_hold(self, place: int, who: int) -> None:
        """The customer is away (C3.2)."""
        if found := self.pick(place, may("hold")):
            sheet, at = found
            by = self.somebody(sheet, who)
            why_not = cannot("hold", sheet) | ({"hold-asked"} if "hold" in sheet.asked else set())

            def write() -> None:
                sheet.asked["hold"] = (by, None)

            self.act(ask_hold, at, by, why_not, write, reason="customer_away", why="客户出差")

    def sign_the_hold(self, place: int, who: str, yes: bool) -> None:
        """The manager's word on it."""
        if found := self.pick(place, lambda one: "hold" in one.asked):
            sheet, at = found
            why_not = may_not_decide(sheet, "hold", who, "hold-not-asked")

            def write() -> None:
                del sheet.asked["hold"]
                if yes:
                    sheet.held_from, sheet.state = sheet.state, "held"
                    sheet.holds.since = self.then

            if yes:
                self.act(hold, at, who, why_not or cannot("hold", sheet), write)
            else:
                self.act(refuse_hold, at, who, why_not, write, why="不同意")

    @rule(place=PLACE)
    def hold_it(self, place: int) -> None:
        """Asked for and signed in one breath."""
        self.ask_for_a_hold(place=place, who=0)
        self.sign_the_hold(place=place, who="province_desk", yes=True)

    def go_on(self, place: int, who: int) -> None:
        """恢复: back to where it was (C3.2)."""
        if found := self.pick(place, may("resume")):
            sheet, at = found

            def write() -> None:
                sheet.state, sheet.held_from = sheet.held_from, ""
                sheet.holds.end(self.then)

            self.act(resume, at, self.somebody(sheet, who), cannot("resume", sheet), write)

    def ask_to_void(self, place: int, who: int) -> None:
        """It was entered by mistake (C5.1)."""
        if found := self.pick(place):
            sheet, at = found
            by = self.somebody(sheet, who)
            why_not = {"not-open"} if sheet.state in n.CLOSED else set()
            if "void" in sheet.asked:
                why_not.add("void-asked")

            def write() -> None:
                sheet.asked["void"] = (by, None)

            self.act(ask_void, at, by, why_not, write, reason="entered_twice", why="重复录入")

    def sign_the_void(self, place: int, who: str, yes: bool) -> None:
        """With the manager's signature; never deleted (C5.1)."""
        if found := self.pick(place, lambda one: "void" in one.asked):
            sheet, at = found
            why_not = may_not_decide(sheet, "void", who, "void-not-asked")

            def write() -> None:
                del sheet.asked["void"]
                if yes:
                    sheet.state = "voided"
                    sheet.stop(self.then, *ALL)

            if yes:
                self.act(void, at, who, why_not or cannot("void", sheet), write)
            else:
                self.act(refuse_void, at, who, why_not, write, why="不同意")

    @rule(place=PLACE, who=PLACE, to=WHO)
    def offer_to_a_colleague(self, place: int, who: int, to: str) -> None:
        """First-asked responsibility is offered, by whoever has it or their manager (C3.1)."""
        if found := self.pick(place):
            sheet, at = found
            by = self.somebody(sheet, who)
            why_not = {"not-open"} if sheet.state in n.CLOSED else set()
            if by != sheet.owner and not PEOPLE[by].consents:
                why_not.add("not-first-asked")
            if to == sheet.owner:
                why_not.add("handover-to-self")
            if not sheet.sees(to):
                why_not.add("staff-out-of-scope")
            if "handover" in sheet.asked:
                why_not.add("handover-pending")

            def write() -> None:
                sheet.asked["handover"] = (by, to)

            self.act(offer_handover, at, by, why_not, write, to=getattr(self.cast, to), why="轮休")

    @rule(place=PLACE, who=WHO, yes=st.sampled_from((True, True, False)))
    def answer_the_offer(self, place: int, who: str, yes: bool) -> None:
        """It moves only when the receiver accepts, and only while there is something to follow to the end (C3.1)."""
        if found := self.pick(place, lambda one: "handover" in one.asked):
            sheet, at = found
            offered = sheet.asked.get("handover")
            who = str(offered[1]) if offered and place % 4 != 3 else who
            why_not = set()
            if not offered:
                why_not.add("no-handover")
            elif offered[1] != who:
                why_not.add("not-receiver")
            if yes and sheet.state in n.CLOSED:
                why_not.add("not-open")

            def write() -> None:
                del sheet.asked["handover"]
                if yes:
                    sheet.holder = who if sheet.holder == sheet.owner else sheet.holder
                    sheet.owner = who

            if yes:
                self.act(accept_handover, at, who, why_not, write)
            else:
                self.act(decline_handover, at, who, why_not, write, why="忙不过来")

    @rule(place=PLACE, who=PLACE)
    def withdraw_the_offer(self, place: int, who: int) -> None:
        """Whoever has the responsibility, or their manager, takes the offer back; it may be made again (C3.1)."""
        if found := self.pick(place, lambda one: "handover" in one.asked):
            sheet, at = found
            by = self.somebody(sheet, who)
            why_not = set() if "handover" in sheet.asked else {"no-handover"}
            if by != sheet.owner and not PEOPLE[by].consents:
                why_not.add("not-first-asked")

            def write() -> None:
                del sheet.asked["handover"]

            self.act(withdraw_handover, at, by, why_not, write)
