"""One dispute on paper (C4.8): what was charged, asked, signed and paid. Plain rows and plain sums."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

ZERO = Decimal("0.00")
# From which states each kind of work may begin (C4.8.1 - C4.8.3).
FROM = {
    "check": {"checking", "interim"},
    "propose": {"checking", "interim", "proposed"},
    "grant": {"proposed"},
    "apply": {"proposed"},
    "recalculate": {"proposed", "applied", "promised"},
    "settle": {"interim"},
    "ask_reversal": {"refunded", "interim", "closed"},
    "close": {"proposed", "refunded"},
    "reopen": {"closed", "withdrawn"},
    "withdraw": {"checking", "proposed", "applied"},
    "drop_reversal": {"reversing"},
}
ENDED = ("closed", "withdrawn")
ON_ITS_WAY = ("sending", "unknown")


@dataclass(eq=False)
class Money:
    """One order to billing, under its key for ever."""

    key: str
    kind: str
    cause: str
    principal: Decimal
    gift: Decimal
    at: datetime
    reverses: "Money | None" = None
    state: str = "due"
    done_at: datetime | None = None
    # By what it was approved: an application's number, or 0 for the front line's own authority.
    approved_by: int = 0

    @property
    def total(self) -> Decimal:
        return self.principal + self.gift


@dataclass(eq=False)
class Asked:
    """One application, and who has signed it so far."""

    number: int
    purpose: str
    amount: Decimal
    counted: Decimal
    chain: list[str]
    by: str
    at: datetime
    proposal: int = 0
    reverses: Money | None = None
    state: str = "waiting"
    signed: list[str] = field(default_factory=list)
    returned_by: str = ""

    @property
    def level(self) -> str:
        return self.chain[len(self.signed)] if len(self.signed) < len(self.chain) else ""


@dataclass(eq=False)
class Sheet:
    """A dispute."""

    unit: str
    clerk: str
    customer: str
    own_finding: bool
    verify_by: datetime
    charges: list[Decimal]
    struck: set[int] = field(default_factory=set)
    papers: bool = False
    state: str = "checking"
    before_reversal: str = ""
    finding: str = ""
    checked: bool = False
    cause: str = ""
    proof: str = ""
    kind: str = ""
    principal: Decimal = ZERO
    gift: Decimal = ZERO
    proposals: int = 0
    asked: list[Asked] = field(default_factory=list)
    money: list[Money] = field(default_factory=list)

    @property
    def charged(self) -> Decimal:
        return sum((one for line, one in enumerate(self.charges, 1) if line not in self.struck), ZERO)

    @property
    def amount(self) -> Decimal:
        return self.principal + self.gift

    @property
    def booked(self) -> list[Money]:
        return [one for one in self.money if one.state == "done"]

    @property
    def paid(self) -> Decimal:
        return sum((one.total for one in self.booked), ZERO)

    @property
    def waiting(self) -> Asked | None:
        return next((one for one in self.asked if one.state == "waiting"), None)

    @property
    def on_its_way(self) -> bool:
        """Whether billing may have heard of an order and nobody knows yet."""
        return any(one.state in ON_ITS_WAY for one in self.money)

    def left(self, money: Money, *, with_asked: bool = True) -> tuple[Decimal, Decimal]:
        """How much of what was paid has not been taken back, in parts; nor is being taken back where that counts."""
        states = ("done", "due", *ON_ITS_WAY) if with_asked else ("done",)
        back = [one for one in self.money if one.reverses is money and one.state in states]
        return (
            sum((one.principal for one in back), money.principal),
            sum((one.gift for one in back), money.gift),
        )

    def ruled(self) -> tuple[str, Decimal, Decimal]:
        """What C4.8.6 gives for a promised discount that was not applied, less what went back already (C4.8.2)."""
        if self.finding == "disproven":
            return "none", ZERO, ZERO
        kind, gift = ("double", self.charged) if self.finding == "proven" else ("principal", ZERO)
        if self.paid == 0:
            return kind, self.charged, gift
        rest = self.charged + gift - self.paid
        if rest <= 0:
            return "none", ZERO, ZERO
        principal = max(self.charged - self.paid, ZERO)
        return "rest", principal, rest - principal
