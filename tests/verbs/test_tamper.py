"""Whoever forges an export with care (lines counted anew, the tail hashed anew) is still named at the first bad entry.

Without that care every change is found by the line numbers and the tail, see test_ledger.py. What the file alone
cannot prove is said here too: only a seal that was kept outside does.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from shouwen.ledger.canonical import GENESIS, digest, event_hash, leaf_hash, merkle_root, seal_hash, spell
from shouwen.ledger.export import lines
from shouwen.ledger.models import Seal
from shouwen.ledger.seals import seal_all
from shouwen.ledger.verifier import Report, verify
from shouwen.tickets.verbs import note
from shouwen.wiring.command.ledger import WRONG, command
from tests.cast import Cast

NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
Entries = list[dict[str, Any]]
# An example is a file in memory: the database is not touched between two of them.
PATIENT = settings(
    deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def ledger(cast: Cast) -> Entries:
    """Long chains and short ones, three seals, and two events that no seal covers yet."""
    first = cast.open()
    seal_all(NOW)
    for minute in range(1, 5):
        note(first.pk, actor=cast.clerk, at=cast.after(minutes=minute), text=f"第{minute}次来电")
    second = cast.open("gold", at=cast.after(minutes=10))
    seal_all(NOW + timedelta(minutes=1))
    note(second.pk, actor=cast.clerk, at=cast.after(minutes=11), text="已转网络部")
    seal_all(NOW + timedelta(minutes=2))
    note(second.pk, actor=cast.clerk, at=cast.after(minutes=12), text="待回访")
    cast.open("points", at=cast.after(minutes=20))
    return [json.loads(line) for line in lines()]


def forged(entries: Entries) -> list[bytes]:
    """The entries as a file again: every line with its number, the tail with the hash of all before it."""
    rolling, file = GENESIS, []
    for number, entry in enumerate(entries, 1):
        whole = entry | {"line": number}
        line = spell(whole | {"hash": rolling} if entry["kind"] == "tail" else whole)
        rolling = digest(rolling, line)
        file.append(line.encode() + b"\n")
    return file


def read(entries: Entries, **more: str) -> Report:
    return verify(forged(entries), **more)


def found(entries: Entries, **more: str) -> tuple[int, str]:
    """At which place (from 0) the first bad entry is, and what is wrong with it."""
    fault = read(entries, **more).fault
    assert fault, "nothing was found"
    return fault.line - 1, fault.wrong


def copied(ledger: Entries) -> Entries:
    return [dict(entry) for entry in ledger]


def places(ledger: Entries, kind: str) -> list[int]:
    return [place for place, entry in enumerate(ledger) if entry["kind"] == kind]


def hashed(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry with the hash that belongs to what it says now."""
    if entry["kind"] == "event":
        return entry | {"hash": event_hash(**{k: v for k, v in entry.items() if k not in ("kind", "hash", "line")})}
    root = merkle_root([leaf_hash(chain=chain, length=length, head=head) for chain, length, head in entry["leaves"]])
    entry = entry | {"root": root, "count": len(entry["leaves"])}
    return entry | {"hash": seal_hash(**{key: entry[key] for key in ("number", "at", "root", "count", "prev")})}


def covered(ledger: Entries) -> dict[str, int]:
    """How far each chain is sealed."""
    return {chain: length for place in places(ledger, "seal") for chain, length, _ in ledger[place]["leaves"]}


def provable(ledger: Entries, place: int) -> bool:
    """Whether anything in the file vouches for an event: the event after it, or a seal."""
    event, after = ledger[place], ledger[place + 1]
    return after.get("chain") == event["chain"] or covered(ledger).get(event["chain"], 0) >= event["seq"]


def test_a_file_that_is_only_written_anew_is_sound(ledger: Entries) -> None:
    report = read(ledger)
    assert report.fault is None and report.seals == 3


@PATIENT
@given(data=st.data())
def test_an_event_that_was_changed_and_given_a_new_hash_is_named(ledger: Entries, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([at for at in places(ledger, "event") if provable(ledger, at)]))
    column = data.draw(st.sampled_from(["code", "at", "actor", "edition", "facts"]))
    entries = copied(ledger)
    entries[place] = hashed(entries[place] | {column: {"forged": 1} if column == "facts" else "forged"})
    assert found(entries) in ((place, "successor-disagrees"), (place, "sealed-otherwise"))
    assert read(entries).events == place - 1


@PATIENT
@given(data=st.data())
def test_an_event_that_was_linked_elsewhere_and_given_a_new_hash_is_named(ledger: Entries, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(places(ledger, "event")))
    assume(ledger[place + 1].get("chain") == ledger[place]["chain"])
    entries = copied(ledger)
    entries[place] = hashed(entries[place] | {"prev": "f" * 64})
    assert found(entries) == (place, "link-broken")


@PATIENT
@given(data=st.data())
def test_an_event_that_was_taken_out_is_named_by_its_place(ledger: Entries, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([at for at in places(ledger, "event") if provable(ledger, at)]))
    gone = ledger[place]
    entries = ledger[:place] + ledger[place + 1 :]
    fault = read(entries).fault
    assert fault
    if fault.wrong == "sealed-event-missing":
        assert fault.entry.endswith(f"{gone['chain']} #{gone['seq']}")
    alone = gone["seq"] == 1 and ledger[place + 1].get("chain") != gone["chain"]
    # Of a chain that is gone altogether nobody can say where it stood: the seal over it is where it is missed.
    assert entries[fault.line - 1]["kind"] == "seal" if alone else fault.line == place + 1


@PATIENT
@given(data=st.data())
def test_an_event_that_was_put_in_twice_is_named_the_second_time(ledger: Entries, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(places(ledger, "event")))
    entries = ledger[: place + 1] + ledger[place:]
    assert found(entries) == (place + 1, "sequence-broken")


@PATIENT
@given(data=st.data())
def test_events_of_a_chain_in_another_order_are_named_at_the_first(ledger: Entries, data: st.DataObject) -> None:
    chain = data.draw(st.sampled_from([name for name in covered(ledger) if name.startswith("ticket/")]))
    of_chain = [place for place in places(ledger, "event") if ledger[place]["chain"] == chain]
    assume(len(of_chain) > 1)
    first, second = sorted(data.draw(st.permutations(of_chain))[:2])
    entries = copied(ledger)
    entries[first], entries[second] = entries[second], entries[first]
    assert found(entries) == (first, "sequence-broken")


def test_two_chains_that_exchanged_their_names_are_named_at_the_first(ledger: Entries) -> None:
    one, other = [name for name in covered(ledger) if name.startswith("ticket/")][:2]
    swap = {one: other, other: one}
    entries = [entry | {"chain": swap.get(entry["chain"], entry["chain"])} if "chain" in entry else entry
               for entry in ledger]  # fmt: skip
    first = next(place for place, entry in enumerate(ledger) if entry.get("chain") in swap)
    assert found(entries) == (first, "hash-wrong")


@PATIENT
@given(data=st.data())
def test_chains_that_exchanged_their_events_hashes_and_all_are_named(ledger: Entries, data: st.DataObject) -> None:
    sealed = [name for name in covered(ledger) if name.startswith("ticket/")]
    one, other = data.draw(st.permutations(sealed))[:2]
    swap, prev, entries = {one: other, other: one}, dict.fromkeys(sealed, GENESIS), []
    for entry in ledger:
        if entry.get("chain") in swap:
            entry = hashed(entry | {"chain": swap[entry["chain"]], "prev": prev[entry["chain"]]})
            prev[ledger[len(entries)]["chain"]] = entry["hash"]
        entries.append(entry)
    place, wrong = found(entries)
    assert wrong in ("sealed-otherwise", "sealed-event-missing") and entries[place].get("chain") in swap


@PATIENT
@given(data=st.data())
def test_a_seal_that_was_changed_is_named_with_or_without_a_new_hash(ledger: Entries, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(places(ledger, "seal")))
    entries = copied(ledger)
    column = data.draw(st.sampled_from(["at", "root", "count", "hash", "leaves"]))
    said = {"at": "2020-01-01T00:00:00.000000Z", "root": "0" * 64, "count": 99, "hash": "0" * 64}
    said["leaves"] = [[*leaf[:2], "0" * 64] for leaf in entries[place]["leaves"]]
    entries[place] = entries[place] | {column: said[column]}
    assert found(entries)[0] == place
    last = place == places(ledger, "seal")[-1]
    if not last and column in ("at", "leaves"):
        entries[place] = hashed(entries[place])
        assert found(entries) in ((place, "successor-disagrees"), (place, "seals-what-is-not"))


@PATIENT
@given(data=st.data())
def test_a_seal_that_is_missing_twice_there_or_in_another_order_is_named(ledger: Entries, data: st.DataObject) -> None:
    seals = places(ledger, "seal")
    place = data.draw(st.sampled_from(seals[:-1]))
    assert found(ledger[:place] + ledger[place + 1 :]) == (place, "sequence-broken")
    assert found(ledger[: place + 1] + ledger[place:]) == (place + 1, "sequence-broken")
    entries = copied(ledger)
    entries[place], entries[place + 1] = entries[place + 1], entries[place]
    assert found(entries) == (place, "sequence-broken")


@pytest.mark.parametrize("kind", ["head", "seal", "tail", "event"])
def test_nothing_can_be_written_beside_what_an_entry_holds(ledger: Entries, kind: str) -> None:
    place = places(ledger, kind)[0]
    entries = copied(ledger)
    entries[place] = entries[place] | {"remark": "经领导同意"}
    assert found(entries) == (place, "columns-missing")


@pytest.mark.parametrize("many", [1, 2, 3])
def test_seals_cut_off_with_all_after_them_are_missed_only_by_a_seal_kept_outside(ledger: Entries, many: int) -> None:
    kept = ledger[places(ledger, "seal")[-1]]["hash"]
    seals = places(ledger, "seal")
    entries = ledger[: seals[-many]] + [ledger[-1]]
    assert read(entries).fault is None
    assert found(entries, expect=kept)[1] == "seal-not-found"


def test_what_no_seal_covers_yet_can_be_taken_away_unnoticed_and_no_longer_once_it_is_sealed(
    ledger: Entries, cast: Cast
) -> None:
    def without_the_last(entries: Entries) -> Entries:
        last = places(entries, "event")[-1]
        return entries[:last] + entries[last + 1 :]

    assert read(without_the_last(ledger)).fault is None
    seal_all(NOW + timedelta(minutes=3))
    sealed = [json.loads(line) for line in lines()]
    assert read(sealed, expect=Seal.objects.latest("number").hash).fault is None
    assert found(without_the_last(sealed))[1] == "sealed-event-missing"


def test_a_ledger_written_anew_from_an_event_on_is_found_by_a_seal_kept_outside(ledger: Entries) -> None:
    kept = ledger[places(ledger, "seal")[0]]["hash"]
    heads: dict[tuple[str, int], str] = {}
    prev, before, entries = dict[str, str](), GENESIS, []
    for entry in ledger:
        if entry["kind"] == "event":
            said = entry["facts"] | {"forged": 1} if entry["seq"] == 1 else entry["facts"]
            entry = hashed(entry | {"facts": said, "prev": prev.get(entry["chain"], GENESIS)})
            prev[entry["chain"]] = heads[entry["chain"], entry["seq"]] = entry["hash"]
        if entry["kind"] == "seal":
            leaves = [[chain, length, heads[chain, length]] for chain, length, _ in entry["leaves"]]
            entry = hashed(entry | {"leaves": leaves, "prev": before})
            before = entry["hash"]
        entries.append(entry)
    assert read(entries).fault is None
    assert found(entries, expect=kept)[1] == "seal-not-found"


ATTACKS: dict[str, Callable[[Entries], Entries]] = {
    "sealed-event-missing": lambda whole: [each for each in whole if each.get("chain") != "staff/1001"],
    "head-misplaced": lambda whole: whole[1:],
    "unknown-kind": lambda whole: [whole[0], whole[1] | {"kind": "rumour"}, *whole[2:]],
    "entry-after-tail": lambda whole: [*whole, whole[-1]],
    "tail-cut": lambda whole: whole[:-1],
    "event-after-seal": lambda whole: [*whole[:-1], whole[1], whole[-1]],
    "chain-broken-up": lambda whole: [*whole[:1], whole[1], *whole[8:12], whole[1], *whole[-1:]],
    "format-unknown": lambda whole: [whole[0] | {"format": "shouwen-ledger-9"}, *whole[1:]],
}


@pytest.mark.parametrize("wrong", ATTACKS)
def test_the_command_line_names_line_and_entry_of_each_kind_of_forgery(ledger: Entries, wrong: str) -> None:
    entries = ATTACKS[wrong](ledger)
    fault = read(entries).fault
    assert fault and fault.wrong == wrong
    ran = CliRunner().invoke(command, ["verify", "-"], input=b"".join(forged(entries)))
    told = str(ran.exception)
    assert ran.exit_code == 1 and f"{fault.line}" in told and fault.entry in told
    assert WRONG[wrong].zh in told or WRONG[wrong].en in told
