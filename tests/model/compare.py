"""Desk and paper side by side, and what must hold at every moment whatever happened before."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from shouwen.calendars.reads import as_of
from shouwen.clocks.models import Clock, Watched
from shouwen.clocks.projection import COLUMNS, replay, state
from shouwen.clocks.recheck import differences
from shouwen.ledger.door import Done
from shouwen.ledger.export import lines
from shouwen.ledger.models import Event
from shouwen.ledger.verifier import verify
from shouwen.notices.models import Message
from shouwen.tickets.models import Consent, Incident, Ticket, Urgency
from shouwen.tickets.verbs import answer, archive, decline_handover, refuse_hold, refuse_void, resume
from tests.cast import PEOPLE as CAST
from tests.model.clocks import Run
from tests.model.numbers import CLOSED
from tests.model.sheet import Sheet

if TYPE_CHECKING:
    from tests.model.ground import Ground

PEOPLE = ("first_asked", "holder", "group")


def compare_desk(ground: "Ground") -> None:
    """Every ticket and every clock: what is stored against what is on paper."""
    rows = Ticket.rows.select_related(*PEOPLE, "unit", "incident").in_bulk(ground.keys)
    kinds: dict[int, set[str]] = {}
    for ticket, kind in Urgency.objects.filter(ticket__in=ground.keys, proposed=False).values_list("ticket", "kind"):
        kinds.setdefault(ticket, set()).add(kind)
    chains = {row.chain_id: row.pk for row in rows.values()}
    clocks: dict[int, dict[str, list[Clock]]] = {}
    for row in Clock.objects.filter(chain__in=chains).order_by("run"):
        clocks.setdefault(chains[row.chain_id], {}).setdefault(row.kind, []).append(row)
    watched = {chains[one.pk]: one for one in Watched.objects.filter(chain__in=chains)}
    for key, sheet in zip(ground.keys, ground.paper.sheets, strict=True):
        row = rows[key]
        told = f"ticket {ground.keys.index(key)} ({row.serial})"
        stored, written = ticket_as_told(row, kinds.get(key, set())), sheet_as_told(sheet)
        assert stored == written, f"{told} is stored as {stored}, on paper it is {written}"
        whose = watched[key]
        assert (whose.first_asked_id, whose.holder_id) == (row.first_asked_id, row.holder_id), told
        _compare_clocks(ground, told, clocks.get(key, {}), sheet)
        assert row.next_due_at == sheet.next_due, f"{told}: next due"
    _compare_surges(ground, rows)


def ticket_as_told(row: Ticket, kinds: set[str]) -> dict[str, Any]:
    """What is compared of a ticket."""
    return {
        "state": row.state,
        "first asked": row.first_asked.code,
        "holder": row.holder.code if row.holder else None,
        "group": row.group.code if row.group else None,
        "kinds": kinds,
        "priority": row.priority,
        "category": row.category,
        "chases": row.chases,
        "in a batch": row.incident_id is not None,
        "direction": row.direction,
    }


def sheet_as_told(sheet: Sheet) -> dict[str, Any]:
    """The same, on paper."""
    return {
        "state": sheet.state,
        "first asked": CAST[sheet.owner][0],
        "holder": CAST[sheet.holder][0] if sheet.holder else None,
        "group": sheet.group,
        "kinds": sheet.kinds,
        "priority": sheet.priority,
        "category": sheet.category,
        "chases": sheet.chases,
        "in a batch": sheet.surge is not None,
        "direction": sheet.direction,
    }


def _compare_clocks(ground: "Ground", told: str, rows: dict[str, list[Clock]], sheet: Sheet) -> None:
    assert set(rows) == set(sheet.runs), told
    for kind, runs in sheet.runs.items():
        assert len(rows[kind]) == len(runs), f"{told}: runs of {kind}"
        for row, run in zip(rows[kind][:-1], runs[:-1], strict=True):
            ended = {"stopped": row.stopped_at, "breached": row.breached, "wakes": row.wake_at}
            assert ended == {"stopped": run.stop, "breached": run.breached, "wakes": None}, (
                f"{told}: {kind} {run.number}"
            )
        stored, written = _row(ground, rows[kind][-1]), _run(ground, runs[-1])
        assert stored == written, f"{told}: {kind} is stored as {stored}, on paper it is {written}"


def _row(ground: "Ground", row: Clock) -> dict[str, Any]:
    now = state(row)
    return {
        "started": row.started_at,
        "minutes": row.minutes,
        "due": row.due_at,
        "stopped": row.stopped_at,
        "running": now.running,
        "provisional": row.provisional,
        "said": row.said,
        "breached": row.breached,
        "elapsed": now.elapsed_minutes(row.stopped_at or ground.now, as_of(row.calendar_version)),
    }


def _run(ground: "Ground", run: Run) -> dict[str, Any]:
    return {
        "started": run.start,
        "minutes": run.minutes,
        "due": run.due,
        "stopped": run.stop,
        "running": run.running,
        "provisional": run.provisional,
        "said": run.said,
        "breached": run.breached,
        "elapsed": run.counted(run.stop or ground.now),
    }


def _compare_surges(ground: "Ground", rows: dict[int, Ticket]) -> None:
    """Tickets that are one surge on paper are in one incident, and only they; at most one is open for a matter."""
    pairs = {
        (id(sheet.surge), rows[key].incident_id)
        for key, sheet in zip(ground.keys, ground.paper.sheets, strict=True)
        if sheet.surge
    }
    assert len({surge for surge, _ in pairs}) == len({incident for _, incident in pairs}) == len(pairs), pairs
    still = Incident.objects.filter(closed_at=None).values_list("matter", flat=True)
    assert len(set(still)) == len(still)


def compare_replay(keys: Iterable[int]) -> None:
    """The clocks of these tickets are what their events alone make of them."""
    for chain in Ticket.rows.filter(pk__in=list(keys)).values_list("chain", flat=True):
        newest = {row.kind: state(row) for row in Clock.objects.filter(chain=chain).order_by("run")}
        again = replay(list(Event.objects.filter(chain=chain).order_by("seq")))
        columns = (*COLUMNS, "run", "segments")
        assert {k: [getattr(v, c) for c in columns] for k, v in newest.items()} == {
            k: [getattr(v, c) for c in columns] for k, v in again.items()
        }


def prove_at_the_end(ground: "Ground") -> None:
    """Replay from scratch, the whole ledger verified, nothing said twice, and a way out of every state."""
    as_of.cache_clear()
    wrong = [one for one in differences() if not isinstance(one, int)]
    assert not wrong, wrong
    report = verify(f"{line}\n".encode() for line in lines())
    assert report.fault is None, report.fault
    _compare_what_was_said(ground)
    for at, sheet in enumerate(ground.paper.sheets):
        if sheet.state not in CLOSED:
            _see_to_its_end(ground, at, sheet)


def _compare_what_was_said(ground: "Ground") -> None:
    """Every step of the ladder that fell due was said once, to somebody, and each of them got one message."""
    chains = dict(Ticket.rows.filter(pk__in=ground.keys).values_list("chain", "pk"))
    heard = Counter(once.rpartition(":")[0] for once in Message.objects.values_list("once", flat=True))
    rows = {(row.chain_id, row.kind, row.run): row.pk for row in Clock.objects.filter(chain__in=chains)}
    said: dict[int, list[tuple[str, int, int]]] = {key: [] for key in ground.keys}
    for one in Event.objects.filter(code__in=("clock.warned", "clock.breached", "clock.escalated"), chain__in=chains):
        kind, run, level, told = (one.facts[fact] for fact in ("clock", "run", "level", "told"))
        said[chains[one.chain_id]].append((kind, run, level))
        assert len(set(told)) == len(told) == heard[f"clock:{rows[one.chain_id, kind, run]}:{level}"]
    for key, sheet in zip(ground.keys, ground.paper.sheets, strict=True):
        due = [(run.kind, run.number, level) for runs in sheet.runs.values() for run in runs for level in run.told]
        assert sorted(said[key]) == sorted(due), f"ticket {ground.keys.index(key)}: said {said[key]}, due was {due}"


def _see_to_its_end(ground: "Ground", at: int, sheet: Sheet) -> None:
    """Whatever state it is in, people with the rights for it bring it to the archive."""
    key, when = ground.keys[at], {"at": ground.now}
    owner, lead = getattr(ground.cast, sheet.owner), ground.cast.province_desk
    if sheet.state == "held":
        assert isinstance(resume(key, actor=owner, **when), Done)
    if sheet.state != "answered":
        said = {"course": "核查了基站", "answer": "已调整", "satisfaction": "satisfied"}
        assert isinstance(answer(key, actor=owner, **when, **said), Done)
    for asked in Consent.objects.filter(ticket=key, decided_at=None):
        if asked.kind == "handover":
            assert asked.asked_of is not None
            done = decline_handover(key, actor=asked.asked_of, **when, why="忙")
        else:
            signer = lead if asked.asked_by_id != lead.pk else ground.cast.branch_lead
            signer = signer if sheet.unit not in ("WC", "WC1") or signer is lead else ground.cast.other_lead
            refuse = refuse_hold if asked.kind == "hold" else refuse_void
            done = refuse(key, actor=signer, **when, why="不同意")
        assert isinstance(done, Done), done
    assert isinstance(archive(key, actor=owner, **when, root_cause="not_solved"), Done)
