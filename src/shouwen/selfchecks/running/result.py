"""What a check counted and found, before it is written down."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from shouwen.handbook.decision import Reason
from shouwen.handbook.money import ZERO, spell
from shouwen.handbook.secondrefunds import OfPartner
from shouwen.refunds.models import Refund


@dataclass(frozen=True)
class New:
    """An exception to be written. `subject` is the same whenever the same is found again."""

    rule: str
    reason: Reason
    subject: str
    refund: Refund | None = None
    customer_id: int | None = None
    masked: str = ""
    amount: Decimal | None = None
    people: tuple[str, ...] = ()


@dataclass
class Result:
    """What a check counted and found."""

    count: int = 0
    total: Decimal = ZERO
    principal: Decimal = ZERO
    gift: Decimal = ZERO
    reversals: int = 0
    reversed: Decimal = ZERO
    sums: dict[str, dict[str, tuple[int, Decimal]]] = field(default_factory=dict)
    exceptions: dict[str, New] = field(default_factory=dict)
    partner: dict[str, OfPartner] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    partner_count: int = 0
    statement: str = "none"

    def add(self, new: New) -> None:
        """Keep an exception; the same one found in another way is kept once."""
        self.exceptions.setdefault(new.subject, new)

    def facts(self) -> dict[str, Any]:
        """The counts and sums as the report and the event keep them."""
        rules: dict[str, int] = {}
        for new in self.exceptions.values():
            rules[new.rule] = rules.get(new.rule, 0) + 1
        sums = {name: {code: [n, spell(sum_)] for code, (n, sum_) in part.items()} for name, part in self.sums.items()}
        return {
            "statement": self.statement,
            "count": self.count,
            "total": spell(self.total),
            "principal": spell(self.principal),
            "gift": spell(self.gift),
            "reversals": self.reversals,
            "reversed": spell(self.reversed),
            "rules": rules,
            "files": self.files,
            **sums,
        }
