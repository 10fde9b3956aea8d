"""The day's end in the demo world: clerks hand in what they refunded, managers sign it the next morning (C4.8.7)."""

from datetime import date, datetime, timedelta

from shouwen.demo.founding import House, made
from shouwen.demo.hours import SHANGHAI
from shouwen.selfchecks import verbs
from shouwen.selfchecks.models import Day, DayLine
from shouwen.selfchecks.owning import unlisted_of

EVENING = 17
MANAGERS = {"QD1": "1003", "QD2": "1005", "QD3": "1007", "WC1": "2002", "WC2": "2004"}
FRONT = ("1001", "1002", "1004", "1006", "2001", "2003")


class Evenings:
    """What is handed in and signed, once a day; of the last day nothing is, of the one before nothing is signed."""

    def __init__(self, house: House, until: datetime) -> None:
        self.house = house
        self.last = until.astimezone(SHANGHAI).date()
        self._done: date | None = None

    def come(self, at: datetime) -> None:
        """The evening, where it is one and has not come yet."""
        local = at.astimezone(SHANGHAI)
        if local.hour < EVENING or self._done == local.date() or local.date() >= self.last:
            return
        self._done = local.date()
        if local.date() < self.last - timedelta(days=1):
            self._sign(at)
        for code in FRONT:
            clerk = self.house.staff[code]
            keys = [one.refund.key for one in unlisted_of(clerk, local.date()) if one.refund.unit_id == clerk.unit_id]
            if keys:
                made(verbs.hand_in(actor=clerk, at=at, unit=clerk.unit, day=local.date(), keys=keys))

    def _sign(self, at: datetime) -> None:
        for sheet in Day.rows.filter(state=Day.State.HANDED).select_related("unit"):
            manager = self.house.staff[MANAGERS[sheet.unit.code]]
            for number in sheet.lines.filter(state=DayLine.State.WAITING).values_list("number", flat=True):
                made(verbs.sign_line(sheet.pk, actor=manager, at=at, line=number))
