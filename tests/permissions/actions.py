"""Every action on a ticket: what it is told, what must be there for it, and which states it goes on in.

What it is told is always right and complete, so that nothing is left to refuse but what the tables say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from shouwen.people.models import Staff
from shouwen.tickets.forms.register import FORMS
from shouwen.tickets.models import Consent, Reply, Ticket
from tests.cast import Cast
from tests.permissions.oracle import STATES, Person, Whose, by_state, right_of

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
Told = dict[str, Any]


@dataclass(frozen=True)
class Action:
    """One action by the name that is the end of its address. `rule` is read by `oracle.by_state`."""

    name: str
    rule: str
    told: Callable[[Cast], Told]
    before: Callable[[Cast, Ticket, Staff], object] | None = None

    @property
    def right(self) -> str:
        return right_of(self.name)

    @property
    def verb(self) -> Callable[..., Any]:
        return FORMS[self.name].verb

    @property
    def states(self) -> list[str]:
        """The states in which it may go on."""
        return [state for state in STATES if not by_state(self.rule, state)]


def _asked(kind: str) -> Callable[[Cast, Ticket, Staff], object]:
    def ask(cast: Cast, ticket: Ticket, person: Staff) -> object:
        reason = {"hold": "customer_away", "void": "entered_twice"}.get(kind, "")
        said = {"ticket": ticket, "kind": kind, "reason": reason, "why": "客户要求", "asked_at": cast.morning}
        return Consent.objects.create(**said, asked_by=cast.province_desk, asked_of=person)

    return ask


def _replied(cast: Cast, ticket: Ticket, person: Staff) -> object:
    said = {"course": "已检修", "answer": "已恢复", "satisfaction": "satisfied"}
    return Reply.objects.create(ticket=ticket, by=cast.clerk, at=cast.morning, **said)


def _earlier(cast: Cast, ticket: Ticket, person: Staff) -> object:
    return Ticket.rows.filter(pk=ticket.pk).update(repeats=ticket.pk)


def _file(cast: Cast) -> Told:
    return {"name": "a.png", "kind": "png", "size": len(PNG), "sha256": "0" * 64, "file": ContentFile(PNG)}


def _always(**told: Any) -> Callable[[Cast], Told]:
    return lambda cast: dict(told)


WHY = "客户当面说明"
ACTIONS = (
    Action("contact", "open", lambda cast: {"contacted_at": cast.after(hours=1), "way": "phone", "said": "已致歉"}),
    Action("chase", "open", lambda cast: {"contacted_at": cast.after(hours=1), "said": "还没修好"}),
    Action("note", "any", _always(text=WHY)),
    Action("attach", "any", _file),
    Action("transfer", "move:transfer", lambda cast: {"to": cast.groups["QD-SUP"], "tried": "已重启"}),
    Action("dispatch", "move:dispatch", _always(to="施工队", why="换光模块")),
    Action("return", "move:return", _always(reason="facts_missing", why=WHY)),
    Action("take", "move:take", _always()),
    Action("answer", "move:answer", _always(course="已检修", answer="已恢复", satisfaction="satisfied")),
    Action("archive", "move:archive", _always(root_cause="not_solved"), _replied),
    Action("declare", "open", _always(kind="important", why=WHY)),
    Action("repeat", "open", _always(confirmed=True), _earlier),
    Action("reclassify", "open", _always(category="basic.data.cannot_connect", why=WHY)),
    Action("raise", "move:transfer", _always(why=WHY, tried="已重启")),
    Action("ask-hold", "move:hold", _always(reason="customer_away", why=WHY)),
    Action("hold", "move:hold", _always(), _asked("hold")),
    Action("refuse-hold", "any", _always(why=WHY), _asked("hold")),
    Action("resume", "move:resume", _always()),
    Action("ask-void", "open", _always(reason="entered_twice", why=WHY)),
    Action("void", "move:void", _always(), _asked("void")),
    Action("refuse-void", "any", _always(why=WHY), _asked("void")),
    Action("hand-over", "open", lambda cast: {"to": cast.province_desk, "why": WHY}),
    Action("accept", "open", _always(), _asked("handover")),
    Action("decline", "any", _always(why=WHY), _asked("handover")),
    Action("withdraw-handover", "any", _always(), _asked("handover")),
    Action("reveal", "open:no-open-ticket", _always(reason="contact_on_complaint")),
)
# What asks for a right of its own but changes the customer, not the ticket.
ON_CUSTOMERS = {"mark-sensitive", "lift-mark"}
# An action that asks and one that moves differ: asked for is not yet moved.
MOVING = {"ask-hold"}
# What only whoever was first asked does, or their manager.
OWNERS = {"hand-over", "withdraw-handover"}


def moves(action: Action) -> bool:
    """Whether the action itself brings the ticket into another state."""
    return action.rule.startswith("move:") and action.name not in MOVING


def personal(action: Action, person: Person, whose: Whose) -> str:
    """The refusal that follows from who the person is to the ticket, beyond rights: group, holder, first asked."""
    if action.name == "take":
        leads = any(role == "support_lead" for role, _ in person.duties)
        if whose.tie != "group" and not leads:
            return "not-in-group"
        return "already-yours" if whose.tie == "holder" else ""
    if action.name in OWNERS and whose.tie != "first_asked" and not person.may("consent", whose):
        return "not-first-asked"
    return ""


def typed(action: Action, cast: Cast, staff: Staff) -> Told:
    """The same as that person types it into the form, a moment ago."""
    said: Told = {}
    for name, value in action.told(cast).items():
        said[name] = "yes" if value is True else getattr(value, "code", value)
    now = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    times = {"contact": {"contacted_at": now, "way": "phone"}, "chase": {"contacted_at": now}}
    times["answer"] = {"answered_by": staff.code, "answered_at": now}
    return said | times.get(action.name, {})
