"""How the stories of disputes are told: each step in a line, through the verbs, in the small world."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from shouwen.disputes import verbs
from shouwen.disputes.models import Dispute, Paper
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.people.models import Staff
from shouwen.people.system import System
from shouwen.refunds import verbs as refunds
from shouwen.refunds.models import Refund
from tests.cast import Cast, done

LEAF = "charges.bill.unknown_fee"
# What the interview is told of a discount that was promised and not applied (C4.8.6).
ANSWERS = {"unsubscribed": "not_cancelled", "origin": "ours", "product": "personal", "what": "was_discount"}
PAPERS = ("reception_form", "bill_list")


class Story:
    """One dispute from the first question on. Every step answers the verb's own answer, and time passes."""

    def __init__(
        self,
        cast: Cast,
        *amounts: str,
        by: Staff | None = None,
        at: datetime | None = None,
        customer: str = "ordinary",
        **said: Any,
    ) -> None:
        self.cast, self.at = cast, at or cast.morning
        self.clerk = by or cast.clerk
        ticket = None
        if said.get("found_by") != "company":
            ticket = cast.open(customer, at=self.at, by=self.clerk, category=LEAF, separate=True)
        else:
            said = {"number": cast.customers[customer].number, "category": LEAF, **said}
        opening = verbs.Opening(text="这个月多扣了钱", ticket=ticket, charges=lines(*amounts), **said)
        self.row: Dispute = done(verbs.open_dispute(actor=self.clerk, at=self.at, opening=opening, clerk=self.clerk))

    @property
    def dispute(self) -> Dispute:
        """The row as it now is."""
        return Dispute.rows.select_related("chain", "unit", "customer", "clerk", "ticket").get(pk=self.row.pk)

    @property
    def state(self) -> str:
        return self.dispute.state

    def later(self, **span: float) -> "Story":
        """So much later."""
        self.at += timedelta(**span)
        return self

    def do(self, name: str, *, by: Staff | None = None, **said: Any) -> Done | Refused:
        """Call the verb of that name, a minute after the step before."""
        self.at += timedelta(minutes=1)
        verb: Any = getattr(verbs, name)
        return verb(self.row.pk, actor=by or self.clerk, at=self.at, **said)  # type: ignore[no-any-return]

    def found(self, result: str = "proven", cause: str = "company.service_quality", **said: Any) -> "Story":
        """Checking brought this to light."""
        done(self.do("find", result=result, what="已核对清单", cause=cause, **said))
        return self

    def papered(self, *kinds: str) -> "Story":
        """The papers are there."""
        for kind in kinds or PAPERS:
            Paper.objects.create(
                dispute=self.row, kind=kind, name="a.pdf", type="application/pdf", size=1, sha256="0" * 64,
                by=self.clerk, at=self.at,
            )  # fmt: skip
        return self

    def proposed(self, kind: str = "", principal: str = "0", gift: str = "0", **said: Any) -> "Story":
        """A person confirmed the rule, or chose otherwise and said why."""
        done(self.propose(kind, principal, gift, **said))
        return self

    def propose(
        self, kind: str = "", principal: str = "0", gift: str = "0", *, verb: str = "propose", **said: Any
    ) -> Done | Refused:
        known = {
            "answers": ANSWERS,
            "proof": "identity_document",
            "override_why": "客户长期在网" if kind else "",
            **said,
        }
        chosen = verbs.Chosen(kind=kind, principal=Decimal(principal), gift=Decimal(gift), **known)
        return self.do(verb, chosen=chosen)

    def applied(self) -> "Story":
        done(self.do("apply", why="核查属实"))
        return self

    def ready(self, amount: str, **said: Any) -> "Story":
        """Checked, papers there, and so much proposed to go back once."""
        return self.found().papered().proposed("single", amount, **said)

    def signed(self, *people: Staff) -> "Story":
        for person in people:
            done(self.sign(person))
        return self

    def sign(self, person: Staff, *, application: int = 0, **said: Any) -> Done | Refused:
        number = application or self.application.number
        return self.do("sign", by=person, application=number, **said)

    @property
    def application(self) -> Any:
        return self.dispute.applications.last()

    @property
    def refund(self) -> Refund:
        found = self.dispute.refunds().last()
        assert found is not None
        return found


def lines(*amounts: str) -> tuple[verbs.ChargeLine, ...]:
    """So many lines of last month's bill."""
    return tuple(
        verbs.ChargeLine(
            service="手机报", provider="甲信息", amount=Decimal(amount), period="2026-02", charged_on=date(2026, 2, 27)
        )
        for amount in amounts
    )


def billed(story: Story) -> Story:
    """Billing booked what was ordered last."""
    story.at += timedelta(minutes=1)
    refund = story.refund
    said = {"booked_at": story.at, "amount": refund.total, "receipt": f"R{refund.pk}"}
    done(refunds.done(refund.pk, actor=System("system:billing"), at=story.at, **said))
    return story
