"""Rows written and read by statements of our own are those that Django would write and read, few or many."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from shouwen.clocks.models import Clock
from shouwen.customers.models import Customer
from shouwen.ledger.asking import ask, load, moment, one
from shouwen.ledger.models import Chain, Event
from shouwen.ledger.rows import MANY, change, change_many, insert, put
from shouwen.ledger.twins import is_twin
from shouwen.notices.models import Message
from shouwen.tickets.models import Ticket
from tests.cast import Cast

AT = datetime(2026, 3, 4, 1, 30, 15, 123456, tzinfo=UTC)
Make = Callable[[int], list[Any]]


def columns(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def chains(count: int, name: str = "c") -> list[Chain]:
    return [Chain(name=f"{name}/{n}", last_at=AT + timedelta(seconds=n), length=n) for n in range(count)]


@pytest.mark.parametrize("count", [1, 3, MANY, MANY + 5])
@pytest.mark.django_db
def test_new_rows_have_their_keys_and_what_was_written(count: int) -> None:
    rows = chains(count)
    insert(rows)
    assert len({row.pk for row in rows}) == count
    for row in rows:
        assert columns(Chain.objects.get(pk=row.pk)) == columns(row)
    after = Chain.objects.create(name="by Django")
    assert after.pk not in {row.pk for row in rows}


@pytest.mark.parametrize("count", [1, MANY])
def test_texts_times_truths_and_json_come_back_as_they_were(cast: Cast, count: int) -> None:
    facts = {"zh": "中文\n\t\\N 'x' \"y\" 😀", "list": [1, None, True], "empty": {}}
    rows = [
        Message(to=cast.clerk, code="c", facts=facts, about="\\.", link="/?a=b&c=%s", at=AT, once=f"o:{n}")
        for n in range(count)
    ]
    insert(rows)
    for row in rows:
        assert columns(Message.objects.get(pk=row.pk)) == columns(row)


@pytest.mark.parametrize("count", [2, MANY])
def test_what_is_there_already_stays_as_it_is(cast: Cast, count: int) -> None:
    names = ("to_id", "code", "facts", "about", "link", "at", "read_at", "once")
    said = [(cast.clerk.pk, "first", {}, "", "", AT, None, f"o:{n}") for n in range(count)]
    put(Message, names, said[:1], ignore=True)
    put(Message, names, [(*row[:1], "second", *row[2:]) for row in said], ignore=True)
    assert list(Message.objects.filter(code="first").values_list("once", flat=True)) == ["o:0"]
    assert Message.objects.filter(code="second").count() == count - 1


@pytest.mark.parametrize("count", [1, MANY])
@pytest.mark.django_db
def test_the_database_still_refuses_a_twin(count: int) -> None:
    insert(chains(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(chains(count))
    assert Chain.objects.filter(name__startswith="c/").count() == 1


@pytest.mark.django_db
def test_only_the_named_columns_change() -> None:
    rows = chains(3)
    insert(rows)
    for row in rows:
        row.length, row.head = row.length + 10, "f" * 64
    change(rows[0], length=99)
    change_many(rows[1:], "length")
    stored = {row.pk: row for row in Chain.objects.filter(pk__in=[row.pk for row in rows])}
    assert [stored[row.pk].length for row in rows] == [99, 11, 12]
    assert "f" * 64 not in {row.head for row in stored.values()}


def test_objects_are_loaded_as_django_loads_them(cast: Cast) -> None:
    ticket = cast.open("gold", text="掉线")
    for model, where in ((Ticket, "id"), (Clock, "chain_id"), (Event, "chain_id")):
        key = ticket.pk if where == "id" else ticket.chain_id
        # Events cannot be locked: on PostgreSQL we may only add to them and read them.
        ours = load(model, f"WHERE t.{where} = %s ORDER BY t.id", key, lock=model is not Event)
        django = model._base_manager.filter(**{where: key}).order_by("id")
        assert [columns(row) for row in ours] == [columns(row) for row in django] != []


def test_a_value_a_row_and_nothing_are_told_apart(cast: Cast) -> None:
    ticket = cast.open()
    assert one("SELECT serial FROM tickets_ticket WHERE id = %s", ticket.pk) == ticket.serial
    assert one("SELECT serial FROM tickets_ticket WHERE id = %s", -1) is None
    [(when,)] = ask("SELECT contacted_at FROM tickets_ticket WHERE contacted_at <= %s", ticket.contacted_at)
    assert moment(when) == ticket.contacted_at


def test_a_twin_is_told_from_every_other_fault(cast: Cast) -> None:
    number, free = cast.customers["ordinary"].number, Chain.objects.create(name="free")
    with pytest.raises(IntegrityError) as taken, transaction.atomic():
        Customer(number=number, chain=free).save()
    assert is_twin(taken.value, Customer, "customer_number")
    with pytest.raises(IntegrityError) as other, transaction.atomic():
        Chain(name=free.name).save()
    assert not is_twin(other.value, Customer, "customer_number")
