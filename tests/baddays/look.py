"""`python -m tests.baddays.look`: goes through the whole database and says everything that is half done.

Reads only what is committed, compares each thing with what must have been written together with it, and prints
JSON: `tickets`, `counts` of what there is, `events` by their code, and `faults`, which must be empty whatever happened.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.db.models import Count, F, Q  # noqa: E402

from shouwen.clocks.models import Clock, Watched  # noqa: E402
from shouwen.clocks.projection import replay  # noqa: E402
from shouwen.clocks.recheck import Difference, differences  # noqa: E402
from shouwen.handbook.clocks import next_due  # noqa: E402
from shouwen.ledger.export import lines  # noqa: E402
from shouwen.ledger.models import Chain, Event, Seal  # noqa: E402
from shouwen.ledger.verifier import verify  # noqa: E402
from shouwen.notices.models import Message  # noqa: E402
from shouwen.people.models import Membership, Staff, Unit  # noqa: E402
from shouwen.people.reads import with_role  # noqa: E402
from shouwen.tickets.models import Attachment, Incident, Ticket, Urgency  # noqa: E402

KEY = re.compile(r"bad-day-\d+-\d+")


def chains() -> Iterator[str]:
    """Every chain is as long as it says and is somebody's; every ticket has all that opening one writes."""
    counted = Chain.objects.annotate(events_there=Count("events"))
    for chain in counted.exclude(events_there=F("length")):
        yield f"{chain.name}: {chain.length} events by its head, {chain.events_there} in the ledger"
    named = set(Chain.objects.filter(name__startswith="ticket/").values_list("name", flat=True))
    owned = {f"ticket/{serial}" for serial in Ticket.rows.values_list("serial", flat=True)}
    for name in named ^ owned:
        yield f"{name}: a chain without a ticket, or a ticket without its chain"
    for chain_id in Ticket.rows.exclude(chain__in=Watched.objects.values("chain")).values_list(
        "chain__name", flat=True
    ):
        yield f"{chain_id}: the clocks do not know it"
    for name in Chain.objects.filter(length=0).exclude(name="ledger/seals").values_list("name", flat=True):
        yield f"{name}: a chain on which nothing happened"


def clocks() -> Iterator[str]:
    """Stored clocks are what the events make of them, and tickets are sorted by them."""
    yield from (str(found) for found in differences() if isinstance(found, Difference))
    events: dict[int, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(chain__name__startswith="ticket/").order_by("chain_id", "seq"):
        events[event.chain_id].append(event)
    for ticket in Ticket.rows.all():
        due = next_due(replay(events[ticket.chain_id]))
        if ticket.next_due_at != due:
            yield f"{ticket.serial}: sorted by {ticket.next_due_at}, its clocks say {due}"


def words() -> Iterator[str]:
    """Every ticket has its words in the index, and no words are there without a ticket."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM search_words")
        indexed = cursor.fetchone()[0]
    if indexed != (tickets := Ticket.rows.count()):
        yield f"the words of {indexed} tickets are in the index, there are {tickets} tickets"


def urgencies() -> Iterator[str]:
    """What the opening event decided stands in the rows, and what stands in the rows some event decided."""
    rows: dict[int, set[str]] = defaultdict(set)
    for chain_id, kind in Urgency.objects.filter(proposed=False).values_list("ticket__chain", "kind"):
        rows[chain_id].add(kind)
    decided: dict[int, set[str]] = defaultdict(set)
    for chain_id, code, facts in Event.objects.filter(chain__name__startswith="ticket/").values_list(
        "chain", "code", "facts"
    ):
        if code == "ticket.opened":
            decided[chain_id] |= {kind["kind"] for kind in facts["kinds"]}
        elif code == "ticket.joined_batch":
            decided[chain_id].add("batch")
    for chain_id in rows.keys() | decided.keys():
        if rows[chain_id] != decided[chain_id]:
            yield f"chain {chain_id}: urgent by its rows {rows[chain_id]}, by its events {decided[chain_id]}"


def counters() -> Iterator[str]:
    """The numbers of each unit's tickets are 1, 2, 3 … to its counter, without gaps and twins."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for serial, code in Ticket.rows.values_list("serial", "unit__code"):
        numbers[code].append(int(serial.rpartition("-")[2]))
    for code, made in Unit.rows.values_list("code", "tickets_made"):
        if sorted(numbers[code]) != list(range(1, made + 1)):
            yield f"{code}: counted to {made}, has {len(numbers[code])} tickets from {min(numbers[code], default=0)}"


def incidents() -> Iterator[str]:
    """Each incident counts the customers whom it has, its leads were told once, and no matter has two open."""
    begun_by = dict(Event.objects.filter(code="incident.opened").values_list("chain__name", "facts__ticket"))
    told = Counter(Message.objects.filter(code="incident.opened").values_list("facts__incident", "to"))
    for incident in Incident.objects.all():
        customers = Ticket.rows.filter(incident=incident).values("customer").distinct().count()
        if incident.customers != customers:
            yield f"{incident.code}: counts {incident.customers} customers, has {customers}"
        first = Ticket.rows.select_related("unit", "first_asked").get(serial=begun_by[f"incident/{incident.code}"])
        leads = with_role("support_lead", first.unit) or with_role("branch_lead", first.unit)
        for lead in leads:
            if told[incident.code, lead.pk] != 1:
                yield f"{incident.code}: lead {lead.code} was told {told[incident.code, lead.pk]} times"


def messages() -> Iterator[str]:
    """Everything that clocks and transfers say was told was told, once, and nothing else was."""
    codes = dict(Staff.objects.values_list("code", "pk"))
    runs = {(row.chain_id, row.kind, row.run): row.pk for row in Clock.objects.only("chain_id", "kind", "run")}
    groups: dict[str, list[str]] = defaultdict(list)
    for group, person in Membership.objects.values_list("group__code", "staff__code"):
        groups[group].append(person)
    wanted: Counter[str] = Counter()
    for event in Event.objects.filter(code__startswith="clock.").iterator():
        clock = runs[event.chain_id, event.facts["clock"], event.facts["run"]]
        wanted.update(f"clock:{clock}:{event.facts['level']}:{codes[person]}" for person in event.facts["told"])
    for event in Event.objects.filter(code="ticket.transferred").select_related("chain"):
        occasion = f"{event.chain.name}:{event.seq}:{event.code}"
        others = [person for person in groups[event.facts["to"]] if person != event.actor]
        wanted.update(f"{occasion}:{codes[person]}" for person in others)
    said = Q(code__startswith="clock.") | Q(code="ticket.transferred")
    there = Counter(Message.objects.filter(said).values_list("once", flat=True))
    for once in (wanted - there) + (there - wanted):
        yield f"message {once}: {wanted[once]} times by the events, {there[once]} times in the inboxes"


def ledger() -> Iterator[str]:
    """The whole ledger verifies, exported as an auditor would get it."""
    fault = verify(f"{line}\n".encode() for line in lines(None)).fault
    if fault is not None:
        yield f"ledger line {fault.line} ({fault.entry}): {fault.wrong}"


def files() -> Iterator[str]:
    """Every attachment that a row names is on the disk, whole."""
    for row in Attachment.objects.all():
        if not row.file.storage.exists(row.file.name) or row.file.size != row.size:
            yield f"attachment {row.pk}: its file {row.file.name} is missing or cut off"


def silent(at: datetime) -> Iterator[str]:
    """Asked for once a worker has caught up: nothing that was due before `at` is unsaid."""
    late = Clock.objects.filter(wake_at__lt=at).count()
    if late:
        yield f"{late} clocks were due before {at} and nothing was said"


def seen(caught_up: datetime | None) -> dict[str, Any]:
    """Everything that there is and everything that is wrong with it."""
    checks = (chains, clocks, words, urgencies, counters, incidents, messages, ledger, files)
    faults = [f"{check.__name__}: {fault}" for check in checks for fault in check()]
    faults += silent(caught_up) if caught_up else []
    tickets: dict[str, Any] = {}
    for pk, serial, text in Ticket.rows.values_list("pk", "serial", "text"):
        found = KEY.search(text)
        tickets[str(pk)] = {"serial": serial, "key": found[0] if found else ""}
    counts = {
        "tickets": len(tickets),
        "events": Event.objects.count(),
        "messages": Message.objects.count(),
        "incidents": Incident.objects.count(),
        "in_incidents": Ticket.rows.exclude(incident=None).count(),
        "clock_events": Event.objects.filter(code__startswith="clock.").count(),
        "seals": Seal.objects.count(),
    }
    codes = Event.objects.order_by("code").values_list("code").annotate(times=Count("pk"))
    return {"tickets": tickets, "counts": counts, "events": dict(codes), "faults": faults[:50]}


def main() -> None:
    caught_up = datetime.fromisoformat(sys.argv[1]).astimezone(UTC) if len(sys.argv) > 1 else None
    connection.ensure_connection()
    # One moment of the database, whatever web and worker do meanwhile.
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    with transaction.atomic():
        print(json.dumps(seen(caught_up)))


if __name__ == "__main__":
    main()
