"""What belongs to a dispute: its charges, papers and notes. Checking comes before deciding (C4.8.1)."""

from django.core.files.base import File
from django.db.models import Max

from shouwen.cases.files import keep_file
from shouwen.disputes.act import DisputeAct, verb
from shouwen.disputes.models import Charge, Dispute, Paper
from shouwen.disputes.verbs.opening import ChargeLine, charge, check_charge
from shouwen.handbook.rights import Right
from shouwen.tickets.checks import WHY_CHARACTERS, check_text


@verb("dispute.charge_added", needs=Right.DISPUTE, on=Dispute, move="check")
def add_charge(act: DisputeAct, *, line: ChargeLine) -> None:
    """Question one more line of a bill, while it is still checked."""
    dispute: Dispute = act.subject
    act.go()
    check_charge(act, line)
    number = (dispute.charges.aggregate(last=Max("line"))["last"] or 0) + 1
    charge(dispute, line, number).save()
    dispute.charged += line.amount
    act.record(line=number, amount=str(line.amount), charged=str(dispute.charged))


@verb("dispute.charge_struck", needs=Right.DISPUTE, on=Dispute, move="check")
def strike_charge(act: DisputeAct, *, line: int, why: str) -> None:
    """Take back a line that was entered wrongly; it stays on record with the reason."""
    dispute: Dispute = act.subject
    act.go()
    act.require(why.strip(), "say-why")
    check_text(act, why, WHY_CHARACTERS)
    found: Charge | None = dispute.charges.filter(line=line, struck_why="").first()
    act.require(found is not None, "charge-missing", line=line)
    assert found is not None
    found.struck_why = why
    found.save(update_fields=["struck_why"])
    dispute.charged -= found.amount
    act.record(line=line, amount=str(found.amount), charged=str(dispute.charged), why=why)


@verb("dispute.paper_added", needs=Right.DISPUTE, on=Dispute)
def add_paper(act: DisputeAct, *, paper: str, name: str, kind: str, size: int, sha256: str, file: File) -> None:
    """Put a paper to the dispute, in whatever state it is: what was missing may come later (C4.8.7)."""
    dispute: Dispute = act.subject
    act.require(paper in act.edition.paper_kinds, "unknown-code", value=paper)
    kept = Paper(dispute=dispute, kind=paper, name=name, type=kind, size=size, sha256=sha256)
    keep_file(act, dispute.papers, kept, kind=kind, file=file)
    act.record(paper=paper, kind=kind, size=size, sha256=sha256)


@verb("dispute.noted", needs=Right.DISPUTE, on=Dispute)
def note(act: DisputeAct, *, text: str) -> None:
    """Leave a note for colleagues; the customer never sees it."""
    check_text(act, text, act.edition.limits.note_characters)
    act.record(text=text)


@verb("dispute.printed", needs=Right.READ_DISPUTES, on=Dispute)
def printed(act: DisputeAct, *, paper: str, check_code: str) -> None:
    """A form of the dispute was printed; its check code tells later what it said (C5.1)."""
    act.record(paper=paper, check_code=check_code)
