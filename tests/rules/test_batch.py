"""C1.3.3: counting a batch over a sliding window of 60 minutes."""

from datetime import timedelta

import pytest

from shouwen.handbook.batch import Arrival, batch_set, heads, matter_key
from tests.rules.worked import EDITION, at

NOON = at("2026-11-20 12:00")


def arrivals(count: int, *, vip: bool = False, apart: timedelta = timedelta(minutes=1)) -> list[Arrival]:
    who = "v" if vip else "c"
    return [Arrival(f"{who}{n}", vip, NOON + n * apart) for n in range(count)]


def test_ten_ordinary_customers_are_not_yet_a_batch():
    everyone = arrivals(10)
    assert batch_set(everyone, everyone[-1], EDITION) == ()


def test_the_eleventh_ordinary_customer_turns_the_whole_set_into_a_batch():
    everyone = arrivals(11)
    assert batch_set(everyone[:-1], everyone[-1], EDITION) == tuple(everyone)


def test_four_vip_customers_are_not_a_batch_and_five_are():
    everyone = arrivals(5, vip=True)
    assert batch_set(everyone[:3], everyone[3], EDITION) == ()
    assert batch_set(everyone[:4], everyone[4], EDITION) == tuple(everyone)


def test_vip_and_ordinary_customers_are_counted_apart():
    everyone = [*arrivals(10), *arrivals(4, vip=True)]
    assert batch_set(everyone, everyone[-1], EDITION) == ()


def test_ordinary_customers_belong_to_the_set_that_the_fifth_vip_completes():
    everyone = [*arrivals(2), *arrivals(5, vip=True)]
    assert set(batch_set(everyone, everyone[-1], EDITION)) == set(everyone)


def test_sixty_minutes_to_the_second_is_inside_the_window_and_one_second_more_is_not():
    first = arrivals(10, apart=timedelta(0))
    inside = Arrival("last", False, NOON + timedelta(minutes=60))
    outside = Arrival("last", False, NOON + timedelta(minutes=60, seconds=1))
    assert len(batch_set(first, inside, EDITION)) == 11
    assert batch_set(first, outside, EDITION) == ()


def test_a_customer_who_complains_twice_is_one_customer():
    everyone = [*arrivals(10), Arrival("c0", False, NOON + timedelta(minutes=20))]
    assert batch_set(everyone, everyone[-1], EDITION) == ()
    assert heads(everyone) == (10, 0)


def test_a_complaint_entered_late_completes_the_batch_around_it():
    everyone = arrivals(11, apart=timedelta(minutes=6))
    late = everyone.pop(5)
    assert late in batch_set(everyone, late, EDITION)
    assert len(batch_set(everyone, late, EDITION)) == 11


def test_a_slow_trickle_is_never_a_batch():
    everyone = arrivals(60, apart=timedelta(minutes=7))
    assert all(batch_set(everyone, one, EDITION) == () for one in everyone)


def test_those_outside_every_full_window_stay_out():
    early = Arrival("early", False, NOON - timedelta(minutes=55))
    everyone = [early, *arrivals(11, apart=timedelta(minutes=1))]
    assert early not in batch_set(everyone, everyone[-1], EDITION)


@pytest.mark.parametrize(("name", "same"), [("ＣＥＬＬ 12", True), (" cell12 ", True), ("cell13", False), ("", False)])
def test_the_matter_is_the_category_plus_what_it_hits(name: str, same: bool):
    assert (matter_key("basic.voice.dropped", "cell", name) == "basic.voice.dropped|cell:cell12") is same


def test_without_what_it_hits_the_matter_is_the_category():
    assert matter_key("basic.voice.dropped", "", "") == "basic.voice.dropped"


def test_a_complaint_older_than_all_others_completes_the_batch_when_it_is_entered_late():
    everyone = arrivals(11)
    assert len(batch_set(everyone[1:], everyone[0], EDITION)) == 11
