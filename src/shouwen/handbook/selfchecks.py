"""What a self-check finds wrong with a refund 自查 (C4.8.7). The same rules speak beside each line of a day's end.

Each rule looks at one refund as the ledger, the papers and billing tell of it, and believes nothing that it can work
out anew: the sum that counts, the levels that had to sign, the papers that had to be there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from shouwen.handbook.authority import Authority, AuthorityFacts, Earlier, at_least
from shouwen.handbook.authority import decide as decide_authority
from shouwen.handbook.decision import Reason
from shouwen.handbook.money import ZERO, spell, total
from shouwen.handbook.papers import PaperFacts, below, papers_missing

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition

Period = Literal["weekly", "monthly"]
# What is decided by findings: money that goes back because a charge was shown to be wrong.
SHOWN_WRONG = ("double", "single", "rest")


@dataclass(frozen=True)
class Signed:
    """A signature: for which level, by whom, and which levels that person, or whom they stood for, held then."""

    level: str
    by: str
    held: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One refund with all that its check needs.

    `approved` is the amount that the ledger shows as granted or signed, None where it shows nothing; `own` that it
    was granted without an application. `returned` is what went back of the dispute's charges in all. `booked` is what
    our books say billing booked; `statement` every booking of its key in billing's own, None where that wasn't read.
    """

    key: str
    about: str
    origin: str
    kind: str
    cause: str
    principal: Decimal
    gift: Decimal
    reversal: bool = False

    asked_at: datetime
    asked_by: str = ""
    own: bool = False
    approved: Decimal | None = None
    signed: tuple[Signed, ...] = ()
    earlier: tuple[Earlier, ...] = ()

    finding: str = ""
    found_cause: str = ""
    disputed: Decimal | None = None
    returned: Decimal = ZERO
    providers: tuple[str, ...] = ()
    category: str = ""
    own_finding: bool = False
    papers: frozenset[str] = field(default_factory=frozenset)

    booked: Decimal | None = None
    statement: tuple[Decimal, ...] | None = None

    @property
    def amount(self) -> Decimal:
        """Both parts together, below zero in a reversal."""
        return self.principal + self.gift


@dataclass(frozen=True)
class Found:
    """Something that somebody must clear: by which rule, and why."""

    rule: str
    reason: Reason


def look(line: Line, edition: Edition, *, period: Period) -> tuple[Found, ...]:
    """Everything that the rules of this period find wrong with one refund, in the order of the edition."""
    return tuple(
        Found(code, reason)
        for code, kind in edition.check_kinds.items()
        if code in RULES and getattr(kind, period)
        for reason in RULES[code](line, edition)
    )


def required(line: Line, edition: Edition) -> Authority:
    """Who had to decide it, from the amounts alone. A reversal always needs somebody above the front line."""
    facts = AuthorityFacts(amount=abs(line.amount), at=line.asked_at, earlier=() if line.reversal else line.earlier)
    found = decide_authority(facts, edition).what
    if not (line.reversal and found.own):
        return found
    levels = list(edition.authority.levels)
    above = levels[levels.index(found.level) + 1]
    return Authority(level=above, chain=(above,), own=False, counted=found.counted, earlier=())


def _amounts(line: Line, edition: Edition) -> Iterator[Reason]:
    """What billing booked, what was approved and what was in dispute must agree, to the cent."""
    booked = line.statement if line.statement is not None else (line.booked,) if line.booked is not None else None
    if booked is not None:
        if not booked:
            yield _reason("not-in-billing", ordered=line.amount)
        elif len(booked) > 1:
            yield _reason("booked-twice", ordered=line.amount, booked=total(booked), times=len(booked))
        elif booked[0] != line.amount:
            yield _reason("booked-otherwise", ordered=line.amount, booked=booked[0])
    if line.approved is not None and line.approved != abs(line.amount):
        yield _reason("unlike-approved", ordered=line.amount, approved=line.approved)
    if line.disputed is not None and not line.reversal and line.returned > line.disputed:
        yield _reason("more-than-disputed", returned=line.returned, disputed=line.disputed)


def _authority(line: Line, edition: Edition) -> Iterator[Reason]:
    """Late fees have no limit (C4.8.5) and a batch its own flow (C4.8.4); every other refund has its level (C4.8.3)."""
    if line.origin in ("late_fee", "batch"):
        return
    if line.approved is None:
        yield _reason("nobody-approved", amount=line.amount)
        return
    needed = required(line, edition)
    told = {"counted": needed.counted, "level": needed.level}
    if line.own:
        if not needed.own:
            yield _reason("beyond-own", **told)
        return
    there = [one.level for one in line.signed]
    if missing := tuple(level for level in needed.chain if level not in there):
        yield _reason("level-missing", missing=missing, **told)
    signers = [one.by for one in line.signed]
    if line.asked_by in signers:
        yield _reason("signed-by-applicant", by=line.asked_by)
    for by in sorted({by for by in signers if signers.count(by) > 1}):
        yield _reason("signed-twice", by=by)
    for one in line.signed:
        if not any(at_least(held, one.level, edition) for held in one.held):
            yield _reason("signed-too-low", by=one.by, level=one.level)


def _types(line: Line, edition: Edition) -> Iterator[Reason]:
    """The kind of refund must fit what was found, the cause, and where it comes from."""
    fee = line.origin != "batch" and (line.kind == "late_fee") != (line.origin == "late_fee")
    if fee or (line.kind == "reversal") != line.reversal:
        yield _reason("kind-unlike-origin", kind=line.kind)
        return
    if line.reversal:
        return
    kind = edition.refund_kinds.get(line.kind)
    if kind is None or not kind.pays:
        yield _reason("kind-pays-nothing", kind=line.kind, amount=line.amount)
    if line.gift > 0 and not (kind and kind.gift):
        yield _reason("gift-without-double", kind=line.kind, gift=line.gift)
    if line.kind == "double" and line.gift == 0:
        yield _reason("double-without-gift", principal=line.principal)
    if line.gift > line.principal and line.kind == "double":
        yield _reason("gift-above-principal", principal=line.principal, gift=line.gift)
    if line.gift > 0 and below(line.cause, edition.selfchecks.never_double):
        yield _reason("never-double", cause=line.cause)
    if line.origin == "dispute":
        yield from _unlike_finding(line)


def _unlike_finding(line: Line) -> Iterator[Reason]:
    wanted = "proven" if line.kind in SHOWN_WRONG else "unproven" if line.kind == "principal" else line.finding
    if line.finding != wanted:
        code = "never-checked" if not line.finding else "kind-unlike-finding"
        yield _reason(code, kind=line.kind, finding=line.finding)
    if line.found_cause and line.found_cause.split(".")[0] != line.cause.split(".")[0]:
        yield _reason("cause-unlike-finding", cause=line.cause, found=line.found_cause)


def _confirmations(line: Line, edition: Edition) -> Iterator[Reason]:
    """A partner's cause wants the partner's responsibility, a fault of our systems the order that confirms it."""
    if not _wants_confirmation(line):
        return
    for cause, paper in edition.selfchecks.confirmed_by.items():
        if below(line.cause, (cause,)) and paper not in line.papers:
            yield _reason("not-confirmed", cause=line.cause, paper=paper)
    if below(line.cause, ("sp",)) and not line.providers:
        yield _reason("no-provider", cause=line.cause)


def _papers(line: Line, edition: Edition) -> Iterator[Reason]:
    """The papers without which no money goes out, those left out that confirm the type."""
    if line.reversal or line.origin == "batch" or line.kind not in edition.refund_kinds:
        return
    facts = PaperFacts(kind=line.kind, cause=line.cause, category=line.category, own_finding=line.own_finding)
    missing = [rule.paper for rule in papers_missing(facts, line.papers, edition)]
    if _wants_confirmation(line):
        confirming = {paper for cause, paper in edition.selfchecks.confirmed_by.items() if below(line.cause, (cause,))}
        missing = [paper for paper in missing if paper not in confirming]
    if missing:
        yield _reason("paper-missing", missing=tuple(missing))


def _wants_confirmation(line: Line) -> bool:
    return line.origin == "dispute" and not line.reversal and line.kind in SHOWN_WRONG


def _reason(code: str, **facts: Any) -> Reason:
    told = {name: spell(value) if isinstance(value, Decimal) else value for name, value in facts.items()}
    return Reason("C4.8.7", f"check-{code}", told)


RULES: dict[str, Callable[[Line, Edition], Iterable[Reason]]] = {
    "amount_mismatch": _amounts,
    "over_authority": _authority,
    "wrong_type": _types,
    "type_unproven": _confirmations,
    "missing_paper": _papers,
}
