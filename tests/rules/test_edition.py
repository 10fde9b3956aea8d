"""The shipped edition: complete, frozen, and every entry with its clause."""

import dataclasses
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from shouwen.handbook.load import SHIPPED, shipped
from shouwen.handbook.rights import Right
from shouwen.handbook.schema import CLAUSE
from tests.rules.worked import EDITION

HANDBOOK = SHIPPED.parent


def sources_of_rules() -> str:
    """The handbook's own, and the self-checks that compare whole files: they give reasons of theirs (C4.8.7)."""
    checks = HANDBOOK.parent / "selfchecks" / "running"
    paths = [*Path(HANDBOOK).glob("*.py"), *checks.glob("*.py")]
    return "\n".join(path.read_text("utf-8") for path in paths)


def test_it_is_read_once():
    assert shipped() is EDITION


def test_it_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        EDITION.name = "2030.1"  # type: ignore[misc]
    with pytest.raises(TypeError):
        EDITION.grades["ruby"] = EDITION.grades["gold"]  # type: ignore[index]
    with pytest.raises(TypeError):
        EDITION.deadlines.types["vip"] = None  # type: ignore[index]
    with pytest.raises(ValidationError):
        EDITION.grades["gold"].club = False  # type: ignore[misc]


def test_every_listed_thing_has_both_names_and_a_clause():
    for name, group in EDITION.groups.items():
        assert group, name
        for code, entry in group.items():
            assert entry.code == code and entry.zh and entry.en and re.match(CLAUSE, entry.clause), (name, code)


def test_every_reason_and_refusal_that_the_rules_give_has_its_words():
    used = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', sources_of_rules()))
    # The self-checks name theirs without the word that they all begin with.
    assert set(EDITION.reasons) <= used | {f"check-{code}" for code in used}
    assert {"no-group", "move-not-allowed", "unknown-move"} <= used & set(EDITION.refusals)


def test_every_reason_carries_a_clause_of_its_chapter():
    assert EDITION.reasons["statutory-limit"].clause == "L1"
    assert EDITION.reasons["repeat-confirmed"].clause == "C1.3.4"


def test_twenty_five_sources_or_more_bypass_and_normal():
    bypass = [source for source in EDITION.sources.values() if source.bypass]
    assert len(EDITION.sources) >= 25 and 10 < len(bypass) < len(EDITION.sources)
    assert {source.clause for source in bypass} == {"C1.3.2"}


def test_an_unknown_label_stands_for_itself():
    assert EDITION.label("grades", "gold", "zh") == "金卡"
    assert EDITION.label("grades", "ruby", "zh") == "ruby"
    assert EDITION.label("no_such_group", "x", "en") == "x"


def test_customer_data_is_seen_in_full_for_the_reasons_of_m4_only():
    assert {entry.clause for entry in EDITION.disclosure.values()} == {"M4"}


def test_the_seven_root_causes_of_c1_2():
    assert len(EDITION.root_causes) == 7 and {entry.clause for entry in EDITION.root_causes.values()} == {"C1.2"}


def test_text_of_twenty_thousand_characters_is_taken():
    assert EDITION.limits.text_characters == 20_000


class TestRoles:
    def test_every_right_belongs_to_somebody(self):
        given = {right for role in EDITION.roles.values() for right in role.rights}
        assert given == set(Right)

    def test_no_role_names_a_right_twice(self):
        assert all(len(role.rights) == len(set(role.rights)) for role in EDITION.roles.values())

    @pytest.mark.parametrize("role", ["hall_manager", "support_lead", "branch_lead", "province_desk"])
    def test_managers_consent_and_see_their_team(self, role: str):
        assert {Right.CONSENT, Right.TEAM, Right.MARK_SENSITIVE} <= set(EDITION.roles[role].rights)

    @pytest.mark.parametrize("role", ["clerk", "back_office", "auditor", "admin"])
    def test_nobody_else_consents(self, role: str):
        assert Right.CONSENT not in EDITION.roles[role].rights

    def test_the_auditor_changes_nothing_and_sees_nobody_in_full(self):
        allowed = {
            Right.READ, Right.TEAM, Right.EXPORT_EVENTS, Right.READ_CUSTOMER, Right.READ_LEDGER, Right.READ_HANDBOOK,
            Right.READ_DISPUTES, Right.READ_CHECKS,
        }  # fmt: skip
        assert set(EDITION.roles["auditor"].rights) == allowed

    def test_the_administrator_takes_no_part_in_complaints(self):
        rights = set(EDITION.roles["admin"].rights)
        assert not rights & {Right.INTAKE, Right.ANSWER, Right.REVEAL, Right.CONSENT, Right.TRANSFER}

    def test_the_branch_raises_and_the_province_receives_c1_3_5(self):
        assert Right.RAISE in EDITION.roles["branch_lead"].rights
        assert Right.RAISE not in EDITION.roles["province_desk"].rights

    @pytest.mark.parametrize(
        ("role", "scope"),
        [("clerk", "unit"), ("hall_manager", "unit"), ("back_office", "branch"), ("province_desk", "province")],
    )
    def test_how_far_up_the_tree_each_sees(self, role: str, scope: str):
        assert EDITION.roles[role].scope == scope
