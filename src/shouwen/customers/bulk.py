"""Many customers at once: those on record are found, the others put on record, in a handful of queries."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from shouwen.customers.attribution import Home, homes
from shouwen.customers.models import Customer, SensitiveMark
from shouwen.customers.verbs.records import FIELDS
from shouwen.handbook.load import shipped
from shouwen.ledger.models import Chain
from shouwen.ledger.rows import insert
from shouwen.ledger.scoped import Actor
from shouwen.ledger.writing import Happening, write_many


def ensure(told: Mapping[str, Mapping[str, Any]], *, actor: Actor, at: datetime) -> dict[str, Customer]:
    """The customers of these numbers; what is told of them counts only for those not on record yet.

    A number's home region comes from its attribution where it isn't told. Each new customer gets the same
    event as from the desk. Raises IntegrityError when another process registers one of them meanwhile.
    """
    rows = Customer.objects.unscoped("an import finds customers wherever they are").filter(number__in=told)
    found = {customer.number: customer for customer in rows.select_related("group")}
    places = homes([number for number in told if number not in found])
    new = [_customer(number, told[number], place) for number, place in places.items()]
    write_many((customer.chain, [_registered(customer, actor, at)]) for customer in new)
    _save(new)
    return found | {customer.number: customer for customer in new}


def marks(customers: Mapping[str, Customer]) -> dict[int, list[SensitiveMark]]:
    """The sensitive marks 敏感客户 of many customers that were not lifted, newest first, by customer."""
    found: dict[int, list[SensitiveMark]] = {}
    wanted = [customer.pk for customer in customers.values()]
    rows = SensitiveMark.objects.filter(customer__in=wanted, lifted_at=None).select_related("by").order_by("-at")
    for mark in rows:
        found.setdefault(mark.customer_id, []).append(mark)
    return found


def _save(new: list[Customer]) -> None:
    for customer in new:
        customer.chain_id = customer.chain.pk
    insert(new)


def _customer(number: str, told: Mapping[str, Any], place: Home) -> Customer:
    known = {"province": place.province, "city": place.city} | {k: v for k, v in told.items() if k in FIELDS and v}
    return Customer(number=number, chain=Chain(name=f"customer/{uuid4().hex}"), **known)


def _registered(customer: Customer, actor: Actor, at: datetime) -> Happening:
    facts = {"brand": customer.brand, "grade": customer.grade, "city": customer.city}
    return Happening("customer.registered", at, actor.code, shipped().name, facts)
