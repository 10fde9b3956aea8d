"""C4.8.3 under any amounts: more money never goes to a lower level, and splitting never helps."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.handbook.authority import AuthorityFacts, Earlier, at_least, decide, level_for
from shouwen.handbook.money import total
from tests.rules.worked import EDITION, at

# A busy machine is slow; that is no mistake of the rules.
ANY_TIME = settings(max_examples=60, deadline=None)
NOW = at("2026-11-20 10:00")
LEVELS = list(EDITION.authority.levels)
amounts = st.decimals("0.01", "9000.00", places=2)
days = st.integers(0, 30)


def earlier(amount: Decimal, ago: int) -> Earlier:
    return Earlier(about=f"D-{amount}-{ago}", amount=amount, at=NOW - timedelta(days=ago))


@ANY_TIME
@given(amounts, amounts)
def test_more_money_never_goes_to_a_lower_level(one: Decimal, other: Decimal):
    less, more = sorted((one, other))
    assert at_least(level_for(more, EDITION), level_for(less, EDITION), EDITION)


@ANY_TIME
@given(amounts, st.lists(st.tuples(amounts, days), max_size=5))
def test_splitting_within_the_window_never_lowers_the_level(amount: Decimal, before: list[tuple[Decimal, int]]):
    facts = AuthorityFacts(amount=amount, at=NOW, earlier=tuple(earlier(*each) for each in before))
    found = decide(facts, EDITION).what
    whole = total([amount, *(much for much, _ in before)])
    assert found.counted == whole
    assert found.level == level_for(whole, EDITION)


@ANY_TIME
@given(amounts, st.lists(st.tuples(amounts, st.integers(31, 900)), max_size=5))
def test_what_lies_before_the_window_changes_nothing(amount: Decimal, before: list[tuple[Decimal, int]]):
    facts = AuthorityFacts(amount=amount, at=NOW, earlier=tuple(earlier(*each) for each in before))
    assert decide(facts, EDITION).what == decide(AuthorityFacts(amount=amount, at=NOW), EDITION).what


@ANY_TIME
@given(amounts)
def test_the_chain_leads_from_the_team_leader_to_the_level_without_a_gap(amount: Decimal):
    found = decide(AuthorityFacts(amount=amount, at=NOW), EDITION).what
    assert list(found.chain) == LEVELS[1 : LEVELS.index(found.level) + 1]
    assert found.own == (found.chain == ()) == (amount <= 100)


@ANY_TIME
@given(st.sampled_from(LEVELS), st.sampled_from(LEVELS))
def test_of_two_levels_one_is_at_least_the_other(one: str, other: str):
    assert at_least(one, other, EDITION) or at_least(other, one, EDITION)
    assert (at_least(one, other, EDITION) and at_least(other, one, EDITION)) == (one == other)
