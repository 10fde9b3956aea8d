"""The worker and billing, which misbehaves; what is known in the end goes onto the paper (C4.8.2)."""

import random
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from shouwen.ledger.door import Done
from shouwen.refunds.billing.simulated.moods import Moods
from shouwen.refunds.execution import work
from shouwen.refunds.models import Refund
from shouwen.refunds.verbs import ask_now, call_off, try_again
from tests.moneymodel.ground import PLACE, Ground
from tests.moneymodel.sheet import Money, Sheet
from tests.refunds.test_fuzz import Killed, killing

# Each as it comes over the line. A refund that was forgotten is known again before the grace time ends.
MOODS: dict[str, dict[str, float]] = {
    "well": {},
    "cut_before": {"cut_before": 1.0},
    "cut_after": {"cut_after": 1.0},
    "failing": {"fail_before": 0.5, "fail_after": 0.5},
    "pending": {"pending": 1.0},
    "twice": {"twice": 1.0},
    "garbage": {"garbage": 1.0},
    "of_another": {"of_another": 1.0},
    "forgotten": {"forget": 1.0, "forget_seconds": 900.0, "cut_after": 1.0},
    "key_lost": {"drop_key": 1.0, "cut_after": 1.0},
    "refusing": {"refuse": 1.0},
}
NAMES = ("well", "well", "well", *sorted(MOODS))
OPEN = ("due", "sending", "unknown", "refused")
FINAL = ("done", "cancelled")


class Billed(Ground):
    """Rules of execution."""

    @rule(mood=st.sampled_from(NAMES), kill=st.sampled_from((0, 0, 0, 1, 2)), seed=PLACE, rounds=st.integers(1, 3))
    def the_worker_comes_round(self, mood: str, kill: int, seed: int, rounds: int) -> None:
        """Some rounds while billing is in that mood; the worker may be killed between any two of its steps."""
        self.system.moods = Moods(seed=seed, **MOODS[mood])
        dice = random.Random(seed)
        for _ in range(rounds):
            self.now = self.soon
            try:
                with killing(dice, kill * 0.03):
                    work(self.now, billing=self.billing)
            except Killed:
                pass
            self.hear()
        self.system.moods = Moods(drop_key=float(mood == "key_lost"), seed=seed)

    @rule()
    def the_dust_settles(self) -> None:
        """Billing is well again for half a day: all that can be known is known."""
        self.system.moods = Moods()
        for _ in range(24):
            self.now += timedelta(minutes=30)
            if not work(self.now, billing=self.billing):
                break
        self.hear()

    @rule(place=PLACE, who=st.sampled_from(("support_lead", "clerk", "branch_lead", "second_hall_clerk")))
    def somebody_looks_into_a_refund(self, place: int, who: str) -> None:
        """One that waits or was refused is tried again, cancelled, or asked for, by whoever watches over them."""
        orders = [(at, one) for at, sheet in enumerate(self.paper.sheets) for one in sheet.money if one.state in OPEN]
        if not orders:
            return
        at, money = orders[place % len(orders)]
        act = ("try", "try", "cancel", "ask")[place % 4]
        said: dict[str, Any] = {"actor": getattr(self.cast, who), "at": self.soon}
        row = Refund.rows.get(key=money.key)
        self.now = self.soon
        if act == "ask":
            ask_now(row.pk, **said)
        elif act == "cancel" and money.state != "refused":
            answer = call_off(row.pk, why="试一试", **said)
            if isinstance(answer, Done):
                assert money.state == "due", money
                money.state = "cancelled"
        elif act == "try":
            self.system.book.forget_refusal(money.key)
            answer = try_again(row.pk, why="已复机", **said)
            if isinstance(answer, Done):
                assert money.state == "refused" and who in ("support_lead", "branch_lead"), (money, who)
                money.state = "due"
        self.changed.add(at)

    def hear(self) -> None:
        """What the product says became of each order, if billing's own book bears it out."""
        book: dict[str, list[Any]] = {}
        for line in self.system.book.all():
            book.setdefault(line.key, []).append(line)
        rows = {row.key: row for row in Refund.rows.all()}
        for at, sheet in enumerate(self.paper.sheets):
            for money in sheet.money:
                row = rows[money.key]
                if money.state in FINAL or row.state == money.state:
                    continue
                self.changed.add(at)
                if row.state == "done":
                    (line,) = book[money.key]
                    assert line.amount == money.total == row.booked, (money, line)
                    money.done_at = row.done_at
                    self._booked(sheet, money)
                elif row.state == "refused":
                    assert money.key not in book, money
                assert row.state != "cancelled", money
                money.state = row.state
                self.went[f"{money.kind}: {row.state}"] += 1

    @staticmethod
    def _booked(sheet: Sheet, money: Money) -> None:
        """The dispute goes on: refunded, or checked on after the principal, or back where a reversal began."""
        if money.reverses is not None:
            assert sheet.state == "reversing", sheet
            sheet.state = sheet.before_reversal
            return
        assert sheet.state == "promised", sheet
        sheet.state = "interim" if money.kind == "principal" else "refunded"
