"""All rules together, and days on which many things happen to few disputes."""

from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from shouwen.disputes.verbs import add_charge
from tests.moneymodel.billing import Billed
from tests.moneymodel.checking import CAUSES, KINDS, RESULTS, Checking, line
from tests.moneymodel.closing import Closing
from tests.moneymodel.deciding import BACK, Deciding
from tests.moneymodel.ground import BEGINNINGS, PLACE, D
from tests.moneymodel.paper import chain_for
from tests.moneymodel.passing import Passing
from tests.moneymodel.people import DESKS
from tests.moneymodel.sheet import ENDED

ODDS = st.lists(st.tuples(PLACE, PLACE), min_size=6, max_size=16)
FIRST = st.tuples(
    st.sampled_from(DESKS),
    st.sampled_from(("ordinary", "ordinary", "prepaid")),
    st.sampled_from(("60.00", "100.00", "100.01", "450.00", "900.00", "2500.00", "6000.00")),
    st.sampled_from(("single", "double", "")),
)


class Desk(Checking, Deciding, Billed, Closing, Passing):
    """The desk with money."""

    @initialize(beginning=st.sampled_from(BEGINNINGS), first=st.lists(FIRST, min_size=3, max_size=4))
    def begin(self, beginning: datetime, first: list[tuple[str, str, str, str]]) -> None:
        """On a day that is worth beginning on, with a few disputes that were checked already."""
        self.now = beginning
        for by, customer, amount, kind in first:
            told = {"amounts": [amount], "own_finding": False, "papers": True}
            self.somebody_questions_a_charge(by=by, customer=customer, **told)
            at = len(self.keys) - 1
            self.on(at, "something_is_found", result="proven", cause=CAUSES[0])
            self.on(at, "something_is_proposed", kind=kind, share=0, cause=CAUSES[0])
            self.decide(at)

    @rule(days=ODDS)
    def work_goes_on(self, days: list[tuple[int, int]]) -> None:
        """The next sensible step on some dispute, again and again, compared after each."""
        for place, odd in days:
            self.a_step_on(place, odd)
            self.both_agree()

    @rule(days=ODDS)
    def more_work_goes_on(self, days: list[tuple[int, int]]) -> None:
        """The same again, so that half of the story is work."""
        self.work_goes_on(days=days)

    def a_step_on(self, place: int, odd: int) -> None:
        """What would be done next on one of the disputes, a closed one now and then; `odd` says how, and by whom."""
        at = self.pick(place, lambda one: one.state not in ENDED or bool(one.booked and place % 4 == 0))
        if at is None or (len(self.keys) < 6 and odd % 12 == 0):
            by, amount = DESKS[odd % 4], ("60.00", "100.00", "450.00", "900.00", "2500.00", "6000.00")[odd % 6]
            customer = ("ordinary", "ordinary", "prepaid")[odd % 3]
            self.somebody_questions_a_charge(by=by, customer=customer, amounts=[amount], own_finding=False, papers=True)
            return
        sheet, state = self.paper.sheets[at], self.paper.sheets[at].state
        if state == "proposed" and sheet.amount > 0 and odd % 5:
            self.decide(at, who=odd)
        elif state in ("checking", "interim") and (not sheet.finding or odd % 9 == 0):
            told = {"result": RESULTS[odd % 5], "cause": CAUSES[odd % 3]}
            self.on(at, "something_is_found", who=odd, **told)
        elif state == "interim" and odd % 4 == 0:
            self.on(at, "settle_it", who=odd)
        elif state in ("checking", "interim") or (state == "proposed" and sheet.amount > 0):
            told = {"kind": KINDS[odd % 6], "share": odd % 3, "cause": CAUSES[0]}
            self.on(at, "something_is_proposed", who=odd, **told)
        elif sheet.waiting:
            self.on(at, "the_right_one_signs", who=odd, yes=odd % 9 > 0)
        elif state in ("promised", "reversing"):
            self.the_worker_comes_round(mood="well" if odd % 3 else "refusing", kill=0, seed=odd, rounds=1)
        elif sheet.booked and odd % 3 == 0:
            self.on(at, "money_is_to_come_back", who=odd, which=odd % 4, share=BACK[odd % 4])
        else:
            self.on(at, "close_it", who=odd)

    def decide(self, at: int, who: int = 0) -> None:
        """Grant it, or apply for it, as the sum decides."""
        sheet = self.paper.sheets[at]
        chain = chain_for(self.paper.counted(sheet, sheet.amount, self.soon))
        self.on(at, "apply_for_it" if chain else "grant_it", who=who)

    def on(self, at: int, act: str, *, who: int = 0, **said: Any) -> None:
        """Do what a rule does, on this very dispute."""
        self.pinned = at
        try:
            getattr(self, act)(place=0, who=who, **said)
        finally:
            self.pinned = None

    @rule(
        desks=st.lists(st.sampled_from(DESKS), min_size=2, max_size=4),
        customer=st.sampled_from(("ordinary", "prepaid")),
        share=st.sampled_from(("60.00", "100.00", "40.00", "250.00")),
        apart=st.integers(0, 3),
    )
    def one_sum_is_split(self, desks: list[str], customer: str, share: str, apart: int) -> None:
        """The same customer and cause at several desks, one after the other: the sum decides (C4.8.3)."""
        opened = []
        for by in desks:
            if len(self.keys) >= 12:
                break
            told = {"own_finding": False, "papers": True}
            self.somebody_questions_a_charge(by=by, customer=customer, amounts=[share], **told)
            opened.append(len(self.keys) - 1)
        for at in opened:
            self.on(at, "something_is_found", result="proven", cause=CAUSES[0])
            self.on(at, "something_is_proposed", kind="single", share=0, cause=CAUSES[0])
        for at in opened:
            self.on(at, "grant_it" if apart else "apply_for_it")
            self.both_agree()

    def charge_again(self, key: int) -> None:
        """Something is in dispute again."""
        told = {"line": line(D("10.00"), self)}
        add_charge(key, actor=self.cast.support_lead, at=self.now, **told)
