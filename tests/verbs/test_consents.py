"""What needs another person's yes: to hold, to void, to hand over what was first asked of oneself (C3.1, C5.1)."""

import pytest

from shouwen.notices.models import Message
from shouwen.people.verbs import change_staff
from shouwen.tickets.models import Consent
from shouwen.tickets.verbs import (
    accept_handover,
    answer,
    archive,
    ask_hold,
    ask_void,
    contact,
    decline_handover,
    hold,
    offer_handover,
    refuse_hold,
    refuse_void,
    resume,
    transfer,
    void,
    withdraw_handover,
)
from tests.cast import clock, codes, done, refused

AWAY = {"reason": "customer_away", "why": "出差到下周"}
TWICE = {"reason": "entered_twice", "why": "同事重复录入"}


@pytest.fixture
def ticket(cast):
    return cast.open()


def test_a_hold_waits_for_the_manager_of_the_first_asked(cast, ticket):
    now = done(ask_hold(ticket.pk, actor=cast.clerk, at=cast.after(1), **AWAY))
    assert now.state == "open"
    assert {message.to for message in Message.objects.filter(code="ticket.hold_asked")} == {cast.hall_manager}
    assert refused(ask_hold(ticket.pk, actor=cast.clerk, at=cast.after(1), **AWAY)) == "hold-asked"


def test_only_the_customers_own_reasons_hold_a_ticket(cast, ticket):
    said = {"actor": cast.clerk, "at": cast.after(1)}
    assert refused(ask_hold(ticket.pk, **said, reason="we_are_busy", why="x")) == "unknown-code"
    assert refused(ask_hold(ticket.pk, **said, reason="customer_away", why=" ")) == "say-why"


def test_on_hold_the_internal_clocks_pause_and_the_statutory_one_never_does(cast, ticket):
    due = clock(ticket, "completion").due_at
    law = clock(ticket, "statutory").due_at
    done(ask_hold(ticket.pk, actor=cast.clerk, at=cast.after(1), **AWAY))
    now = done(hold(ticket.pk, actor=cast.hall_manager, at=cast.after(2)))
    assert (now.state, now.held_from) == ("held", "open")
    assert clock(ticket, "completion").wake_at is None
    now = done(resume(ticket.pk, actor=cast.clerk, at=cast.after(12)))
    assert (now.state, now.held_from) == ("open", "")
    assert clock(ticket, "completion").due_at - due == cast.after(10) - cast.after(0)
    assert clock(ticket, "statutory").due_at == law


def test_a_held_ticket_goes_on_where_it_was(cast, ticket):
    done(transfer(ticket.pk, actor=cast.clerk, at=cast.after(1), to=cast.groups["QD-NET"], tried="x"))
    done(ask_hold(ticket.pk, actor=cast.clerk, at=cast.after(1), **AWAY))
    done(hold(ticket.pk, actor=cast.hall_manager, at=cast.after(2)))
    assert done(resume(ticket.pk, actor=cast.clerk, at=cast.after(3))).state == "queued"


def test_nobody_below_a_manager_consents(cast, ticket):
    done(ask_hold(ticket.pk, actor=cast.clerk, at=cast.after(1), **AWAY))
    assert refused(hold(ticket.pk, actor=cast.colleague, at=cast.after(2))) == "not-allowed"
    assert refused(hold(ticket.pk, actor=cast.other_lead, at=cast.after(2))) == "not-found"


def test_what_was_not_asked_is_not_granted(cast, ticket):
    said = {"actor": cast.hall_manager, "at": cast.after(2)}
    assert refused(hold(ticket.pk, **said)) == "hold-not-asked"
    assert refused(void(ticket.pk, **said)) == "void-not-asked"
    assert refused(refuse_hold(ticket.pk, **said, why="x")) == "hold-not-asked"
    assert refused(refuse_void(ticket.pk, **said, why="x")) == "void-not-asked"
    assert refused(resume(ticket.pk, **said)) == "move-not-allowed"


def test_a_refused_hold_leaves_everything_running_and_may_be_asked_again(cast, ticket):
    done(ask_hold(ticket.pk, actor=cast.clerk, at=cast.after(1), **AWAY))
    assert refused(refuse_hold(ticket.pk, actor=cast.hall_manager, at=cast.after(2), why=" ")) == "say-why"
    assert done(refuse_hold(ticket.pk, actor=cast.hall_manager, at=cast.after(2), why="先约时间")).state == "open"
    done(ask_hold(ticket.pk, actor=cast.clerk, at=cast.after(3), **AWAY))
    assert codes(ticket)[1:] == ["ticket.hold_asked", "ticket.hold_refused", "ticket.hold_asked"]


def test_a_contact_on_hold_does_not_start_the_paused_clocks(cast, ticket):
    done(ask_hold(ticket.pk, actor=cast.clerk, at=cast.after(1), **AWAY))
    done(hold(ticket.pk, actor=cast.hall_manager, at=cast.after(2)))
    told = {"contacted_at": cast.after(3), "way": "phone", "said": "约好周一"}
    done(contact(ticket.pk, actor=cast.clerk, at=cast.after(3), **told))
    assert clock(ticket, "next_word").wake_at is None


def test_a_void_is_signed_by_the_manager_and_stops_every_clock(cast, ticket):
    done(ask_void(ticket.pk, actor=cast.clerk, at=cast.after(1), **TWICE))
    now = done(void(ticket.pk, actor=cast.hall_manager, at=cast.after(2)))
    assert now.state == "voided"
    assert clock(ticket, "statutory").stopped_at == cast.after(2)
    assert codes(ticket)[1:] == ["ticket.void_asked", "ticket.voided"]


def test_nobody_signs_their_own_void(cast, ticket):
    done(ask_void(ticket.pk, actor=cast.hall_manager, at=cast.after(1), **TWICE))
    assert refused(void(ticket.pk, actor=cast.hall_manager, at=cast.after(2))) == "own-request"
    assert done(void(ticket.pk, actor=cast.support_lead, at=cast.after(3))).state == "voided"


def test_a_refused_void_leaves_the_ticket_as_it_was(cast, ticket):
    done(ask_void(ticket.pk, actor=cast.clerk, at=cast.after(1), **TWICE))
    assert done(refuse_void(ticket.pk, actor=cast.hall_manager, at=cast.after(2), why="内容不同")).state == "open"


def test_a_closed_ticket_is_not_voided(cast, ticket):
    done(ask_void(ticket.pk, actor=cast.clerk, at=cast.after(1), **TWICE))
    done(void(ticket.pk, actor=cast.hall_manager, at=cast.after(2)))
    assert refused(ask_void(ticket.pk, actor=cast.clerk, at=cast.after(3), **TWICE)) == "not-open"
    words = {"course": "x", "answer": "y", "satisfaction": "satisfied"}
    assert refused(answer(ticket.pk, actor=cast.clerk, at=cast.after(3), **words)) == "move-not-allowed"


def test_first_asked_responsibility_moves_only_when_it_is_accepted(cast, ticket):
    done(offer_handover(ticket.pk, actor=cast.clerk, at=cast.after(1), to=cast.colleague, why="休假"))
    ticket.refresh_from_db()
    assert ticket.first_asked == cast.clerk
    assert refused(accept_handover(ticket.pk, actor=cast.hall_manager, at=cast.after(2))) == "not-receiver"
    now = done(accept_handover(ticket.pk, actor=cast.colleague, at=cast.after(2)))
    assert (now.first_asked, now.holder) == (cast.colleague, cast.colleague)


def test_declined_it_stays_where_it_was(cast, ticket):
    done(offer_handover(ticket.pk, actor=cast.clerk, at=cast.after(1), to=cast.colleague, why="休假"))
    assert refused(decline_handover(ticket.pk, actor=cast.colleague, at=cast.after(2), why=" ")) == "say-why"
    now = done(decline_handover(ticket.pk, actor=cast.colleague, at=cast.after(2), why="也在休假"))
    assert now.first_asked == cast.clerk


def test_a_handover_is_offered_by_its_owner_or_their_manager_to_somebody_who_can_see_it(cast, ticket):
    said = {"at": cast.after(1), "why": "休假"}
    assert refused(offer_handover(ticket.pk, actor=cast.colleague, to=cast.clerk, **said)) == "not-first-asked"
    assert refused(offer_handover(ticket.pk, actor=cast.clerk, to=cast.clerk, **said)) == "handover-to-self"
    assert refused(offer_handover(ticket.pk, actor=cast.clerk, to=cast.other_clerk, **said)) == "staff-out-of-scope"
    done(offer_handover(ticket.pk, actor=cast.hall_manager, to=cast.colleague, **said))
    assert refused(offer_handover(ticket.pk, actor=cast.clerk, to=cast.colleague, **said)) == "handover-pending"


def test_somebody_who_left_gets_nothing_handed_over(cast, ticket):
    cast.colleague.is_active = False
    cast.colleague.save()
    said = {"at": cast.after(1), "why": "休假", "to": cast.colleague}
    assert refused(offer_handover(ticket.pk, actor=cast.clerk, **said)) == "staff-inactive"


def test_what_was_not_offered_is_not_accepted(cast, ticket):
    assert refused(accept_handover(ticket.pk, actor=cast.colleague, at=cast.after(1))) == "no-handover"
    assert refused(decline_handover(ticket.pk, actor=cast.colleague, at=cast.after(1), why="x")) == "no-handover"


@pytest.fixture
def offered(cast, ticket):
    done(offer_handover(ticket.pk, actor=cast.clerk, at=cast.after(1), to=cast.colleague, why="休假"))
    return ticket


def test_an_offer_that_waits_is_withdrawn_and_may_be_made_to_another(cast, offered):
    now = done(withdraw_handover(offered.pk, actor=cast.clerk, at=cast.after(2)))
    assert now.first_asked == cast.clerk
    assert refused(accept_handover(offered.pk, actor=cast.colleague, at=cast.after(3))) == "no-handover"
    assert refused(withdraw_handover(offered.pk, actor=cast.clerk, at=cast.after(3))) == "no-handover"
    done(offer_handover(offered.pk, actor=cast.clerk, at=cast.after(3), to=cast.hall_manager, why="休假"))
    assert codes(offered)[1:] == ["ticket.handover_offered", "ticket.handover_withdrawn", "ticket.handover_offered"]


def test_what_was_withdrawn_was_neither_granted_nor_declined(cast, offered):
    done(withdraw_handover(offered.pk, actor=cast.clerk, at=cast.after(2)))
    kept = Consent.objects.get(ticket=offered)
    assert (kept.granted, kept.decided_by, kept.decided_at) == (None, cast.clerk, cast.after(2))


def test_the_receiver_and_the_owner_hear_that_a_manager_withdrew_it(cast, offered):
    done(withdraw_handover(offered.pk, actor=cast.hall_manager, at=cast.after(2)))
    told = Message.objects.filter(code="ticket.handover_withdrawn")
    assert {message.to for message in told} == {cast.colleague, cast.clerk}
    assert told[0].facts == {"to": cast.colleague.code, "by": cast.hall_manager.code}


def test_only_the_owner_or_their_manager_withdraws(cast, offered):
    said = {"at": cast.after(2)}
    assert refused(withdraw_handover(offered.pk, actor=cast.colleague, **said)) == "not-first-asked"
    assert refused(withdraw_handover(offered.pk, actor=cast.auditor, **said)) == "not-allowed"
    assert refused(withdraw_handover(offered.pk, actor=cast.other_lead, **said)) == "not-found"


def test_an_offer_is_not_withdrawn_from_a_page_that_shows_what_was_before(cast, offered):
    done(decline_handover(offered.pk, actor=cast.colleague, at=cast.after(2), why="忙"))
    assert refused(withdraw_handover(offered.pk, actor=cast.clerk, at=cast.after(3), seen=2)) == "stale"


def test_nothing_hangs_on_a_receiver_who_left(cast, offered):
    done(change_staff(cast.colleague.pk, actor=cast.admin, at=cast.after(2), is_active=False))
    words = {"course": "查", "answer": "好", "satisfaction": "satisfied"}
    done(answer(offered.pk, actor=cast.clerk, at=cast.after(3), **words))
    put_away = {"actor": cast.clerk, "at": cast.after(4), "root_cause": "too_slow"}
    assert refused(archive(offered.pk, **put_away)) == "handover-pending"
    done(withdraw_handover(offered.pk, actor=cast.clerk, at=cast.after(4)))
    assert done(archive(offered.pk, **put_away)).state == "archived"


def test_an_offer_that_a_void_left_behind_can_still_be_withdrawn(cast, offered):
    done(ask_void(offered.pk, actor=cast.clerk, at=cast.after(2), **TWICE))
    done(void(offered.pk, actor=cast.hall_manager, at=cast.after(2)))
    assert done(withdraw_handover(offered.pk, actor=cast.clerk, at=cast.after(3))).state == "voided"
