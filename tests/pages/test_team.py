"""The team page: what is due when, per person; every number opens what it counts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shouwen.handbook.load import shipped
from shouwen.people.models import SkillGroup
from shouwen.tickets.reads import team
from shouwen.tickets.verbs import ask_hold, contact, take, transfer
from tests.cast import done

pytestmark = pytest.mark.django_db
TEAM = reverse("tickets:team")


@pytest.fixture(autouse=True)
def sunday() -> Iterator[None]:
    """Sunday, 8 March 2026, 10:00 in Shanghai: only the clocks that run on days off press anybody."""
    with time_machine.travel(datetime(2026, 3, 8, 2, tzinfo=UTC), tick=False):
        yield


def ago(**span):
    return timezone.now() - timedelta(**span)


def moved(cast, ticket):
    group = SkillGroup.rows.get(code="QD-NET")
    return done(transfer(ticket.pk, actor=cast.clerk, at=ago(minutes=30), to=group, tried="已重启手机"))


@pytest.fixture
def busy(cast):
    """A hall with work in several hands."""
    cast.open("diamond", at=ago(hours=30))
    promised = cast.open("gold", at=ago(hours=21))
    said = {"way": "phone", "said": "正在查", "promised": "回电", "promised_until": timezone.now() + timedelta(hours=1)}
    done(contact(promised.pk, actor=cast.clerk, at=ago(hours=1), contacted_at=ago(hours=1), **said))
    moved(cast, cast.open("silver", at=ago(hours=20)))
    taken = moved(cast, cast.open("prepaid", at=ago(hours=2)))
    done(take(taken.pk, actor=cast.network, at=ago(minutes=20)))
    cast.open("points", at=ago(hours=1), by=cast.second_hall_clerk)
    return cast


def lines(page):
    return {each["line"].staff.code: each for each in page.context["lines"]}


def test_the_team_page_is_for_managers(cast, signed_in) -> None:
    assert signed_in(cast.clerk).get(TEAM).status_code == 403
    assert signed_in(cast.auditor).get(TEAM).status_code == 200


def test_every_number_opens_a_list_of_just_so_many(busy, signed_in) -> None:
    for person in (busy.hall_manager, busy.support_lead):
        browser = signed_in(person)
        page = browser.get(TEAM)
        figures = list(page.context["numbers"].values())
        for each in page.context["lines"]:
            figures += [*each["cells"].values(), each["owned"]]
        for figure in figures:
            assert browser.get(figure["url"]).context["total"] == str(figure["n"]), figure
        for each in page.context["queues"]:
            assert browser.get(each["url"]).context["total"] == str(each["waiting"].queued)


def test_a_hall_manager_sees_their_people_and_who_else_has_their_tickets(busy, signed_in) -> None:
    found = lines(signed_in(busy.hall_manager).get(TEAM))
    mine, elsewhere = found[busy.clerk.code]["line"], found[busy.network.code]["line"]
    assert (mine.ours, mine.load["breached"], mine.load["promised"], mine.first_asked) == (True, 1, 1, 4)
    assert (elsewhere.ours, elsewhere.load["in_hand"]) == (False, 1)
    assert busy.second_hall_clerk.code not in found


def test_the_most_pressed_stands_first(busy, signed_in) -> None:
    page = signed_in(busy.support_lead).get(TEAM)
    assert page.context["lines"][0]["line"].staff == busy.clerk


def test_a_unit_of_ones_part_may_be_looked_at_alone(busy, signed_in) -> None:
    browser = signed_in(busy.support_lead)
    page = browser.get(TEAM, {"unit": "QD2"})
    assert page.context["unit"].code == "QD2"
    assert set(lines(page)) == {busy.second_hall_clerk.code, busy.second_hall_manager.code}
    assert browser.get(TEAM, {"unit": "WC1"}).context["unit"] is None


def test_groups_with_what_nobody_took_are_listed(busy, signed_in) -> None:
    (only,) = signed_in(busy.hall_manager).get(TEAM).context["queues"]
    assert (only["waiting"].group.code, only["waiting"].queued) == ("QD-NET", 1)


def test_a_consent_waits_on_the_team_page(cast, signed_in) -> None:
    ticket = cast.open("diamond", at=ago(hours=2))
    reason = next(iter(shipped().hold_reasons))
    done(ask_hold(ticket.pk, actor=cast.clerk, at=timezone.now(), reason=reason, why="客户出差，周五再联系"))
    for person, waits in ((cast.hall_manager, 1), (cast.support_lead, 1), (cast.other_lead, 0), (cast.auditor, 0)):
        assert len(signed_in(person).get(TEAM).context["consents"]) == waits, person


def test_who_has_least_to_do_is_left_out_and_counted(busy, signed_in, monkeypatch) -> None:
    monkeypatch.setattr(team, "MOST_PEOPLE", 1)
    page = signed_in(busy.support_lead).get(TEAM)
    assert list(lines(page)) == [busy.clerk.code] and page.context["more"] > 1


def test_more_people_cost_no_more_queries(busy, signed_in) -> None:
    browser = signed_in(busy.branch_lead)
    with CaptureQueriesContext(connection) as one_unit:
        browser.get(TEAM, {"unit": "QD2"})
    with CaptureQueriesContext(connection) as all_units:
        browser.get(TEAM)
    assert len(all_units) <= len(one_unit) + 1 <= 18


def test_a_teams_numbers_are_added_up_along_one_index(busy) -> None:
    with CaptureQueriesContext(connection) as said, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # So few rows are never worth an index, least of all the widest; whether it serves alone is what is asked.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_indexscan = off")
        team.team(busy.support_lead, timezone.now())
        team.numbers(busy.support_lead, timezone.now())
        counted = [one["sql"] for one in said if "before_0" in one["sql"]]
        plans = []
        for sql in counted:
            cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + sql)
            plans.append(" ".join(str(row) for row in cursor.fetchall()))
    # SQLite would read the row for `archived_at` alone, which the index answers by being there.
    alone = "Index Only Scan using ticket_load" if connection.vendor == "postgresql" else "USING INDEX ticket_load"
    assert len(plans) == 2 and all(alone in plan and "TEMP B-TREE" not in plan for plan in plans), plans
