"""The desk on paper: what every ticket must look like after each act, from the clauses alone.

Nothing here knows a database, an event or an edition.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from tests.model import numbers as n
from tests.model.people import BRANCH, PEOPLE
from tests.model.sheet import Sheet, Surge
from tests.model.worktime import SHANGHAI, Days


@dataclass
class Paper:
    """All the sheets, and the calendar by which working time is counted."""

    days: Days
    sheets: list[Sheet] = field(default_factory=list)
    surges: list[Surge] = field(default_factory=list)

    def unfinished(self, customer: str, category: str) -> list[Sheet]:
        """What the customer would chase rather than tell anew (C1.3.4)."""
        return [
            one
            for one in self.sheets
            if one.customer == customer and one.category == category and one.state not in n.CLOSED
        ]

    def earlier(self, customer: str, category: str, at: datetime) -> list[Sheet]:
        """What makes a new complaint a repeat: archived within three calendar months (C1.3.4)."""
        return [
            one
            for one in self.sheets
            if one.customer == customer
            and one.category == category
            and one.state == "archived"
            and one.archived_at is not None
            and one.archived_at <= at
            and at.astimezone(SHANGHAI).date() <= months_after(one.archived_at.astimezone(SHANGHAI).date())
        ]

    def open(
        self,
        *,
        by: str,
        customer: str,
        about: dict[str, object],
        category: str,
        hits: str,
        source: str,
        column: str,
        at: datetime,
        contacted_at: datetime,
        confirmed: bool | None,
    ) -> Sheet:
        """A complaint comes in (C1.3, C3.1, C4.4, C5.2)."""
        unit = PEOPLE[by].unit
        direction = "in" if source == "other_province" else "none"
        earlier = self.earlier(customer, category, contacted_at)
        sheet = Sheet(
            unit=unit,
            owner=by,
            holder=by,
            group=group_for(category, column, str(about["city"]), BRANCH[unit][1]),
            customer=customer,
            about=about,
            category=category,
            hits=hits,
            contacted_at=contacted_at,
            entered_at=at,
            kinds=kinds_at_first(about, source, BRANCH[unit][1]),
            direction=direction,
            repeats=bool(earlier),
        )
        if earlier and confirmed:
            sheet.kinds.add("repeat")
        self.sheets.append(sheet)
        self._count(sheet, at)
        self._start_clocks(sheet, at)
        return sheet

    def _start_clocks(self, sheet: Sheet, at: datetime) -> None:
        first = sheet.contacted_at
        sheet.begin("entry", first, n.HALF_WORKING_DAY_MINUTES, self.days)
        sheet.stop(at, "entry")
        sheet.begin("passed_on", at, n.HALF_WORKING_DAY_MINUTES, self.days)
        for kind, minutes in sheet.limits().items():
            sheet.begin(kind, first, minutes, self.days)
        sheet.begin("next_word", first, n.NEXT_WORD_HOURS * 60, self.days)
        sheet.begin("statutory", first, n.STATUTORY_HOURS * 60, self.days)

    def running_surge(self, matter: str, at: datetime) -> Surge | None:
        """The incident that a late-comer joins."""
        return next(
            (one for one in self.surges if one.matter == matter and not one.over and at - one.newest <= n.SILENCE), None
        )

    def _count(self, new: Sheet, at: datetime) -> None:
        """Whether this complaint makes a batch, or comes to one (C1.3.3)."""
        going = self.running_surge(new.matter, at)
        members = self._crowd(new)
        if going is None and not members:
            return
        if going is None:
            for old in self.surges:
                old.over = old.over or old.matter == new.matter
            going = Surge(new.matter, new.contacted_at)
            self.surges.append(going)
        joins = [one for one in members if one.surge is None and one.state not in n.CLOSED]
        for one in {id(one): one for one in [*joins, new]}.values():
            one.surge = going
            going.newest = max(going.newest, one.contacted_at)
            one.kinds.add("batch")
            one.judge_again()

    def _crowd(self, new: Sheet) -> list[Sheet]:
        """Everybody of every hour around the new one in which enough customers came."""
        near = [one for one in self.sheets if one.matter == new.matter and one.state != "voided"]
        members: dict[int, Sheet] = {}
        minute = new.contacted_at - n.WINDOW
        while minute <= new.contacted_at:
            here = [one for one in near if minute <= one.contacted_at <= minute + n.WINDOW]
            club = {one.customer for one in here if one.about["grade"] in n.CLUB}
            others = {one.customer for one in here} - club
            if len(club) >= n.CLUB_CUSTOMERS or len(others) >= n.ORDINARY_CUSTOMERS:
                members.update((id(one), one) for one in here)
            minute += n.MINUTE
        return list(members.values())

    def sweep(self, at: datetime) -> None:
        """Everything that is due is said."""
        for sheet in self.sheets:
            for runs in sheet.runs.values():
                runs[-1].sweep(at)

    def recompute(self) -> None:
        """What is counted in working time and still goes is counted on the newest calendar."""
        for sheet in self.sheets:
            for runs in sheet.runs.values():
                if runs[-1].kind in n.WORKING and runs[-1].stop is None:
                    runs[-1].days = self.days


def months_after(day: date) -> date:
    """The same day three calendar months later, or the last of that month."""
    month, year = day.month + n.REPEAT_MONTHS, day.year
    if month > 12:
        month, year = month - 12, year + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(day)


def group_for(category: str, column: str, home: str, branch: str) -> str:
    """The skill group: by the customer's home city, and by kind of order (C4.4)."""
    cities = {city for city, _ in n.GROUPS}
    function = "back_office" if column in ("acceptance", "appointment") else n.CATEGORIES[category][0]
    city = home or branch
    if city != branch and city not in cities:
        city, function = branch, "cross_region"
    return n.GROUPS.get((city, function)) or n.GROUPS[city, "back_office"]


def kinds_at_first(about: dict[str, object], source: str, branch: str) -> set[str]:
    """The urgent kinds that follow from who complains and how (C1.3.2, C1.3.6 – C1.3.8)."""
    kinds = set()
    if source in n.BYPASS:
        kinds.add("bypass")
    if source == "other_province" or (about["city"] and about["city"] != branch) or about["province"] != "云泽":
        kinds.add("cross_region")
    if about["grade"] in n.GOLD_AND_ABOVE or about["government"] or about["leads_group_a"]:
        kinds.add("important")
    if about["sensitive"]:
        kinds.add("sensitive")
    return kinds
