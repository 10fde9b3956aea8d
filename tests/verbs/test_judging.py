"""What people say a ticket is: urgent for a reason, a repeat or not, of another category, too hard for the branch."""

import pytest
from django.core.files.base import ContentFile

from shouwen.customers.verbs import change, mark_sensitive
from shouwen.notices.models import Message
from shouwen.tickets.marks import follow
from shouwen.tickets.verbs import (
    answer,
    archive,
    attach,
    declare,
    judge_repeat,
    note,
    printed,
    raise_to_province,
    reclassify,
    reveal,
    take,
    transfer,
)
from tests.cast import clock, codes, done, kinds, refused


@pytest.fixture
def ticket(cast):
    return cast.open()


def test_declared_major_it_is_urgent_due_in_24_hours_and_the_lead_knows(cast, ticket):
    now = done(declare(ticket.pk, actor=cast.clerk, at=cast.after(1), kind="major", why="记者到场"))
    assert kinds(now) == {"major"}
    assert now.priority == "urgent"
    assert clock(ticket, "completion").due_at == cast.after(24)
    assert clock(ticket, "first_answer").due_at == cast.after(24)
    assert Message.objects.filter(to=cast.support_lead, code="ticket.declared").exists()


def test_a_grade_changed_since_counts_when_the_ticket_is_judged_anew_and_not_before(cast, ticket):
    due = clock(ticket, "completion").due_at
    done(change(ticket.customer_id, actor=cast.clerk, at=cast.after(1), grade="gold"))
    assert clock(ticket, "completion").due_at == due > cast.after(24)
    now = done(reclassify(ticket.pk, actor=cast.clerk, at=cast.after(2), category="basic.voice.quality", why="听错"))
    assert (now.priority, clock(ticket, "completion").due_at) == ("express", cast.after(24))


def test_declaring_confirms_what_the_words_proposed(cast):
    ticket = cast.open(text="我要起诉到法院")
    done(declare(ticket.pk, actor=cast.clerk, at=cast.after(1), kind="major", why="已发律师函"))
    found = ticket.urgencies.get()
    assert not found.proposed
    assert found.evidence["by"] == cast.clerk.code


def test_the_kinds_that_follow_from_facts_are_not_declared(cast, ticket):
    said = {"actor": cast.clerk, "at": cast.after(1), "why": "x"}
    assert refused(declare(ticket.pk, kind="batch", **said)) == "kind-not-declared"
    done(declare(ticket.pk, kind="major", **said))
    assert refused(declare(ticket.pk, kind="major", **said)) == "already-declared"
    assert refused(declare(ticket.pk, kind="important", **{**said, "why": " "})) == "say-why"


def test_staff_may_say_why_it_is_urgent_all_the_same(cast, ticket):
    now = done(declare(ticket.pk, actor=cast.clerk, at=cast.after(1), kind="", why="客户明早手术"))
    assert (now.priority, now.said_why) == ("urgent", "客户明早手术")
    assert clock(ticket, "completion").minutes == 96 * 60


def _repeat(cast):
    first = cast.open()
    words = {"course": "查了", "answer": "好了", "satisfaction": "satisfied"}
    done(answer(first.pk, actor=cast.clerk, at=cast.after(1), **words))
    done(archive(first.pk, actor=cast.clerk, at=cast.after(2), root_cause="not_solved"))
    return cast.open(at=cast.after(days=20))


def test_a_confirmed_repeat_tightens_the_clock(cast):
    again = _repeat(cast)
    now = done(judge_repeat(again.pk, actor=cast.clerk, at=cast.after(days=20, hours=1), confirmed=True))
    assert now.repeat_confirmed is True
    assert kinds(now) == {"repeat"}
    assert clock(again, "completion").minutes == 48 * 60


def test_a_denied_repeat_loosens_it_again_and_the_answer_is_kept(cast):
    again = _repeat(cast)
    done(judge_repeat(again.pk, actor=cast.clerk, at=cast.after(days=20, hours=1), confirmed=True))
    now = done(judge_repeat(again.pk, actor=cast.clerk, at=cast.after(days=20, hours=2), confirmed=False))
    assert now.repeat_confirmed is False
    assert now.repeats is not None
    assert (kinds(now), now.priority) == (set(), "normal")
    assert clock(again, "completion").minutes == 96 * 60
    assert codes(again).count("ticket.repeat_judged") == 2


def test_what_matches_nothing_is_not_judged_as_a_repeat(cast, ticket):
    assert refused(judge_repeat(ticket.pk, actor=cast.clerk, at=cast.after(1), confirmed=True)) == "not-a-repeat"


def test_raised_it_waits_at_the_province_and_stays_first_asked_below(cast, ticket):
    said = {"why": "涉及全省资费规则", "tried": "已解释两次"}
    now = done(raise_to_province(ticket.pk, actor=cast.hall_manager, at=cast.after(1), **said))
    assert (now.state, now.group, now.first_asked) == ("queued", cast.groups["YZ-BO"], cast.clerk)
    assert kinds(now) == {"raised"}
    assert Message.objects.filter(to=cast.province_desk, code="ticket.raised").exists()
    assert refused(raise_to_province(ticket.pk, actor=cast.support_lead, at=cast.after(2), **said)) == "already-raised"
    assert done(take(ticket.pk, actor=cast.province_desk, at=cast.after(2))).holder == cast.province_desk


def test_a_clerk_does_not_skip_the_manager(cast, ticket):
    said = {"why": "x", "tried": "y"}
    assert refused(raise_to_province(ticket.pk, actor=cast.clerk, at=cast.after(1), **said)) == "not-allowed"


def test_raising_says_why_and_what_was_tried(cast, ticket):
    said = {"actor": cast.hall_manager, "at": cast.after(1)}
    assert refused(raise_to_province(ticket.pk, **said, why=" ", tried="y")) == "say-why"
    assert refused(raise_to_province(ticket.pk, **said, why="x", tried=" ")) == "say-what-was-tried"


def test_an_international_matter_has_24_hours_once_it_is_called_so(cast, ticket):
    said = {"actor": cast.clerk, "at": cast.after(1), "why": "人在境外"}
    now = done(reclassify(ticket.pk, category="basic.roaming.international_data", **said))
    assert now.category == "basic.roaming.international_data"
    assert clock(ticket, "completion").due_at == cast.after(24)


@pytest.mark.parametrize(
    ("category", "why", "code"),
    [
        ("basic.voice", "x", "category-not-leaf"),
        ("olympic.service.news", "x", "category-retired"),
        ("basic.voice.dropped", "x", "same-category"),
        ("basic.voice.quality", " ", "say-why"),
    ],
)
def test_what_cannot_be_reclassified_is_refused(cast, ticket, category, why, code):
    assert refused(reclassify(ticket.pk, actor=cast.clerk, at=cast.after(1), category=category, why=why)) == code


def test_a_note_is_for_colleagues_and_moves_no_clock(cast, ticket):
    done(transfer(ticket.pk, actor=cast.clerk, at=cast.after(1), to=cast.groups["QD-NET"], tried="x"))
    done(take(ticket.pk, actor=cast.network, at=cast.after(2)))
    due = ticket.next_due_at
    done(note(ticket.pk, actor=cast.network, at=cast.after(3), text="钥匙在物业"))
    assert Message.objects.filter(to=cast.clerk, code="ticket.noted").exists()
    assert codes(ticket)[-1] == "ticket.noted"
    assert clock(ticket, "completion").due_at == cast.after(96)
    assert due == ticket.next_due_at


def test_a_customer_is_shown_in_full_for_a_listed_reason_on_an_open_ticket_and_it_is_kept(cast, ticket):
    said = {"actor": cast.clerk, "at": cast.after(1)}
    assert refused(reveal(ticket.pk, **said, reason="curiosity")) == "reason-not-listed"
    assert refused(reveal(ticket.pk, **said, reason="customer_proved")) == "proof-missing"
    assert refused(reveal(ticket.pk, **said, reason="customer_proved", proof="sms_code")) == "proof-not-accepted"
    event = reveal(ticket.pk, **said, reason="customer_proved", proof="service_password").event
    assert (event.facts["reason"], event.facts["proof"]) == ("customer_proved", "service_password")
    done(reveal(ticket.pk, **said, reason="contact_on_complaint"))
    assert codes(ticket)[-1] == "ticket.customer_revealed"
    words = {"course": "查了", "answer": "好了", "satisfaction": "satisfied"}
    done(answer(ticket.pk, **said, **words))
    done(archive(ticket.pk, **said, root_cause="not_solved"))
    assert refused(reveal(ticket.pk, **said, reason="contact_on_complaint")) == "no-open-ticket"


def test_the_print_of_the_form_is_kept_with_its_check_code(cast, ticket):
    answered = printed(ticket.pk, actor=cast.clerk, at=cast.after(1), check_code="K7M2-93QX")
    done(answered)
    assert answered.event.facts == {"check_code": "K7M2-93QX"}


def test_attachments_are_of_the_known_types_neither_empty_nor_too_big(cast, ticket, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    said = {"actor": cast.clerk, "at": cast.after(1), "name": "现场.png", "sha256": "ab" * 32}
    file = ContentFile(b"\x89PNG")
    assert refused(attach(ticket.pk, **said, kind="exe", size=4, file=file)) == "attachment-type"
    assert refused(attach(ticket.pk, **said, kind="png", size=0, file=file)) == "attachment-empty"
    assert refused(attach(ticket.pk, **said, kind="png", size=10**9, file=file)) == "attachment-too-big"
    done(attach(ticket.pk, **said, kind="png", size=4, file=file))
    assert ticket.attachments.get().name == "现场.png"


def test_a_mark_makes_the_open_tickets_of_the_customer_urgent(cast):
    """C1.3.8: the mark may come after the complaint."""
    ticket = cast.open("prepaid")
    done(mark_sensitive(ticket.customer_id, actor=cast.support_lead, at=cast.after(hours=1), why="曾聚众"))
    assert follow(cast.after(hours=2)) == 1
    assert follow(cast.after(hours=3)) == 0
    ticket.refresh_from_db()
    assert ticket.priority == "urgent"
    assert ticket.urgencies.get(kind="sensitive").clause == "C1.3.8"


def test_nobody_is_declared_sensitive_without_a_mark(cast):
    ticket = cast.open("prepaid")
    answer = declare(ticket.pk, actor=cast.support_lead, at=cast.after(hours=1), kind="sensitive", why="感觉")
    assert refused(answer) == "kind-not-declared"
