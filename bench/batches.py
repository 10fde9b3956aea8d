"""A batch of refunds as it stands before it is carried out: its people, its list, and every signature."""

from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from bench.spread import Watch
from bench.world import World
from shouwen.batchdisputes import verbs
from shouwen.batchdisputes.listing.queue import take_next
from shouwen.batchdisputes.listing.receiving import receive
from shouwen.batchdisputes.models import BatchDispute
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.people.models import Staff, Unit
from shouwen.people.system import SETUP
from shouwen.people.verbs import add_staff, give_role

PEOPLE = {"B001": "business_department", "B002": "it_centre", "B003": "it_centre"}
AMOUNT = "6.15"


def ready(world: World, count: int, *, first: int) -> tuple[BatchDispute, Watch]:
    """A batch of so many customers, begun by the IT centre; and how long its list took to be read."""
    business, it, colleague = _people(world)
    unit, at = Unit.rows.get(kind="province"), world.now
    opening = verbs.Opening(
        title="彩铃重复扣费",
        flow="fault",
        kind="double",
        cause="company.support_system",
        why="割接后重复出账",
        unit=unit,
    )
    batch: BatchDispute = _done(verbs.open_batch(actor=business, at=at, opening=opening)).subject
    file = SimpleUploadedFile("list.csv", "".join(_list(count, first)).encode())
    _done(receive(batch, file, by=business, at=at, language="zh"))
    with Watch() as watch:
        while take_next(at):
            pass
    for paper in ("notice", "fault_order"):
        kept = {
            "paper": paper,
            "name": "a.pdf",
            "kind": "pdf",
            "size": 4,
            "sha256": paper,
            "file": ContentFile(b"%PDF"),
        }
        _done(verbs.add_paper(batch.pk, actor=business, at=at, **kept))
    _done(verbs.ask(batch.pk, actor=business, at=at))
    _done(verbs.countersign(batch.pk, actor=it, at=at))
    _done(verbs.review(batch.pk, actor=colleague, at=at))
    for row in batch.samples.get().drawn.select_related("line"):
        _done(verbs.check_row(batch.pk, actor=it, at=at, line=row.line.line, right=True))
    _done(verbs.pass_sample(batch.pk, actor=it, at=at))
    _done(verbs.start(batch.pk, actor=it, at=at))
    return BatchDispute.rows.get(pk=batch.pk), watch


def _list(count: int, first: int) -> Iterator[str]:
    yield "号码,退费金额,账单号,费用项目\n"
    for number in range(first, first + count):
        yield f"1439{number:07d},{AMOUNT},B{number:08d},彩铃月租\n"


def _people(world: World) -> list[Staff]:
    """Who asks, countersigns and reviews."""
    unit = Unit.rows.get(kind="province")
    for code, role in PEOPLE.items():
        if not Staff.objects.filter(code=code).exists():
            said = {"code": code, "name": code, "unit": unit, "password": f"bench-{code}-of-the-batch"}
            person = _done(add_staff(actor=SETUP, at=world.now, **said)).subject
            _done(give_role(person.pk, actor=SETUP, at=world.now, role=role, unit=unit))
    return [world.person(code) for code in PEOPLE]


def _done(answer: Done | Refused) -> Done:
    if isinstance(answer, Refused):
        raise RuntimeError(f"{answer.code}: {answer.facts}")
    return answer
