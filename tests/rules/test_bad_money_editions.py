"""A chapter about money back with a mistake is refused with the file, the key and what to mend."""

import pytest

from tests.rules.test_bad_editions import Mend
from tests.rules.test_bad_editions import spoiled as spoiled

MISTAKES = {
    "an amount without quotes": (
        "authority.toml", 'up_to  = "100.00"', "up_to  = 100.00", "authority.levels.front_line.up_to", "string",
    ),
    "an amount with a third place": (
        "authority.toml", '"500.00"', '"500.001"', "authority.levels.team_leader.up_to", "no amount",
    ),
    "an amount below nothing": (
        "disputes.toml", '"3000.00"', '"-3000.00"', "disputes.batch.total_over", "never below 0.00",
    ),
    "levels out of order": (
        "authority.toml", '"500.00"', '"100.00"',
        "authority.levels.team_leader.up_to", "more than that of front_line",
    ),
    "a level in the middle without a limit": (
        "authority.toml", 'up_to  = "500.00"\n', "",
        "authority.levels.team_leader.up_to", "every level but the highest",
    ),
    "a highest level with a limit": (
        "authority.toml", 'roles  = ["city_manager"]', 'roles  = ["city_manager"]\nup_to = "9000.00"',
        "authority.levels.city_manager.up_to", "every level but the highest",
    ),
    "a level of no such role": (
        "authority.toml", '["office_manager"]', '["office_chief"]',
        "authority.levels.office_manager.roles", "names 'office_chief'",
    ),
    "a level of a role that may not sign": (
        "authority.toml", '["office_manager"]', '["auditor"]',
        "authority.levels.office_manager.roles", "lacks the right sign_refund",
    ),
    "a front line that may not dispute": (
        "authority.toml", '"back_office"]', '"auditor"]',
        "authority.levels.front_line.roles", "lacks the right dispute",
    ),
    "an own level that is none": (
        "authority.toml", '"front_line" ', '"first_line" ',
        "authority.own", "names 'first_line'",
    ),
    "a window of no days": (
        "authority.toml", "window_days = 30", "window_days = 0",
        "authority.window_days", "greater than 0",
    ),
    "a window in hours": (
        "authority.toml", "window_days = 30", "window_hours = 30",
        "authority.window_hours", "wrong unit",
    ),
    "a move from no state": (
        "disputes.toml", 'from = ["promised"], to = "refunded"', 'from = ["paid"], to = "refunded"',
        "dispute_moves.refund.from", "names 'paid'",
    ),
    "a move to no state": (
        "disputes.toml", 'from = ["promised"], to = "refunded"', 'from = ["promised"], to = "paid"',
        "dispute_moves.refund.to", "names 'paid'",
    ),
    "a cause below none": (
        "disputes.toml", '"sp.other" ', '"partner.other" ',
        "dispute_causes.partner.other", "names 'partner'",
    ),
    "a kind of refund left out": (
        "disputes.toml", "principal  = ", "capital  = ",
        "refund_kinds", "names 'principal'",
    ),
    "a step of no flow": (
        "disputes.toml", 'steps  = ["notice", "countersign"', 'steps  = ["notice", "stamp"',
        "batch_flows.fault.steps", "names 'stamp'",
    ),
    "a step of none without money": (
        "disputes.toml", 'steps_without_money  = ["notice"', 'steps_without_money  = ["note"',
        "batch_flows.fault.steps_without_money", "names 'note'",
    ),
    "a paper of no kind in a flow": (
        "disputes.toml", 'papers = ["company_request"]', 'papers = ["wish"]',
        "batch_flows.not_fault.papers", "names 'wish'",
    ),
    "a paper of none without money": (
        "disputes.toml", "papers_without_money = []", 'papers_without_money = ["wish"]',
        "batch_flows.not_fault.papers_without_money", "names 'wish'",
    ),
    "a paper rule for no paper": (
        "disputes.toml", 'paper  = "bill_list"', 'paper  = "napkin"',
        "disputes.papers.list.paper", "names 'napkin'",
    ),
    "a paper rule for no cause": (
        "disputes.toml", 'causes = ["sp"]', 'causes = ["moon"]', "disputes.papers.sp.causes", "names 'moon'",
    ),
    "a paper rule for no kind": (
        "disputes.toml", 'kinds  = ["double", "single", "principal", "rest"]', 'kinds  = ["triple"]',
        "disputes.papers.list.kinds", "names 'triple'",
    ),
    "a paper rule for no category": (
        "disputes.toml", '["security.cards"]', '["security.crads"]',
        "disputes.papers.card.categories", "names 'security.crads'",
    ),
    "a sample that is at least more than at most": (
        "disputes.toml", "at_least = 10", "at_least = 201",
        "disputes.sampling.at_least", "not be more than at_most",
    ),
    "a share of more than all": (
        "disputes.toml", "percent  = 5", "percent  = 101",
        "disputes.sampling.percent", "less than",
    ),
    "a time of no days": (
        "disputes.toml", "working_days = 7", "working_days = 0",
        "disputes.limits.verification.working_days", "greater than 0",
    ),
    "an act that opens to nothing known": (
        "proofs.toml", '["service_password", "identity_document"]', '["smile"]',
        "proof_acts.change_of_holder.accepts", "names 'smile'",
    ),
    "a one-time code that opens a change of holder": (
        "proofs.toml", '["service_password", "identity_document"]', '["sms_code"]',
        "proof_acts.change_of_holder.accepts", "never open",
    ),
    "an electronic password that opens personal data": (
        "proofs.toml", '"legal_order"]', '"electronic_password"]',
        "proof_acts.disclosure.accepts", "never open",
    ),
    "a picture code that proves somebody": (
        "proofs.toml", '["identity_document", "entrusted_document", "unit_letter"]', '["picture_code"]',
        "proof_acts.refund_in_cash.accepts", "proves nobody",
    ),
    "an outside line refunded twice": (
        "doublerefund.toml", 'proposal   = "single"', 'proposal   = "double"',
        "double_refund.outside.gift_later.proposal", "outside beats inside",
    ),
    "an outside line with no proposal known": (
        "doublerefund.toml", 'proposal   = "refuse"', 'proposal   = "shrug"',
        "double_refund.outside.too_late.proposal", "names 'shrug'",
    ),
    "a line that no answer leads to": (
        "doublerefund.toml", 'leads_to = "odd_records"', 'leads_to = "not_served"',
        "double_refund.questions", "names 'odd_records'",
    ),
    "an answer that leads nowhere known": (
        "doublerefund.toml", 'leads_to = "single"', 'leads_to = "somewhere"',
        "double_refund.questions.what.options.was_none.leads_to", "names 'somewhere'",
    ),
    "a last question that ends nothing": (
        "doublerefund.toml", ', leads_to = "single"', "", "double_refund.questions.what", "must lead somewhere",
    ),
    "an answer written under two questions": (
        "doublerefund.toml", "was_none         =", "others         =",
        "double_refund.questions.what.options.others", "unique",
    ),
    "an outside answer after an inside one": (
        "doublerefund.toml", 'leads_to = "volume_wrong"', 'leads_to = "no_evidence"',
        "double_refund.questions.what.options.was_volume.leads_to", "outside is asked first",
    ),
    "a question that waits for no question": (
        "doublerefund.toml", 'asked_if = { product =', 'asked_if = { produce =',
        "double_refund.questions.reminder.asked_if", "names 'produce'",
    ),
    "a question that waits for no answer": (
        "doublerefund.toml", '{ product = ["on_demand"] }', '{ product = ["on_request"] }',
        "double_refund.questions.reminder.asked_if.product", "names 'on_request'",
    ),
    "a cause that answers and isn't one": (
        "doublerefund.toml", '{ "sp.former_owner" = ', '{ "sp.former_oner" = ',
        "double_refund.questions.what.from_cause", "names 'sp.former_oner'",
    ),
    "a category that answers and isn't one": (
        "doublerefund.toml", '"group.products" = ', '"group.product" = ',
        "double_refund.questions.product.from_category", "names 'group.product'",
    ),
    "a suggestion that isn't an answer": (
        "doublerefund.toml", '"group.products" = "group_product"', '"group.products" = "group"',
        "double_refund.questions.product.options", "names 'group'",
    ),
    "a question only for no cause": (
        "doublerefund.toml", 'only_causes = ["sp"]', 'only_causes = ["ps"]',
        "double_refund.questions.evidence.only_causes", "names 'ps'",
    ),
    "a question not for no cause": (
        "doublerefund.toml", '"channel.collector"', '"channel.bank"',
        "double_refund.questions.unsubscribed.not_causes", "names 'channel.bank'",
    ),
    "an answer of the dates left out": (
        "doublerefund.toml", "over_years      =", "older           =",
        "double_refund.questions.age.options", "names 'over_years'",
    ),
    "a finding without its answer": (
        "doublerefund.toml", "unproven  = { zh", "unsure    = { zh",
        "double_refund.questions.finding.options", "names 'unproven'",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "key", "says"), MISTAKES.values(), ids=MISTAKES.keys())
def test_each_kind_of_mistake_is_named(spoiled: Mend, file: str, old: str, new: str, key: str, says: str):
    problems = spoiled(file, old, new).problems
    assert any((problem.file, problem.key) == (file, key) and says in problem.sentence for problem in problems), (
        problems
    )
