"""Handing a call in: opened and passed on, or answered and archived, all at once or not at all (C4.5)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done, together
from shouwen.people.models import Staff
from shouwen.tickets import verbs
from shouwen.tickets.forms.intake import IntakeForm
from shouwen.tickets.models import HandIn, Ticket
from shouwen.tickets.uploads import Received

Step = Callable[[Done | None], Done | Refused]


def hand_in(form: IntakeForm, *, staff: Staff, at: datetime) -> Ticket | Refused:
    """The ticket that came of the form, or why none did. The same form never opens two (C4.7).

    The form's token is taken first, so a second click waits for the first one and then finds its ticket.
    """
    token = form.handed_in_as
    steps = [_opened(form, staff, at), *_passed(form, staff, at)]
    steps += [_attached(each, staff, at) for each in form.cleaned_data["files"]]
    try:
        answer = together(*steps)
    except IntegrityError:
        earlier = handed_in(staff, token)
        if earlier is None:
            raise
        return earlier
    return answer if isinstance(answer, Refused) else answer.subject


def handed_in(staff: Staff, token: UUID) -> Ticket | None:
    """The ticket that this person's form has opened already."""
    row = HandIn.objects.filter(staff=staff, token=token).select_related("ticket").first()
    return row.ticket if row else None


def _opened(form: IntakeForm, staff: Staff, at: datetime) -> Step:
    def step(before: Done | None) -> Done | Refused:
        claim = HandIn.objects.create(staff=staff, token=form.handed_in_as, at=at)
        answer = verbs.open_ticket(actor=staff, at=at, opening=form.opening(), owner=staff)
        if isinstance(answer, Done):
            claim.ticket = answer.subject
            claim.save(update_fields=["ticket"])
        return answer

    return step


def _passed(form: IntakeForm, staff: Staff, at: datetime) -> list[Step]:
    """What the chosen way does after the opening."""
    said = form.cleaned_data

    def transferred(ticket: Ticket) -> Done | Refused:
        to = form.group or ticket.group
        return verbs.transfer(ticket.pk, actor=staff, at=at, to=to, tried=said["tried"])

    def dispatched(ticket: Ticket) -> Done | Refused:
        return verbs.dispatch(
            ticket.pk, actor=staff, at=at, to=said["to_party"], why=said["dispatch_why"], province=said["to_province"]
        )

    def answered(ticket: Ticket) -> Done | Refused:
        elements = {name: said[name] for name in ("course", "answer", "satisfaction", "answered_at")}
        return verbs.answer(ticket.pk, actor=staff, at=at, **elements)

    def archived(ticket: Ticket) -> Done | Refused:
        return verbs.archive(ticket.pk, actor=staff, at=at, root_cause=said["root_cause"])

    ways: dict[str, list[Callable[[Ticket], Done | Refused]]] = {
        "transfer": [transferred],
        "dispatch": [dispatched],
        "answer": [answered, archived],
    }
    return [_on_ticket(work) for work in ways.get(form.way, [])]


def _attached(file: Received, staff: Staff, at: datetime) -> Step:
    kept: dict[str, Any] = {"name": file.name, "kind": file.kind, "size": file.size, "sha256": file.sha256}
    return _on_ticket(lambda ticket: verbs.attach(ticket.pk, actor=staff, at=at, file=file.file, **kept))


def _on_ticket(work: Callable[[Ticket], Done | Refused]) -> Step:
    def step(before: Done | None) -> Done | Refused:
        assert before is not None
        return work(before.subject)

    return step
