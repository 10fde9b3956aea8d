"""What the desk of a person counts of disputes: what waits for their signature, and their own that are due."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.disputes.reads import inbox
from shouwen.disputes.reads.listing import Filters, narrowed
from shouwen.handbook.rights import Right
from shouwen.people.models import Staff
from shouwen.tickets.figures import Figure


def of_desk(reader: Staff, at: datetime) -> list[Figure]:
    """The numbers of this reader; none of what their role does not do."""
    found = []
    if reader.may(Right.SIGN_REFUND):
        found.append(Figure(inbox.count(reader, at), _("refunds to sign"), reverse("disputes:inbox"), "soon"))
    if reader.may(Right.DISPUTE):
        due = narrowed(reader, Filters(whose="mine", due="24h"), at=at)
        url = f"{reverse('disputes:list')}?whose=mine&due=24h"
        found.append(Figure(due.count(), _("my disputes due in 24 h"), url, "soon"))
    return found
