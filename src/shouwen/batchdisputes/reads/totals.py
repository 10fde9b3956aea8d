"""What became of the lines, counted from the lines and their refunds alone, to the cent (C4.8.4, C4.8.7)."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import BigIntegerField, Case, CharField, Count, F, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Round

from shouwen.batchdisputes.models import BatchDispute, BatchLine
from shouwen.handbook.load import shipped
from shouwen.handbook.money import ZERO

OPEN = ("due", "sending", "unknown")
# What still needs billing or a person before the batch can end.
UNSETTLED = (*OPEN, "refused")


@dataclass(frozen=True)
class Part:
    """So many lines in one state, with their sum."""

    state: str
    rows: int
    amount: Decimal


@dataclass(frozen=True)
class Totals:
    """A batch added up. `listed` and `listed_rows` are what the batch itself keeps of the lines that are not struck."""

    parts: tuple[Part, ...]
    listed: Decimal
    listed_rows: int
    made: int
    booked: Decimal

    @cached_property
    def by_state(self) -> dict[str, Part]:
        return {part.state: part for part in self.parts}

    def amount(self, state: str) -> Decimal:
        """The sum of the lines in a state."""
        part = self.by_state.get(state)
        return part.amount if part else ZERO

    @property
    def live(self) -> tuple[Part, ...]:
        """Everything but what was struck."""
        return tuple(part for part in self.parts if part.state != "struck")

    @property
    def ordered(self) -> Part:
        """What billing was told, whatever it answered."""
        told = [part for part in self.live if part.state not in ("waiting", "adjusted")]
        return Part("ordered", sum(part.rows for part in told), sum((part.amount for part in told), ZERO))

    @property
    def reconciles(self) -> bool:
        """Whether every line is somewhere, the sums agree, and billing booked what was ordered, to the cent."""
        rows = sum(part.rows for part in self.parts)
        live = sum((part.amount for part in self.live), ZERO)
        counted = sum(part.rows for part in self.live)
        return (rows, counted, live, self.booked) == (
            self.made,
            self.listed_rows,
            self.listed,
            self.amount("booked"),
        )


def with_state(lines: QuerySet[BatchLine]) -> QuerySet[BatchLine]:
    """The lines with their `stands`: a code of the edition's `batch_line_states`, read from the refunds."""
    stands = Case(
        When(struck_why__gt="", then=Value("struck")),
        When(refund__state="done", then=Value("booked")),
        When(refund__state="refused", then=Value("refused")),
        When(refund__state="cancelled", then=Value("cancelled")),
        When(refund__state="unknown", then=Value("unknown")),
        When(refund__isnull=False, then=Value("ordered")),
        When(done_at__isnull=False, then=Value("adjusted")),
        default=Value("waiting"),
        output_field=CharField(),
    )
    return lines.annotate(stands=stands)


def totals(batch: BatchDispute) -> Totals:
    """The batch added up, in one statement over its lines."""
    lines = with_state(BatchLine.objects.filter(batch=batch)).order_by()
    amounts = cents(F("principal") + F("gift"))
    found = {
        state: Part(state, rows, yuan_of(amount))
        for state, rows, amount in lines.values_list("stands").annotate(rows=Count("pk"), amount=amounts)
    }
    booked = BatchLine.objects.filter(batch=batch, refund__state="done").aggregate(sum=cents(F("refund__booked")))[
        "sum"
    ]
    return Totals(
        parts=tuple(found[code] for code in shipped().batch_line_states if code in found),
        listed=batch.total,
        listed_rows=batch.rows_left,
        made=batch.lines_made,
        booked=yuan_of(booked),
    )


def cents(amount: Combinable) -> Sum:
    """The sum of amounts, added up as whole cents: SQLite would add them as floating numbers."""
    return Sum(Cast(Round(amount * 100), BigIntegerField()))


def yuan_of(cents: int | None) -> Decimal:
    """Whole cents as an amount."""
    return Decimal(cents or 0).scaleb(-2).quantize(ZERO)
