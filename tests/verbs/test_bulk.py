"""Many tickets at once are judged as at the desk, kept as history, and raise no alarms."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwen.clocks.models import Clock
from shouwen.clocks.recheck import differences
from shouwen.clocks.sweep import sweep
from shouwen.customers.models import Customer
from shouwen.handbook.decision import Refused
from shouwen.ledger.models import Event
from shouwen.notices.models import Message
from shouwen.people.system import IMPORT
from shouwen.tickets.bulk import Closing, Imported, Result, open_many
from shouwen.tickets.models import Incident, Ticket, Urgency
from shouwen.tickets.reads.finding import with_words
from tests.cast import CUSTOMERS, Cast

ROW = ("customer", "state", "closing", "opened_at", "holder", "root_cause")


def told(cast: Cast, who: str = "ordinary", *, at: datetime | None = None, **more: Any) -> Imported:
    row = {key: more.pop(key) for key in ROW if key in more}
    return Imported(opening=cast.opening(who, at=at or cast.after(days=-30), **more), **row)


def made(cast: Cast, *rows: Imported, **more: Any) -> Result:
    result = open_many(rows, owner=cast.support_lead, actor=IMPORT, at=cast.morning, **more)
    assert isinstance(result, Result)
    return result


def test_a_history_keeps_its_times_and_shows_whether_its_deadlines_were_met(cast: Cast) -> None:
    told_at = cast.after(days=-30)
    in_time = Closing(at=told_at + timedelta(hours=20), answer="已调整天线", course="现场测试")
    late = Closing(at=told_at + timedelta(days=9), answer="已解释")
    made(
        cast,
        told(cast, external_id="a:1", state="archived", closing=in_time),
        told(cast, external_id="a:2", state="answered", closing=late),
        told(cast, external_id="a:3"),
    )
    first, second, third = Ticket.rows.order_by("external_id")
    assert (first.contacted_at, first.archived_at) == (told_at, in_time.at)
    assert first.replies.get().answer == "已调整天线" and first.imported
    assert not first.chain.clocks.filter(breached=True).exists()
    assert second.chain.clocks.get(kind="completion").breached
    assert (third.state, third.holder, third.group.code) == ("queued", None, "QD-NET")
    assert third.next_due_at == third.chain.clocks.get(kind="first_answer").due_at
    codes = list(first.chain.events.values_list("code", "at"))
    assert codes == [("ticket.imported", told_at), ("ticket.answered", in_time.at), ("ticket.archived", in_time.at)]


def test_history_raises_no_alarms_and_its_clocks_follow_from_its_events(cast: Cast) -> None:
    made(cast, *(told(cast, cast.number(n), external_id=f"b:{n}") for n in range(30)))
    assert sweep(cast.after(days=365)) == 0
    assert not Message.objects.exists() and not Event.objects.filter(code__startswith="clock.").exists()
    assert [found for found in differences() if not isinstance(found, int)] == []


def test_a_loud_bulk_is_swept_like_the_desks_own(cast: Cast) -> None:
    made(cast, told(cast, at=cast.after(hours=-1), external_id="c:1"), quiet=False)
    assert sweep(cast.after(days=3)) > 0


def test_an_end_without_a_time_leaves_the_clocks_out(cast: Cast) -> None:
    made(cast, told(cast, external_id="d:1", state="archived"))
    ticket = Ticket.rows.get()
    assert (ticket.state, ticket.archived_at, ticket.next_due_at) == ("archived", cast.morning, None)
    assert not Clock.objects.exists()


def test_every_row_is_judged_as_at_the_desk(cast: Cast) -> None:
    at = cast.after(hours=-1)
    desk = cast.open(
        "gold", at=at, text="宽带很慢，我要找记者曝光", category="basic.home.slow", source="petition_office"
    )
    opening = {"text": desk.text, "category": "basic.voice.cannot_call", "source": "petition_office"}
    made(cast, told(cast, "gold", at=at, external_id="e:1", **opening))
    bulk = Ticket.rows.get(external_id="e:1")
    assert (bulk.priority, bulk.rank, bulk.branch) == (desk.priority, desk.rank, desk.branch)
    kinds = {(row.kind, row.clause, row.proposed) for row in Urgency.objects.filter(ticket=bulk)}
    assert kinds == {(row.kind, row.clause, row.proposed) for row in Urgency.objects.filter(ticket=desk)}
    assert bulk.chain.clocks.get(kind="completion").minutes == desk.chain.clocks.get(kind="completion").minutes


def test_a_surge_in_a_history_makes_no_incident(cast: Cast) -> None:
    made(cast, *(told(cast, cast.number(n), external_id=f"f:{n}") for n in range(40)))
    assert not Incident.objects.exists() and not Urgency.objects.filter(kind="batch").exists()


def test_a_repeat_of_what_the_desk_archived_is_proposed(cast: Cast) -> None:
    at = cast.after(days=-40)
    made(cast, told(cast, at=at, external_id="g:1", state="archived", closing=Closing(at=at, answer="好")))
    made(cast, told(cast, at=cast.after(days=-5), external_id="g:2"))
    second = Ticket.rows.get(external_id="g:2")
    assert second.repeats and second.repeats.external_id == "g:1"
    assert second.urgencies.get(kind="repeat").proposed


def test_the_same_external_number_is_there_once_however_often_it_comes(cast: Cast) -> None:
    rows = [told(cast, cast.number(n), external_id=f"h:{n}") for n in range(10)]
    assert made(cast, *rows, rows[0]).already == 1
    again = made(cast, *rows)
    assert (again.made, again.already) == (0, 10)
    assert Ticket.rows.count() == 10 and Customer.rows.count() == len(CUSTOMERS) + 10


def test_numbers_of_the_unit_go_on_without_gaps(cast: Cast) -> None:
    cast.open(by=cast.support_lead, at=cast.after(hours=-2))
    made(cast, *(told(cast, cast.number(n), external_id=f"i:{n}") for n in range(5)))
    assert sorted(serial[-5:] for serial in Ticket.rows.values_list("serial", flat=True)) == [
        f"{n:05d}" for n in range(1, 7)
    ]


BAD = {
    "number-foreign": {"who": "+447700900123"},
    "category-not-leaf": {"category": "basic.voice"},
    "unknown-code": {"source": "pigeon"},
    "text-missing": {"text": " "},
    "text-unreadable": {"text": "a\x00b"},
    "text-too-long": {"text": "长" * 20_001},
    "time-in-future": {"contacted_at": datetime.fromisoformat("2030-01-01T00:00:00+08:00")},
}


@pytest.mark.parametrize(("code", "said"), BAD.items())
def test_a_row_that_cannot_be_is_refused_and_the_others_go_in(cast: Cast, code: str, said: dict[str, Any]) -> None:
    result = made(cast, told(cast, external_id="j:1", **said), told(cast, external_id="j:2"))
    assert [refused.code for _, refused in result.refused] == [code]
    assert result.made == 1 and Ticket.rows.get().external_id == "j:2"


def test_times_in_the_wrong_order_are_refused(cast: Cast) -> None:
    before = Closing(at=cast.after(days=-31), answer="好")
    assert made(cast, told(cast, state="archived", closing=before)).refused[0][1].code == "time-before-contact"


def test_history_may_be_filed_under_a_retired_category(cast: Cast) -> None:
    assert made(cast, told(cast, category="olympic.service.news")).made == 1


def test_who_may_not_import_there_imports_nothing(cast: Cast) -> None:
    for actor in (cast.clerk, cast.other_lead, cast.auditor):
        answer = open_many([told(cast)], owner=cast.support_lead, actor=actor, at=cast.morning)
        assert isinstance(answer, Refused) and answer.code == "not-allowed"
    assert not Ticket.rows.exists()


def test_new_customers_are_put_on_record_with_what_is_told_and_their_home(cast: Cast) -> None:
    row = told(cast, "14301990001", customer={"name": "欧文", "grade": "gold", "brand": "gotone"}, external_id="k:1")
    made(cast, row)
    customer = Customer.rows.get(number="14301990001")
    assert (customer.name, customer.grade, customer.city) == ("欧文", "gold", "望潮")
    assert customer.chain.events.get().code == "customer.registered"
    assert Ticket.rows.get().group.code == "WC-NET"


def test_words_of_the_text_are_found(cast: Cast) -> None:
    made(cast, told(cast, text="𠮷祥里的信号 emoji 😀", external_id="l:1"))
    assert with_words(Ticket.rows.all(), "𠮷祥").count() == 1


def test_questions_to_the_database_do_not_grow_with_the_rows(cast: Cast) -> None:
    def questions(count: int, name: str) -> int:
        rows = [told(cast, cast.number(n), external_id=f"{name}:{n}") for n in range(count)]
        with CaptureQueriesContext(connection) as asked:
            made(cast, *rows)
        return sum(query["sql"].startswith("SELECT") for query in asked)

    questions(1, "warm")
    assert questions(60, "few") == questions(300, "many")
