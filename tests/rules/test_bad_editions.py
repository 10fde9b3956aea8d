"""An edition with a mistake is refused with the file, the key and a sentence that says what to mend."""

import pickle
import re
import shutil
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from shouwen.handbook.load import SHIPPED, EditionError, load

Mend = Callable[[str, str, str], EditionError]
parse = tomllib.loads


@cache
def parsed(text: str) -> bytes:
    """A file's contents: each of these tests spoils one file, and the others are read once for all."""
    return pickle.dumps(parse(text))


@pytest.fixture
def spoiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mend:
    """Loads a copy of the shipped edition in which one file had a text replaced; answers the error."""

    monkeypatch.setattr(tomllib, "loads", lambda text: pickle.loads(parsed(text)))

    def spoil(file: str, old: str, new: str) -> EditionError:
        shutil.copytree(SHIPPED, tmp_path, dirs_exist_ok=True)
        text = (tmp_path / file).read_text("utf-8")
        assert old in text
        (tmp_path / file).write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(EditionError) as caught:
            load(tmp_path)
        return caught.value

    return spoil


MISTAKES = {
    "an unknown key": (
        "sources.toml",
        'hall               = { zh = "服务厅",',
        'hall               = { colour = "red", zh = "服务厅",',
        "sources.hall.colour",
        "is not a known key; known here: zh, en, clause, bypass",
    ),
    "an unknown table": (
        "priority.toml",
        "[priority.levels]",
        "[prioritys]\n[priority.levels]",
        "prioritys",
        "not a known key",
    ),
    "a negative time": (
        "deadlines.toml",
        "hours  = 24",
        "hours  = -24",
        "deadlines.types.vip.hours",
        "must be greater than 0",
    ),
    "a time of zero": (
        "deadlines.toml",
        "days   = 15",
        "days   = 0",
        "deadlines.statutory.days",
        "must be greater than 0",
    ),
    "a time in words": ("deadlines.toml", "hours  = 24", 'hours  = "24"', "deadlines.types.vip.hours", "valid integer"),
    "a broken number": ("deadlines.toml", "hours  = 24", "hours  = 24.5", "deadlines.types.vip.hours", "valid integer"),
    "the wrong unit": (
        "deadlines.toml",
        "hours  = 24",
        "minutes = 1440",
        "deadlines.types.vip.minutes",
        "has the wrong unit: this time is given as hours",
    ),
    "a missing clause": (
        "sources.toml",
        'bypass = false, clause = "C1.3" }',
        "bypass = false }",
        "sources.hall.clause",
        'is missing: add clause, for example clause = "C5.2"',
    ),
    "a clause of no book": (
        "orders.toml",
        'en = "Complaint", clause = "C4.1"',
        'en = "Complaint", clause = "§4"',
        "columns.complaint.clause",
        "write a clause of the handbook",
    ),
    "a missing language": ("orders.toml", 'en = "Complaint", ', "", "columns.complaint.en", "is missing: add en"),
    "an empty name": ("orders.toml", 'en = "Complaint"', 'en = " "', "columns.complaint.en", "at least 1 character"),
    "a missing limit": ("deadlines.toml", "days   = 15", "", "deadlines.statutory.days", "is missing: add days"),
    "a matter of no kind": (
        "categories.toml",
        'matter = "charge"',
        'matter = "money"',
        "categories.basic.recharge.matter",
        "'charge', 'network' or 'service'",
    ),
    "a function without a name": (
        "categories.toml",
        'function = "billing", matter',
        'function = "biling", matter',
        "categories.charges.function",
        "names 'biling', which doesn't exist; known: network, billing",
    ),
    "a category without its parent": (
        "categories.toml",
        '"charges.voice" = ',
        '"charges.voices" = ',
        "categories.charges.voice.call_fee",
        "its parent charges.voice is missing: add it",
    ),
    "two categories of one name": (
        "categories.toml",
        'zh = "不明扣费"',
        'zh = "重复扣费"',
        "categories.charges.bill.double",
        "has the same name '重复扣费' as charges.bill.unknown_fee",
    ),
    "a kind that does not exist": (
        "deadlines.toml",
        'kind = "bypass"',
        'kind = "bypas"',
        "deadlines.types.bypass.when.kind",
        "names 'bypas'",
    ),
    "a row that applies to nothing said": (
        "deadlines.toml",
        'when   = { kind = "bypass" }',
        "when   = {}",
        "deadlines.types.bypass.when",
        "say what the row applies to",
    ),
    "a row that displaces nothing": (
        "deadlines.toml",
        '["gotone", "other_brands"]',
        '["gotone", "rest"]',
        "deadlines.types.sent_out.displaces",
        "names 'rest'",
    ),
    "a priority without level": (
        "priority.toml",
        'club      = "express"',
        'club      = "first"',
        "priority.club",
        "names 'first'",
    ),
    "a fallback group of no function": (
        "routing.toml",
        'fallback       = "back_office"',
        'fallback       = "office"',
        "routing.fallback",
        "names 'office'",
    ),
    "a route for no column": (
        "routing.toml",
        "acceptance  = ",
        "accepting  = ",
        "routing.by_column",
        "names 'accepting'",
    ),
    "a move to no state": ("lifecycle.toml", 'to = "archived"', 'to = "closed"', "moves.archive.to", "names 'closed'"),
    "a move from no state": (
        "lifecycle.toml",
        'from = ["answered"]',
        'from = ["done"]',
        "moves.archive.from",
        "names 'done'",
    ),
    "a clock on no event": (
        "clocks.toml",
        '"ticket.contacted reached", "ticket.answered", "ticket.voided"]',
        '"ticket.called"]',
        "clocks.first_answer.stops_on",
        "names 'ticket.called'",
    ),
    "a selector of no shape": (
        "clocks.toml",
        '"ticket.returned not reopened"',
        '"ticket.returned unless reopened"',
        "clocks.passed_on.restarts_on.0",
        "match pattern",
    ),
    "a warning after the deadline": (
        "clocks.toml",
        '"2/3"',
        '"3/2"',
        "clocks.entry.warn_at_share",
        "must be less than 1",
    ),
    "a pause without its events": (
        "clocks.toml",
        "pauses        = true",
        "pauses        = false",
        "clocks.passed_on.pauses",
        "must agree with pauses_on",
    ),
    "a statutory clock that pauses": (
        "clocks.toml",
        'clause        = "L1"\npauses        = false',
        'clause        = "L1"\npauses        = true\npauses_on = ["ticket.held"]\nresumes_on = ["ticket.resumed"]',
        "clocks.statutory.pauses",
        "the statutory clock never pauses (L1)",
    ),
    "a clock left out": (
        "clocks.toml",
        "[clocks.promise]",
        "[clocks.pledge]",
        "clocks",
        "names 'promise', which doesn't exist",
    ),
    "a role with no such right": (
        "roles.toml",
        '["intake", "read",',
        '["intakes", "read",',
        "roles.clerk.rights",
        "names 'intakes'",
    ),
    "a right that the program does not know": (
        "roles.toml",
        "intake           = ",
        "outtake          = ",
        "rights",
        "names 'outtake'",
    ),
    "a rung that tells nobody": (
        "ladder.toml",
        '["support_lead"]',
        '["chief"]',
        "ladder.support_lead.to",
        "names 'chief'",
    ),
    "hours that overlap": ("working_time.toml", "14:00-17:30", "11:00-17:30", "worktime.hours", "without overlap"),
    "a key written twice": ("orders.toml", "[directions]", "[columns]", "", "a key is written twice"),
    "broken TOML": ("orders.toml", "[columns]", "[columns", "", "the TOML can't be read"),
    "an edition without a proper name": ("edition.toml", '"2026.1"', '"new"', "name", "match pattern"),
}


@pytest.mark.parametrize(("file", "old", "new", "key", "says"), MISTAKES.values(), ids=MISTAKES.keys())
def test_each_kind_of_mistake_is_named(spoiled: Mend, file: str, old: str, new: str, key: str, says: str):
    problems = spoiled(file, old, new).problems
    assert any((problem.file, problem.key) == (file, key) and says in problem.sentence for problem in problems), (
        problems
    )


def test_all_mistakes_are_told_at_once(tmp_path: Path):
    shutil.copytree(SHIPPED, tmp_path, dirs_exist_ok=True)
    for file in ("deadlines.toml", "sources.toml"):
        text = (tmp_path / file).read_text("utf-8")
        (tmp_path / file).write_text(re.sub(r'clause *= "C1.3.2"|hours  = 48', "colour = 1", text), "utf-8")
    (tmp_path / "ladder.toml").unlink()
    with pytest.raises(EditionError) as caught:
        load(tmp_path)
    files = [problem.file for problem in caught.value.problems]
    assert files.count("sources.toml") > 20 and files.count("deadlines.toml") > 5 and "ladder.toml" in files
    assert len(str(caught.value).splitlines()) == len(files)


def test_a_missing_chapter_a_stranger_and_a_wrong_encoding_are_told(tmp_path: Path):
    shutil.copytree(SHIPPED, tmp_path, dirs_exist_ok=True)
    (tmp_path / "ladder.toml").unlink()
    (tmp_path / "laddr.toml").write_text("", "utf-8")
    (tmp_path / "orders.toml").write_bytes("[columns] # 工单".encode("gb18030"))
    with pytest.raises(EditionError) as caught:
        load(tmp_path)
    said = {problem.file: problem.sentence for problem in caught.value.problems}
    assert "is missing" in said["ladder.toml"]
    assert "not a chapter" in said["laddr.toml"]
    assert "UTF-8" in said["orders.toml"]
