"""What is a batch (C4.8.4): more than 10 customers or over 3,000.00, gift included; without money however few."""

import pytest

from shouwen.batchdisputes import verbs
from shouwen.batchdisputes.models import BatchDispute
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from tests.batchdisputes.telling import HEAD, fresh, opened, papers, read, rows
from tests.cast import Cast, done


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def ask(cast: Cast, batch: BatchDispute):
    papers(cast, batch, "notice", "fault_order")
    return verbs.ask(batch.pk, actor=cast.business, at=cast.after(hours=1))


def test_eleven_customers_are_a_batch(cast: Cast) -> None:
    done(ask(cast, read(cast, opened(cast), rows(cast, 11, "1.00"))))


def test_ten_customers_go_the_single_way(cast: Cast) -> None:
    batch = read(cast, opened(cast), rows(cast, 10, "300.00"))
    answer = ask(cast, batch)
    assert isinstance(answer, Refused) and answer.code == "not-a-batch" and answer.clause == "C4.8.4"
    assert answer.facts["customers"] == 10 and answer.facts["total"] == "3000.00"
    assert fresh(batch).state == "draft"


def test_a_cent_more_than_three_thousand_is_a_batch(cast: Cast) -> None:
    done(ask(cast, read(cast, opened(cast), f"{HEAD}{cast.number(1)},3000.00,A,x\n{cast.number(2)},0.01,A,x\n")))


def test_the_gift_counts(cast: Cast) -> None:
    """1,500.01 refunded double is 3,000.02."""
    single = read(cast, opened(cast), f"{HEAD}{cast.number(1)},1500.01,A,x\n")
    assert isinstance(ask(cast, single), Refused)
    done(verbs.withdraw(single.pk, actor=cast.business, at=cast.after(hours=2), why="不足批量"))
    double = read(cast, opened(cast, kind="double"), f"{HEAD}{cast.number(1)},1500.01,A,x\n")
    assert str(double.total) == "3000.02"
    done(ask(cast, double))


def test_several_bills_of_one_customer_are_one_customer(cast: Cast) -> None:
    lines = "".join(f"{cast.number(1)},1.00,B{n},x\n" for n in range(30))
    batch = read(cast, opened(cast), HEAD + lines)
    assert (batch.customers, batch.rows_left) == (1, 30)
    assert isinstance(ask(cast, batch), Refused)


def test_without_money_one_customer_is_enough(cast: Cast) -> None:
    batch = read(cast, opened(cast, kind="adjustment"), f"号码,费用项目\n{cast.number(1)},套餐更正\n")
    done(ask(cast, batch))


def test_an_empty_list_is_nothing_to_hand_in(cast: Cast) -> None:
    answer = ask(cast, opened(cast))
    assert isinstance(answer, Refused) and answer.code == "batch-empty"


def test_the_edition_says_so() -> None:
    rule = shipped().disputes.batch
    assert (rule.more_customers_than, str(rule.total_over), rule.clause) == (10, "3000.00", "C4.8.4")
