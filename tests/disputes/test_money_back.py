"""C4.8.1, C4.8.2, C4.8.5: from the promise to the money, the principal for now, reversals, and every way out."""

from datetime import timedelta
from decimal import Decimal

from shouwen.clocks.recheck import differences
from shouwen.disputes.models import LateFeeWaiver, Proposal
from shouwen.disputes.verbs import waive_late_fee
from shouwen.ledger.models import Event
from shouwen.notices.models import Message
from shouwen.refunds import verbs as refunds
from tests.cast import Cast, clock, codes, done, refused
from tests.disputes.telling import ANSWERS, Story, billed

D = Decimal
UNPROVEN = {**ANSWERS, "insists": "insists"}


def interim(cast: Cast) -> Story:
    """Seven working days have passed, the customer insists, and the principal went back."""
    story = Story(cast, "80.00").found("unproven").papered().later(days=12)
    story.proposed(answers=UNPROVEN)
    done(story.do("grant"))
    return billed(story)


def test_the_rule_is_confirmed_with_its_answers_and_clauses(cast: Cast) -> None:
    story = Story(cast, "40.00", "9.90").found().proposed()
    kept = story.dispute.proposals.get()
    assert (kept.kind, kept.principal, kept.gift, kept.overridden) == ("double", D("49.90"), D("49.90"), False)
    assert kept.answers["what"] == "was_discount"
    assert {reason["clause"] for reason in kept.because} >= {"C4.8.6"}
    facts = Event.objects.filter(chain=story.dispute.chain_id, code="dispute.proposed").get().facts
    assert (facts["principal"], facts["gift"], facts["overridden"]) == ("49.90", "49.90", False)


def test_another_decision_than_the_rules_says_why_and_the_reason_stays(cast: Cast) -> None:
    story = Story(cast, "49.90").found()
    assert refused(story.propose("single", "49.90", override_why=" ")) == "say-why-otherwise"
    story.proposed("single", "49.90", override_why="客户同意只退一次")
    kept: Proposal = story.dispute.proposals.get()
    assert (kept.kind, kept.rule_kind, kept.rule_gift, kept.overridden) == ("single", "double", D("49.90"), True)


def test_no_more_than_was_charged_and_no_gift_beyond_it(cast: Cast) -> None:
    story = Story(cast, "49.90").found()
    assert refused(story.propose("single", "49.91")) == "more-than-charged"
    assert refused(story.propose("double", "49.90", "49.91")) == "gift-beyond-principal"
    assert refused(story.propose("single", "49.90", "1.00")) == "gift-only-when-double"
    assert refused(story.propose("none", "1.00")) == "amount-not-positive"


def test_no_money_without_papers_and_proof_of_identity(cast: Cast) -> None:
    story = Story(cast, "49.90").found().proposed(proof="")
    answer = story.do("grant")
    assert refused(answer) == "papers-missing" and set(answer.facts["missing"]) == {"reception_form", "bill_list"}  # type: ignore[union-attr]
    story.papered()
    assert refused(story.do("grant")) == "proof-missing"
    story.proposed(proof="picture_code")
    assert refused(story.do("grant")) == "proof-not-accepted"
    story.proposed(proof="service_password")
    done(story.do("grant"))
    assert story.refund.proof == "service_password"


def test_what_the_company_found_itself_needs_neither_ticket_nor_proof(cast: Cast) -> None:
    story = Story(cast, "30.00", found_by="company").found().papered("bill_list").proposed("single", "30.00", proof="")
    done(story.do("grant"))
    assert story.dispute.ticket is None and billed(story).state == "refunded"


def test_a_customers_dispute_belongs_to_a_ticket(cast: Cast) -> None:
    from shouwen.disputes.verbs import Opening, open_dispute

    opening = Opening(text="多扣", number=cast.customers["ordinary"].number, category="charges.bill.unknown_fee")
    answer = open_dispute(actor=cast.clerk, at=cast.morning, opening=opening, clerk=cast.clerk)
    assert refused(answer) == "dispute-without-ticket"


def test_the_refund_is_done_within_seven_working_days_of_the_promise(cast: Cast) -> None:
    story = Story(cast, "49.90").found().papered().proposed()
    done(story.do("grant"))
    due = clock(story.dispute, "refund")  # type: ignore[arg-type]
    assert due.due_at.date() - story.at.date() == timedelta(days=9)  # 4 March to 13 March 2026: seven working days
    billed(story)
    assert story.state == "refunded" and story.dispute.paid == D("99.80")
    assert clock(story.dispute, "refund").stopped_at is not None  # type: ignore[arg-type]
    done(story.do("close", told="已电话告知客户"))
    assert story.state == "closed"


def test_while_there_is_time_to_verify_nothing_is_unproven(cast: Cast) -> None:
    story = Story(cast, "80.00").found("unproven").papered()
    assert refused(story.propose(answers=UNPROVEN)) == "still-verifying"


def test_the_principal_goes_back_and_the_check_goes_on(cast: Cast) -> None:
    story = interim(cast)
    assert (story.state, story.dispute.paid, story.refund.kind) == ("interim", D("80.00"), "principal")
    assert clock(story.dispute, "verification").stopped_at is None  # type: ignore[arg-type]


def test_what_was_wrong_after_all_is_paid_in_full(cast: Cast) -> None:
    story = interim(cast).found("proven").proposed()
    kept = story.dispute.proposals.last()
    assert kept is not None and (kept.kind, kept.principal, kept.gift) == ("rest", D("0.00"), D("80.00"))
    # What was paid before counts with what is still to be paid.
    assert refused(story.do("grant")) == "beyond-own-authority"
    billed(story.applied().signed(cast.hall_manager))
    assert (story.state, story.dispute.paid) == ("refunded", D("160.00"))
    assert story.dispute.paid_parts() == (D("80.00"), D("80.00"))


def test_what_was_right_after_all_is_not_claimed_back_without_approval(cast: Cast) -> None:
    story = interim(cast).found("disproven")
    done(story.do("settle", why="金额小，不追回"))
    done(story.do("close", told="已说明"))
    assert story.dispute.paid == D("80.00") and story.dispute.refunds().count() == 1


def test_it_is_claimed_back_by_a_reversal_that_was_signed(cast: Cast) -> None:
    story = interim(cast).found("disproven")
    key = story.refund.key
    assert refused(story.do("ask_reversal", refund=key, amount=D("80.01"), why="多退")) == "reversal-too-much"
    done(story.do("ask_reversal", refund=key, amount=D("80.00"), why="核实收费无误"))
    assert story.state == "reversing" and story.application.chain == ["team_leader"]
    assert refused(story.sign(cast.clerk)) in ("own-application", "not-allowed")
    story.signed(cast.hall_manager)
    assert (story.refund.total, story.refund.reverses.key) == (D("-80.00"), key)  # type: ignore[union-attr]
    billed(story)
    assert (story.state, story.dispute.paid) == ("interim", D("0.00"))
    done(story.do("settle", why="已冲正"))
    done(story.do("close", told="已说明"))


def test_a_reversal_that_is_not_granted_leaves_everything_as_it_was(cast: Cast) -> None:
    story = Story(cast, "49.90").ready("49.90")
    done(story.do("grant"))
    billed(story)
    done(story.do("close", told="已告知"))
    done(story.do("ask_reversal", refund=story.refund.key, amount=D("10.00"), why="多退"))
    assert story.dispute.closed_at is None
    done(story.do("give_back", by=cast.hall_manager, application=story.application.number, why="不宜追回"))
    assert (story.state, story.dispute.paid, story.dispute.refunds().count()) == ("closed", D("49.90"), 1)
    assert story.dispute.closed_at is not None


def test_what_billing_refuses_is_calculated_anew(cast: Cast) -> None:
    story = Story(cast, "80.00").ready("80.00")
    done(story.do("grant"))
    refund = story.refund
    refund.state = "sending"
    refund.save()
    done(refunds.refused(refund.pk, actor=cast.it_centre, at=story.at, why="号码已销户"))
    assert (story.state, codes(story.dispute)[-1]) == ("promised", "dispute.refund_refused")  # type: ignore[arg-type]
    done(story.propose("single", "60.00", verb="recalculate"))
    done(story.do("grant"))
    assert billed(story).dispute.paid == D("60.00")


def test_an_order_called_off_in_the_monitor_is_told_to_the_clerk_who_calculates_anew(cast: Cast) -> None:
    story = Story(cast, "80.00").ready("80.00")
    done(story.do("grant"))
    watching = {"actor": cast.support_lead, "at": story.at}
    assert refused(refunds.call_off(story.refund.pk, why=" ", **watching)) == "say-why"
    # Who only works on disputes cancels by calculating anew, not in the monitor.
    assert refused(refunds.call_off(story.refund.pk, actor=cast.clerk, at=story.at, why="号码已销户")) == "not-allowed"
    assert story.refund.state == "due"
    done(refunds.call_off(story.refund.pk, why="号码已销户", **watching))
    assert (story.refund.state, story.state) == ("cancelled", "promised")
    event = story.dispute.chain.events.last()
    assert (event.code, event.actor) == ("dispute.refund_called_off", cast.support_lead.code)
    assert Message.objects.filter(to=cast.clerk, code="dispute.refund_called_off").count() == 1
    done(story.propose("single", "60.00", verb="recalculate"))
    done(story.do("grant"))
    assert billed(story).dispute.paid == D("60.00")


def test_nothing_is_returned_and_the_customer_is_told_why(cast: Cast) -> None:
    story = Story(cast, "80.00").found("disproven").proposed()
    assert story.dispute.outcome == "none"
    assert refused(story.do("grant")) == "nothing-to-pay"
    done(story.do("close", told="已说明收费依据"))
    assert not story.dispute.refunds().exists()


def test_what_is_owed_is_not_closed_away(cast: Cast) -> None:
    assert refused(Story(cast, "80.00").ready("80.00").do("close", told="好")) == "still-to-be-paid"


def test_it_is_withdrawn_only_while_nothing_was_paid(cast: Cast) -> None:
    story = Story(cast, "300.00").ready("300.00").applied()
    assert refused(story.do("withdraw", reason="customer_withdrew", why="x")) == "application-waits"
    done(story.do("recall", why="客户撤回"))
    done(story.do("withdraw", reason="customer_withdrew", why="客户撤回"))
    done(story.do("reopen", why="客户又来"))
    assert story.state == "checking" and story.dispute.finding == ""
    paid = interim(cast).found("proven").proposed()
    assert refused(paid.do("withdraw", reason="customer_withdrew", why="x")) == "already-paid"


def test_a_line_that_was_entered_wrongly_is_struck_and_stays_on_record(cast: Cast) -> None:
    story = Story(cast, "40.00", "9.90")
    done(story.do("strike_charge", line=2, why="看错行"))
    assert story.dispute.charged == D("40.00")
    assert story.dispute.charges.get(line=2).struck_why == "看错行"
    assert refused(story.do("strike_charge", line=2, why="再来")) == "charge-missing"


def test_late_fees_of_ordinary_customers_are_waived_by_the_front_line(cast: Cast) -> None:
    said = {"amount": D("6.30"), "bill_period": "2026-02", "reason": "bank_late", "why": "托收失败"}
    who = {"actor": cast.clerk, "at": cast.morning, "clerk": cast.clerk}
    number = cast.customers["ordinary"].number
    waiver: LateFeeWaiver = done(waive_late_fee(**who, number=number, **said))
    assert (waiver.refund.kind, waiver.refund.total, waiver.refund.state) == ("late_fee", D("6.30"), "due")
    assert refused(waive_late_fee(**who, number=number, **said)) == "late-fee-waived-already"
    gold = cast.customers["gold"].number
    assert refused(waive_late_fee(**who, number=gold, **said)) == "late-fee-ordinary-only"


def test_every_clock_is_what_the_events_alone_make_it(cast: Cast) -> None:
    interim(cast).found("proven").proposed().applied().signed(cast.hall_manager)
    assert [one for one in differences() if not isinstance(one, int)] == []
