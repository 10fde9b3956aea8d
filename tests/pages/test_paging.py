"""Lists page by page: nothing is left out or shown twice, whoever reads, and each page is reached by an index."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from shouwen.search.places import Place, key_of, place
from shouwen.tickets.models import Ticket
from shouwen.tickets.reads import paging, queues, ways, words
from shouwen.tickets.reads.finding import find
from shouwen.tickets.reads.queues import Filters

pytestmark = pytest.mark.django_db
TEXTS = ("断网两天", "电话断了", "断断续续没有网", "资费不对", "ＷＩ-fi 断网", "网断了")


@pytest.fixture
def many(cast) -> list[Ticket]:
    """Tickets of every state, rank and deadline, some of them in the archive."""
    rng = random.Random(5)
    for turn in range(24):
        ticket = cast.open(cast.number(turn), text=rng.choice(TEXTS), at=cast.after(turn // 3))
        state = rng.choice(("open", "queued", "working", "answered", "archived", "voided"))
        Ticket.rows.filter(pk=ticket.pk).update(
            state=state,
            rank=rng.randrange(5),
            holder=rng.choice((cast.clerk, cast.network, None)),
            archived_at=cast.after(30) if state == "archived" else None,
            next_due_at=rng.choice((None, cast.after(rng.randrange(9)))),
        )
    return list(Ticket.rows.all())


def forward(rows, order, size: int) -> list[int]:
    found, spot = [], paging.START
    while True:
        page = paging.page(rows, order, spot, size=size)
        found += [row.pk for row in page.rows]
        if not page.after:
            return found
        spot = paging.Spot(after=page.after)


def in_order(rows, order) -> list[int]:
    """The plain way: all of them, sorted by Python as the order says, those without a deadline last."""

    def key(row):
        deadline = (row.next_due_at is None, row.next_due_at.timestamp() if row.next_due_at else 0)
        said = {"rank": row.rank, "next_due_at": deadline, "id": row.pk}
        newest = (-row.opened_at.timestamp(), -row.pk)
        return newest if order is paging.NEWEST else tuple(said[name] for name in order.fields)

    return [row.pk for row in sorted(rows, key=key)]


ASKED = ({}, {"state": "all"}, {"state": "voided"}, {"whose": "me"}, {"group": "mine"}, {"unit": "QD1"})


@pytest.mark.parametrize("reader", ["clerk", "network", "support_lead", "province_desk"])
def test_the_pages_of_a_list_are_the_list(cast, many, reader) -> None:
    staff = getattr(cast, reader)
    for asked in ASKED:
        rows = queues.narrowed(staff, Filters(**asked), at=cast.after(4))
        listed = Ticket.rows.filter(pk__in=rows.values("pk"))
        for order in paging.ORDERS.values():
            assert forward(rows, order, 7) == in_order(listed, order), (asked, order.name)
        assert paging.count(rows, most=1000) == str(len(listed))


def test_turning_back_shows_the_page_that_was_left(cast, many) -> None:
    rows = queues.narrowed(cast.clerk, Filters(state="all"), at=cast.after(4))
    for order in paging.ORDERS.values():
        first = paging.page(rows, order, size=5)
        second = paging.page(rows, order, paging.Spot(after=first.after), size=5)
        back = paging.page(rows, order, paging.Spot(before=second.before), size=5)
        assert back.rows == first.rows and not back.before


def test_what_comes_in_meanwhile_moves_nothing_that_is_still_to_come(cast, many) -> None:
    rows = queues.narrowed(cast.clerk, Filters(state="all"), at=cast.after(4))
    first = paging.page(rows, paging.NEWEST, size=6)
    rest = forward(rows, paging.NEWEST, 100)[6:]
    cast.open(cast.number(40), at=cast.after(60))
    assert [row.pk for row in paging.page(rows, paging.NEWEST, paging.Spot(after=first.after), size=100).rows] == rest


@pytest.mark.parametrize("few", [0, 1000])
def test_words_find_what_a_scan_finds_the_newest_first(cast, many, monkeypatch, few) -> None:
    """With FEW at 0 every word counts as common: the index is walked in the order of time, in batches of two."""
    monkeypatch.setattr(words, "FEW", few)
    monkeypatch.setattr(words, "BATCH", 2)
    for text in ("断", "断网", "网", "电话断了", "wi", "断 网", "没有这个词"):
        scanned = [row for row in many if all(part in words_of(row) for part in text.split())]
        rows = find(text, cast.clerk, as_words=True).tickets
        assert forward(rows, paging.NEWEST, 3) == in_order(scanned, paging.NEWEST), text
        assert forward(rows, paging.URGENT, 3) == in_order(scanned, paging.URGENT), text
        first = paging.page(rows, paging.NEWEST, size=3)
        if first.after:
            second = paging.page(rows, paging.NEWEST, paging.Spot(after=first.after), size=3)
            assert paging.page(rows, paging.NEWEST, paging.Spot(before=second.before), size=3).rows == first.rows


def test_who_sees_few_of_many_hits_goes_on_from_shorter_pages_and_misses_none(cast, many, monkeypatch) -> None:
    for name, value in {"FEW": 0, "BATCH": 2, "LARGEST": 2, "LOOKED": 4}.items():
        monkeypatch.setattr(words, name, value)
    rows = find("断", cast.clerk, as_words=True).tickets.filter(state__in=("voided", "held", "working"))
    seen = in_order([row for row in rows if "断" in row.text], paging.NEWEST)
    assert 0 < len(seen) < sum("断" in row.text for row in many) / 2
    assert forward(rows, paging.NEWEST, 20) == seen
    pages = [paging.page(rows, paging.NEWEST, size=20)]
    while pages[-1].after:
        pages.append(paging.page(rows, paging.NEWEST, paging.Spot(after=pages[-1].after), size=20))
    backward, spot = [], paging.Spot(before=pages[-1].before)
    while spot.before:
        page = paging.page(rows, paging.NEWEST, spot, size=20)
        backward, spot = [row.pk for row in page.rows] + backward, paging.Spot(before=page.before)
    assert len(pages) > 2 and backward + [row.pk for row in pages[-1].rows] == seen


def words_of(ticket: Ticket) -> str:
    return ticket.text.replace("ＷＩ", "wi")


def test_a_name_that_is_a_common_word_finds_bearers_and_texts(cast, many, monkeypatch) -> None:
    monkeypatch.setattr(words, "FEW", 0)
    bearer = next(row for row in many if "断网" not in row.text)
    type(bearer.customer).rows.filter(pk=bearer.customer_id).update(name="断网")
    texts = {row.pk for row in many if "断网" in row.text}
    found = find("断网", cast.clerk)
    assert found.how == "name" and set(forward(found.tickets, paging.NEWEST, 4)) == texts | {bearer.pk}


def test_a_place_is_the_same_in_python_and_in_the_database(many) -> None:
    for ticket in Ticket.rows.annotate(place=Place("opened_at", "pk")):
        assert ticket.place == place(ticket.opened_at, ticket.pk) and key_of(ticket.place) == ticket.pk


def test_a_ticket_moved_by_less_than_a_second_is_still_on_one_page_only(cast, many, monkeypatch) -> None:
    monkeypatch.setattr(words, "FEW", 0)
    moment = cast.after(50)
    for back, turn in enumerate((51, 52, 53)):
        cast.open(cast.number(turn), text="同一秒断网", at=moment + timedelta(milliseconds=900 - 300 * back))
    rows = find("同一秒", cast.clerk, as_words=True).tickets
    assert sorted(forward(rows, paging.NEWEST, 1)) == sorted(rows.values_list("pk", flat=True))


PLANS = [
    ({}, paging.URGENT, "ticket_urgent"),
    ({}, paging.DUE, "ticket_due"),
    ({"state": "all"}, paging.NEWEST, "ticket_newest"),
    ({"owner": "me"}, paging.DUE, "ticket_owned"),
    ({"owner": "me", "state": "all"}, paging.NEWEST, "ticket_newest_owned"),
]


@pytest.mark.parametrize(("asked", "order", "index"), PLANS, ids=[plan[2] for plan in PLANS])
def test_a_large_list_is_read_along_an_index_and_never_sorted(cast, many, monkeypatch, asked, order, index) -> None:
    monkeypatch.setattr(ways, "FEW_UNITS", 0)
    rows = queues.narrowed(cast.province_desk, Filters(**asked), at=cast.after(4))
    with CaptureQueriesContext(connection) as said, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # So few rows are never worth an index; whether one serves is what is asked.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
        ways.first(rows, order.fields, backward=False, most=3)
        listing = [one["sql"] for one in said if "LIMIT 3" in one["sql"]]
        plans = []
        for sql in listing:
            cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + sql)
            plans.append(" ".join(str(row) for row in cursor.fetchall()))
    # Among so few rows PostgreSQL takes any index that has them in their order.
    led_by = "using ticket_" if connection.vendor == "postgresql" else index
    assert plans and all(led_by in plan for plan in plans), plans
    assert not any("Sort" in plan or "TEMP B-TREE FOR ORDER BY" in plan for plan in plans), plans


def test_whoever_may_see_is_asked_of_rows_found_and_never_gathered(cast, many) -> None:
    """An OR over owner, holder, group and place tempts a planner to collect all that it allows."""
    sql = str(Ticket.objects.seen_by(cast.clerk).filter(Q(customer=1)).query)
    assert "CASE WHEN" in sql
