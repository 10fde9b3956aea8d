"""No way round the doors: every address, asked by every role, by nobody, with nonsense, and with markup typed in."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from shouwen.clauses.asking import FactsForm
from shouwen.disputes.forms.register import FORMS as DISPUTE_FORMS
from shouwen.disputes.models import Dispute, Paper
from shouwen.notices.models import Message
from shouwen.people.doors import DOORS, PUBLIC
from shouwen.people.models import Staff
from shouwen.reception.models import PrintedForm
from shouwen.tickets.forms.fields import Colleague, Moment
from shouwen.tickets.forms.register import FORMS
from shouwen.tickets.models import Attachment, Draft, ImportRun, Incident, SavedView, Ticket
from tests.cast import PEOPLE, Cast
from tests.disputes.telling import Story

Browser = Callable[[Staff], Client]
# The API knows no sessions and forms: what it opens is asked in tests/permissions and tests/api. Readiness may be 503.
PAGES = {name: door for name, door in DOORS.items() if not name.startswith("api:") and name != "readyz"}
LEAVING = {"account_logout", "people:sign_out_everywhere"}
ROLES = list({role: who for who, (_, _, _, role, *_) in reversed(PEOPLE.items())}.values())
EVIL = "\"'><b id=evil>'onevil=\"1"
NONSENSE = ["\x00😀", "长" * 400, "9" * 30]
ODDER = [*NONSENSE, "٣", "-1", "长" * 5000, "2026-99-99", "%'\"\\", "1e400"]
KEYS = ("after", "page", "q", "group", "holder", "state", "category", "due", "cause", "kind")
ASKED = """after before page q as do length seen serial code profile unread next group holder owner whose state priority
category unit urgent due sort view number contacted_at until query name tickets to token text file why from
ticket rows do again cause kind charge-0-service charge-0-amount charge-0-period q-what principal gift proof"""


class World(NamedTuple):
    """One of each thing of 渡口路 hall that an address may name."""

    cast: Cast
    ticket: Ticket
    file: Attachment
    view: SavedView
    message: Message
    run: ImportRun
    incident: Incident
    dispute: Dispute
    paper: Paper

    def url(self, name: str, **instead: object) -> str:
        """The address of that name, leading to these things."""
        place, _, page = name.rpartition(":")
        pk = {"notices": self.message, "customers": self.ticket.customer, "people": self.cast.units["QD1"]}
        pk |= {"disputes": self.dispute}
        other: dict[str, Any] = dict.fromkeys(("rename_view", "drop_view"), self.view)
        other |= dict.fromkeys(("import", "import_progress", "import_rejected"), self.run)
        other |= dict.fromkeys(("person", "person_password", "role_give", "role_take"), self.cast.clerk)
        other |= dict.fromkeys(("group", "group_join", "group_leave"), self.cast.groups["QD-NET"])
        known: dict[str, Any] = {"form": "intake", "prefix": "14300", "chapter": "priority", "clause": "C1.3.3"}
        known |= {"year": 2026, "code": self.incident.code, "staff": self.cast.network.pk}
        known |= {"key": (self.paper if place == "disputes" else self.file).pk}
        known |= dict.fromkeys(("number", "line", "leave", "refund"), 1)
        known |= {"pk": other.get(page, pk.get(place, self.ticket)).pk, "duty": self.cast.clerk.duties.get().pk}
        return reverse(name, kwargs={key: instead.get(key, known[key]) for key in PARAMETERS[name]})

    def who_may(self, name: str) -> Staff:
        """Somebody for whom the door opens, and who sees the ticket where that can be."""
        people = [getattr(self.cast, role) for role in ROLES]
        return next(person for person in people if person.may_open(name))


def _parameters(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, list[str]]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _parameters(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        else:
            yield ":".join((*spaces, str(entry.name))), list(entry.pattern.converters)


PARAMETERS = {name: rest for name, rest in _parameters(get_resolver()) if name in PAGES}


@pytest.fixture
def world(cast: Cast, signed_in: Browser, settings: Any, tmp_path: Any) -> World:
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now() - timedelta(minutes=50)
    ticket = cast.open("diamond", at=at)
    crowd = [cast.open(cast.number(place), at=at, source="hotline") for place in range(11)]
    clerk, lead, here = signed_in(cast.clerk), signed_in(cast.support_lead), f"/tickets/{ticket.pk}"
    png = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40)
    clerk.post(f"{here}/attach", {"file": png, "seen": 99})
    clerk.post(f"{here}/form", {"seen": ticket.chain.events.count()})
    clerk.post(f"{here}/ask-void", {"reason": "duplicate", "why": "重", "seen": 99})
    clerk.post(reverse("tickets:save_view"), {"name": "我的", "query": "all=1"})
    clerk.post(reverse("tickets:draft", args=["intake"]), {"text": "还没写完"})
    rows = f"号码,内容\n{ticket.customer.number},很慢\n{ticket.customer.identity},某\n"
    lead.post(reverse("tickets:imports"), {"file": SimpleUploadedFile("三月.csv", rows.encode())})
    told = {"code": "ticket.returned", "link": here, "about": ticket.serial, "once": "crawl", "at": at}
    message = Message.objects.create(to=cast.clerk, facts={}, **told)
    incident = crowd[-1].incident
    file, view, run = Attachment.objects.get(), SavedView.objects.get(), ImportRun.rows.get()
    run.rejected.save("rejected.csv", ContentFile(b"1"))
    assert incident and PrintedForm.objects.exists()
    disputed = Story(cast, "300.00", at=at).ready("300.00").applied()
    return World(cast, ticket, file, view, message, run, incident, disputed.row, disputed.row.papers.all()[0])


def ask(client: Client, method: str, url: str, said: dict[str, Any] | None = None) -> tuple[int, str]:
    """The status and the text of the answer, of an error as people get it; what it changed is undone."""
    client.raise_request_exception = False
    with transaction.atomic():
        answer = getattr(client, method)(url, said or {})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return answer.status_code, body.decode(errors="replace")


@pytest.mark.parametrize("role", ROLES)
def test_each_door_opens_for_its_roles_alone_and_no_page_tells_who_a_customer_is(
    world: World, signed_in: Browser, role: str
) -> None:
    person = getattr(world.cast, role)
    client, wrong = signed_in(person), []
    customers = world.cast.customers.values()
    secrets = {word for each in customers for word in (each.number, each.name, each.identity)}
    for name in sorted(PAGES.keys() - LEAVING):
        for method in ("get", "post"):
            status, body = ask(client, method, world.url(name))
            if status >= 500 or (status == 403) == person.may_open(name):
                wrong.append((name, method, status))
            if method == "get":
                wrong += [(name, "tells", secret) for secret in secrets if secret in body]
    assert not wrong


def test_nobody_gets_in_without_signing_in(world: World) -> None:
    client, wrong = Client(raise_request_exception=False), []
    for name, door in PAGES.items():
        for method in ("get", "post"):
            with transaction.atomic():
                answer = getattr(client, method)(world.url(name))
            sent = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
            if answer.status_code >= 500 or (door != PUBLIC and not sent):
                wrong.append((name, method, answer.status_code))
    assert not wrong


@pytest.mark.parametrize("role", ["other_clerk", "other_network", "other_lead"])
def test_what_belongs_to_another_branch_is_not_there(world: World, signed_in: Browser, role: str) -> None:
    person = getattr(world.cast, role)
    client, wrong = signed_in(person), []
    theirs, places = {"pk", "key", "code"}, {"tickets", "reception", "notices", "disputes"}
    # Forgetting a view that is not one's own, and reloading a chase, lead back to one's own pages.
    back = [("tickets:drop_view", "post", 303), ("tickets:chase_instead", "get", 303)]
    for name, parameters in PARAMETERS.items():
        if not theirs & set(parameters) or name.split(":")[0] not in places:
            continue
        for method in ("get", "post"):
            status, _ = ask(client, method, world.url(name))
            hidden = status in ((404, 405) if person.may_open(name) else (403,))
            if not hidden and (name, method, status) not in back:
                wrong.append((name, method, status))
    assert not wrong


def test_one_may_not_touch_what_another_keeps_to_themselves(world: World, signed_in: Browser) -> None:
    for person in (world.cast.other_clerk, world.cast.colleague, world.cast.admin):
        client = signed_in(person)
        client.post(world.url("tickets:drop_view"))
        client.post(world.url("tickets:rename_view"), {"name": "你的"})
        client.post(world.url("tickets:draft"), {"discard": "1"})
        client.post(world.url("notices:read"))
        client.post(world.url("notices:read_all"))
        assert "还没写完" not in client.get(world.url("tickets:new")).content.decode()
    assert SavedView.objects.get().name == "我的" and Draft.objects.filter(form="intake").exists()
    assert Message.objects.get(pk=world.message.pk).read_at is None


@pytest.mark.parametrize("value", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_in_what_is_asked_or_handed_in_breaks_nothing(world: World, signed_in: Browser, value: str) -> None:
    fields = {field for form in (*FORMS.values(), *DISPUTE_FORMS.values()) for field in form.base_fields}
    said = dict.fromkeys({*ASKED.split(), *fields}, value)
    browsers = {getattr(world.cast, who).code: signed_in(getattr(world.cast, who)) for who in ROLES}
    asked = [(name, method) for name in PAGES.keys() - LEAVING for method in ("get", "post")]
    who = {name: browsers[world.who_may(name).code] for name in PAGES}
    assert not [each for each in asked if ask(who[each[0]], each[1], world.url(each[0]), said)[0] >= 500]


def test_facts_nested_without_end_are_refused(cast: Cast, signed_in: Browser) -> None:
    for depth in (400, 3000):
        facts = dict.fromkeys(FactsForm("urgency").fields, "[" * depth + "]" * depth)
        assert ask(signed_in(cast.clerk), "post", "/handbook/decide/urgency", facts)[0] == 422


def test_nonsense_in_one_filter_breaks_no_list(world: World, signed_in: Browser) -> None:
    lists = [world.url(name) for name in ("tickets:queues", "tickets:search", "tickets:timeline", "disputes:list")]
    filters = [(key, value) for key in KEYS for value in ODDER]
    client = signed_in(world.cast.support_lead)
    assert not [(url, one) for url in lists for one in filters if ask(client, "get", url, dict([one]))[0] >= 500]


@pytest.mark.parametrize("huge", [0, 2**63])
def test_an_address_of_nothing_breaks_nothing(world: World, signed_in: Browser, huge: int) -> None:
    odd: dict[str, Any] = dict.fromkeys(("pk", "key", "year", "duty", "staff"), huge)
    odd |= {"code": "\x00😀", "prefix": "9" * 300, "clause": "\x00<", "form": "f" * 900, "chapter": "c" * 900}
    asked = [(name, method) for name in PARAMETERS if PARAMETERS[name] for method in ("get", "post")]
    who = {name: signed_in(world.who_may(name)) for name in PARAMETERS}
    assert not [each for each in asked if ask(who[each[0]], each[1], world.url(each[0], **odd))[0] >= 500]


def test_a_form_from_elsewhere_is_refused_at_every_address(world: World) -> None:
    client, taken = Client(enforce_csrf_checks=True, raise_request_exception=False), []
    for name in PAGES.keys() - {"account_logout", "healthz"}:
        client.force_login(world.who_may(name))
        if ask(client, "post", world.url(name))[0] != 403:
            taken.append(name)
    assert not taken


def filled(form: forms.Form, to: Staff) -> dict[str, str]:
    """A form with markup in every field that takes words."""
    said = {}
    for name, field in form.fields.items():
        said[name] = to.code if isinstance(field, Colleague) else EVIL
        if isinstance(field, Moment):
            said[name] = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
        elif isinstance(field, forms.ChoiceField):
            said[name] = next((str(code) for code, _ in field.choices if code and isinstance(code, str)), "")
        elif not isinstance(field, forms.CharField):
            del said[name]
    return said


def test_markup_in_any_field_is_shown_as_it_was_typed(world: World, signed_in: Browser) -> None:
    cast, shown = world.cast, dict[object, str]()
    ticket = cast.open("gold", text=EVIL, category="basic.data.drops", at=timezone.now() - timedelta(minutes=5))
    lead = signed_in(cast.support_lead)
    for person in (cast.clerk, cast.hall_manager, cast.support_lead):
        client = signed_in(person)
        for name, kind in FORMS.items():
            said = filled(kind(case=ticket, staff=person, at=timezone.now()), cast.colleague)
            said["seen"] = str(Ticket.rows.get(pk=ticket.pk).chain.length)
            shown[name, person.code] = client.post(f"/tickets/{ticket.pk}/{name}", said).content.decode()
        for page in ("", "/form", "/timeline", "/head"):
            shown[page, person.code] = client.get(f"/tickets/{ticket.pk}{page}").content.decode()
    for page in ("/queues?all=1", f"/search?q={EVIL}&as=words", "/messages", "/", "/team", f"/queues?q={EVIL}"):
        shown[page] = lead.get(page).content.decode()
    typed = dict.fromkeys(("number", "text", "place", "app_version", "category_words", "contact_phone"), EVIL)
    shown["new"] = signed_in(cast.clerk).post("/tickets/new", typed).content.decode()
    kept = lead.post(reverse("tickets:save_view"), {"name": EVIL, "query": "all=1"}, follow=True)
    shown["views"] = kept.content.decode()
    assert not [page for page, html in shown.items() if "<b id=evil" in html or "'onevil=\"1" in html]
    told = [("", cast.clerk.code), f"/search?q={EVIL}&as=words", ("/form", cast.clerk.code)]
    assert ticket.chain.events.count() > 8 and not [
        page for page in (*told, "new", "views") if "&lt;b id=evil" not in shown[page]
    ]
