"""C4.8.4: the sample of the check, drawn so that anybody can draw it again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.handbook.sampling import drawn, sample_size
from tests.rules.worked import EDITION

# A busy machine is slow; that is no mistake of the rules.
ANY_TIME = settings(max_examples=60, deadline=None)
KEYS = [f"row-{number:04}" for number in range(300)]


@pytest.mark.parametrize(
    ("count", "size"),
    [
        (0, 0), (1, 1), (9, 9), (10, 10), (11, 10), (200, 10), (201, 11), (220, 11), (221, 12), (1000, 50),
        (4000, 200), (4001, 200), (10_000, 200),
    ],
)  # fmt: skip
def test_a_twentieth_within_ten_and_two_hundred(count: int, size: int):
    assert sample_size(count, EDITION) == size


def test_the_same_seed_draws_the_same_in_whatever_order_the_rows_come():
    assert drawn(KEYS, "2026-11-28/7", 15) == drawn(reversed(KEYS), "2026-11-28/7", 15)


def test_another_seed_draws_others():
    assert drawn(KEYS, "one", 15) != drawn(KEYS, "two", 15)


def test_a_recorded_seed_still_draws_what_it_drew():
    """Should this ever fail, recorded samples can't be drawn again: the rule has changed, not the test."""
    assert drawn(KEYS, "1", 3) == ("row-0053", "row-0138", "row-0286")


def test_no_more_than_there_are_and_none_of_none():
    assert drawn(["b", "a", "a"], "x", 9) == ("a", "b")
    assert drawn(KEYS, "x", 0) == drawn([], "x", 5) == drawn(KEYS, "x", -1) == ()


@ANY_TIME
@given(st.sets(st.text(min_size=1), max_size=30), st.text(max_size=10), st.integers(0, 40))
def test_a_sample_is_of_its_rows_in_order_and_a_bigger_one_holds_the_smaller(keys: set[str], seed: str, size: int):
    sample = drawn(keys, seed, size)
    assert set(sample) <= keys and len(sample) == min(size, len(keys)) and list(sample) == sorted(sample)
    assert set(sample) <= set(drawn(keys, seed, size + 1))


@ANY_TIME
@given(st.integers(0, 100_000))
def test_more_rows_never_make_a_smaller_sample(count: int):
    assert sample_size(count, EDITION) <= sample_size(count + 1, EDITION) <= count + 1
