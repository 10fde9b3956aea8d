"""How complaints go in the demo world. Each story is a generator: it yields whom it waits for and how long."""

from collections.abc import Callable, Generator, Iterator
from datetime import timedelta

from shouwen.demo.case import Case
from shouwen.demo.wording import complaints
from shouwen.handbook.rights import Right
from shouwen.people.models import Staff
from shouwen.people.reads import managers, with_role
from shouwen.tickets import verbs

Wait = tuple[Staff, timedelta]
Story = Iterator[Wait]


def beginning(case: Case) -> bool:
    """The customer speaks, the clerk writes it down; now and then much later than they should."""
    rng = case.world.rng
    late = timedelta(minutes=rng.uniform(1, 25)) if rng.random() > 0.03 else timedelta(hours=rng.uniform(6, 20))
    if not case.open(late=late):
        return False
    if case.ticket.repeats and case.ticket.repeat_confirmed is None and rng.random() < 0.6:
        case.do(verbs.judge_repeat, case.owner, confirmed=rng.random() < 0.7)
    return True


def ending(case: Case) -> Story:
    """The first-asked person reads the answer and archives."""
    yield case.wait(case.owner, 60, 1800)
    case.archive()


def on_the_spot(case: Case) -> Story:
    """Solved where it was told."""
    if not beginning(case):
        return
    yield case.wait(case.owner, 4, 60)
    case.answer(case.owner)
    yield from ending(case)


def passed_on(case: Case) -> Story:
    """Transferred, taken, worked on, answered by the group, archived by whom it was first asked."""
    if not beginning(case):
        return
    worker = yield from _to_the_group(case)
    if case.world.rng.random() < 0.75:
        yield case.wait(worker, 20, 200)
        _look_closer(case, worker)
        case.contact(worker, promise_hours=case.world.rng.choice((0, 0, 0, 27, 50)))
    if case.world.rng.random() < 0.2:
        case.do(verbs.note, worker, text=case.words.one("notes", "texts"))
    yield case.wait(worker, 120, 1500)
    case.answer(worker)
    yield from ending(case)


def _to_the_group(case: Case) -> Generator[Wait, None, Staff]:
    """Passed on by the front desk and taken by somebody of the group; answers who."""
    yield case.wait(case.owner, 10, 170)
    case.pass_on()
    worker: Staff = case.world.rng.choice(case.group_members)
    yield case.wait(worker, 20, 360)
    case.do(verbs.take, worker)
    return worker


def _look_closer(case: Case, worker: Staff) -> None:
    """Now and then the number must be seen in full to ring the customer, or the category turns out to be another."""
    if case.world.rng.random() < 0.15:
        case.do(verbs.reveal, worker, reason="contact_on_complaint")
    if case.world.rng.random() < 0.05:
        kin = [code for code, _ in complaints() if code.rpartition(".")[0] == case.category.rpartition(".")[0]]
        if others := sorted({code for code in kin if code != case.category}):
            case.category = case.world.rng.choice(others)
            case.do(verbs.reclassify, worker, category=case.category, why=case.words.one("reclassified", "why"))


def told_by_the_first_asked(case: Case) -> Story:
    """The group mends it and gives it back; who was first asked tells the customer."""
    if not beginning(case):
        return
    worker = yield from _to_the_group(case)
    yield case.wait(worker, 200, 1500)
    reason = case.world.weighted({"done_tell_customer": 7, "facts_missing": 2, "wrong_group": 1})
    case.do(verbs.give_back, worker, reason=reason, why=case.words.one("returned", reason))
    yield case.wait(case.owner, 20, 200)
    case.contact(case.owner)
    yield case.wait(case.owner, 20, 600)
    case.answer(case.owner)
    yield from ending(case)


def sent_outside(case: Case) -> Story:
    """Dispatched to a contractor or dealer; the first-asked person keeps the customer informed."""
    if not beginning(case):
        return
    yield case.wait(case.owner, 20, 170)
    party = case.words.one("dispatched", "dealer" if case.family == "charge" else "contractor")
    case.do(verbs.dispatch, case.owner, to=party, why=case.words.one("dispatched", "why"))
    yield case.wait(case.owner, 600, 2000)
    case.contact(case.owner, promise_hours=28)
    yield case.wait(case.owner, 300, 1000)
    case.answer(case.owner)
    yield from ending(case)


def held(case: Case) -> Story:
    """Put on hold for the customer's own reason, with the manager's consent; taken up again later."""
    if not beginning(case):
        return
    worker = yield from _to_the_group(case)
    case.contact(worker)
    yield case.wait(worker, 30, 200)
    manager = _signer(case, asked_by=worker)
    if manager is None:
        return
    reason = case.world.rng.choice(("customer_away", "customer_papers", "customer_test", "customer_unreachable"))
    case.do(verbs.ask_hold, worker, reason=reason, why=case.words.one("held", reason))
    yield case.wait(manager, 10, 200)
    if case.world.rng.random() < 0.2:
        case.do(verbs.refuse_hold, manager, why=case.words.one("held", "refused"))
    else:
        case.do(verbs.hold, manager)
        yield case.wait(worker, 1400, 4000)
        case.do(verbs.resume, worker)
    yield case.wait(worker, 100, 900)
    case.answer(worker)
    yield from ending(case)


def _signer(case: Case, *, asked_by: Staff) -> Staff | None:
    """Who consents: the manager, or the next above; nobody signs their own request."""
    unit = case.owner.unit
    leads = [*managers(unit), *with_role("support_lead", unit), *with_role("branch_lead", unit)]
    return next((person for person in leads if person != asked_by), None)


def voided(case: Case) -> Story:
    """Made by mistake: somebody who leads signs the void, never who asked for it."""
    signer = _signer(case, asked_by=case.owner)
    if signer is None or not beginning(case):
        return
    yield case.wait(case.owner, 10, 120)
    reason = case.world.rng.choice(("entered_twice", "wrong_customer", "customer_withdrew"))
    case.do(verbs.ask_void, case.owner, reason=reason, why=case.words.one("voided", reason))
    yield case.wait(signer, 10, 300)
    if case.world.rng.random() < 0.15:
        case.do(verbs.refuse_void, signer, why=case.words.one("voided", "refused"))
        yield case.wait(case.owner, 30, 300)
        case.answer(case.owner)
        yield from ending(case)
        return
    case.do(verbs.void, signer)


def raised(case: Case) -> Story:
    """Too hard for the branch: the manager hands it up to the province."""
    if not beginning(case):
        return
    yield case.wait(case.owner, 30, 200)
    case.contact(case.owner)
    manager = managers(case.owner.unit)[0]
    yield case.wait(manager, 60, 500)
    why, tried = case.words.one("raised", "why"), case.words.one("tried", case.family, city=case.client.city)
    case.do(verbs.raise_to_province, manager, why=why, tried=tried)
    worker = case.group_members[0]
    yield case.wait(worker, 30, 300)
    case.do(verbs.take, worker)
    yield case.wait(worker, 300, 2500)
    case.answer(worker)
    yield from ending(case)


def objected(case: Case) -> Story:
    """The customer does not accept the answer: taken up again and answered anew."""
    if not beginning(case):
        return
    yield case.wait(case.owner, 20, 300)
    case.answer(case.owner)
    yield case.wait(case.owner, 200, 1400)
    why = case.words.one("objected", "texts")
    case.do(verbs.give_back, case.owner, reason="customer_objects", why=why)
    yield case.wait(case.owner, 60, 600)
    case.contact(case.owner, promise_hours=24)
    yield case.wait(case.owner, 200, 1000)
    case.answer(case.owner)
    yield from ending(case)


def declared_major(case: Case) -> Story:
    """Somebody sees that it may do great harm and says so; the support lead takes care of it."""
    if not beginning(case):
        return
    yield case.wait(case.owner, 5, 40)
    case.do(verbs.declare, case.owner, kind="major", why=case.words.one("declared", "why"))
    case.contact(case.owner, promise_hours=6)
    case.pass_on()
    worker = case.world.rng.choice(case.group_members)
    yield case.wait(worker, 10, 120)
    case.do(verbs.take, worker)
    yield case.wait(worker, 100, 700)
    case.answer(worker)
    yield from ending(case)


def handed_over(case: Case) -> Story:
    """Who was first asked goes on leave; a colleague of the unit accepts the responsibility."""
    if not beginning(case):
        return
    yield case.wait(case.owner, 20, 150)
    colleague = _colleague(case)
    case.contact(case.owner)
    if colleague is not None:
        case.do(verbs.offer_handover, case.owner, to=colleague, why=case.words.one("offered", "why"))
        yield case.wait(colleague, 20, 400)
        if case.world.rng.random() < 0.2:
            case.do(verbs.decline_handover, colleague, why=case.words.one("offered", "declined"))
        else:
            case.do(verbs.accept_handover, colleague)
            case.owner = colleague
    yield case.wait(case.owner, 60, 900)
    case.answer(case.owner)
    yield from ending(case)


def _colleague(case: Case) -> Staff | None:
    staff = case.world.house.staff.values()
    same = [p for p in staff if p.unit_id == case.owner.unit_id and p != case.owner and p.may(Right.HAND_OVER)]
    return case.world.rng.choice(same) if same else None


def chasing(case: Case) -> Story:
    """The customer asks again, and again, while it is open."""
    for _ in range(case.world.rng.choice((1, 1, 2, 3))):
        yield case.owner, timedelta(hours=case.world.rng.uniform(5, 34))
        if not case.is_open or case.ticket.state == "answered":
            return
        said = case.words.one("chased", "texts")
        case.do(verbs.chase, case.owner, contacted_at=case.world.at, said=said)


# How often each is told.
STORIES: dict[Callable[[Case], Story], int] = {
    on_the_spot: 43,
    passed_on: 32,
    told_by_the_first_asked: 8,
    sent_outside: 4,
    held: 3,
    voided: 2,
    raised: 2,
    objected: 3,
    declared_major: 2,
    handed_over: 1,
}
