"""The customer of a number that somebody calls from, or is served by."""

from django.db import IntegrityError

from shouwen.customers.attribution import home
from shouwen.customers.models import Customer
from shouwen.customers.verbs.records import register
from shouwen.handbook.decision import Refused
from shouwen.ledger.asking import load
from shouwen.ledger.door import Act, Refusal
from shouwen.ledger.twins import is_twin


def customer_of(act: Act, number: str) -> Customer:
    """The customer of the number, put on record with the number's home region when they are new."""
    # Not scoped: a number may be served at any desk of the company.
    if known := load(Customer, "WHERE t.number = %s", number):
        return known[0]
    at_home = home(number)
    try:
        done = register(actor=act.actor, at=act.at, number=number, province=at_home.province, city=at_home.city)
    except IntegrityError as error:
        # Another desk put the number on record at the same moment.
        if not is_twin(error, Customer, "customer_number"):
            raise
        return load(Customer, "WHERE t.number = %s", number)[0]
    if isinstance(done, Refused) and done.code == "duplicate":
        return load(Customer, "WHERE t.number = %s", number)[0]
    if isinstance(done, Refused):
        raise Refusal(done)
    customer: Customer = done.subject
    return customer
