"""Refunds with all that their check needs, read in a few statements for however many (C4.8.7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from shouwen.disputes.models import Charge, Dispute, LateFeeWaiver, Paper
from shouwen.handbook.authority import Earlier
from shouwen.handbook.money import ZERO
from shouwen.handbook.secondrefunds import Traced
from shouwen.handbook.selfchecks import Line
from shouwen.reception.models import PrintedForm
from shouwen.refunds.models import Refund
from shouwen.selfchecks.witnesses import Levels, Told, Word, portions, told

State = Refund.State
GONE = (State.CANCELLED, State.REFUSED)
EMPTY = Told()


@dataclass(frozen=True)
class Gathered:
    """A refund, its line for the rules, what traces it elsewhere, whose it is, and what it was ordered for."""

    refund: Refund
    line: Line
    traced: Traced
    people: frozenset[str]
    word: Word | None
    dispute: Dispute | None
    waiver: LateFeeWaiver | None


class Gatherer:
    """Reads refunds in portions. What people may sign is kept between them."""

    def __init__(self) -> None:
        self.levels = Levels()

    def gather(
        self, refunds: Sequence[Refund], *, statement: Mapping[str, tuple[Decimal, ...]] | None = None
    ) -> list[Gathered]:
        """The same refunds in the same order, with everything. They come with their customers and `ordered_by`."""
        known = _Known(refunds)
        earlier = _Earlier(refunds, known, self.levels.edition.authority.window_days)
        words = {refund.key: known.word(refund) for refund in refunds}
        self.levels.load(
            code for word in words.values() if word for step in word.steps for code in (step.by, step.stands_for)
        )
        return [self._one(refund, words[refund.key], known, earlier, statement) for refund in refunds]

    def _one(
        self,
        refund: Refund,
        word: Word | None,
        known: "_Known",
        earlier: "_Earlier",
        statement: Mapping[str, tuple[Decimal, ...]] | None,
    ) -> Gathered:
        dispute, waiver = known.dispute(refund), known.waivers.get(refund.pk)
        charges = known.charges.get(dispute.pk, []) if dispute else []
        asked_at = word.asked_at if word else refund.ordered_at
        finding, found_cause = known.told(dispute).found_at(asked_at)
        line = Line(
            key=refund.key,
            about=refund.about,
            origin=refund.origin,
            kind=refund.kind,
            cause=refund.cause,
            principal=refund.principal,
            gift=refund.gift,
            reversal=refund.reverses_id is not None,
            asked_at=asked_at,
            asked_by=word.asked_by if word else "",
            own=bool(word and word.own),
            approved=word.amount if word else None,
            signed=tuple(self.levels.signed(step, refund.path) for step in word.steps) if word else (),
            earlier=earlier.than(refund, asked_at),
            finding=finding,
            found_cause=found_cause,
            disputed=sum((charge.amount for charge in charges), ZERO) if dispute else None,
            returned=known.returned(refund),
            providers=tuple(sorted({charge.provider for charge in charges if charge.provider})),
            category=dispute.category if dispute else "",
            own_finding=bool(dispute and dispute.found_by == "company"),
            papers=known.papers_of(dispute, waiver),
            booked=refund.booked,
            statement=statement.get(refund.key, ()) if statement is not None else None,
        )
        people = {word.asked_by if word else "", refund.ordered_by.code if refund.ordered_by and not word else ""}
        people |= {dispute.clerk.code} if dispute else set()
        people |= {waiver.by.code} if waiver else set()
        traced = traced_of(refund, charges, waiver, known.taken_back.get(refund.pk, ZERO))
        return Gathered(refund, line, traced, frozenset(people - {""}), word, dispute, waiver)


class _Known:
    """What belongs to some refunds: their disputes with charges, papers and chains, their waivers, what went back."""

    def __init__(self, refunds: Sequence[Refund]) -> None:
        self.disputes = disputes_of(refunds)
        self._told = told([dispute.chain_id for dispute in self.disputes.values()])
        keys = [dispute.pk for dispute in self.disputes.values()]
        self.charges = charges_of(keys)
        self.papers: dict[int, set[str]] = {}
        for some in portions(keys):
            for dispute, kind in Paper.objects.filter(dispute__in=some).values_list("dispute_id", "kind"):
                self.papers.setdefault(dispute, set()).add(kind)
        self.waivers = waivers_of(refunds)
        tickets = {dispute.ticket_id for dispute in self.disputes.values()}
        tickets |= {waiver.ticket_id for waiver in self.waivers.values()}
        self.printed = {
            ticket
            for some in portions(sorted(key for key in tickets if key))
            for ticket in PrintedForm.objects.filter(ticket__in=some).values_list("ticket_id", flat=True)
        }
        self.taken_back = taken_back([refund.pk for refund in refunds])
        self._went = _went_back(self.disputes)

    def dispute(self, refund: Refund) -> Dispute | None:
        return self.disputes.get(refund.about) if refund.origin == "dispute" else None

    def told(self, dispute: Dispute | None) -> Told:
        return self._told.get(dispute.chain_id, EMPTY) if dispute else EMPTY

    def word(self, refund: Refund) -> Word | None:
        return self.told(self.dispute(refund)).words.get(refund.key)

    def papers_of(self, dispute: Dispute | None, waiver: LateFeeWaiver | None) -> frozenset[str]:
        """The kinds that are there. A printed reception form of the ticket is on file already (C5.1)."""
        kinds = set(self.papers.get(dispute.pk, ())) if dispute else set()
        ticket = dispute.ticket_id if dispute else waiver.ticket_id if waiver else None
        return frozenset(kinds | {"reception_form"} if ticket in self.printed else kinds)

    def returned(self, refund: Refund) -> Decimal:
        """What of the dispute's charges went back up to this refund, less what was reversed of it."""
        went = self._went.get(refund.about, []) if refund.origin == "dispute" else []
        kept = {key for key, _, _ in went if key <= refund.pk}
        return sum((part for key, reverses, part in went if key in kept or reverses in kept), ZERO)


class _Earlier:
    """What counts together with a refund (C4.8.3), worked out from the refunds themselves and their chains."""

    def __init__(self, refunds: Sequence[Refund], known: _Known, window_days: int) -> None:
        mine = [refund for refund in refunds if refund.origin == "dispute" and refund.reverses_id is None]
        words = (known.word(refund) for refund in mine)
        since = min((word.asked_at for word in words if word), default=None)
        since = min([refund.ordered_at for refund in mine] + ([since] if since else []), default=None)
        self.others: dict[tuple[int, str], list[tuple[Refund, datetime, Decimal]]] = {}
        if since is not None:
            self._load({refund.customer_id for refund in mine}, since - timedelta(days=window_days + 1), known)

    def _load(self, customers: set[int], since: datetime, known: _Known) -> None:
        rows: list[Refund] = []
        for some in portions(sorted(customers)):
            these = Refund.rows.filter(customer__in=some, origin="dispute", reverses=None, ordered_at__gte=since)
            rows += these.exclude(state__in=GONE)
        others = {row.about: row for row in rows if row.about not in known.disputes}
        disputes = disputes_of(list(others.values()))
        words = told([dispute.chain_id for dispute in disputes.values()])
        back = taken_back([row.pk for row in rows])
        for row in rows:
            dispute = disputes.get(row.about)
            word = words.get(dispute.chain_id, EMPTY).words.get(row.key) if dispute else known.word(row)
            place = self.others.setdefault((row.customer_id, row.cause), [])
            place.append((row, word.asked_at if word else row.ordered_at, row.total + back.get(row.pk, ZERO)))

    def than(self, refund: Refund, asked_at: datetime) -> tuple[Earlier, ...]:
        """What was asked for before this one, for the same customer and cause."""
        if refund.reverses_id is not None:
            return ()
        return tuple(
            Earlier(about=row.about, amount=net, at=row.ordered_at if row.ordered_at <= asked_at else asked)
            for row, asked, net in self.others.get((refund.customer_id, refund.cause), ())
            if row.pk != refund.pk and (asked, row.pk) < (asked_at, refund.pk) and net > 0
        )


def disputes_of(refunds: Iterable[Refund]) -> dict[str, Dispute]:
    """The disputes that these were ordered for, by serial."""
    serials = sorted({refund.about for refund in refunds if refund.origin == "dispute"})
    return {
        dispute.serial: dispute
        for some in portions(serials)
        for dispute in Dispute.rows.filter(serial__in=some).select_related("clerk")
    }


def charges_of(disputes: Iterable[int]) -> dict[int, list[Charge]]:
    """The questioned lines of bills that still stand, by dispute."""
    found: dict[int, list[Charge]] = {}
    for some in portions(disputes):
        for charge in Charge.objects.filter(dispute__in=some, struck_why=""):
            found.setdefault(charge.dispute_id, []).append(charge)
    return found


def waivers_of(refunds: Iterable[Refund]) -> dict[int, LateFeeWaiver]:
    """The waivers of late fees among these, by refund."""
    keys = [refund.pk for refund in refunds if refund.origin == "late_fee"]
    return {
        waiver.refund_id: waiver
        for some in portions(keys)
        for waiver in LateFeeWaiver.objects.filter(refund__in=some).select_related("by")
    }


def taken_back(keys: Iterable[int]) -> dict[int, Decimal]:
    """What was reversed of these refunds, below zero, by refund."""
    found: dict[int, Decimal] = {}
    for some in portions(keys):
        done = Refund.rows.filter(reverses__in=some, state=State.DONE)
        for reverses, principal, gift in done.values_list("reverses_id", "principal", "gift"):
            found[reverses] = found.get(reverses, ZERO) + principal + gift
    return found


def traced_of(refund: Refund, charges: Iterable[Charge], waiver: LateFeeWaiver | None, back: Decimal) -> Traced:
    """What can show that a refund is another one once more."""
    lines = {(charge.period, charge.amount) for charge in charges}
    return Traced(
        key=refund.key,
        about=refund.about,
        origin=refund.origin,
        at=refund.ordered_at,
        principal=refund.principal,
        net=refund.total + back,
        bills=frozenset(charge.bill for charge in charges if charge.bill),
        charges=frozenset(lines | ({(waiver.bill_period, waiver.amount)} if waiver else set())),
    )


def _went_back(disputes: Mapping[str, Dispute]) -> dict[str, list[tuple[int, int | None, Decimal]]]:
    """Every booked movement of principal for these disputes: (refund, which it reverses, principal)."""
    found: dict[str, list[tuple[int, int | None, Decimal]]] = {}
    for some in portions(sorted(disputes)):
        done = Refund.rows.filter(about__in=some, origin="dispute", state=State.DONE).order_by("pk")
        for about, key, reverses, principal in done.values_list("about", "pk", "reverses_id", "principal"):
            found.setdefault(about, []).append((key, reverses, principal))
    return found
