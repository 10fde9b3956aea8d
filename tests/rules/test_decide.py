"""The chapters as they are asked from outside: facts in JSON, clear messages for bad ones."""

import json
from typing import Any

import pytest

from shouwen.handbook.decide import CHAPTERS, BadFacts, decide_chapter, facts_schema
from shouwen.handbook.decision import Decision, Refused, explain
from tests.rules.worked import EDITION

GOOD: dict[str, dict[str, Any]] = {
    "urgency": {"category": "basic.voice.dropped", "source": "media", "contacted_at": "2026-11-20T10:00:00+08:00"},
    "priority": {"grade": "gold"},
    "deadlines": {
        "category": "basic.voice.dropped",
        "contacted_at": "2026-11-20T10:00:00+08:00",
        "entered_at": "2026-11-20T10:05:00+08:00",
    },
    "routing": {
        "category": "basic.voice.dropped",
        "branch_city": "云州",
        "groups": [{"code": "N", "city": "云州", "function": "network"}],
    },
    "category": {"text": "宽带师傅说好上门又没来"},
    "working-time": {"start": "2026-09-30T16:00:00+08:00", "days": 0.5},
    "authority": {
        "amount": "96.00",
        "at": "2026-11-20T10:00:00+08:00",
        "earlier": [{"about": "ZF-QD-26110007", "amount": "20.00", "at": "2026-11-02T09:00:00+08:00"}],
    },
    "double-refund": {
        "amount": "10.00",
        "finding": "proven",
        "cause": "sp.former_owner",
        "charged_on": "2026-10-31",
        "claimed_on": "2026-11-20",
        "answers": {"unsubscribed": "not_cancelled", "product": "personal", "evidence": "evidence"},
    },
    "batch-dispute": {"customers": 11, "total": "220.00", "flow": "fault", "papers": ["notice"]},
}


def decided(chapter: str, facts: dict[str, Any]) -> Decision[Any] | Refused:
    return decide_chapter(chapter, json.dumps(facts), EDITION)


def mistakes(chapter: str, facts: Any) -> BadFacts:
    with pytest.raises(BadFacts) as caught:
        decide_chapter(chapter, facts if isinstance(facts, str) else json.dumps(facts), EDITION)
    return caught.value


def test_every_chapter_has_an_example():
    assert set(GOOD) == set(CHAPTERS)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_decision_says_what_why_and_under_which_edition_and_is_json(chapter: str):
    decision = decided(chapter, GOOD[chapter])
    assert isinstance(decision, Decision)
    said = json.loads(json.dumps(decision.as_json()))
    assert said["edition"] == EDITION.name and said["because"]
    for language in ("zh", "en"):
        assert all(explain(decision, language, EDITION))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_schema_names_the_facts(chapter: str):
    schema = facts_schema(chapter)
    assert set(GOOD[chapter]) <= set(schema["properties"])
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_an_unknown_field_is_named(chapter: str):
    assert mistakes(chapter, GOOD[chapter] | {"colour": 1}).problems[0][0] == "colour"


@pytest.mark.parametrize(
    ("chapter", "change", "field"),
    [
        ("urgency", {"category": "no.such"}, "category"),
        ("urgency", {"source": "pigeon"}, "source"),
        ("urgency", {"contacted_at": "2026-11-20T10:00:00"}, "contacted_at"),
        ("urgency", {"contacted_at": "yesterday"}, "contacted_at"),
        ("urgency", {"declared": [{"kind": "huge", "by": "x", "why": "y"}]}, "declared.0.kind"),
        ("urgency", {"batch": {"ordinary": -1}}, "batch.ordinary"),
        ("priority", {"grade": "vip"}, "grade"),
        ("priority", {"kinds": ["major", "huge"]}, "kinds.1"),
        ("priority", {"kinds": "major"}, "kinds"),
        ("deadlines", {"direction": "up"}, "direction"),
        ("deadlines", {"hours": "nine to five"}, "hours"),
        ("routing", {"column": "rumour"}, "column"),
        ("routing", {"groups": [{"code": "N", "city": "x", "function": "magic"}]}, "groups.0.function"),
        ("working-time", {"start": 5}, "start"),
        ("working-time", {"days": -1}, "days"),
        ("authority", {"amount": 96.0}, "amount"),
        ("authority", {"amount": "96.001"}, "amount"),
        ("authority", {"amount": "-1.00"}, "amount"),
        ("authority", {"earlier": [{"about": "A", "amount": 5, "at": "2026-11-02T09:00:00Z"}]}, "earlier.0.amount"),
        ("double-refund", {"finding": "maybe"}, "finding"),
        ("double-refund", {"cause": "sp.moon"}, "cause"),
        ("double-refund", {"charged_on": "yesterday"}, "charged_on"),
        ("batch-dispute", {"customers": 0}, "customers"),
        ("batch-dispute", {"flow": "luck"}, "flow"),
        ("batch-dispute", {"papers": ["napkin"]}, "papers.0"),
    ],
)
def test_a_bad_fact_is_named_in_both_languages(chapter: str, change: dict[str, Any], field: str):
    found = mistakes(chapter, GOOD[chapter] | change)
    assert found.problems[0][0] == field
    assert found.sentences("zh")[0].startswith(f"字段 {field}：")
    assert found.sentences("en")[0].startswith(f"field {field}: ")


def test_all_bad_facts_are_told_at_once():
    assert [name for name, _, _ in mistakes("urgency", {"colour": 1}).problems] == [
        "category",
        "source",
        "contacted_at",
        "colour",
    ]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7", '"x"'])
def test_what_is_no_object_of_json_is_refused(text: str):
    assert mistakes("priority", text).sentences("zh")


def test_minutes_or_days_but_not_both_or_neither():
    start = {"start": GOOD["working-time"]["start"]}
    assert "either minutes or days" in str(mistakes("working-time", start))
    assert "either minutes or days" in str(mistakes("working-time", start | {"minutes": 1, "days": 1}))


def test_half_a_day_before_national_day_ends_after_it():
    decision = decided("working-time", GOOD["working-time"])
    assert decision.as_json()["what"] == {"at": "2026-10-08T02:30:00+00:00", "provisional": False}


def test_a_calendar_may_be_given():
    calendar = {"days": {"2026-10-08": False}, "announced": [2026], "version": 9}
    decision = decided("working-time", GOOD["working-time"] | {"calendar": calendar})
    assert decision.as_json()["what"]["at"] == "2026-10-01T02:30:00+00:00"


def test_a_time_beyond_all_calendars_is_refused_not_raised():
    assert mistakes("working-time", {"start": "9999-12-31T10:00:00+08:00", "minutes": 1000}).sentences("en")


def test_no_group_is_a_refusal_and_not_a_mistake():
    refused = decided("routing", GOOD["routing"] | {"groups": []})
    assert isinstance(refused, Refused) and refused.as_json()["refused"] == "no-group"


def test_a_chapter_that_does_not_exist_lists_those_that_do():
    with pytest.raises(BadFacts, match="known: urgency, priority"):
        facts_schema("astrology")
