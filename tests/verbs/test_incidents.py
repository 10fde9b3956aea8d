"""Many customers, one matter, sixty minutes: one incident, with everybody in it (C1.3.3)."""

from shouwen.customers.models import Customer
from shouwen.ledger.models import Event
from shouwen.notices.models import Message
from shouwen.tickets.models import Incident, Ticket
from shouwen.tickets.verbs import ask_void, close_incident, reclassify, void
from tests.cast import clock, codes, done, kinds, refused

MATTER = {"category": "basic.data.cannot_connect", "hits_kind": "cell", "hits": "渡口路-03"}


def come(cast, count, *, first=0, minutes=4, **said):
    """So many different customers, one every few minutes."""
    told = {**MATTER, **said}
    return [
        cast.open(cast.number(100 + place), at=cast.after(minutes=minutes * place), **told)
        for place in range(first, first + count)
    ]


def vips(cast, count):
    numbers = [cast.number(500 + place) for place in range(count)]
    tickets = []
    for place, number in enumerate(numbers):
        cast.open(number, category="support.systems.app_fault")
        Customer.rows.filter(number=number).update(grade="gold")
        tickets.append(cast.open(number, at=cast.after(minutes=place), **MATTER))
    return tickets


def test_ten_ordinary_customers_are_no_batch(cast):
    come(cast, 10)
    assert not Incident.objects.exists()


def test_the_eleventh_makes_one_incident_of_all_of_them(cast):
    tickets = come(cast, 11)
    incident = Incident.objects.get()
    assert incident.customers == 11
    assert {ticket.pk for ticket in incident.tickets.all()} == {ticket.pk for ticket in tickets}
    assert incident.code == "QD-B260304-001"


def test_the_earlier_ones_are_marked_raised_in_rank_and_their_clocks_tightened(cast):
    first = come(cast, 11)[0]
    first.refresh_from_db()
    assert kinds(first) == {"batch"}
    assert first.priority == "urgent"
    completion = clock(first, "completion")
    assert completion.minutes == 48 * 60
    assert completion.due_at == cast.after(48)
    assert codes(first) == ["ticket.opened", "ticket.joined_batch"]


def test_the_eleventh_itself_is_judged_as_batch_from_the_start(cast):
    last = come(cast, 11)[-1]
    assert codes(last) == ["ticket.opened"]
    assert kinds(last) == {"batch"}
    assert clock(last, "completion").minutes == 48 * 60


def test_four_vip_customers_are_no_batch_and_five_are(cast):
    vips(cast, 4)
    assert not Incident.objects.exists()


def test_the_fifth_vip_customer_makes_a_batch(cast):
    vips(cast, 5)
    assert Incident.objects.get().customers == 5


def test_those_who_come_later_join_the_open_incident(cast):
    come(cast, 11)
    later = cast.open(cast.number(900), at=cast.after(9), **MATTER)
    assert later.incident == Incident.objects.get()
    assert kinds(later) == {"batch"}
    assert Incident.objects.get().customers == 12


def test_the_same_customer_counts_once(cast):
    come(cast, 10)
    cast.open(cast.number(100), at=cast.after(minutes=45), separate=True, **MATTER)
    assert not Incident.objects.exists()


def test_a_voided_ticket_does_not_count(cast):
    first = come(cast, 10)[0]
    done(ask_void(first.pk, actor=cast.clerk, at=cast.after(minutes=38), reason="entered_twice", why="重复"))
    done(void(first.pk, actor=cast.hall_manager, at=cast.after(minutes=39)))
    come(cast, 1, first=10)
    assert not Incident.objects.exists()
    come(cast, 1, first=11)
    assert Incident.objects.get().customers == 11


def test_another_cell_or_another_category_is_another_matter(cast):
    come(cast, 10)
    cast.open(cast.number(800), at=cast.after(minutes=41), **{**MATTER, "hits": "渡口路-04"})
    cast.open(cast.number(801), at=cast.after(minutes=41), **{**MATTER, "category": "basic.data.slow_4g"})
    assert not Incident.objects.exists()
    cast.open(cast.number(802), at=cast.after(minutes=42), **{**MATTER, "hits": " 渡口路－03 "})
    assert Incident.objects.count() == 1


def test_spread_over_more_than_an_hour_they_are_no_batch(cast):
    come(cast, 11, minutes=7)
    assert not Incident.objects.exists()


def test_the_window_holds_both_its_ends(cast):
    come(cast, 11, minutes=6)
    assert Incident.objects.count() == 1


def test_one_entered_late_completes_the_batch_that_it_lies_in(cast):
    come(cast, 10)
    cast.open(cast.number(900), at=cast.after(5), contacted_at=cast.after(minutes=20), **MATTER)
    assert Incident.objects.get().customers == 11


def test_tickets_of_several_branches_make_one_incident(cast):
    come(cast, 6)
    for place in range(6, 11):
        cast.open(cast.number(200 + place, "望潮"), at=cast.after(minutes=25), by=cast.other_clerk, **MATTER)
    assert Incident.objects.get().tickets.count() == 11
    assert Ticket.rows.exclude(incident=None).values("branch").distinct().count() == 2


def test_the_lead_is_told_once(cast):
    come(cast, 13)
    assert Message.objects.filter(to=cast.support_lead, code="incident.opened").count() == 1
    assert Event.objects.filter(code="incident.opened").count() == 1


def test_after_it_was_closed_the_matter_is_judged_anew(cast):
    come(cast, 11)
    incident = Incident.objects.get()
    said = {"actor": cast.support_lead, "incident": incident}
    assert refused(close_incident(**said, at=cast.after(2), note=" ")) == "say-why"
    done(close_incident(**said, at=cast.after(2), note="基站已恢复"))
    assert refused(close_incident(**said, at=cast.after(3), note="x")) == "incident-closed"
    later = cast.open(cast.number(900), at=cast.after(9), **MATTER)
    assert later.incident is None
    assert kinds(later) == set()


def test_a_clerk_does_not_close_an_incident(cast):
    come(cast, 11)
    said = {"incident": Incident.objects.get(), "note": "好了"}
    assert refused(close_incident(actor=cast.clerk, at=cast.after(2), **said)) == "not-allowed"


def test_an_incident_silent_for_a_day_takes_no_more_in(cast):
    come(cast, 11)
    assert cast.open(cast.number(900), at=cast.after(30), **MATTER).incident is None


def test_the_next_surge_ends_a_silent_incident_by_an_event_of_its_own(cast):
    old = come(cast, 11)[-1].incident
    for place in range(11):
        cast.open(cast.number(700 + place), at=cast.after(days=3, minutes=place), **MATTER)
    assert Incident.objects.filter(closed_at=None).count() == 1
    ended = Event.objects.get(chain__name=f"incident/{old.code}", code="incident.closed")
    assert ended.actor == "system:incidents" and ended.facts["note"] == "silent"


def test_a_ticket_of_another_category_is_of_another_matter_from_then_on(cast):
    ticket = cast.open(cast.number(1), **MATTER)
    moved = done(
        reclassify(
            ticket.pk, actor=cast.clerk, at=cast.after(hours=1), category="basic.voice.dropped", why="实为通话中断"
        )
    )
    assert moved.matter.key.startswith("basic.voice.dropped|cell:")
