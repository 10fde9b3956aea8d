"""C1.3.3: the sliding window against a plain look at every window there is."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.handbook.batch import Arrival, batch_set, heads
from tests.rules.worked import EDITION, at

NOON = at("2026-11-20 12:00")
WINDOW = timedelta(minutes=60)

surges = st.lists(
    st.builds(
        lambda who, vip, minute: Arrival(f"{'v' if vip else 'c'}{who}", vip, NOON + timedelta(minutes=minute)),
        st.integers(0, 25),
        st.booleans(),
        st.integers(0, 150),
    ),
    min_size=1,
    max_size=40,
)


def in_any_batch(surge: list[Arrival], newest: Arrival) -> set[Arrival]:
    """Every minute is tried as the beginning of a window that holds the newest."""
    members: set[Arrival] = set()
    for minute in range(-60, 151):
        start = NOON + timedelta(minutes=minute)
        if start <= newest.at <= start + WINDOW:
            inside = {one for one in surge if start <= one.at <= start + WINDOW}
            ordinary, vip = heads(inside)
            members |= inside if ordinary >= 11 or vip >= 5 else set()
    return members


@settings(max_examples=50, deadline=None)
@given(surges)
def test_the_set_is_what_a_look_at_every_window_finds(surge: list[Arrival]):
    newest = surge[-1]
    assert set(batch_set(surge, newest, EDITION)) == in_any_batch(surge, newest)


@settings(max_examples=50, deadline=None)
@given(surges)
def test_the_order_of_entry_does_not_matter(surge: list[Arrival]):
    newest = surge[-1]
    assert batch_set(surge, newest, EDITION) == batch_set(reversed(surge), newest, EDITION)
