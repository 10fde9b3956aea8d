"""What people say a ticket is: urgent, a repeat, of another category, too hard for the branch."""

from shouwen.tickets.verbs import declare, judge_repeat, raise_to_province, reclassify
from tests.model import numbers as n
from tests.model.ground import Ground
from tests.model.people import PEOPLE
from tests.model.working import cannot, may


class Judging(Ground):
    """Rules by which a ticket becomes more urgent, or less."""

    def call_it_urgent(self, place: int, who: int, kind: str) -> None:
        """A kind that people declare, or why it is urgent all the same (C1.3, C4.3)."""
        if found := self.pick(place):
            sheet, at = found
            why_not = {"not-open"} if sheet.state in n.CLOSED else set()
            if kind == "batch":
                why_not.add("kind-not-declared")
            if kind in sheet.kinds:
                why_not.add("already-declared")

            def write() -> None:
                if kind:
                    sheet.kinds.add(kind)
                else:
                    sheet.said_why = "老人独居"
                sheet.judge_again()

            self.act(declare, at, self.somebody(sheet, who), why_not, write, kind=kind, why="老人独居")

    def hand_it_up(self, place: int, who: int) -> None:
        """升级: the branch cannot solve it (C1.3.5)."""
        if found := self.pick(place, may("raise")):
            sheet, at = found
            leads = [one for one, person in sorted(PEOPLE.items()) if person.raises and sheet.sees(one)]
            by = leads[who % len(leads)] if leads and who % 4 != 3 else self.somebody(sheet, who)
            why_not = cannot("raise", sheet) | ({"already-raised"} if "raised" in sheet.kinds else set())
            if not PEOPLE[by].raises:
                why_not = {"not-allowed"}

            def write() -> None:
                sheet.state, sheet.group, sheet.holder = "queued", "YZ-BO", None
                sheet.kinds.add("raised")
                sheet.stop(self.then, "passed_on")
                sheet.judge_again()

            self.act(raise_to_province, at, by, why_not, write, why="需省网管", tried="已重启基站")

    def file_it_elsewhere(self, place: int, who: int, category: str) -> None:
        """Another category; an international one has its own time (C4.1, C5.2)."""
        if found := self.pick(place):
            sheet, at = found
            why_not = {"not-open"} if sheet.state in n.CLOSED else set()
            if category == sheet.category:
                why_not.add("same-category")

            def write() -> None:
                sheet.category = category
                sheet.judge_again()

            self.act(reclassify, at, self.somebody(sheet, who), why_not, write, category=category, why="分类有误")

    def say_whether_it_repeats(self, place: int, who: int, confirmed: bool) -> None:
        """The clerk confirms or denies the match (C1.3.4)."""
        if found := self.pick(place, lambda one: one.repeats):
            sheet, at = found
            why_not = set() if sheet.repeats else {"not-a-repeat"}
            if sheet.state in n.CLOSED:
                why_not.add("not-open")

            def write() -> None:
                if confirmed:
                    sheet.kinds.add("repeat")
                else:
                    sheet.kinds.discard("repeat")
                sheet.judge_again()

            self.act(judge_repeat, at, self.somebody(sheet, who), why_not, write, confirmed=confirmed)
