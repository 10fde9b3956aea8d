"""C4.8.3: who decides on how much, level by level, with four eyes."""

from datetime import timedelta
from decimal import Decimal

import pytest

from shouwen.clocks.models import Watched
from shouwen.clocks.sweep import sweep
from shouwen.disputes.models import Application, Dispute
from shouwen.disputes.verbs import recalculate
from shouwen.ledger.door import Done
from shouwen.notices.models import Message
from shouwen.people.verbs import give_role, name_deputy
from tests.cast import Cast, clock, codes, done, refused
from tests.disputes.telling import Story


def test_nothing_is_proposed_before_it_was_checked(cast: Cast) -> None:
    story = Story(cast, "58.00").papered()
    assert refused(story.propose("single", "58.00")) == "check-first"


def test_a_hundred_is_the_front_lines_own(cast: Cast) -> None:
    story = Story(cast, "100.00").ready("100.00")
    assert refused(story.do("apply", why="x")) == "within-own-authority"
    done(story.do("grant"))
    assert story.state == "promised" and story.refund.total == Decimal("100.00")
    assert story.dispute.next_due_clock == "refund"


def test_a_cent_more_is_the_hall_managers(cast: Cast) -> None:
    story = Story(cast, "100.01").ready("100.01")
    assert refused(story.do("grant")) == "beyond-own-authority"
    story.applied()
    assert story.application.chain == ["team_leader"]
    assert refused(story.sign(cast.office_manager)) == "not-your-level"
    story.signed(cast.hall_manager)
    assert story.state == "promised" and story.refund.state == "due"


@pytest.mark.parametrize(
    ("amount", "chain"),
    [
        ("500.00", ["team_leader"]),
        ("500.01", ["team_leader", "office_manager"]),
        ("2000.00", ["team_leader", "office_manager"]),
        ("2000.01", ["team_leader", "office_manager", "department_manager"]),
        ("5000.00", ["team_leader", "office_manager", "department_manager"]),
        ("5000.01", ["team_leader", "office_manager", "department_manager", "city_manager"]),
    ],
)
def test_the_chain_is_as_long_as_the_amount_is_high(cast: Cast, amount: str, chain: list[str]) -> None:
    story = Story(cast, amount).ready(amount).applied()
    assert story.application.chain == chain
    people = [cast.hall_manager, cast.office_manager, cast.department_manager, cast.city_manager]
    for place, person in enumerate(people[: len(chain)]):
        assert story.state == "applied" and not story.dispute.refunds().exists()
        for other in people[place + 1 :]:
            assert refused(story.sign(other)) == "not-your-level"
        story.signed(person)
    assert story.state == "promised"
    assert [one.level for one in story.application.signatures.all()] == chain


def test_the_gift_counts_with_the_principal(cast: Cast) -> None:
    story = Story(cast, "60.00").found().papered().proposed("double", "60.00", "60.00").applied()
    assert (story.application.counted, story.application.chain) == (Decimal("120.00"), ["team_leader"])


def test_who_applies_never_approves(cast: Cast) -> None:
    story = Story(cast, "300.00", by=cast.hall_manager).ready("300.00").applied()
    assert refused(story.sign(cast.hall_manager)) == "own-application"
    # Nobody else leads this hall: the branch's team leader signs for the level.
    story.signed(cast.support_lead)
    assert story.state == "promised"


def test_nobody_signs_twice_in_a_chain(cast: Cast) -> None:
    at = cast.morning - timedelta(days=1)
    done(give_role(cast.hall_manager.pk, actor=cast.admin, at=at, role="office_manager", unit=cast.units["QD"]))
    cast = Cast()
    story = Story(cast, "900.00").ready("900.00").applied().signed(cast.hall_manager)
    assert refused(story.sign(cast.hall_manager)) == "signed-already"
    story.signed(cast.office_manager)
    assert story.state == "promised"


def test_a_no_is_never_a_yes_whatever_is_clicked(cast: Cast) -> None:
    story = Story(cast, "900.00").ready("900.00").applied().signed(cast.hall_manager)
    number = story.application.number
    done(story.do("give_back", by=cast.office_manager, application=number, why="清单不全"))
    assert (story.state, story.application.state) == ("proposed", Application.State.RETURNED)
    assert refused(story.sign(cast.office_manager, application=number)) == "no-application"
    assert not story.dispute.refunds().exists()
    # A new application is walked from the start.
    story.applied()
    assert refused(story.sign(cast.office_manager)) == "not-your-level"
    assert refused(story.sign(cast.hall_manager, application=number)) == "other-application"


def test_another_amount_lets_the_signatures_lapse(cast: Cast) -> None:
    story = Story(cast, "900.00").ready("900.00").applied().signed(cast.hall_manager)
    done(story.propose("single", "300.00", verb="recalculate"))
    assert (story.state, story.application.state) == ("proposed", Application.State.LAPSED)
    story.applied()
    assert story.application.chain == ["team_leader"] and story.application.step == 0


def test_a_promise_that_billing_has_not_heard_of_is_calculated_anew(cast: Cast) -> None:
    story = Story(cast, "300.00").ready("300.00").applied().signed(cast.hall_manager)
    done(story.propose("single", "200.00", verb="recalculate"))
    assert [one.state for one in story.dispute.refunds()] == ["cancelled"]
    story.applied().signed(cast.hall_manager)
    assert [(one.state, one.total) for one in story.dispute.refunds()] == [
        ("cancelled", Decimal("300.00")),
        ("due", Decimal("200.00")),
    ]


def test_money_on_its_way_is_not_calculated_anew(cast: Cast) -> None:
    story = Story(cast, "80.00").ready("80.00")
    done(story.do("grant"))
    refund = story.refund
    refund.state = "unknown"
    refund.save()
    assert refused(story.propose("single", "60.00", verb="recalculate")) == "refund-on-its-way"
    assert story.state == "promised"


def test_the_applicant_recalls_it_and_nobody_else(cast: Cast) -> None:
    story = Story(cast, "300.00").ready("300.00").applied()
    assert refused(story.do("recall", by=cast.colleague, why="算错了")) == "not-applicant"
    done(story.do("recall", why="算错了"))
    assert (story.state, story.application.state) == ("proposed", Application.State.RECALLED)


def test_split_amounts_are_summed_and_the_sum_decides(cast: Cast) -> None:
    first = Story(cast, "60.00").ready("60.00")
    done(first.do("grant"))
    second = Story(cast, "60.00", at=cast.after(days=20)).ready("60.00")
    assert refused(second.do("grant")) == "beyond-own-authority"
    second.applied()
    assert second.application.counted == Decimal("120.00")
    assert [one["about"] for one in second.application.earlier] == [first.dispute.serial]


def test_another_hall_does_not_help_to_split(cast: Cast) -> None:
    done(Story(cast, "60.00").ready("60.00").do("grant"))
    other = Story(cast, "60.00", by=cast.second_hall_clerk, at=cast.after(days=1)).ready("60.00")
    assert refused(other.do("grant")) == "beyond-own-authority"


def test_another_cause_and_another_customer_count_alone(cast: Cast) -> None:
    done(Story(cast, "60.00").ready("60.00").do("grant"))
    other = (
        Story(cast, "60.00").found(cause="company.design").papered().proposed("single", "60.00", cause="company.design")
    )
    done(other.do("grant"))
    done(Story(cast, "60.00", customer="prepaid").ready("60.00").do("grant"))


def test_what_was_only_asked_for_counts_too(cast: Cast) -> None:
    Story(cast, "450.00").ready("450.00").applied()
    second = Story(cast, "80.00").ready("80.00").applied()
    assert second.application.chain == ["team_leader", "office_manager"]


def test_thirty_one_days_later_it_counts_no_longer(cast: Cast) -> None:
    done(Story(cast, "60.00").ready("60.00").do("grant"))
    done(Story(cast, "60.00", at=cast.after(days=31)).ready("60.00").do("grant"))


def test_a_deputy_signs_for_who_is_on_leave(cast: Cast) -> None:
    away = {"begins_at": cast.after(hours=-1), "ends_at": cast.after(days=3)}
    done(
        name_deputy(cast.hall_manager.pk, actor=cast.hall_manager, at=cast.after(hours=-2),
                    deputy=cast.second_hall_manager, **away)
    )  # fmt: skip
    cast = Cast()
    story = Story(cast, "300.00").ready("300.00").applied()
    assert refused(story.sign(cast.hall_manager)) == "not-your-level"
    story.signed(cast.second_hall_manager)
    signature = story.application.signatures.get()
    assert (signature.by, signature.stands_for) == (cast.second_hall_manager, cast.hall_manager)


def test_no_deputy_signs_in_the_name_of_who_applied(cast: Cast) -> None:
    story = Story(cast, "300.00", by=cast.hall_manager).ready("300.00").applied()
    away = {"begins_at": cast.after(hours=-1), "ends_at": cast.after(days=3), "deputy": cast.second_hall_manager}
    done(name_deputy(cast.hall_manager.pk, actor=cast.hall_manager, at=cast.after(hours=-2), **away))
    story.cast = cast = Cast()
    assert refused(story.sign(cast.second_hall_manager)) == "not-your-level"
    story.signed(cast.support_lead)


def test_the_deputy_is_of_at_least_the_same_level(cast: Cast) -> None:
    away = {"begins_at": cast.morning, "ends_at": cast.after(days=3)}
    answer = name_deputy(
        cast.office_manager.pk, actor=cast.office_manager, at=cast.morning, deputy=cast.hall_manager, **away
    )
    assert refused(answer) == "deputy-too-low"
    assert isinstance(
        name_deputy(cast.hall_manager.pk, actor=cast.hall_manager, at=cast.morning, deputy=cast.office_manager, **away),
        Done,
    )


def test_each_signature_has_its_working_day(cast: Cast) -> None:
    story = Story(cast, "900.00").ready("900.00").applied()
    first = clock(story.dispute, "approval")  # type: ignore[arg-type]
    story.later(hours=3).signed(cast.hall_manager)
    second = clock(story.dispute, "approval")  # type: ignore[arg-type]
    assert (second.run, second.due_at > first.due_at) == (2, True)
    story.signed(cast.office_manager)
    assert clock(story.dispute, "approval").stopped_at is not None  # type: ignore[arg-type]
    assert clock(story.dispute, "refund").unit == "work"  # type: ignore[arg-type]
    assert codes(story.dispute)[-1] == "dispute.signed"  # type: ignore[arg-type]


def test_whoever_is_to_sign_is_told_when_the_day_is_over(cast: Cast) -> None:
    story = Story(cast, "900.00").ready("900.00").applied().signed(cast.hall_manager)
    assert Watched.objects.get(chain=story.row.chain_id).holder == cast.office_manager
    sweep(story.at + timedelta(days=4))
    late = Message.objects.filter(about=story.row.serial, code="clock.breached", facts__clock="approval")
    assert {message.to for message in late} >= {cast.office_manager, cast.clerk}


def test_a_dispute_of_another_branch_does_not_exist(cast: Cast) -> None:
    story = Story(cast, "300.00").ready("300.00").applied()
    assert refused(story.sign(cast.other_lead)) == "not-found"
    assert not Dispute.objects.seen_by(cast.other_clerk).exists()
    assert refused(recalculate(story.row.pk, actor=cast.other_clerk, at=story.at, chosen=None)) == "not-found"
