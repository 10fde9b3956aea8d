"""A busy day: many acts close together, which rules drawn one by one would seldom bring about."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.model.asking import Asking
from tests.model.ground import PLACE
from tests.model.judging import Judging
from tests.model.numbers import CATEGORIES, GROUPS
from tests.model.passing_time import PassingTime
from tests.model.working import Working

TOLD = {
    "pass_on": lambda odd: {"to": sorted(GROUPS.values())[odd % len(GROUPS)]},
    "send_out": lambda odd: {"province": odd % 3 == 0},
    "send_back": lambda odd: {},
    "talk_to_the_customer": lambda odd: {
        "ago": (0, 10, 90, 600)[odd % 4],
        "reached": odd % 5 != 0,
        "promised": (None, 300, 1_440)[odd % 3] if odd % 5 else None,
    },
    "give_the_answer": lambda odd: {},
    "put_away": lambda odd: {},
    "ask_for_a_hold": lambda odd: {},
    "go_on": lambda odd: {},
    "ask_to_void": lambda odd: {},
    "call_it_urgent": lambda odd: {"kind": ("major", "", "important")[odd % 3]},
    "hand_it_up": lambda odd: {},
    "file_it_elsewhere": lambda odd: {"category": sorted(CATEGORIES)[odd % len(CATEGORIES)]},
    "say_whether_it_repeats": lambda odd: {"confirmed": odd % 2 == 0},
}
SIGNED = ("sign_the_hold", "sign_the_void")
SIGNERS = ("province_desk", "support_lead", "province_desk", "hall_manager", "other_lead", "clerk")
ACTS = sorted([*TOLD, *SIGNED, "hold_it", "take_over", "wait_and_sweep"])


class Busy(Working, Asking, Judging, PassingTime):
    """One rule that does what the others do, several times."""

    @rule(acts=st.lists(st.tuples(st.sampled_from(ACTS), PLACE, PLACE), min_size=6, max_size=20))
    def a_busy_day(self, acts: list[tuple[str, int, int]]) -> None:
        """One thing after the other, compared after each."""
        for act, place, odd in acts:
            self.pass_time(timedelta(minutes=odd % 200))
            if act in TOLD:
                getattr(self, act)(place=place, who=odd, **TOLD[act](odd))
            elif act in SIGNED:
                getattr(self, act)(place=place, who=SIGNERS[odd % 6], yes=odd % 4 > 0)
            elif act == "take_over":
                self.take_over(place=place, who="network")
            elif act == "hold_it":
                self.hold_it(place=place)
            else:
                self.wait_and_sweep(span=timedelta(hours=odd % 40))
            self.both_agree()

    @rule(acts=st.lists(st.tuples(st.sampled_from(ACTS), PLACE, PLACE), min_size=6, max_size=20))
    def another_busy_day(self, acts: list[tuple[str, int, int]]) -> None:
        """The same again, so that half of the story is work."""
        self.a_busy_day(acts=acts)
