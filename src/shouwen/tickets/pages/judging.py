"""What stands beside the intake while one types: who calls, what they have open, what the handbook says."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from shouwen.customers import masking
from shouwen.customers.attribution import clean
from shouwen.handbook import category_search
from shouwen.handbook.batch import HitKind
from shouwen.handbook.classify import classify
from shouwen.handbook.decision import Decision, Refused
from shouwen.handbook.load import shipped
from shouwen.handbook.schema import Category
from shouwen.people.models import SkillGroup, Staff
from shouwen.tickets.forms.call import EARLIEST, HITS
from shouwen.tickets.forms.measured import told
from shouwen.tickets.models import Ticket
from shouwen.tickets.reads.arriving import Caller, Preview, caller, preview
from shouwen.tickets.situation import Opening
from shouwen.web import labels, moments
from shouwen.web.clocktext import Language

# Fewer than this is somebody still typing, not a mistake.
WHOLE_NUMBER = 5
# From so many customers on, a surge is worth a word.
SURGE_ORDINARY, SURGE_VIP = 3, 2


@require_POST
def judge(request: HttpRequest) -> HttpResponse:
    """The part beside the form, for what is typed so far."""
    assert isinstance(request.user, Staff)
    return render(request, "tickets/intake/beside.html", beside(request.POST.dict(), request.user, at=timezone.now()))


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """The open leaves that fit what was typed, as options of the chooser."""
    words = request.GET.get("category_words", "")[:60]
    found = category_search.find(words, shipped(), labels.language())
    return render(request, "tickets/intake/categories.html", {"found": _named(found), "words": words.strip()})


def beside(typed: dict[str, Any], staff: Staff, *, at: datetime) -> dict[str, Any]:
    """Everything that the part shows; without a whole number only that it waits for one."""
    number = clean(str(typed.get("number") or "")[:40])
    if not number.digits or number.trouble:
        trouble = told(number.trouble) if number.trouble and len(number.digits) >= WHOLE_NUMBER else ""
        return {"who": None, "trouble": trouble, "now": at}
    opening = _so_far(typed, number.digits, at)
    who = caller(number.digits, opening.contacted_at, shipped())
    seen = preview(opening, who, staff.unit, shipped(), at=at)
    return {
        "who": who,
        "masked": _masked(who),
        "about": seen.about,
        "opening": opening,
        "unfinished": _listed(who.unfinished, opening, staff),
        "archived": _listed(who.archived, opening, staff),
        "same_open": any(one.category == opening.category for one in who.unfinished),
        "same_archived": bool(seen.about.earlier),
        "same_matter": typed.get("same_matter", ""),
        "separate": bool(typed.get("separate")),
        "surge": _surge(seen),
        "proposed": _proposed(typed, opening),
        "urgency": _urgency(seen),
        "priority": seen.found.priority,
        "limits_of": _limits(seen, at),
        "route": _route(seen.found.route),
        "may_chase": staff.may("chase"),
        "now": at,
    }


def _proposed(typed: dict[str, Any], opening: Opening) -> dict[str, Any] | None:
    """The leaf that the customer's words point to, while none is chosen; nothing where they point nowhere."""
    if chosen_category(typed) is not None or not opening.text.strip():
        return None
    decision = classify(opening.text, shipped(), column=opening.column)
    if decision.because[0].code != "classified":
        return None
    path = shipped().categories.path_label(decision.what, labels.language())
    return {"code": decision.what, "path": path, "because": decision.because}


def _masked(who: Caller) -> dict[str, str]:
    name = who.customer.name if who.customer else ""
    return {"number": masking.number(who.number), "name": masking.name(name)}


def chosen_category(typed: dict[str, Any]) -> Category | None:
    """The leaf that is chosen in what was typed."""
    return shipped().categories.get(str(typed.get("category") or typed.get("category_pick") or ""))


def matches(typed: dict[str, Any]) -> list[tuple[Category, str, str, str]]:
    """The leaves that the typed words may mean, to choose from where there are no scripts."""
    words = str(typed.get("category_words") or "")[:60]
    return _named(category_search.find(words, shipped(), labels.language(), limit=12))


def tree() -> tuple[Any, ...]:
    """The open part of the category tree, for browsing: (category, its name, what stands below)."""
    return _tree(labels.language())


@lru_cache(maxsize=2)
def _tree(language: Language) -> tuple[Any, ...]:
    known = shipped().categories

    def branch(category: Category) -> tuple[Any, ...]:
        below = tuple(branch(child) for child in known.children(category.code) if not child.retired)
        return category, category.label(language), below

    return tuple(branch(root) for root in known.roots if not root.retired)


def _named(found: Iterable[Category]) -> list[tuple[Category, str, str, str]]:
    """Each with its own name, the names above it, and the whole path."""
    known, language = shipped().categories, labels.language()
    return [
        (
            leaf,
            leaf.label(language),
            known.path_label(leaf.parent or "", language),
            known.path_label(leaf.code, language),
        )
        for leaf in found
    ]


def _so_far(typed: dict[str, Any], number: str, at: datetime) -> Opening:
    """The call as far as it was typed; what cannot be read yet counts as not known."""
    edition = shipped()
    leaf = chosen_category(typed)
    source, column = str(typed.get("source") or ""), str(typed.get("column") or "")
    major, kind = str(typed.get("major_why") or "").strip(), str(typed.get("hits_kind") or "")
    return Opening(
        column=column if column in edition.columns else "complaint",
        number=number,
        category=leaf.code if leaf and not edition.categories.children(leaf.code) else "",
        source=source if source in edition.sources else "",
        text=str(typed.get("text") or "")[: edition.limits.text_characters],
        contacted_at=_contacted(typed.get("contacted_at"), at),
        hits_kind=cast(HitKind, kind) if kind in HITS else "",
        hits=str(typed.get("hits") or "")[:60],
        said_why=str(typed.get("said_why") or "")[:200],
        declared=(("major", major[:200]),) if major else (),
        repeat_confirmed={"yes": True, "no": False}.get(str(typed.get("same_matter"))),
    )


def _contacted(typed: Any, at: datetime) -> datetime:
    try:
        read = typed if isinstance(typed, datetime) else parse_datetime(str(typed or ""))
        aware = read if read is None or read.tzinfo else timezone.make_aware(read)
    except (ValueError, OverflowError):
        return at
    return min(aware, at) if aware and aware >= EARLIEST else at


def _listed(tickets: list[Ticket], opening: Opening, staff: Staff) -> list[dict[str, Any]]:
    """Tickets of the customer, those of the same matter first; a link only where the person may look."""
    known, language = shipped().categories, labels.language()
    visible = set(Ticket.objects.seen_by(staff).filter(pk__in=[one.pk for one in tickets]).values_list("pk", flat=True))
    rows = [
        {
            "ticket": one,
            "path": known.path_label(one.category, language),
            "same": one.category == opening.category,
            "visible": one.pk in visible,
        }
        for one in tickets
    ]
    return sorted(rows, key=lambda row: not row["same"])


def _surge(seen: Preview) -> dict[str, Any] | None:
    """A batch that is under way: the incident, or how many came and how many make one (C1.3.3)."""
    rule = shipped().urgency.batch
    if seen.about.incident:
        return {"incident": seen.about.incident.code, "clause": rule.clause}
    if seen.ordinary < SURGE_ORDINARY and seen.vip < SURGE_VIP:
        return None
    return {
        "ordinary": seen.ordinary,
        "vip": seen.vip,
        "minutes": rule.window_minutes,
        "most_ordinary": rule.ordinary_customers,
        "most_vip": rule.vip_customers,
        "now": bool(seen.found.batch),
        "clause": rule.clause,
    }


def _urgency(seen: Preview) -> list[dict[str, Any]]:
    """Each kind that applies or is proposed, with the reasons that are its own."""
    decided = seen.found.urgency
    said = [(kind, False) for kind in decided.what.kinds] + [(kind, True) for kind in decided.what.proposed]
    return [
        {
            "kind": kind.kind,
            "proposed": proposed,
            "because": [why for why in decided.because if why.clause == kind.clause and why.code in kind.evidence],
        }
        for kind, proposed in said
    ]


def _limits(seen: Preview, at: datetime) -> list[dict[str, Any]]:
    """Every deadline by name, the nearest first."""
    rows = []
    for limit in sorted(seen.found.deadlines.what, key=lambda limit: limit.due_at):
        name = labels.label("clocks", limit.clock)
        rows.append({"name": name, "what": f"{name} {moments.short(limit.due_at, now=at)}", "limit": limit})
    return rows


def _route(route: Decision[str] | Refused) -> dict[str, Any]:
    """The group that gets it, by name and with the reasons; or why there is none (C4.4)."""
    if isinstance(route, Refused):
        return {"refused": labels.sentence(route), "clause": route.clause}
    group = SkillGroup.objects.unscoped("the route may lead to any group").get(code=route.what)
    return {"code": group.code, "name": group.named(labels.language()), "because": route.because}
