"""Opening disputes and waiving late fees in the browser, without JavaScript: nothing that was typed is lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from shouwen.disputes.models import Dispute, LateFeeWaiver
from shouwen.refunds.models import Refund
from tests.cast import MORNING
from tests.disputes.telling import LEAF

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=3)


@pytest.fixture(autouse=True)
def three_hours_later():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def clerk(cast, signed_in):
    browser = signed_in(cast.clerk)
    browser.cookies["django_language"] = "en"
    return browser


def row(place, **said):
    told = {"service": "手机报", "period": "2026-02", "charged_on": "2026-02-27", "amount": "29", **said}
    return {f"charge-{place}-{name}": value for name, value in told.items()}


def typed(**said):
    return {"do": "open", "text": "这个月多扣了钱", "category": LEAF, "rows": "2", **said}


def test_from_a_ticket_with_two_lines(cast, clerk):
    ticket = cast.open(category=LEAF)
    answer = clerk.get(f"/disputes/new?ticket={ticket.pk}")
    html = answer.content.decode()
    assert ticket.serial in html and "143****0005" in html and "14300880005" not in html
    said = typed(ticket=ticket.pk, **row(0), **row(1, amount="1,029.50", provider="甲信息"))
    answer = clerk.post("/disputes/new", said)
    dispute = Dispute.rows.get()
    assert answer.status_code == 303 and answer["Location"] == f"/disputes/{dispute.pk}"
    assert (dispute.ticket_id, dispute.charged, dispute.found_by) == (ticket.pk, Decimal("1058.50"), "customer")
    assert dispute.received_at == ticket.contacted_at


def test_what_the_company_found_stands_alone(cast, clerk):
    answer = clerk.post("/disputes/new", typed(number="143 0088 0005", unsubscribed_on="2026-01-05", **row(1)))
    dispute = Dispute.rows.get()
    assert answer.status_code == 303 and dispute.found_by == "company" and dispute.ticket is None
    assert f"{dispute.unsubscribed_on}" == "2026-01-05" and dispute.charges.count() == 1


def test_a_form_that_is_handed_in_twice_opens_one_dispute_and_leads_to_it_both_times(cast, clerk):
    ticket = cast.open(category=LEAF)
    said = typed(ticket=ticket.pk, key=key_of(clerk, ticket), **row(0))
    first, second = clerk.post("/disputes/new", said), clerk.post("/disputes/new", said)
    dispute = Dispute.rows.get()
    assert first["Location"] == second["Location"] == f"/disputes/{dispute.pk}"
    assert first.status_code == second.status_code == 303
    clerk.post("/disputes/new", said | {"key": key_of(clerk, ticket)})
    assert Dispute.rows.count() == 2, "another form is another dispute"


def test_a_form_keeps_its_key_over_a_refusal_and_more_rows(cast, clerk):
    ticket = cast.open(category=LEAF)
    key = key_of(clerk, ticket)
    for said in (typed(ticket=ticket.pk, key=key, text=""), typed(do="more", ticket=ticket.pk, key=key)):
        assert f'value="{key}"' in clerk.post("/disputes/new", said).content.decode()


def key_of(clerk, ticket) -> str:
    return clerk.get(f"/disputes/new?ticket={ticket.pk}").context["form"]["key"].value()


def test_more_rows_keep_everything_and_complain_about_nothing(clerk):
    said = typed(do="more", number="12ab", unsubscribed_on="瞎写", **row(1, amount="abc"))
    answer = clerk.post("/disputes/new", said)
    html = answer.content.decode()
    assert answer.status_code == 200 and answer.context["rows"].rows == 4
    for kept in ('value="12ab"', 'value="瞎写"', 'value="abc"', "这个月多扣了钱", f'value="{LEAF}" selected'):
        assert kept in html
    assert "field-wrong" not in html and not Dispute.rows.exists()


def test_a_row_is_dropped_and_those_below_move_up(clerk):
    said = typed(do="drop-0", rows="3", **row(0, service="甲"), **row(1, service="乙"), **row(2, service="丙"))
    answer = clerk.post("/disputes/new", said)
    services = [form.initial["service"] for form in answer.context["rows"].forms]
    assert services == ["乙", "丙"]


@pytest.mark.parametrize("rows", ["-1", "9999", "x", "٣", "0", ""])
def test_nonsense_about_rows_breaks_nothing(clerk, rows):
    assert clerk.post("/disputes/new", typed(do="more", rows=rows)).status_code == 200
    assert clerk.post("/disputes/new", typed(do="drop-77", rows=rows)).status_code == 200


def test_refusals_stand_at_their_fields_with_everything_kept(clerk):
    said = typed(number="", text="", category="", **row(0, amount="12.345", service="彩铃"))
    answer = clerk.post("/disputes/new", said)
    html = answer.content.decode()
    form = answer.context["form"]
    assert answer.status_code == 422 and all(form.has_error(name) for name in ("number", "text", "category"))
    assert 'value="彩铃"' in html and 'value="12.345"' in html and "Write the amount in yuan" in html
    assert not Dispute.rows.exists()


def test_a_line_charged_tomorrow_is_refused_by_the_verb_and_kept(clerk):
    answer = clerk.post("/disputes/new", typed(number="14300880005", **row(0, charged_on="2026-03-05")))
    assert answer.status_code == 422 and 'value="2026-03-05"' in answer.content.decode()
    assert not Dispute.rows.exists()


def test_a_ticket_of_another_branch_is_not_there(cast, signed_in):
    ticket = cast.open(by=cast.other_clerk)
    assert signed_in(cast.clerk).get(f"/disputes/new?ticket={ticket.pk}").status_code == 404
    assert signed_in(cast.clerk).get("/disputes/new?ticket=x").status_code == 404


def test_what_was_typed_and_not_handed_in_is_offered_again(clerk):
    clerk.post("/drafts/dispute-new", {"text": "写到一半", "rows": "3", "charge-2-service": "彩铃"})
    answer = clerk.get("/disputes/new")
    assert "写到一半" in answer.content.decode() and 'value="彩铃"' in answer.content.decode()


# ── late fees ────────────────────────────────────────────────────────────────

FEE = {"amount": "3.2", "bill_period": "2026-02", "reason": "bank_late", "why": "托收晚了一天"}


def test_a_late_fee_is_waived_by_number(clerk):
    answer = clerk.post("/late-fees/new", {"number": "14300880005", **FEE})
    waiver = LateFeeWaiver.objects.get()
    assert answer.status_code == 303 and waiver.amount == Decimal("3.20") and waiver.ticket is None
    assert Refund.rows.get(kind="late_fee").total == Decimal("3.20")


def test_a_late_fee_is_waived_from_a_ticket_and_leads_back(cast, clerk):
    ticket = cast.open()
    assert "143****0005" in clerk.get(f"/late-fees/new?ticket={ticket.pk}").content.decode()
    answer = clerk.post("/late-fees/new", {"ticket": ticket.pk, **FEE})
    assert answer.status_code == 303 and answer["Location"] == f"/tickets/{ticket.pk}"
    assert LateFeeWaiver.objects.get().ticket == ticket


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": "0"}, "amount"), ({"amount": ""}, "amount"), ({"why": ""}, "why"), ({"reason": "x"}, "reason"),
        ({"bill_period": "2月"}, "bill_period"), ({"number": "1"}, "number"), ({"number": "14300880001"}, "number"),
    ],
)  # fmt: skip
def test_what_cannot_be_waived_is_refused_and_kept(clerk, wrong, field):
    answer = clerk.post("/late-fees/new", {"number": "14300880005", **FEE} | wrong)
    assert answer.status_code == 422 and answer.context["form"].has_error(field)
    assert not LateFeeWaiver.objects.exists()
    if field != "why":
        assert "托收晚了一天" in answer.content.decode()


def test_the_same_month_is_not_waived_twice(clerk):
    clerk.post("/late-fees/new", {"number": "14300880005", **FEE})
    answer = clerk.post("/late-fees/new", {"number": "14300880005", **FEE})
    assert answer.status_code == 422 and answer.context["form"].has_error("bill_period")
    assert LateFeeWaiver.objects.count() == 1
