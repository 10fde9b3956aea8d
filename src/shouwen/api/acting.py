"""Every verb of a ticket as `POST /tickets/{id}/<verb>`, under the names that the pages use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Body, Path

from shouwen.api import problems
from shouwen.api.door import staff_of
from shouwen.api.operations import told, writes
from shouwen.api.schemas import work
from shouwen.api.schemas.said import Key
from shouwen.api.schemas.ticket import TicketOut
from shouwen.api.telling import after, whole
from shouwen.api.tickets import seen
from shouwen.customers import verbs as customers
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.tickets import verbs
from shouwen.tickets.forms.register import FORMS
from shouwen.tickets.forms.work import BLAMED


@dataclass(frozen=True)
class Deed:
    """An operation of one verb. `on_customer` verbs change the ticket's customer, on a chain of its own."""

    name: str
    verb: Callable[..., Done | Refused]
    said: type[work.Work] = work.Work
    on_customer: bool = False


DEEDS = (
    Deed("contact", verbs.contact, work.Contact),
    Deed("chase", verbs.chase, work.Chase),
    Deed("answer", verbs.answer, work.Answer),
    Deed("archive", verbs.archive, work.Archive),
    Deed("transfer", verbs.transfer, work.Transfer),
    Deed("dispatch", verbs.dispatch, work.Dispatch),
    Deed("return", verbs.give_back, work.Return),
    Deed("take", verbs.take),
    Deed("note", verbs.note, work.Note),
    Deed("resume", verbs.resume),
    Deed("ask-hold", verbs.ask_hold, work.AskHold),
    Deed("hold", verbs.hold),
    Deed("refuse-hold", verbs.refuse_hold, work.Because),
    Deed("ask-void", verbs.ask_void, work.AskVoid),
    Deed("void", verbs.void),
    Deed("refuse-void", verbs.refuse_void, work.Because),
    Deed("hand-over", verbs.offer_handover, work.HandOver),
    Deed("accept", verbs.accept_handover),
    Deed("decline", verbs.decline_handover, work.Because),
    Deed("withdraw-handover", verbs.withdraw_handover),
    Deed("declare", verbs.declare, work.Declare),
    Deed("repeat", verbs.judge_repeat, work.Repeat),
    Deed("reclassify", verbs.reclassify, work.Reclassify),
    Deed("raise", verbs.raise_to_province, work.Raise),
    Deed("mark-sensitive", customers.mark_sensitive, work.Mark, on_customer=True),
    Deed("lift-mark", customers.lift_mark, work.Lift, on_customer=True),
)


def _declare(deed: Deed) -> None:
    def view(request: HttpRequest, ticket_id: Path[Key], said: Any) -> HttpResponse:
        return act(request, deed, ticket_id, said)

    view.__name__, view.__doc__ = deed.name, deed.verb.__doc__
    if deed.said is work.Work:
        # Who has nothing to say need not send a body.
        view.__annotations__["said"], view.__defaults__ = deed.said, (Body(work.Work()),)
    else:
        view.__annotations__["said"] = deed.said
    writes(f"/tickets/{{ticket_id}}/{deed.name}", deed.name, answers={200: TicketOut}, fails=(404,))(view)


def act(request: HttpRequest, deed: Deed, key: str, said: work.Work) -> HttpResponse:
    """Do the deed; done, the ticket is told as it now is."""
    staff, ticket = staff_of(request), None
    if deed.on_customer:
        ticket = seen(staff, key)
    how: dict[str, Any] = {"actor": staff, "at": timezone.now(), **said.told()}
    if ticket is None:
        how["seen"] = said.seen
    answer = deed.verb(ticket.customer_id if ticket else int(key), **how)
    if isinstance(answer, Refused):
        return problems.refused(request, answer, field=_field(deed, said, answer))
    return told(whole(ticket) if ticket else after(answer))


def _field(deed: Deed, said: work.Work, refused: Refused) -> str | None:
    """The field that mends a refusal; the pages know it already."""
    name = said.field_of(refused) or FORMS[deed.name].blamed.get(refused.code) or BLAMED.get(refused.code)
    return name if name in type(said).model_fields else None


for _deed in DEEDS:
    _declare(_deed)
