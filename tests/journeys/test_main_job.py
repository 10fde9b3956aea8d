"""The main job, from first contact to the archive: one story for each way in which a complaint comes."""

from shouwen.clocks.models import Clock
from shouwen.clocks.recheck import Difference, differences
from shouwen.clocks.sweep import sweep
from shouwen.notices.models import Message
from shouwen.tickets.models import Incident, Ticket
from shouwen.tickets.reads import desk
from shouwen.tickets.verbs import (
    accept_handover,
    answer,
    archive,
    ask_hold,
    chase,
    close_incident,
    contact,
    declare,
    give_back,
    hold,
    judge_repeat,
    offer_handover,
    raise_to_province,
    resume,
    take,
    transfer,
)
from tests.cast import clock, codes, done, kinds, refused

REPLY = {
    "course": "核查并处理，现场复测正常",
    "answer": "已处理，请再用几天，有事直接找我",
    "satisfaction": "satisfied",
}


def the_rows_are_what_the_events_say():
    return not [found for found in differences() if isinstance(found, Difference)]


def test_at_the_hall_a_customer_is_listened_to_until_the_archive(cast):
    # 09:30: 王常 comes to the hall; 林小满 writes it down and tries what the guide says.
    ticket = cast.open("ordinary", text="渡口路一带通话两分钟必掉线", hits_kind="district", hits="渡口路")
    assert (ticket.priority, ticket.group.code) == ("normal", "QD-NET")
    done(transfer(ticket.pk, actor=cast.clerk, at=cast.after(1), to=ticket.group, tried="换机换卡均复现"))
    # It is not in her hands any more, but it stays hers, and her desk says so.
    assert desk.numbers(cast.clerk, cast.after(1))["in_others_hands"] == 1
    # 石磊 takes it, rings the customer, promises a word by tomorrow noon.
    done(take(ticket.pk, actor=cast.network, at=cast.after(2)))
    told = {"contacted_at": cast.after(3), "way": "phone", "said": "今晚调整天线", "answered": "行"}
    promise = {"promised": "回告结果", "promised_until": cast.after(26.5)}
    done(contact(ticket.pk, actor=cast.network, at=cast.after(3), **told, **promise))
    # The customer asks again in the evening: counted on the ticket, no second one.
    assert refused(cast.hand_in("ordinary", at=cast.after(9))) == "open-complaint"
    done(chase(ticket.pk, actor=cast.clerk, at=cast.after(9), contacted_at=cast.after(9), said="好了没有"))
    # Mended overnight; who was first asked tells the customer and archives.
    why = {"reason": "done_tell_customer", "why": "已调整下倾角，复测正常"}
    done(give_back(ticket.pk, actor=cast.network, at=cast.after(24), **why))
    done(answer(ticket.pk, actor=cast.clerk, at=cast.after(25), **REPLY))
    now = done(archive(ticket.pk, actor=cast.clerk, at=cast.after(30), root_cause="not_solved"))
    assert (now.state, now.first_asked, now.chases) == ("archived", cast.clerk, 1)
    assert not Clock.objects.filter(chain=now.chain_id, breached=True).exists()
    assert sweep(cast.after(days=60)) == 0
    assert the_rows_are_what_the_events_say()


def test_at_the_hotline_at_night_a_gold_card_is_late_and_everybody_up_the_ladder_hears_of_it(cast):
    night = cast.after(13)
    ticket = cast.open("gold", at=night, by=cast.hotline_clerk, source="vip_hotline", category="charges.bill.double")
    assert (ticket.priority, kinds(ticket)) == ("express", {"important"})
    assert clock(ticket, "completion").due_at == cast.after(13 + 24)
    done(transfer(ticket.pk, actor=cast.hotline_clerk, at=cast.after(14), to=ticket.group, tried="已核三个月账单"))
    # Nobody in the group takes it. Warned at two thirds, breached at 24 hours, then up step by step.
    sweep(cast.after(13 + 16))
    assert Message.objects.filter(to=cast.hotline_clerk, code="clock.warned").count() == 2
    sweep(cast.after(13 + 24))
    assert set(Clock.objects.filter(breached=True).values_list("kind", flat=True)) == {"completion", "first_answer"}
    done(take(ticket.pk, actor=cast.billing, at=cast.after(13 + 25)))
    done(answer(ticket.pk, actor=cast.billing, at=cast.after(13 + 26), **REPLY))
    # Missed stays missed, and no further step is taken.
    assert sweep(cast.after(days=30)) == 0
    assert clock(ticket, "completion").breached
    # The customer does not accept it; it is taken up again, with its old deadline, and answered anew.
    said = {"reason": "customer_objects", "why": "少退一笔"}
    done(give_back(ticket.pk, actor=cast.billing, at=cast.after(13 + 30), **said))
    done(answer(ticket.pk, actor=cast.hotline_clerk, at=cast.after(13 + 31), **REPLY))
    done(archive(ticket.pk, actor=cast.hotline_clerk, at=cast.after(13 + 40), root_cause="too_slow"))
    assert the_rows_are_what_the_events_say()


def test_a_letter_to_the_mayor_goes_up_to_the_province_and_changes_hands_on_the_way(cast):
    letter = {"source": "mayor_hotline", "text": "基站噪音扰民，多次反映无果，全体业主准备联名"}
    ticket = cast.open("government", by=cast.support_lead, category="basic.site.noise", **letter)
    assert kinds(ticket) == {"bypass", "important"}
    assert ticket.urgencies.get(proposed=True).kind == "major"
    assert clock(ticket, "completion").minutes == 48 * 60
    # 方正 confirms what the words proposed: now it is 24 hours.
    done(declare(ticket.pk, actor=cast.support_lead, at=cast.after(1), kind="major", why="业主群已联名"))
    assert clock(ticket, "completion").due_at == cast.after(24)
    # The customer is away for two days: held with consent; the law's clock goes on.
    law = clock(ticket, "statutory").due_at
    done(ask_hold(ticket.pk, actor=cast.support_lead, at=cast.after(2), reason="customer_away", why="周五返回"))
    done(hold(ticket.pk, actor=cast.branch_lead, at=cast.after(3)))
    done(resume(ticket.pk, actor=cast.support_lead, at=cast.after(51)))
    assert clock(ticket, "completion").due_at == cast.after(24 + 48)
    assert clock(ticket, "statutory").due_at == law
    # 方正 goes on leave: 沈月 accepts the responsibility, and hands up what the branch cannot solve.
    done(offer_handover(ticket.pk, actor=cast.support_lead, at=cast.after(51.5), to=cast.branch_lead, why="休假"))
    done(accept_handover(ticket.pk, actor=cast.branch_lead, at=cast.after(52)))
    up = {"why": "设备选型由省公司定", "tried": "已加隔音板，效果有限"}
    done(raise_to_province(ticket.pk, actor=cast.branch_lead, at=cast.after(53), **up))
    done(take(ticket.pk, actor=cast.province_desk, at=cast.after(55)))
    done(answer(ticket.pk, actor=cast.province_desk, at=cast.after(60), **REPLY))
    now = done(archive(ticket.pk, actor=cast.branch_lead, at=cast.after(70), root_cause="not_listened_to"))
    assert kinds(now) == {"bypass", "important", "major", "raised"}
    assert not Clock.objects.filter(chain=now.chain_id, breached=True).exists()
    # Two months later the same again: a repeat, once somebody confirms it.
    again = cast.open("government", at=cast.after(days=60), category="basic.site.noise")
    done(judge_repeat(again.pk, actor=cast.clerk, at=cast.after(days=60, hours=1), confirmed=True))
    assert kinds(again) == {"important", "repeat"}
    assert the_rows_are_what_the_events_say()


def test_a_failed_cell_becomes_one_incident_that_is_worked_on_and_closed(cast):
    matter = {"category": "basic.data.cannot_connect", "hits_kind": "cell", "hits": "渡口路-03"}
    desks = (cast.clerk, cast.colleague, cast.hotline_clerk)
    tickets = [
        cast.open(cast.number(100 + place), at=cast.after(minutes=4 * place), by=desks[place % 3], **matter)
        for place in range(13)
    ]
    incident = Incident.objects.get()
    assert incident.customers == 13
    assert set(Ticket.rows.values_list("priority", flat=True)) == {"urgent"}
    assert Message.objects.filter(code="incident.opened").exists()
    for ticket in tickets:
        owner = cast.staff[ticket.first_asked.code]
        done(transfer(ticket.pk, actor=owner, at=cast.after(1), to=cast.groups["QD-NET"], tried="同址多户"))
        done(take(ticket.pk, actor=cast.network, at=cast.after(2)))
        done(answer(ticket.pk, actor=cast.network, at=cast.after(5), **REPLY))
        done(archive(ticket.pk, actor=owner, at=cast.after(8), root_cause="not_solved"))
    done(close_incident(actor=cast.support_lead, at=cast.after(9), incident=incident, note="传输板更换，业务恢复"))
    assert codes(tickets[0])[1] == "ticket.joined_batch"
    assert not Clock.objects.filter(breached=True).exists()
    assert the_rows_are_what_the_events_say()
