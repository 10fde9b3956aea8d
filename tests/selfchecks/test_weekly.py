"""C4.8.7, every week in a hall: amounts, authority, type. Each rule with the world in which exactly that is wrong."""

from datetime import timedelta
from decimal import Decimal

import pytest

from shouwen.disputes.models import Charge
from shouwen.people.system import SETUP
from shouwen.people.verbs import give_role, name_deputy, take_role
from shouwen.refunds.models import Refund
from tests.cast import Cast, done
from tests.disputes.telling import ANSWERS, Story, billed
from tests.selfchecks.forging import checked, forged
from tests.selfchecks.telling import WEEK_OVER, Books, booked, found, only, paid, waived, weekly

D = Decimal


def test_a_clean_week_finds_nothing_and_sums_to_the_cent(cast: Cast) -> None:
    paid(cast)
    paid(cast, "300.00", cast.hall_manager, customer="prepaid")
    paid(cast, "600.00", cast.hall_manager, cast.office_manager, customer="silver")
    paid(cast, "2000.01", cast.hall_manager, cast.office_manager, cast.department_manager, customer="points")
    booked(waived(cast, "5.00").refund, cast.morning)
    check = weekly()
    assert found(check) == [] and check.state == "ready"
    assert (check.count, check.total) == (5, D("2954.91"))
    assert check.facts["kinds"] == {"single": [4, "2949.91"], "late_fee": [1, "5.00"]}
    assert check.facts["statement"] == "read"


def test_an_empty_week_of_a_hall_leaves_its_report_too(cast: Cast) -> None:
    check = weekly(unit="QD2")
    assert (check.count, check.found, check.state) == (0, 0, "ready")


# amount_mismatch


@pytest.mark.parametrize(
    ("theirs", "reason"),
    [(("59.90",), "booked-otherwise"), ((), "not-in-billing"), (("49.90", "49.90"), "booked-twice")],
)
def test_billing_booked_another_amount_or_nothing_or_twice(cast: Cast, theirs: tuple[str, ...], reason: str) -> None:
    key = paid(cast).refund.key
    check = weekly(books=Books(**{key: theirs}))
    assert found(check) == [("amount_mismatch", reason)]
    assert (only(check).refund.key, only(check).masked) == (key, "143****0005")  # type: ignore[union-attr]


def test_more_went_back_than_was_in_dispute(cast: Cast) -> None:
    story = paid(cast)
    Charge.objects.filter(dispute=story.row).update(amount="49.89")
    assert found(weekly()) == [("amount_mismatch", "more-than-disputed")]


def test_what_was_reversed_no_longer_counts_as_returned(cast: Cast) -> None:
    story = paid(cast, charge="50.00")
    done(story.do("ask_reversal", refund=story.refund.key, amount=D("10.00"), why="多退"))
    story.signed(cast.hall_manager)
    booked(Refund.rows.get(reverses__isnull=False), story.at)
    Charge.objects.filter(dispute=story.row).update(amount="39.90")
    assert found(weekly()) == []


def test_another_amount_was_approved_than_went_out(cast: Cast) -> None:
    story = paid(cast, charge="100.00")
    Refund.rows.filter(pk=story.refund.pk).update(principal="59.90", booked="59.90")
    assert found(weekly()) == [("amount_mismatch", "unlike-approved")]


# over_authority


def test_the_front_line_went_beyond_its_authority(cast: Cast) -> None:
    forged(checked(cast, "100.01"), "100.01", own=True)
    check = weekly()
    assert found(check) == [("over_authority", "beyond-own")]
    assert only(check).facts == {"counted": "100.01", "level": "team_leader"}


def test_exactly_the_limit_is_within_it(cast: Cast) -> None:
    forged(checked(cast, "100.00"), "100.00", own=True)
    assert found(weekly()) == []


def test_a_sum_split_over_two_halls_is_counted_together(cast: Cast) -> None:
    paid(cast, "60.00", by=cast.second_hall_clerk)
    forged(checked(cast, "40.01", at=cast.after(hours=1)), "40.01", own=True)
    check = weekly()
    assert found(check) == [("over_authority", "beyond-own")]
    assert only(check).facts["counted"] == "100.01"
    # The first of the two was within the authority when it was granted.
    assert found(weekly(unit="QD2")) == []


def test_the_day_thirty_days_before_counts_and_the_one_before_does_not(cast: Cast) -> None:
    paid(cast, "60.00", at=cast.after(days=1))
    paid(cast, "60.00", customer="prepaid")
    for customer in ("ordinary", "prepaid"):
        forged(checked(cast, "60.00", customer=customer, at=cast.after(days=31)), "60.00", own=True)
    check = weekly(WEEK_OVER + timedelta(weeks=5), begins="2026-03-30")
    assert found(check) == [("over_authority", "beyond-own")]
    assert only(check).masked == "143****0005"


def test_nobody_granted_or_signed_it(cast: Cast) -> None:
    forged(checked(cast, "30.00"), "30.00", nobody=True)
    assert found(weekly()) == [("over_authority", "nobody-approved")]


def test_a_level_did_not_sign(cast: Cast) -> None:
    forged(checked(cast, "600.00"), "600.00", signed=(("team_leader", cast.hall_manager),))
    check = weekly()
    assert found(check) == [("over_authority", "level-missing")]
    assert only(check).facts["missing"] == ["office_manager"]


def test_who_applied_signed_it(cast: Cast) -> None:
    forged(checked(cast, "300.00"), "300.00", by=cast.hall_manager, signed=(("team_leader", cast.hall_manager),))
    assert found(weekly()) == [("over_authority", "signed-by-applicant")]


def test_one_person_signed_two_levels(cast: Cast) -> None:
    twice = (("team_leader", cast.office_manager), ("office_manager", cast.office_manager))
    forged(checked(cast, "600.00"), "600.00", signed=twice)
    assert found(weekly()) == [("over_authority", "signed-twice")]


def test_who_signed_did_not_hold_the_level_or_not_over_this_hall(cast: Cast) -> None:
    forged(checked(cast, "300.00"), "300.00", signed=(("team_leader", cast.colleague),))
    forged(checked(cast, "300.00", customer="prepaid"), "300.00", signed=(("team_leader", cast.second_hall_manager),))
    check = weekly()
    assert found(check) == [("over_authority", "signed-too-low")] * 2
    assert [row.facts["by"] for row in check.exceptions.all()] == ["1002", "1014"]


def test_the_level_is_that_of_the_day_of_the_signature(cast: Cast) -> None:
    """Whoever was promoted later did not hold it then; whoever was moved later did."""
    paid(cast, "300.00", cast.hall_manager)
    forged(checked(cast, "300.00", customer="prepaid"), "300.00", signed=(("team_leader", cast.colleague),))
    said = {"actor": SETUP, "at": cast.after(days=2), "role": "hall_manager", "unit": cast.units["QD1"]}
    done(give_role(cast.colleague.pk, **said))
    done(take_role(cast.hall_manager.pk, **said))
    check = weekly()
    assert found(check) == [("over_authority", "signed-too-low")]
    assert only(check).masked == "143****0006"


def test_a_deputy_signs_with_their_own_level(cast: Cast) -> None:
    span = {"begins_at": cast.after(hours=-1), "ends_at": cast.after(days=3)}
    said = {"actor": cast.hall_manager, "at": cast.after(hours=-2), "deputy": cast.support_lead}
    done(name_deputy(cast.hall_manager.pk, **said, **span))
    paid(cast, "300.00", cast.support_lead)
    assert found(weekly()) == []


# wrong_type


def test_paid_although_the_charge_was_right(cast: Cast) -> None:
    story = checked(cast, "30.00").found("disproven")
    forged(story, "30.00", own=True)
    check = weekly()
    assert found(check) == [("wrong_type", "kind-unlike-finding")]
    assert only(check).facts == {"kind": "single", "finding": "disproven"}


def test_paid_without_a_check(cast: Cast) -> None:
    forged(Story(cast, "30.00").papered(), "30.00", own=True)
    assert found(weekly()) == [("wrong_type", "never-checked")]


def test_the_finding_of_then_counts_not_the_one_of_later(cast: Cast) -> None:
    """The principal went back while nothing was proven; later the charge turned out to be right."""
    story = Story(cast, "80.00").found("unproven").papered().later(days=12)
    story.proposed(answers={**ANSWERS, "insists": "insists"})
    done(story.do("grant"))
    billed(story).later(hours=1).found("disproven")
    check = weekly(WEEK_OVER + timedelta(weeks=2), begins="2026-03-16")
    assert (check.count, found(check)) == (1, [])


def test_a_gift_where_none_belongs_and_a_double_one_without(cast: Cast) -> None:
    forged(checked(cast, "30.00"), "30.00", gift="30.00", own=True)
    forged(checked(cast, "31.00", customer="prepaid"), "31.00", kind="double", own=True)
    assert found(weekly()) == [("wrong_type", "gift-without-double"), ("wrong_type", "double-without-gift")]


def test_a_double_refund_for_a_cause_outside(cast: Cast) -> None:
    cause = "other.interconnection"
    forged(checked(cast, "30.00", cause=cause), "30.00", gift="30.00", kind="double", cause=cause, own=True)
    assert found(weekly()) == [("wrong_type", "never-double")]


def test_another_cause_than_was_found(cast: Cast) -> None:
    forged(checked(cast, "30.00", cause="sp.unaware"), "30.00", cause="company.network", own=True)
    check = weekly()
    assert found(check) == [("wrong_type", "cause-unlike-finding")]
    assert only(check).facts == {"cause": "company.network", "found": "sp.unaware"}


def test_a_refund_that_is_entered_after_the_week_belongs_to_the_next(cast: Cast) -> None:
    story = checked(cast, "30.00", at=cast.after(days=5))
    forged(story, "30.00", nobody=True)
    assert weekly(cast.after(days=4, hours=18)).count == 0
    assert weekly(cast.after(days=4, hours=18) + timedelta(days=7)).count == 0
