"""Both flows step by step, and who may take which step (C4.8.4): four eyes everywhere, every no has its way."""

from datetime import timedelta

import pytest

from shouwen.batchdisputes import verbs
from shouwen.batchdisputes.drawing import digest, keys
from shouwen.batchdisputes.models import BatchDispute, BatchSignature
from shouwen.clocks.models import Clock
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.handbook.sampling import drawn
from shouwen.people.system import SETUP
from shouwen.people.verbs import give_role, name_deputy
from tests.batchdisputes.telling import (
    asked,
    check_all,
    codes,
    fresh,
    line,
    opened,
    papers,
    read,
    reviewed,
    rows,
    started,
)
from tests.cast import Cast, done, refused


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def at(cast: Cast, hours: float):
    return cast.after(hours=hours)


def test_a_fault_goes_from_the_notice_to_the_execution(cast: Cast) -> None:
    batch = started(cast)
    assert batch.state == "executing"
    assert list(codes(batch))[:8] == [
        "batch.opened",
        "batch.list_handed_in",
        "batch.list_read",
        "batch.paper_added",
        "batch.paper_added",
        "batch.asked",
        "batch.countersigned",
        "batch.reviewed",
    ]
    assert codes(batch)[-2:] == ["batch.sample_passed", "batch.started"]
    signed = [(one.step, one.by.code) for one in batch.signatures.select_related("by")]
    assert signed == [("notice", "9004"), ("countersign", "9005"), ("review", "9006")]


@pytest.mark.parametrize("there", [(), ("notice",), ("fault_order",), ("notice", "company_request")])
def test_without_the_notice_and_the_fault_order_nothing_is_handed_in(cast: Cast, there: tuple[str, ...]) -> None:
    batch = papers(cast, read(cast, opened(cast), rows(cast, 20)), *there)
    assert refused(verbs.ask(batch.pk, actor=cast.business, at=at(cast, 1))) == "batch-paper-missing"


def test_what_is_no_fault_goes_through_the_companys_leaders(cast: Cast) -> None:
    batch = asked(cast, flow="not_fault", content=rows(cast, 30, "100.00"))
    assert (batch.state, batch.levels) == ("approving", ["office_manager", "department_manager"])
    assert refused(verbs.sign(batch.pk, actor=cast.department_manager, at=at(cast, 2))) == "not-your-level"
    done(verbs.sign(batch.pk, actor=cast.office_manager, at=at(cast, 2)))
    assert fresh(batch).state == "approving"
    done(verbs.sign(batch.pk, actor=cast.department_manager, at=at(cast, 3)))
    assert fresh(batch).state == "reviewing"
    done(verbs.review(batch.pk, actor=cast.it_centre, at=at(cast, 4)))
    check_all(cast, fresh(batch))
    done(verbs.pass_sample(batch.pk, actor=cast.it_centre, at=at(cast, 5)))
    done(verbs.start(batch.pk, actor=cast.it_colleague, at=at(cast, 6)))


@pytest.mark.parametrize(
    ("count", "amount", "levels"),
    [
        (20, "100.00", 1),  # 2,000.00 is still the office manager's
        (20, "100.01", 2),
        (20, "250.00", 2),  # 5,000.00 is still the department manager's
        (20, "250.01", 3),
        (11, "1.00", 1),  # small sums go to the company, too
    ],
)
def test_the_total_decides_how_far_up_it_goes(cast: Cast, count: int, amount: str, levels: int) -> None:
    batch = asked(cast, flow="not_fault", content=rows(cast, count, amount))
    assert batch.levels == ["office_manager", "department_manager", "city_manager"][:levels]


def test_a_leader_says_no_and_what_was_signed_counts_no_longer(cast: Cast) -> None:
    batch = asked(cast, flow="not_fault", content=rows(cast, 30, "100.00"))
    done(verbs.sign(batch.pk, actor=cast.office_manager, at=at(cast, 2)))
    assert refused(verbs.turn_down(batch.pk, actor=cast.department_manager, at=at(cast, 3), why=" ")) == "text-missing"
    done(verbs.turn_down(batch.pk, actor=cast.department_manager, at=at(cast, 3), why="依据不足"))
    assert fresh(batch).state == "draft"
    assert not BatchSignature.objects.filter(batch=batch, lapsed_at=None).exists()
    done(verbs.ask(batch.pk, actor=cast.business, at=at(cast, 4)))
    assert refused(verbs.sign(batch.pk, actor=cast.department_manager, at=at(cast, 5))) == "not-your-level"
    done(verbs.sign(batch.pk, actor=cast.office_manager, at=at(cast, 5)))
    assert (fresh(batch).state, fresh(batch).round) == ("approving", 2)


def test_a_leader_on_leave_is_stood_in_for(cast: Cast) -> None:
    leave = {"deputy": cast.department_manager, "begins_at": cast.morning, "ends_at": cast.after(days=3)}
    done(name_deputy(cast.office_manager.pk, actor=cast.office_manager, at=cast.morning, **leave))
    batch = asked(cast, flow="not_fault")
    assert refused(verbs.sign(batch.pk, actor=cast.office_manager, at=at(cast, 2))) == "not-your-level"
    done(verbs.sign(batch.pk, actor=cast.department_manager, at=at(cast, 2)))
    signature = batch.signatures.get(step="leaders")
    assert (signature.by.code, signature.stands_for.code, signature.level) == ("1012", "1011", "office_manager")


def test_where_nobody_may_approve_a_branch_must_be_chosen(cast: Cast) -> None:
    batch = papers(cast, read(cast, opened(cast, flow="not_fault", place="YZ"), rows(cast, 20)), "company_request")
    assert refused(verbs.ask(batch.pk, actor=cast.business, at=at(cast, 1))) == "batch-no-leader"


def test_without_money_no_leader_is_asked(cast: Cast) -> None:
    batch = asked(cast, flow="not_fault", kind="adjustment", content=f"号码\n{cast.number(1)}\n{cast.number(2)}\n")
    assert batch.state == "reviewing"
    done(verbs.give_back(batch.pk, actor=cast.it_centre, at=at(cast, 2), why="名单不全"))
    assert fresh(batch).state == "draft"


def both(cast: Cast, right: str) -> None:
    """The one who asks holds the other's office, too."""
    done(give_role(cast.business.pk, actor=SETUP, at=cast.morning, role=right, unit=cast.units["YZ"]))
    cast.business = type(cast.business).objects.get(pk=cast.business.pk)


def test_who_asked_neither_countersigns_nor_reviews_nor_checks_nor_begins(cast: Cast) -> None:
    both(cast, "it_centre")
    batch = asked(cast)
    assert refused(verbs.countersign(batch.pk, actor=cast.business, at=at(cast, 2))) == "batch-own"
    done(verbs.countersign(batch.pk, actor=cast.it_centre, at=at(cast, 2)))
    assert refused(verbs.review(batch.pk, actor=cast.business, at=at(cast, 3))) == "batch-own"
    done(verbs.review(batch.pk, actor=cast.it_colleague, at=at(cast, 3)))
    row = batch.samples.get().drawn.first().line.line
    assert refused(verbs.check_row(batch.pk, actor=cast.business, at=at(cast, 4), line=row, right=True)) == "batch-own"
    check_all(cast, batch)
    assert refused(verbs.pass_sample(batch.pk, actor=cast.business, at=at(cast, 4))) == "batch-own"
    done(verbs.pass_sample(batch.pk, actor=cast.it_centre, at=at(cast, 4)))
    assert refused(verbs.start(batch.pk, actor=cast.business, at=at(cast, 5))) == "batch-own"


def test_nobody_signs_twice(cast: Cast) -> None:
    batch = asked(cast)
    done(verbs.countersign(batch.pk, actor=cast.it_centre, at=at(cast, 2)))
    assert refused(verbs.review(batch.pk, actor=cast.it_centre, at=at(cast, 3))) == "batch-signed-already"
    done(verbs.review(batch.pk, actor=cast.it_colleague, at=at(cast, 3)))


@pytest.mark.parametrize("who", ["business", "service_centre", "auditor", "city_manager", "clerk"])
def test_only_the_it_centre_countersigns(cast: Cast, who: str) -> None:
    batch = asked(cast)
    answer = verbs.countersign(batch.pk, actor=getattr(cast, who), at=at(cast, 2))
    assert isinstance(answer, Refused) and answer.code in ("not-allowed", "not-found")
    assert fresh(batch).state == "countersigning"


def test_only_the_business_department_begins_one(cast: Cast) -> None:
    for person in (cast.clerk, cast.it_centre, cast.service_centre, cast.city_manager):
        with pytest.raises(AssertionError, match="not-allowed"):
            opened(cast, by=person)


def test_it_goes_back_one_step_at_a_time(cast: Cast) -> None:
    batch = reviewed(cast)
    for hour, state in enumerate(("reviewing", "countersigning", "draft")):
        done(verbs.give_back(batch.pk, actor=cast.it_colleague, at=at(cast, 4 + hour), why="再核对"))
        assert fresh(batch).state == state
    assert fresh(batch).promised_at is None
    assert not batch.signatures.filter(lapsed_at=None).exists()
    done(verbs.ask(batch.pk, actor=cast.business, at=at(cast, 8)))
    done(verbs.countersign(batch.pk, actor=cast.it_centre, at=at(cast, 9)))
    done(verbs.review(batch.pk, actor=cast.it_colleague, at=at(cast, 10)))
    assert batch.samples.count() == 2


def test_the_refunds_clock_runs_from_the_review(cast: Cast) -> None:
    batch = reviewed(cast)
    clock = Clock.objects.get(chain=batch.chain_id, kind="refund")
    # Wednesday 4 March, 12:30, and seven working days: Friday 13 March.
    assert clock.stopped_at is None and clock.due_at - batch.promised_at >= timedelta(days=8)
    assert fresh(batch).next_due_at == clock.due_at
    done(verbs.give_back(batch.pk, actor=cast.it_centre, at=at(cast, 4), why="重审"))
    assert Clock.objects.get(chain=batch.chain_id, kind="refund").stopped_at is not None


def test_what_another_changed_is_not_signed_unseen(cast: Cast) -> None:
    batch = asked(cast)
    seen = fresh(batch).chain.length
    done(verbs.give_back(batch.pk, actor=cast.it_colleague, at=at(cast, 2), why="金额不对"))
    done(verbs.ask(batch.pk, actor=cast.business, at=at(cast, 3)))
    assert refused(verbs.countersign(batch.pk, actor=cast.it_centre, at=at(cast, 4), seen=seen)) == "stale"


def test_it_is_withdrawn_until_it_is_carried_out(cast: Cast) -> None:
    batch = reviewed(cast)
    done(verbs.withdraw(batch.pk, actor=cast.business, at=at(cast, 4), why="改走单个争议"))
    assert fresh(batch).state == "withdrawn" and fresh(batch).closed_at is not None
    running = started(cast, content=rows(cast, 20, first=100))
    answer = verbs.withdraw(running.pk, actor=cast.business, at=at(cast, 7), why="x")
    assert refused(answer) == "batch-move-not-allowed"


def test_every_open_state_has_a_way_on_and_a_way_out() -> None:
    edition = shipped()
    ends = {"closed", "withdrawn"}
    targets: dict[str, set[str]] = {}
    for move in edition.batch_moves.values():
        for state in move.from_:
            to = {"next": "sampling", "before": "draft"}.get(move.to, move.to)
            targets.setdefault(state, set()).add(to)
    for code, state in edition.batch_states.items():
        assert not state.open or targets[code] - {"same"}, code
        assert state.open or code in ends


class TestSample:
    def test_anybody_draws_the_same_rows_again(self, cast: Cast) -> None:
        batch = reviewed(cast, content=rows(cast, 300))
        sample = batch.samples.get()
        assert (sample.size, sample.rows) == (15, 300)
        there = keys(batch)
        assert sample.drawn_from == digest(there)
        again = drawn(there, sample.seed, sample.size)
        assert {there[key] for key in again} == set(sample.drawn.values_list("line", flat=True))
        reviewed_event = batch.chain.events.get(code="batch.reviewed")
        assert sample.seed == reviewed_event.prev and reviewed_event.facts["seed"] == sample.seed

    def test_it_is_not_passed_before_every_row_was_checked(self, cast: Cast) -> None:
        batch = reviewed(cast)
        assert refused(verbs.pass_sample(batch.pk, actor=cast.it_centre, at=at(cast, 4))) == "batch-sample-open"

    def test_a_wrong_row_stops_the_batch_until_it_is_struck(self, cast: Cast) -> None:
        batch = reviewed(cast)
        number = batch.samples.get().drawn.first().line.line
        wrong = {"line": number, "right": False, "why": "已退过"}
        done(verbs.check_row(batch.pk, actor=cast.it_centre, at=at(cast, 4), **wrong))
        check_all(cast, batch)
        assert refused(verbs.pass_sample(batch.pk, actor=cast.it_centre, at=at(cast, 5))) == "batch-sample-wrong"
        done(verbs.strike_line(batch.pk, actor=cast.business, at=at(cast, 5), line=number, why="已退过"))
        assert (str(fresh(batch).total), fresh(batch).customers) == ("114.00", 19)
        done(verbs.pass_sample(batch.pk, actor=cast.it_centre, at=at(cast, 6)))

    def test_a_mended_row_is_checked_again_and_can_only_become_less(self, cast: Cast) -> None:
        batch = reviewed(cast)
        number = batch.samples.get().drawn.first().line.line
        wrong = {"line": number, "right": False, "why": "多算一月"}
        done(verbs.check_row(batch.pk, actor=cast.it_centre, at=at(cast, 4), **wrong))
        check_all(cast, batch)
        more = {"line": number, "principal": line(batch, number).principal * 2, "why": "x"}
        assert refused(verbs.mend_line(batch.pk, actor=cast.business, at=at(cast, 5), **more)) == "batch-mend-more"
        less = more | {"principal": line(batch, number).principal / 2}
        done(verbs.mend_line(batch.pk, actor=cast.business, at=at(cast, 5), **less))
        assert str(fresh(batch).total) == "117.00"
        assert refused(verbs.pass_sample(batch.pk, actor=cast.it_centre, at=at(cast, 6))) == "batch-sample-open"
        check_all(cast, batch)
        done(verbs.pass_sample(batch.pk, actor=cast.it_centre, at=at(cast, 6)))

    def test_what_is_no_batch_any_more_does_not_pass_as_one(self, cast: Cast) -> None:
        batch = reviewed(cast, content=rows(cast, 11))
        number = batch.samples.get().drawn.first().line.line
        done(verbs.strike_line(batch.pk, actor=cast.business, at=at(cast, 4), line=number, why="非受影响"))
        check_all(cast, batch)
        assert refused(verbs.pass_sample(batch.pk, actor=cast.it_centre, at=at(cast, 5))) == "not-a-batch"

    def test_a_row_that_was_not_drawn_is_not_checked(self, cast: Cast) -> None:
        batch = reviewed(cast, content=rows(cast, 300))
        drawn_ones = set(batch.samples.get().drawn.values_list("line__line", flat=True))
        other = min(set(range(1, 301)) - drawn_ones)
        answer = verbs.check_row(batch.pk, actor=cast.it_centre, at=at(cast, 4), line=other, right=True)
        assert refused(answer) == "batch-row-not-drawn"

    def test_another_sample_has_another_seed(self, cast: Cast) -> None:
        batch: BatchDispute = reviewed(cast, content=rows(cast, 300))
        done(verbs.draw_again(batch.pk, actor=cast.it_centre, at=at(cast, 4), why="扩大抽查"))
        first, second = batch.samples.all()
        assert first.seed != second.seed and second.number == 2
