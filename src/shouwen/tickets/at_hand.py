"""Whether there is anything to ask about a complaint that comes in, asked in one statement.

Most customers have no mark, nothing open and nothing archived, and most matters no surge: asked one by one, seven
questions that answer "nothing" took a tenth of an intake's processor time. Where there is something, it is read then.
"""

from dataclasses import dataclass
from datetime import timedelta

from shouwen.calendars.reads import NEWEST
from shouwen.customers.models import Customer
from shouwen.handbook.edition import Edition
from shouwen.ledger.asking import ask
from shouwen.people.models.stamp import VALUE
from shouwen.tickets.models import Matter
from shouwen.tickets.situation import UNFINISHED, Opening

QUESTION = f"""
SELECT ({VALUE}), ({NEWEST}), ({UNFINISHED}),
EXISTS (SELECT 1 FROM customers_sensitivemark WHERE customer_id = %s AND lifted_at IS NULL),
EXISTS (SELECT 1 FROM tickets_ticket WHERE customer_id = %s AND category = %s AND state = 'archived'),
EXISTS (SELECT 1 FROM tickets_ticket WHERE matter_id = %s AND contacted_at BETWEEN %s AND %s),
EXISTS (SELECT 1 FROM tickets_incident WHERE matter_id = %s AND closed_at IS NULL)
"""


@dataclass(frozen=True)
class AtHand:
    """The stamp of the people, the calendar's version, and the serial of what the customer has open of the category.

    Further whether the customer bears a mark or has archived complaints of the category, and whether the matter has
    others around this time or an incident.
    """

    stamp: str
    calendar: int
    unfinished: str | None
    marked: bool
    archived: bool
    others: bool
    incident: bool


def at_hand(customer: Customer, matter: Matter, opening: Opening, edition: Edition) -> AtHand:
    """What there is. Asked while the matter is held, it holds until the end of the transaction."""
    reach = timedelta(minutes=edition.urgency.batch.window_minutes)
    around = (opening.contacted_at - reach, opening.contacted_at + reach)
    theirs = (customer.pk, opening.category)
    stamp, calendar, unfinished, *there = ask(QUESTION, *theirs, customer.pk, *theirs, matter.pk, *around, matter.pk)[0]
    return AtHand(stamp or "", calendar or 0, unfinished, *map(bool, there))
