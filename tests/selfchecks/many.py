"""Very many refunds at once, as a month of a large branch has them: right in everything but what a test changes."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from shouwen.customers.models import Customer
from shouwen.disputes.models import Charge, Dispute, Paper
from shouwen.handbook.load import shipped
from shouwen.handbook.sentences import SHANGHAI
from shouwen.ledger.models import Chain
from shouwen.ledger.rows import insert
from shouwen.ledger.writing import Happening, write_many
from shouwen.refunds.models import Refund
from shouwen.refunds.ordering import NewRefund, order_many
from tests.cast import Cast

CAUSE = "company.service_quality"


def many(cast: Cast, count: int, *, at: datetime, prefix: str = "M") -> list[Refund]:
    """So many disputes of so many customers, each checked, granted 10.00, with its papers, and booked."""
    edition, unit = shipped().name, cast.clerk.unit
    customers = [
        Customer(number=f"14300{place:06d}", name="某", brand="easyown", grade="ordinary", province="云泽", city="清渡")
        for place in range(100_000, 100_000 + count)
    ]
    for customer in customers:
        customer.chain = Chain(name=f"customer/{prefix}/{customer.number}")
    insert([customer.chain for customer in customers])
    for customer in customers:
        customer.chain_id = customer.chain.pk
    insert(customers)
    disputes, histories = [], []
    for place, customer in enumerate(customers):
        serial = f"D-{prefix}-{place:05d}"
        told = [
            ("dispute.found", {"result": "proven", "cause": CAUSE}),
            ("dispute.granted", {"amount": "10.00", "refund": f"{serial}/1"}),
        ]
        chain = Chain(name=f"dispute/{serial}")
        histories.append((chain, [Happening(code, at, cast.clerk.code, edition, facts) for code, facts in told]))
        dispute = Dispute(
            serial=serial, customer=customer, found_by="customer", category="charges.bill.unknown_fee", text="多扣",
            unit=unit, branch=unit.branch, path=unit.path, clerk=cast.clerk, received_at=at, opened_at=at,
            state="refunded", cause=CAUSE, finding="proven", charged=Decimal("10.00"),
        )  # fmt: skip
        dispute.chain = chain
        disputes.append(dispute)
    write_many(histories)
    for dispute in disputes:
        dispute.chain_id = dispute.chain.pk
    insert(disputes)
    insert([_charge(dispute) for dispute in disputes])
    insert([_paper(dispute, kind, cast, at) for dispute in disputes for kind in ("reception_form", "bill_list")])
    new = [
        NewRefund(
            key=f"{dispute.serial}/1",
            origin="dispute",
            about=dispute.serial,
            link="",
            customer=dispute.customer,
            unit=unit,
            kind="single",
            cause=CAUSE,
            principal=Decimal("10.00"),
        )  # fmt: skip
        for dispute in disputes
    ]
    refunds = order_many(new, by=cast.clerk, at=at)
    later = at + timedelta(minutes=2)
    booked = {"booked": Decimal("10.00"), "receipt": "R", "period": f"{at.astimezone(SHANGHAI):%Y-%m}"}
    rows = Refund.rows.filter(about__startswith=f"D-{prefix}-")
    rows.update(state="done", rank=4, done_at=later, booked_at=later, **booked)
    return refunds


def _charge(dispute: Dispute) -> Charge:
    said = {"service": "手机报", "period": "2026-02", "charged_on": date(2026, 2, 27), "bill": dispute.serial}
    return Charge(dispute=dispute, line=1, amount=Decimal("10.00"), **said)


def _paper(dispute: Dispute, kind: str, cast: Cast, at: datetime) -> Paper:
    said = {"name": "a.pdf", "type": "application/pdf", "size": 1, "sha256": "0" * 64, "file": "a"}
    return Paper(dispute=dispute, kind=kind, by=cast.clerk, at=at, **said)
