"""Work on many tickets at once: each by its own verb, and said of each how it went."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.ledger.door import Done
from shouwen.people.models import SkillGroup
from shouwen.tickets import verbs
from shouwen.tickets.models import Ticket
from shouwen.tickets.pages import filters
from shouwen.web import labels
from shouwen.web.answers import SeeOther
from shouwen.web.errors import refusal_page, refusal_words

# Digits of a key that both engines can hold.
LONGEST_KEY = 18


@dataclass(frozen=True)
class Outcome:
    """What became of one ticket."""

    ticket: Ticket
    done: bool
    why: str


@require_POST
def transfer_many(request: HttpRequest) -> HttpResponse:
    """Transfer the marked tickets to one group, saying what was tried; a refused one stays where it was.

    What moves nothing (no group, nothing said, too many) is answered with the same marks and words to mend.
    """
    marks = set(request.POST.getlist("ticket"))
    keys = [int(mark) for mark in marks if mark.isascii() and mark.isdigit() and len(mark) <= LONGEST_KEY]
    group = filters.group_named(filters.typed(request.POST, "to"))
    tried = request.POST.get("tried", "")
    wrong = _wrong(marks, group, tried)
    seen = Ticket.objects.seen_by(request.user).filter(pk__in=keys)
    tickets = list(seen.order_by("rank", "next_due_at", "pk"))
    outcome: list[Outcome] = []
    if group is not None and wrong is None:
        said = {"actor": request.user, "at": timezone.now(), "to": group, "tried": tried}
        outcome = [_outcome(row, verbs.transfer(row.pk, **said)) for row in tickets]
    context = {
        "wrong": "" if wrong is None else refusal_words(wrong),
        "outcome": outcome,
        "moved": sum(each.done for each in outcome),
        "unseen": len(marks) - len(tickets) if wrong is None else 0,
        "again": [each.ticket for each in outcome if not each.done] if wrong is None else tickets,
        "group": group,
        "groups": filters.groups,
        "tried": tried,
        "most": shipped().limits.bulk_tickets,
        "query": filters.query(QueryDict(request.POST.get("query", "").replace("\x00", ""))),
    }
    return render(request, "tickets/lists/transferred.html", context, status=200 if wrong is None else 422)


@require_POST
def take_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a ticket from the queue and open it."""
    done = verbs.take(pk, actor=request.user, at=timezone.now())
    if isinstance(done, Done):
        return SeeOther(reverse("tickets:ticket", args=[pk]))
    return refusal_page(request, done, back=reverse("tickets:queues"))


def _wrong(marks: set[str], group: SkillGroup | None, tried: str) -> Refused | None:
    """What is to be mended before any ticket is touched."""
    edition = shipped()
    most, longest = edition.limits.bulk_tickets, edition.limits.note_characters
    if not marks:
        return Refused.of(edition, "nothing-marked")
    if len(marks) > most:
        return Refused.of(edition, "too-many-at-once", most=most)
    if group is None:
        return Refused.of(edition, "group-missing")
    if not tried.strip():
        return Refused.of(edition, "say-what-was-tried")
    if len(tried) > longest:
        return Refused.of(edition, "text-too-long", length=len(tried), most=longest)
    return None


def _outcome(ticket: Ticket, answer: Done | Refused) -> Outcome:
    return Outcome(ticket, bool(answer), "" if isinstance(answer, Done) else labels.sentence(answer))
