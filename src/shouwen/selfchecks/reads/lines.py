"""Each refund of a day with what its signature is decided from: amounts, reasons, levels, papers, findings (C4.8.7)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from shouwen.customers import masking
from shouwen.disputes.models import Application, Proposal
from shouwen.handbook.decision import Reason
from shouwen.handbook.load import shipped
from shouwen.handbook.papers import PaperFacts, papers_needed
from shouwen.handbook.selfchecks import look, required
from shouwen.people.models import Staff
from shouwen.refunds.models import Refund
from shouwen.selfchecks.gathering import Gathered, Gatherer
from shouwen.selfchecks.models import DayLine
from shouwen.web import labels


@dataclass(frozen=True)
class Mark:
    """A signature that was needed, and whose it is: nobody's where it is missing."""

    level: str
    name: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Shown:
    """One line as the manager reads it. `wrong` are the findings of the very rules of the self-checks."""

    refund: Refund
    name: str
    number: str
    level: str
    counted: Decimal
    own: bool
    marks: tuple[Mark, ...]
    papers: tuple[tuple[str, bool], ...]
    finding: str
    proposal: Proposal | None
    why: str
    reason: str
    wrong: tuple[Reason, ...]
    line: DayLine | None = field(default=None)

    @property
    def sentences(self) -> list[str]:
        """What is wrong, in the reader's language."""
        return [labels.sentence(reason) for reason in self.wrong]


def of_lines(lines: Sequence[DayLine]) -> list[Shown]:
    """The lines of a sheet; they come with their refunds, customers and who ordered them."""
    shown = of_refunds([line.refund for line in lines])
    return [Shown(**{**vars(one), "line": line}) for one, line in zip(shown, lines, strict=True)]


def of_refunds(refunds: Sequence[Refund]) -> list[Shown]:
    """Refunds that stand on no sheet yet, shown in the same way."""
    return of_gathered(Gatherer().gather(refunds))


def of_gathered(gathered: Sequence[Gathered]) -> list[Shown]:
    """The same of what was read already, in a few statements more."""
    codes = {step.by for one in gathered if one.word for step in one.word.steps}
    names = dict(Staff.objects.filter(code__in=codes).values_list("code", "name"))
    disputes = [one.dispute.pk for one in gathered if one.dispute]
    proposals = {(row.dispute_id, row.number): row for row in Proposal.objects.filter(dispute__in=disputes)}
    asked = {(row.dispute_id, row.number): row for row in Application.objects.filter(dispute__in=disputes)}
    return [_shown(one, names, proposals, asked) for one in gathered]


def _shown(
    one: Gathered,
    names: dict[str, str],
    proposals: dict[tuple[int, int], Proposal],
    asked: dict[tuple[int, int], Application],
) -> Shown:
    edition, customer = shipped(), one.refund.customer
    needed = required(one.line, edition)
    steps = {step.level: step for step in one.word.steps} if one.word else {}
    chain = () if one.waiver is not None else needed.chain
    marks = tuple(
        Mark(level, names.get(steps[level].by, steps[level].by), steps[level].at) if level in steps else Mark(level)
        for level in chain
    )
    proposal, application = _made_of(one, proposals, asked)
    return Shown(
        refund=one.refund,
        name=masking.name(customer.name),
        number=masking.number(customer.number),
        level=needed.level,
        counted=needed.counted,
        own=bool(one.waiver) or bool(one.word and one.word.own),
        marks=marks,
        papers=_papers(one),
        finding=one.line.finding,
        proposal=proposal,
        why=_why(one, proposal, application),
        reason=one.waiver.reason if one.waiver else "",
        wrong=tuple(found.reason for found in look(one.line, edition, period="monthly")),
    )


def _made_of(
    one: Gathered, proposals: dict[tuple[int, int], Proposal], asked: dict[tuple[int, int], Application]
) -> tuple[Proposal | None, Application | None]:
    """The proposal or the application of a reversal that the refund's key names."""
    tail = one.refund.key.rpartition("/")[2]
    if one.dispute is None:
        return None, None
    if tail.startswith("r") and tail[1:].isdigit():
        return None, asked.get((one.dispute.pk, int(tail[1:])))
    proposal = proposals.get((one.dispute.pk, int(tail))) if tail.isdigit() else None
    mine = [row for row in asked.values() if proposal and row.proposal_id == proposal.pk]
    return proposal, mine[-1] if mine else None


def _why(one: Gathered, proposal: Proposal | None, application: Application | None) -> str:
    if one.waiver is not None:
        return one.waiver.why
    said = [application.why if application else "", proposal.override_why if proposal else ""]
    return " · ".join(text for text in said if text)


def _papers(one: Gathered) -> tuple[tuple[str, bool], ...]:
    """The papers that are needed and the others that are there, each with whether it is."""
    line = one.line
    if line.reversal or line.kind not in shipped().refund_kinds:
        return ()
    facts = PaperFacts(kind=line.kind, cause=line.cause, category=line.category, own_finding=line.own_finding)
    needed = [rule.paper for rule in papers_needed(facts, shipped())]
    others = sorted(line.papers - set(needed))
    return tuple((paper, paper in line.papers) for paper in dict.fromkeys([*needed, *others]))
