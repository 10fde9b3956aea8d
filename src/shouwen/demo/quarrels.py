"""How money goes back in the demo world: disputes of every kind, each step by the person whose it is (C4.8)."""

from collections.abc import Callable, Generator
from datetime import timedelta
from decimal import Decimal
from functools import partial

from shouwen.demo.disputed import Disputed
from shouwen.demo.stories import Story, Wait
from shouwen.disputes import verbs

SMALL = ("9.90", "12.00", "19.90", "25.00", "30.00", "38.00", "46.50")
MIDDLE = ("128.00", "168.00", "236.40", "316.00", "420.00")
LARGE = ("720.00", "1280.00", "1860.00")
DISPUTES = 44
Quarrel = Callable[[Disputed], Story]


def granted(case: Disputed) -> Story:
    """Small and clear: the front line grants it, billing books it, the customer is told."""
    if not (yield from _checked(case, SMALL)):
        return
    case.propose()
    yield case.wait(case.owner, 5, 60)
    case.ask()
    yield from _closed(case)


def led(case: Disputed) -> Story:
    """Too much for the front line: signed step by step."""
    if not (yield from _checked(case, MIDDLE)):
        return
    case.propose("single", why="only_once")
    yield case.wait(case.owner, 5, 60)
    case.ask()
    yield from _signed(case)
    yield from _closed(case)


def high(case: Disputed) -> Story:
    """A large sum: the office manager signs after the hall manager."""
    if not (yield from _checked(case, LARGE)):
        return
    case.propose("single", why="only_once")
    yield case.wait(case.owner, 5, 60)
    case.ask()
    yield from _signed(case)
    yield from _closed(case)


def refused(case: Disputed) -> Story:
    """The charge was right."""
    if not (yield from _checked(case, SMALL, result="disproven")):
        return
    case.propose()
    yield case.wait(case.owner, 30, 600)
    case.do(verbs.close, case.owner, told=case.say("told", "nothing"))


def returned(case: Disputed) -> Story:
    """Sent back once, mended, and signed the second time."""
    if not (yield from _checked(case, MIDDLE)):
        return
    case.propose("single", why="only_once")
    case.ask()
    signer = case.next_signer()
    yield case.wait(signer, 30, 300)
    case.give_back(signer)
    yield case.wait(case.owner, 30, 300)
    case.do(verbs.note, case.owner, text=case.say("checked", "again"))
    case.ask()
    yield from _signed(case)
    yield from _closed(case)


def interim(case: Disputed, *, proven: bool) -> Story:
    """Not verified in seven working days, and the customer insists: the principal for now, then what was found."""
    if not (yield from _checked(case, SMALL, result="unproven")):
        return
    yield case.owner, case.left_to_verify() + timedelta(hours=4)
    case.propose(insists=True)
    case.ask()
    yield case.owner, timedelta(days=4)
    case.look()
    case.find("proven" if proven else "disproven")
    if proven:
        case.propose()
        if case.dispute.amount > 0:
            case.ask()
            yield from _signed(case)
    else:
        case.do(verbs.settle, case.owner, why=case.say("settled", "why"))
    yield from _closed(case)


def reversed_(case: Disputed) -> Story:
    """Paid, and then found to have been paid through another channel: claimed back with a signature."""
    if not (yield from _checked(case, SMALL)):
        return
    case.propose("single", why="only_once")
    case.ask()
    yield case.owner, timedelta(days=3)
    paid = case.look().refunds().filter(state="done").first()
    if paid is not None:
        case.do(verbs.ask_reversal, case.owner, refund=paid.key, amount=paid.total, why=case.say("reversed", "why"))
        yield from _signed(case)
        yield case.owner, timedelta(hours=5)
    yield from _closed(case)


def called_off(case: Disputed) -> Story:
    """Granted, and called off before billing has heard of it; calculated anew, and granted again."""
    if not (yield from _checked(case, SMALL)):
        return
    case.propose()
    case.ask()
    case.call_off()
    yield case.wait(case.owner, 20, 90)
    case.propose("single", why="only_once", anew=True)
    case.ask()
    yield from _closed(case)


def being_checked(case: Disputed) -> Story:
    """Just taken in."""
    yield from _checked(case, (*SMALL, *MIDDLE), result="")


def just_granted(case: Disputed) -> Story:
    """Granted a moment ago: on the list that the clerk hands in at the day's end."""
    if (yield from _checked(case, SMALL, soon=True)):
        case.propose()
        case.ask()


def waiting(case: Disputed, *, amount: str, signed: int = 0) -> Story:
    """Applied for, and signed by so many so far."""
    if not (yield from _checked(case, (amount,), soon=True)):
        return
    case.propose("single", why="only_once")
    case.ask()
    for _ in range(signed):
        yield case.next_signer(), timedelta(minutes=8)
        case.sign()


def _checked(
    case: Disputed, amounts: tuple[str, ...], *, result: str = "proven", soon: bool = False
) -> Generator[Wait, None, bool]:
    """Taken in, looked into, papers put to it; False when the customer has this matter open already."""
    if not case.complain(Decimal(case.world.rng.choice(amounts))):
        return False
    yield case.owner, timedelta(minutes=5 if soon else case.world.rng.uniform(5, 90))
    case.begin()
    if result:
        yield case.owner, timedelta(minutes=10 if soon else case.world.rng.uniform(60, 1500))
        case.find(result)
        case.papers()
    return True


def _signed(case: Disputed) -> Generator[Wait, None, None]:
    while case.application is not None and case.application.state == "waiting":
        yield case.wait(case.next_signer(), 20, 400)
        case.sign()


def _closed(case: Disputed) -> Story:
    """Billing has some hours; then the customer is told and the dispute closed, or left for another day."""
    yield case.wait(case.owner, 400, 1500)
    if case.look().state == "refunded" and case.world.rng.random() < 0.85:
        case.do(verbs.close, case.owner, told=case.say("told", "paid"))


QUARRELS: dict[Quarrel, int] = {
    granted: 20,
    led: 8,
    high: 3,
    refused: 5,
    returned: 2,
    partial(interim, proven=True): 2,
    partial(interim, proven=False): 1,
    reversed_: 1,
    called_off: 1,
    being_checked: 2,
}
# What the last day leaves on the approvers' desks: the front desk, the amount, how many have signed.
ON_THE_DESKS = (
    ("1001", "236.40", 0, 26),
    ("1002", "128.00", 0, 9),
    ("1001", "468.00", 0, 4),
    ("1004", "316.00", 0, 7),
    ("2001", "420.00", 0, 5),
    ("1006", "720.00", 1, 20),
    ("1002", "1280.00", 1, 11),
    ("2003", "1860.00", 1, 8),
    ("1001", "3260.00", 2, 30),
    ("1004", "6800.00", 3, 44),
)
