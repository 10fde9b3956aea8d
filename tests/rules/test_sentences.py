"""Sentences are made at display from codes and facts, in both languages, and never fail."""

import re
import string
from datetime import UTC, datetime
from typing import Any

import pytest

from shouwen.handbook.decision import Decision, Reason, Refused, explain
from shouwen.handbook.sentences import event_words, say, span
from tests.rules.worked import EDITION

SPEECHES = [
    (group, code, entry)
    for group in ("reasons", "refusals", "events")
    for code, entry in getattr(EDITION, group).items()
]
FORMATS = {"when", "span", "money", ""} | set(EDITION.groups)


def placeholders(template: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in string.Formatter().parse(template) if name}


def test_both_languages_say_the_same_facts_in_forms_that_exist():
    for group, code, entry in SPEECHES:
        chinese, english = placeholders(entry.zh), placeholders(entry.en)
        assert chinese == english, (group, code)
        assert {spec for _, spec in chinese} <= FORMATS, (group, code)


def test_every_label_of_the_edition_is_chinese_in_chinese_and_not_in_english():
    for name, group in EDITION.groups.items():
        for code, entry in group.items():
            assert not re.search(r"[\u4e00-\u9fff]", entry.en), (name, code)
            assert re.search(r"[\u4e00-\u9fffA-Z]", entry.zh), (name, code)


def test_a_code_becomes_its_label_and_a_list_its_labels():
    facts = {"kind": "major", "kinds": ["batch", "repeat"]}
    assert say("{kind:kinds}：{kinds:kinds}", facts, "zh", EDITION) == "重大：批量、重复"
    assert say("{kind:kinds}: {kinds:kinds}", facts, "en", EDITION) == "Major: Batch, Repeat"


def test_an_unknown_code_stands_for_itself_and_a_missing_fact_is_an_ellipsis():
    assert say("{kind:kinds} {who} {at:when} {n:span}", {"kind": "new"}, "en", EDITION) == "new … … …"


@pytest.mark.parametrize("facts", [{}, {"to": None}, {"to": ""}, {"to": []}, {"to": {"a": 1}}, {"to": 7}])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_event_ever_fails_to_be_told(facts: dict[str, Any], language: Any):
    for code in EDITION.events:
        assert event_words(code, facts, language=language, edition=EDITION)


def test_an_event_of_another_time_is_told_by_its_code():
    assert event_words("ticket.teleported", {}, language="zh", edition=EDITION) == "ticket.teleported"


def test_braces_in_a_fact_are_only_text():
    assert say("{why}", {"why": "{0.__class__} {x}"}, "en", EDITION) == "{0.__class__} {x}"


def test_times_are_shown_in_shanghai_from_datetimes_and_from_iso():
    noon = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
    assert (
        say("{a:when} {b:when}", {"a": noon, "b": noon.isoformat()}, "zh", EDITION)
        == "2026-11-20 12:00 2026-11-20 12:00"
    )


@pytest.mark.parametrize(
    ("minutes", "chinese", "english"),
    [(0, "0 分", "0 min"), (59, "59 分", "59 min"), (60, "1 小时", "1 h"), (210, "3 小时 30 分", "3 h 30 min")],
)
def test_lengths_of_time_in_words(minutes: int, chinese: str, english: str):
    assert (span(minutes, "zh"), span(minutes, "en")) == (chinese, english)


def test_a_decision_a_reason_and_a_refusal_are_explained_with_their_clauses():
    reason = Reason("C4.3", "priority-club", {"grade": "gold"})
    assert explain(reason, "en", EDITION) == "Gold card is in the club: express (C4.3)"
    assert explain(Decision("x", (reason,), "2026.1"), "zh", EDITION) == ["金卡为俱乐部客户，选特急单（C4.3）"]
    refused = Refused.of(EDITION, "say-what-was-tried")
    assert not refused and explain(refused, "zh", EDITION) == "转派前请写明已做的预处理（C3.1）"


def test_a_refusal_without_words_is_a_bug():
    with pytest.raises(KeyError):
        Refused.of(EDITION, "no-such-refusal")
