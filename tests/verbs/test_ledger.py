"""The ledger proves itself: whatever is changed in an export, the verifier names the first entry that is not sound."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwen.ledger.export import lines
from shouwen.ledger.models import Chain, Event, Seal, SealLeaf
from shouwen.ledger.seals import seal, seal_all
from shouwen.ledger.verifier import Report, verify
from shouwen.tickets.verbs import note
from tests.cast import Cast

NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
# An example is a file in memory: the database is not touched between two of them.
PATIENT = settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def exported() -> list[bytes]:
    return [line.encode() + b"\n" for line in lines()]


def checked(entries: list[bytes], **more: str) -> Report:
    return verify(entries, **more)


@pytest.fixture
def ledger(cast: Cast) -> list[bytes]:
    """An export with two seals and something that is not sealed yet."""
    first = cast.open()
    seal_all(NOW)
    note(first.pk, actor=cast.clerk, at=cast.after(minutes=5), text="客户下午再来电")
    cast.open("gold", at=cast.after(minutes=10))
    seal_all(NOW)
    cast.open("points", at=cast.after(minutes=20))
    return exported()


def test_an_untouched_export_is_sound(ledger: list[bytes]) -> None:
    report = checked(ledger)
    assert report.fault is None
    assert (report.events, report.seals) == (Event.objects.count(), Seal.objects.count())
    assert report.seal == Seal.objects.latest("number").hash


@PATIENT
@given(data=st.data())
def test_any_changed_byte_is_found_in_the_line_where_it_is(ledger: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(ledger) - 1))
    line = ledger[place]
    at = data.draw(st.integers(0, len(line) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != line[at]))
    spoilt = [*ledger[:place], line[:at] + bytes([other]) + line[at + 1 :], *ledger[place + 1 :]]
    fault = verify(b"".join(spoilt).splitlines(keepends=True)).fault if other == 10 else checked(spoilt).fault
    assert fault and fault.line == place + 1


@PATIENT
@given(data=st.data())
def test_a_row_that_was_taken_out_or_put_in_twice_is_found_at_its_place(
    ledger: list[bytes], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(ledger) - 2))
    without = checked([*ledger[:place], *ledger[place + 1 :]]).fault
    assert without and without.line == place + 1
    twice = checked([*ledger[: place + 1], *ledger[place:]]).fault
    assert twice and twice.line == place + 2


@PATIENT
@given(data=st.data())
def test_a_changed_order_is_found_at_the_first_row_of_it(ledger: list[bytes], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(ledger) - 2))
    second = data.draw(st.integers(first + 1, len(ledger) - 1))
    swapped = list(ledger)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    fault = checked(swapped).fault
    assert fault and fault.line == first + 1


@PATIENT
@given(data=st.data())
def test_a_tail_that_was_cut_off_is_found_at_its_end(ledger: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(ledger)
    cut = data.draw(st.integers(0, len(whole) - 1))
    left = whole[:cut]
    fault = verify(left.splitlines(keepends=True)).fault
    assert fault and fault.line in (left.count(b"\n"), left.count(b"\n") + 1)


def _rewritten(ledger: list[bytes], change: object) -> list[bytes]:
    entries = [json.loads(line) for line in ledger]
    change(entries)  # type: ignore[operator]
    return [json.dumps(e, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n" for e in entries]


def test_changed_facts_are_found_at_their_event_even_when_spelt_well(ledger: list[bytes]) -> None:
    place = next(n for n, line in enumerate(ledger) if b'"ticket.noted"' in line)

    def change(entries: list[dict]) -> None:
        entries[place]["facts"]["forged"] = 1

    fault = checked(_rewritten(ledger, change)).fault
    assert fault and (fault.line, fault.wrong) == (place + 1, "hash-wrong")


def test_whoever_rewrites_the_whole_is_found_by_a_seal_kept_outside(ledger: list[bytes], cast: Cast) -> None:
    kept = Seal.objects.latest("number").hash
    assert checked(ledger, expect=kept).fault is None
    forged = checked(ledger, expect="0" * 63 + "1").fault
    assert forged and forged.wrong == "seal-not-found"


def test_one_chain_can_be_exported_alone(cast: Cast) -> None:
    ticket = cast.open()
    alone = [line.encode() + b"\n" for line in lines([ticket.chain.name])]
    report = checked(alone)
    assert report.fault is None and (report.chains, report.seals) == (1, 0)


def test_a_seal_covers_all_that_grew_and_nothing_else(cast: Cast) -> None:
    seal_all(NOW)
    assert seal(NOW) is None
    ticket = cast.open()
    made = seal(NOW)
    leaves = set(SealLeaf.objects.filter(seal_number=made.number).values_list("chain_name", flat=True))
    assert leaves == {ticket.chain.name}
    chain = Chain.objects.get(pk=ticket.chain_id)
    assert chain.sealed == chain.length


@pytest.mark.parametrize("table", ["ledger_event", "ledger_seal", "ledger_sealleaf"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_happened(cast: Cast, table: str, change: str) -> None:
    """By triggers on SQLite; on PostgreSQL the role that the product runs as has not the privilege."""
    if connection.vendor == "postgresql" and _may_everything():
        pytest.skip("the tests run as a superuser, to whom privileges do not apply")
    cast.open()
    seal_all(NOW)
    column = {"ledger_event": "actor", "ledger_seal": "root", "ledger_sealleaf": "head"}[table]
    sql = change.format(table, column, column)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def _may_everything() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def test_an_export_reads_in_bounded_memory(cast: Cast, tmp_path: Path) -> None:
    cast.open()
    with CaptureQueriesContext(connection) as asked:
        count = sum(1 for _ in lines())
    assert count > 10 and len(asked) < 10
