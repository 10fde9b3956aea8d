"""The writers of customers and their sensitive marks."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from shouwen.customers.models import Customer, SensitiveMark
from shouwen.handbook.rights import Right
from shouwen.ledger.asking import one
from shouwen.ledger.door import Act, verb
from shouwen.ledger.models import Chain
from shouwen.ledger.rows import insert

FIELDS = {
    "name", "identity", "brand", "grade", "province", "city", "group_id", "key_person", "government",
}  # fmt: skip
WHY = 200


class Registering(Act):
    """An act that puts a customer on record; on the way of every complaint of a new number."""

    def save(self) -> None:
        """Write the new row, whose chain was written with the event just before."""
        self.subject.chain_id = self.subject.chain.pk
        insert([self.subject])


@verb("customer.registered", needs=Right.INTAKE, act=Registering)
def register(act: Act, *, number: str, **known: Any) -> None:
    """Put a customer on record. The ledger names the number's record only: who they are stays out of it."""
    taken = one("SELECT 1 FROM customers_customer WHERE number = %s", number)
    act.require(not taken, "duplicate", value=number[-4:])
    act.subject = Customer(number=number, **{key: value for key, value in known.items() if key in FIELDS})
    act.chain = act.subject.chain = Chain(name=f"customer/{uuid4().hex}")
    act.record(brand=act.subject.brand, grade=act.subject.grade, city=act.subject.city)


@verb("customer.changed", needs=Right.WRITE_CUSTOMER, on=Customer)
def change(act: Act, **changes: Any) -> None:
    """Correct what is known of a customer; the ledger tells which fields changed, not their contents."""
    for field, known in (("brand", act.edition.brands), ("grade", act.edition.grades)):
        act.require(changes.get(field, "") in ("", *known), "unknown-code", value=changes.get(field))
    changed = [key for key in sorted(FIELDS & changes.keys()) if getattr(act.subject, key) != changes[key]]
    for key in changed:
        setattr(act.subject, key, changes[key])
    act.record(fields=changed)


@verb("customer.marked_sensitive", needs=Right.MARK_SENSITIVE, on=Customer)
def mark_sensitive(act: Act, *, why: str, until: datetime | None = None) -> None:
    """Mark a customer as sensitive 敏感客户: who, why, until when (C1.3.8)."""
    act.require(why.strip(), "say-why")
    act.require(len(why) <= WHY, "text-too-long", length=len(why), most=WHY)
    act.require(until is None or until > act.at, "until-in-past")
    SensitiveMark.objects.create(
        customer=act.subject, by_id=getattr(act.actor, "pk", None), why=why, at=act.at, until=until
    )
    act.record(why=why, until=until)


@verb("customer.mark_lifted", needs=Right.MARK_SENSITIVE, on=Customer)
def lift_mark(act: Act, *, why: str) -> None:
    """Take the mark away again."""
    act.require(why.strip(), "say-why")
    current = act.subject.mark(act.at)
    act.require(current is not None, "mark-ended")
    current.lifted_at = act.at
    current.save()
    act.record(why=why, mark=current.pk)
