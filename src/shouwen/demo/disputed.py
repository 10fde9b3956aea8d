"""One dispute of the demo world on its way, beside the complaint that it belongs to."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from shouwen.demo.case import Case
from shouwen.demo.founding import made
from shouwen.disputes import verbs
from shouwen.disputes.asking import refund_facts
from shouwen.disputes.counted import authority
from shouwen.disputes.models import Application, Dispute
from shouwen.disputes.paying import missing_papers
from shouwen.disputes.reads.signing import signers
from shouwen.handbook.load import shipped
from shouwen.people.models import Staff
from shouwen.people.reads import with_role
from shouwen.reception.printing import register
from shouwen.refunds.verbs import call_off

# What the front desk answers when it is asked how the charge came about, by cause.
SITUATIONS = (
    ("company.support_system", "was_discount"),
    ("company.service_quality", "was_consent"),
    ("company.design", "was_tariff"),
    ("sp.charging", "was_cancelled"),
    ("sp.unaware", "was_consent"),
)
SERVICES = (("手机报", "星河互动"), ("彩铃", "乐享科技"), ("流量包", ""), ("来电提醒", ""), ("视频会员", "云上文化"))
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8ff1f0003030200efbfa7db0000000049454e44ae426082"
)


@dataclass
class Disputed(Case):
    """A complaint about a charge, and the dispute that comes of it."""

    dispute: Any = None
    situation: tuple[str, str] = SITUATIONS[0]
    service: tuple[str, str] = SERVICES[0]
    amount: Decimal = Decimal(0)

    @property
    def application(self) -> Application | None:
        """The newest walk through the chain, if there is one."""
        found: Application | None = self.dispute.applications.order_by("number").last()
        return found

    def say(self, *path: str) -> str:
        """A sentence of those about money."""
        found: Any = self.words.talk["quarrels"]
        for step in path:
            found = found[step]
        return str(self.world.rng.choice(found))

    def do(self, verb: Any, actor: Staff, **said: Any) -> Any:
        """Take one step of the dispute now; a step of the ticket is the complaint's own."""
        if self.dispute is None:
            return super().do(verb, actor, **said)
        made(verb(self.dispute.pk, actor=actor, at=self.world.at, **said))
        return self.look()

    def look(self) -> Any:
        """The dispute as it is now: billing may have answered meanwhile."""
        self.dispute = Dispute.rows.select_related("unit", "customer", "clerk", "ticket").get(pk=self.dispute.pk)
        return self.dispute

    def complain(self, amount: Decimal) -> bool:
        """The customer says what was charged too much; False when they have this matter open already."""
        rng = self.world.rng
        self.amount, self.service = amount, rng.choice(SERVICES)
        self.situation = rng.choice(SITUATIONS[3:] if self.service[1] else SITUATIONS[:3])
        self.more["text"] = self.say("texts", self.situation[1]).format(service=self.service[0], amount=amount)
        return self.open(late=timedelta(minutes=3))

    def begin(self) -> None:
        """Question one or two lines of the last bill."""
        rng, at, amount = self.world.rng, timezone.localtime(self.world.at), self.amount
        service, provider = self.service
        charged = (at - timedelta(days=rng.randint(3, 40))).date()
        parts = [amount] if amount < 20 or rng.random() < 0.5 else [amount - Decimal("8.00"), Decimal("8.00")]
        lines = tuple(
            verbs.ChargeLine(
                service=service,
                provider=provider,
                amount=part,
                period=f"{charged:%Y-%m}",
                charged_on=charged,
                bill=f"{charged:%y%m}{rng.randint(100000, 999999)}",
            )
            for part in parts
        )
        opening = verbs.Opening(text=self.ticket.text, ticket=self.ticket, charges=lines)
        answer = verbs.open_dispute(actor=self.owner, at=self.world.at, opening=opening, clerk=self.owner)
        self.dispute = made(answer)

    def find(self, result: str) -> None:
        self.do(verbs.find, self.owner, result=result, what=self.say("checked", result), cause=self.situation[0])

    def left_to_verify(self) -> timedelta:
        """How long until the seven working days of verification are over, whatever holidays lie between."""
        due = refund_facts(self.dispute, {}, at=self.world.at).verify_by
        assert due is not None
        return max(timedelta(), due - self.world.at)

    def papers(self) -> None:
        """Print the reception form, and put every paper to it that the rules ask for."""
        made(register(self.ticket, actor=self.owner, at=self.world.at))
        digest = sha256(PICTURE).hexdigest()
        more = {"sp.charging": "sp_report", "sp.unaware": "sp_report", "company.support_system": "fault_order"}
        for kind in filter(None, ("bill_list", more.get(self.situation[0]))):
            said = {"paper": kind, "name": f"{kind}.png", "kind": "png", "size": len(PICTURE)}
            self.do(verbs.add_paper, self.owner, sha256=digest, file=ContentFile(PICTURE), **said)

    def propose(self, kind: str = "", *, why: str = "", insists: bool = False, anew: bool = False) -> None:
        """Confirm the rule, or return the amount once and say why; `anew` when an order came to naught."""
        answers = {
            "unsubscribed": "not_cancelled",
            "origin": "ours",
            "product": "personal",
            "evidence": "evidence",
            "what": self.situation[1],
        }
        if insists:
            answers["insists"] = "insists"
        chosen = verbs.Chosen(
            answers=answers,
            cause=self.situation[0],
            kind=kind,
            principal=self.dispute.charged if kind else Decimal(0),
            override_why=self.say("overrides", why) if why else "",
            proof=self.world.rng.choice(("identity_document", "service_password")),
        )
        self.do(verbs.recalculate if anew else verbs.propose, self.owner, chosen=chosen)

    def ask(self) -> None:
        """Grant it where the front line may, else apply."""
        lacking = missing_papers(self.dispute, shipped())
        assert not lacking, lacking
        if self.counted_within_own():
            self.do(verbs.grant, self.owner)
        else:
            self.do(verbs.apply, self.owner, why=self.say("applied", "why"))

    def counted_within_own(self) -> bool:
        """Whether the front line may decide it with what was paid before."""
        return authority(self.dispute, self.dispute.amount, self.world.at, shipped()).what.own

    def next_signer(self) -> Staff:
        """Who signs next: the first of those who may, as they stand now, for they may stand in for somebody by now."""
        application = self.application
        assert application is not None
        return signers(application, self.world.at)[0].staff

    def sign(self) -> None:
        application = self.application
        assert application is not None
        self.do(verbs.sign, self.next_signer(), application=application.number)

    def call_off(self) -> None:
        """Whoever watches over refunds takes the order back before billing has heard of it."""
        order = self.look().refunds().get(state="due")
        lead = with_role("support_lead", self.dispute.unit)[0]
        made(call_off(order.pk, actor=lead, at=self.world.at, why=self.say("called_off", "why")))
        self.look()

    def give_back(self, signer: Staff) -> None:
        application = self.application
        assert application is not None
        self.do(verbs.give_back, signer, application=application.number, why=self.say("given_back", "why"))
