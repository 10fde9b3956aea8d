"""The work on a ticket: passed on, taken, talked over, answered, archived."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from shouwen.tickets.verbs import answer, archive, chase, contact, dispatch, give_back, take, transfer
from tests.model import numbers as n
from tests.model.ground import PLACE, Ground
from tests.model.people import PEOPLE
from tests.model.sheet import ALL, Sheet

GROUPS = st.sampled_from(sorted(n.GROUPS.values()))
REPLY = {"course": "核查了基站", "answer": "已调整，请再试", "satisfaction": "satisfied"}


def cannot(move: str, sheet: Sheet) -> set[str]:
    """The refusal when the state does not allow the move."""
    return set() if sheet.state in n.FROM[move] else {"move-not-allowed"}


def may(move: str) -> Callable[[Sheet], bool]:
    """Whether a ticket is where the move begins."""
    return lambda sheet: sheet.state in n.FROM[move]


class Working(Ground):
    """Rules of everyday work."""

    def pass_on(self, place: int, who: int, to: str) -> None:
        """转派 (C4.5)."""
        if found := self.pick(place, may("transfer")):
            sheet, at = found
            why_not = cannot("transfer", sheet)
            if sheet.state == "queued" and sheet.group == to:
                why_not.add("same-group")

            def write() -> None:
                sheet.state, sheet.group, sheet.holder = "queued", to, None
                sheet.stop(self.then, "passed_on")

            by = self.somebody(sheet, who)
            self.act(transfer, at, by, why_not, write, to=self.cast.groups[to], tried="解释过了")

    def send_out(self, place: int, who: int, province: bool) -> None:
        """外派: to a contractor, or to another province, which has its own time (C4.5, C5.2)."""
        if found := self.pick(place, may("dispatch")):
            sheet, at = found

            def write() -> None:
                sheet.state, sheet.holder = "dispatched", sheet.owner
                sheet.stop(self.then, "passed_on")
                if province:
                    sheet.direction = "out"
                    sheet.kinds.add("cross_region")
                    sheet.judge_again()

            by = self.somebody(sheet, who)
            said = {"to": "北岭省公司" if province else "华信代维", "why": "需现场", "province": province}
            self.act(dispatch, at, by, cannot("dispatch", sheet), write, **said)

    def take_over(self, place: int, who: str) -> None:
        """接单 (C4.5)."""
        if found := self.pick(place, may("take")):
            sheet, at = found
            members = [one for one, person in sorted(PEOPLE.items()) if sheet.group in person.groups]
            who = members[place % len(members)] if members and place % 4 != 3 else who
            why_not = cannot("take", sheet)
            if sheet.group not in PEOPLE[who].groups and not PEOPLE[who].leads:
                why_not.add("not-in-group")
            if sheet.holder == who:
                why_not.add("already-yours")

            def write() -> None:
                sheet.state, sheet.holder = "working", who

            self.act(take, at, who, why_not, write)

    def send_back(self, place: int, who: int) -> None:
        """退回: to whom it was first asked; an answered one is taken up again (C3.1)."""
        if found := self.pick(place, may("return")):
            sheet, at = found

            def write() -> None:
                reopened = sheet.state == "answered"
                sheet.state, sheet.holder = "open", sheet.owner
                if not reopened:
                    sheet.begin("passed_on", self.then, n.HALF_WORKING_DAY_MINUTES, sheet.runs["passed_on"][-1].days)
                    return
                for kind in ("completion", "statutory"):
                    sheet.runs[kind][-1].stop = None
                sheet.begin("next_word", self.then, n.NEXT_WORD_HOURS * 60, self.paper.days)
                sheet.judge_again()

            by = self.somebody(sheet, who)
            self.act(give_back, at, by, cannot("return", sheet), write, reason="facts_missing", why="缺少证据")

    @rule(
        place=PLACE,
        who=PLACE,
        ago=st.sampled_from((0, 0, 0, 10, 90, 600, 3_000)),
        reached=st.sampled_from((True, True, True, False)),
        promised=st.sampled_from((None, None, 30, 1_440, 6_000)),
    )
    def talk_to_the_customer(self, place: int, who: int, ago: int, reached: bool, promised: int | None) -> None:
        """A contact, entered now or later; with or without a promise (C2.3, C3.2)."""
        if found := self.pick(place):
            sheet, at = found
            when = self.now - timedelta(minutes=ago)
            until = when + timedelta(minutes=promised) if promised else None
            why_not = {"not-open"} if sheet.state in n.CLOSED else set()
            if when < sheet.contacted_at:
                why_not.add("time-before-contact")
            if promised and not reached:
                why_not.add("promise-not-heard")

            def write() -> None:
                if reached:
                    sheet.stop(when, "first_answer")
                    word, promise = sheet.runs["next_word"][-1], sheet.runs.get("promise", [None])[-1]
                    if word.stop is None and when > word.start:
                        sheet.begin("next_word", when, n.NEXT_WORD_HOURS * 60, self.paper.days)
                    # What was said before the promise was made does not keep it.
                    if promise and promise.stop is None and when < promise.start:
                        return
                    sheet.stop(when, "promise")
                if until:
                    sheet.begin("promise", when, promised or 0, self.paper.days, until=until)

            said = {"contacted_at": when, "way": "phone", "said": "解释了进展", "reached": reached}
            by = self.somebody(sheet, who)
            self.act(contact, at, by, why_not, write, **said, promised="修好" if until else "", promised_until=until)

    def give_the_answer(self, place: int, who: int) -> None:
        """答复, with its five elements (C4.2)."""
        if found := self.pick(place, may("answer")):
            sheet, at = found

            def write() -> None:
                sheet.state = "answered"
                sheet.stop(self.then, *ALL)

            self.act(answer, at, self.somebody(sheet, who), cannot("answer", sheet), write, **REPLY)

    def put_away(self, place: int, who: int) -> None:
        """归档: answered, and nothing that still waits for a yes (C4.2)."""
        if found := self.pick(place, may("archive")):
            sheet, at = found
            kinds = sheet.asked.keys()
            waits = {"consent-pending"} if kinds - {"handover"} else {"handover-pending"} if kinds else set()
            why_not = cannot("archive", sheet) or waits

            def write() -> None:
                sheet.state, sheet.archived_at = "archived", self.now
                sheet.stop(self.then, "promise")

            self.act(archive, at, self.somebody(sheet, who), why_not, write, root_cause="not_solved")

    @rule(place=PLACE)
    def answer_and_put_away(self, place: int) -> None:
        """Done in one breath."""
        self.give_the_answer(place=place, who=0)
        self.put_away(place=place, who=0)

    @rule(place=PLACE, who=PLACE)
    def chase_it(self, place: int, who: int) -> None:
        """催单: the customer asks again while it is open (C1.3.4)."""
        if found := self.pick(place):
            sheet, at = found

            def write() -> None:
                sheet.chases += 1

            why_not = {"not-open"} if sheet.state in n.CLOSED else set()
            self.act(chase, at, self.somebody(sheet, who), why_not, write, contacted_at=self.now, said="怎么还没好")
