"""A customer is marked as sensitive while tickets of theirs are open: those become urgent too (C1.3.8)."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from shouwen.customers.models import SensitiveMark
from shouwen.people.system import System
from shouwen.tickets import verbs
from shouwen.tickets.models import Ticket, Urgency

MARKS = System("system:marks")
AT_ONCE = 500


def follow(at: datetime) -> int:
    """Declare the open tickets of marked customers; answers how many became urgent. Bounded; safe to run twice."""
    marks = SensitiveMark.objects.filter(customer=OuterRef("customer"), lifted_at=None, at__lte=at)
    in_force = marks.filter(Q(until=None) | Q(until__gt=at))
    already = Urgency.objects.filter(ticket=OuterRef("pk"), kind="sensitive", proposed=False)
    rows = Ticket.objects.unscoped("a mark counts at every desk").exclude(state__in=("archived", "voided"))
    waiting = rows.filter(Exists(in_force), ~Exists(already)).order_by("pk").values_list("pk", flat=True)
    why = "marked"
    done = [verbs.declare(pk, actor=MARKS, at=at, kind="sensitive", why=why) for pk in list(waiting[:AT_ONCE])]
    return sum(1 for each in done if each)
