"""A complaint comes in: judged, ranked, timed, routed, never without somebody who was first asked."""

from datetime import timedelta

import pytest

from shouwen.customers.models import Customer
from shouwen.search import index
from shouwen.tickets.models import Ticket
from shouwen.tickets.verbs import answer, archive, open_ticket
from tests.cast import clock, codes, done, kinds, refused


def test_a_ticket_is_whose_it_was_first_asked_and_in_their_hands(cast):
    ticket = cast.open()
    assert (ticket.first_asked, ticket.holder, ticket.state) == (cast.clerk, cast.clerk, "open")
    assert ticket.path == cast.units["QD1"].path
    assert codes(ticket) == ["ticket.opened"]


def test_the_serial_counts_by_unit_without_gaps(cast):
    first, second = cast.open(cast.number(1)), cast.open(cast.number(2))
    elsewhere = cast.open(cast.number(3), by=cast.second_hall_clerk)
    assert first.serial == "QD1-260304-00001"
    assert second.serial == "QD1-260304-00002"
    assert elsewhere.serial == "QD2-260304-00001"


def test_a_refused_opening_leaves_nothing_behind_not_even_a_number(cast):
    assert refused(cast.hand_in(category="olympic.service.news")) == "category-retired"
    assert not Ticket.rows.exists()
    assert cast.open().serial.endswith("00001")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"category": "basic.voice"}, "category-not-leaf"),
        ({"category": "nothing.like.it"}, "category-not-leaf"),
        ({"category": "olympic.service.ticket"}, "category-retired"),
        ({"source": "pigeon"}, "unknown-code"),
        ({"column": "gossip"}, "unknown-code"),
        ({"hits_kind": "planet", "hits": "Mars"}, "unknown-code"),
        ({"way": "pigeon"}, "unknown-code"),
        ({"direction": "up"}, "unknown-code"),
        ({"declared": (("gossip", "大家都说"),)}, "unknown-code"),
        ({"declared": (("batch", "很多人"),)}, "kind-not-declared"),
        ({"declared": (("sensitive", "难缠"),)}, "kind-not-declared"),
        ({"declared": (("major", " "),)}, "say-why"),
        ({"declared": (("major", "字" * 201),)}, "text-too-long"),
        ({"text": "   "}, "text-missing"),
        ({"text": "字" * 20_001}, "text-too-long"),
        ({"text": "a\x00b"}, "text-unreadable"),
        ({"evidence": "字" * 20_001}, "text-too-long"),
    ],
)
def test_what_cannot_be_is_refused_with_its_clause(cast, said, code):
    answered = cast.hand_in(**said)
    assert refused(answered) == code
    assert answered.clause


@pytest.mark.parametrize(
    ("number", "code"),
    [("+85291234567", "number-foreign"), ("1430088000a", "number-not-digits"), ("123", "number-length")],
)
def test_a_number_that_cannot_be_one_is_refused(cast, number, code):
    assert refused(cast.hand_in(number)) == code


def test_a_contact_in_the_future_is_refused_but_for_a_slip_of_the_watch(cast):
    assert refused(cast.hand_in(contacted_at=cast.after(minutes=6))) == "time-in-future"
    cast.open(contacted_at=cast.after(minutes=4))


def test_rare_characters_and_emoji_are_kept_as_they_were_said(cast):
    said = "𠮷野家门口 📵 没信号，䶮先生说 \u202eabc"
    ticket = cast.open(text=said)
    assert Ticket.rows.get(pk=ticket.pk).text == said


def test_a_number_nobody_knows_is_put_on_record_with_its_home(cast):
    ticket = cast.open(cast.number(7, "望潮"))
    customer = Customer.rows.get(pk=ticket.customer_id)
    assert (customer.province, customer.city) == ("云泽", "望潮")


def test_the_route_goes_by_home_city_and_category(cast):
    assert cast.open(cast.number(1)).group == cast.groups["QD-NET"]
    assert cast.open(cast.number(2, "望潮")).group == cast.groups["WC-NET"]
    assert cast.open(cast.number(3), category="charges.bill.double").group == cast.groups["QD-BIL"]
    assert cast.open(cast.number(4), column="acceptance").group == cast.groups["QD-BO"]
    assert cast.open("other_province").group == cast.groups["QD-X"]


def test_where_no_group_is_there_the_back_office_takes_it(cast):
    assert cast.open(category="marketing.points.wrong").group == cast.groups["QD-BO"]


@pytest.mark.parametrize(
    ("who", "priority", "hours"),
    [
        ("diamond", "express", 24),
        ("gold", "express", 24),
        ("silver", "express", 24),
        ("points", "normal", 48),
        ("ordinary", "normal", 96),
        ("prepaid", "normal", 96),
        ("other_network", "normal", 96),
        ("sensitive", "urgent", 96),
        ("government", "urgent", 96),
        ("key_person", "urgent", 96),
    ],
)
def test_priority_and_completion_follow_the_customer(cast, who, priority, hours):
    ticket = cast.open(who)
    assert ticket.priority == priority
    assert clock(ticket, "completion").minutes == hours * 60


def test_the_kinds_are_found_with_their_evidence(cast):
    assert kinds(cast.open("gold")) == {"important"}
    assert kinds(cast.open("silver")) == set()
    assert kinds(cast.open("sensitive", source="mayor_hotline")) == {"sensitive", "bypass"}
    assert kinds(cast.open("other_city")) == {"cross_region"}


def test_words_propose_a_major_complaint_and_people_decide(cast):
    ticket = cast.open(text="再不处理我就叫电视台记者来")
    proposed = ticket.urgencies.get()
    assert (proposed.kind, proposed.proposed) == ("major", True)
    assert ticket.priority == "normal"


def test_the_same_matter_while_open_is_chased_not_opened_again(cast):
    ticket = cast.open()
    again = cast.hand_in(at=cast.after(2))
    assert refused(again) == "open-complaint"
    assert again.facts["serial"] == ticket.serial
    cast.open(at=cast.after(2), category="basic.data.slow_4g")
    cast.open(at=cast.after(2), separate=True)


def _archived(cast, **said):
    ticket = cast.open(**said)
    at = ticket.opened_at + timedelta(hours=1)
    words = {"course": "查了", "answer": "好了", "satisfaction": "satisfied"}
    done(answer(ticket.pk, actor=cast.clerk, at=at, **words))
    return done(archive(ticket.pk, actor=cast.clerk, at=at, root_cause="not_solved"))


def test_the_same_matter_within_three_months_of_the_archive_is_proposed_as_a_repeat(cast):
    first = _archived(cast)
    again = cast.open(at=cast.after(days=30))
    assert again.repeats == first
    assert again.repeat_confirmed is None
    assert again.urgencies.get(kind="repeat").proposed
    assert clock(again, "completion").minutes == 96 * 60


def test_a_confirmed_repeat_is_urgent_and_due_in_48_hours(cast):
    _archived(cast)
    again = cast.open(at=cast.after(days=30), repeat_confirmed=True)
    assert kinds(again) == {"repeat"}
    assert again.priority == "urgent"
    assert clock(again, "completion").minutes == 48 * 60


def test_after_three_months_it_is_a_new_matter(cast):
    _archived(cast)
    assert cast.open(at=cast.after(days=93)).repeats is None


def test_entered_later_than_half_a_working_day_is_shown_as_late(cast):
    in_time = cast.open(cast.number(1), at=cast.after(3), contacted_at=cast.after(0))
    late = cast.open(cast.number(2), at=cast.after(8), contacted_at=cast.after(0))
    assert not clock(in_time, "entry").breached
    assert clock(late, "entry").breached


def test_the_words_of_a_ticket_can_be_searched_at_once(cast):
    ticket = cast.open(text="织造街停电后一直没有信号")
    sql, values = index.matching("停电")
    assert list(Ticket.rows.raw(f"SELECT id FROM tickets_ticket WHERE id IN ({sql})", values)) == [ticket]


def test_an_auditor_takes_nothing_in(cast):
    opening = cast.opening()
    answered = open_ticket(actor=cast.auditor, at=cast.morning, opening=opening, owner=cast.auditor)
    assert refused(answered) == "not-allowed"
