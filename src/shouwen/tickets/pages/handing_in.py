"""Handing in the intake's form: the same form never opens two tickets (C4.7)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done, together
from shouwen.people.models import Staff
from shouwen.tickets.forms.intake import IntakeForm
from shouwen.tickets.handing_in import HandedIn, after_opening, opened
from shouwen.tickets.models import HandIn, Ticket


def hand_in(form: IntakeForm, *, staff: Staff, at: datetime) -> Ticket | Refused:
    """The ticket that came of the form, or why none did.

    The form's token is taken first, so a second click waits for the first one and then finds its ticket.
    """
    token, given = form.handed_in_as, form.handed_in()
    try:
        answer = together(lambda _: _claimed(given, token, staff, at), *after_opening(given, staff=staff, at=at))
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


def _claimed(given: HandedIn, token: UUID, staff: Staff, at: datetime) -> Done | Refused:
    claim = HandIn.objects.create(staff=staff, token=token, at=at)
    answer = opened(given, staff=staff, at=at)
    if isinstance(answer, Done):
        claim.ticket = answer.subject
        claim.save(update_fields=["ticket"])
    return answer
