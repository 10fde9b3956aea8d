"""Refunds that went back once more by another way: another dispute, a batch, a late fee, another channel (C4.8.7)."""

from collections.abc import Iterator, Sequence

from shouwen.handbook.decision import Reason
from shouwen.handbook.load import shipped
from shouwen.handbook.money import ZERO
from shouwen.handbook.secondrefunds import Traced, second_of
from shouwen.refunds.models import Refund
from shouwen.selfchecks.gathering import GONE, Gathered, charges_of, disputes_of, taken_back, traced_of, waivers_of
from shouwen.selfchecks.models import ReportedRow
from shouwen.selfchecks.running.partners import newest
from shouwen.selfchecks.running.periods import Scope, midnight
from shouwen.selfchecks.witnesses import portions


class Others:
    """What else went to the customers of a portion, whichever way and wherever in the province."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.files = {file.pk: file for file in newest(scope, "other_channel")}

    def found(self, gathered: Sequence[Gathered]) -> Iterator[tuple[Gathered, Reason]]:
        """Each refund of the portion that looks like another one once more, with why."""
        mine = [one for one in gathered if one.refund.reverses_id is None]
        by_customer = self._traced({one.refund.customer_id for one in mine})
        for one in mine:
            others = by_customer.get(one.refund.customer_id, [])
            for reason in second_of(one.traced, others, shipped()):
                yield one, reason

    def _traced(self, customers: set[int]) -> dict[int, list[Traced]]:
        rows: list[Refund] = []
        for some in portions(sorted(customers)):
            rows += Refund.rows.filter(customer__in=some, reverses=None).exclude(state__in=GONE)
        disputes, waivers = disputes_of(rows), waivers_of(rows)
        charges = charges_of([dispute.pk for dispute in disputes.values()])
        back = taken_back([row.pk for row in rows])
        found: dict[int, list[Traced]] = {}
        for row in rows:
            dispute = disputes.get(row.about) if row.origin == "dispute" else None
            lines = charges.get(dispute.pk, []) if dispute else []
            traced = traced_of(row, lines, waivers.get(row.pk), back.get(row.pk, ZERO))
            found.setdefault(row.customer_id, []).append(traced)
        for key, traced in self._reported(customers):
            found.setdefault(key, []).append(traced)
        return found

    def _reported(self, customers: set[int]) -> Iterator[tuple[int, Traced]]:
        for some in portions(sorted(customers) if self.files else []):
            for row in ReportedRow.objects.filter(file__in=self.files, customer__in=some):
                file = self.files[row.file_id]
                assert row.customer_id is not None
                yield (
                    row.customer_id,
                    Traced(
                        key=f"file/{row.file_id}/{row.line}",
                        about=f"{file.source or file.name} #{row.line}"[:60],
                        origin="other_channel",
                        at=midnight(self.scope.begins),
                        principal=row.amount,
                        net=row.amount,
                        bills=frozenset({row.bill} if row.bill else ()),
                        charges=frozenset({(row.period, row.amount)} if row.period else ()),
                        reported=True,
                    ),
                )
