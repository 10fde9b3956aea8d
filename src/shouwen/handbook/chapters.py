"""Which file of an edition holds what. A file's top-level keys are the names in its model, and no others."""

from shouwen.handbook import schema, schema_batch, schema_money, schema_refunds, schema_selfchecks
from shouwen.handbook.schema import Entry, Listed, Strict


class CategoriesFile(Strict):
    categories: Listed[schema.Category]


class SourcesFile(Strict):
    sources: Listed[schema.Source]


class CustomersFile(Strict):
    grades: Listed[schema.Grade]
    brands: Listed[Entry]
    group_grades: Listed[schema.GroupGrade]
    disclosure: Listed[schema.Disclosure]


class OrdersFile(Strict):
    columns: Listed[Entry]
    ways: Listed[Entry]
    directions: Listed[Entry]
    limits: schema.Limits


class TalkFile(Strict):
    satisfactions: Listed[Entry]
    root_causes: Listed[Entry]
    contact_ways: Listed[Entry]
    return_reasons: Listed[Entry]
    hold_reasons: Listed[Entry]
    void_reasons: Listed[Entry]
    elements: Listed[Entry]


class LifecycleFile(Strict):
    states: Listed[schema.State]
    moves: Listed[schema.Move]


class ClocksFile(Strict):
    clocks: Listed[schema.ClockRule]


class LadderFile(Strict):
    ladder: Listed[schema.LadderStep]
    recipients: Listed[Entry]


class RolesFile(Strict):
    roles: Listed[schema.Role]
    rights: Listed[Entry]
    scopes: Listed[Entry]
    unit_kinds: Listed[Entry]


class UrgencyFile(Strict):
    urgency: schema.Urgency


class DeadlinesFile(Strict):
    deadlines: schema.Deadlines


class PriorityFile(Strict):
    priority: schema.Priority


class RoutingFile(Strict):
    routing: schema.Routing


class ClassificationFile(Strict):
    classification: schema.Classification


class WorkTimeFile(Strict):
    worktime: schema.WorkTime


class EventsFile(Strict):
    events: Listed[Entry]


class RefusalsFile(Strict):
    refusals: Listed[Entry]


class ReasonsFile(Strict):
    reasons: Listed[Entry]


class DisputesFile(Strict):
    dispute_states: Listed[schema_money.DisputeState]
    dispute_moves: Listed[schema.Move]
    dispute_causes: Listed[schema_money.Cause]
    findings: Listed[Entry]
    refund_kinds: Listed[schema_money.RefundKind]
    paper_kinds: Listed[Entry]
    dispute_return_reasons: Listed[Entry]
    dispute_withdraw_reasons: Listed[Entry]
    override_reasons: Listed[Entry]
    late_fee_reasons: Listed[Entry]
    batch_steps: Listed[Entry]
    batch_flows: Listed[schema_money.Flow]
    disputes: schema_money.Disputes


class AuthorityFile(Strict):
    authority: schema_money.Authority


class DoubleRefundFile(Strict):
    double_refund: schema_money.DoubleRefund


class ProofsFile(Strict):
    proofs: Listed[schema_money.Proof]
    proof_acts: Listed[schema_money.Act]


class RefundsFile(Strict):
    refunding: schema_refunds.Refunding
    refund_states: Listed[Entry]
    refund_differences: Listed[Entry]
    refund_clearings: Listed[Entry]
    billing_calls: Listed[Entry]
    billing_outcomes: Listed[Entry]
    billing_reasons: Listed[Entry]


class BatchFile(Strict):
    batch_states: Listed[schema_batch.BatchState]
    batch_moves: Listed[schema.Move]
    batching: schema_batch.Batching
    batch_line_states: Listed[Entry]
    batch_list_states: Listed[Entry]


class SelfchecksFile(Strict):
    check_kinds: Listed[schema_selfchecks.CheckKind]
    check_periods: Listed[Entry]
    check_clearings: Listed[Entry]
    check_files: Listed[Entry]
    check_states: Listed[Entry]
    day_states: Listed[Entry]
    day_line_states: Listed[Entry]
    day_return_reasons: Listed[Entry]
    selfchecks: schema_selfchecks.Selfchecks


FILES: dict[str, type[Strict]] = {
    "edition.toml": schema.Named,
    "categories.toml": CategoriesFile,
    "sources.toml": SourcesFile,
    "customers.toml": CustomersFile,
    "orders.toml": OrdersFile,
    "talk.toml": TalkFile,
    "lifecycle.toml": LifecycleFile,
    "clocks.toml": ClocksFile,
    "ladder.toml": LadderFile,
    "roles.toml": RolesFile,
    "urgency.toml": UrgencyFile,
    "deadlines.toml": DeadlinesFile,
    "priority.toml": PriorityFile,
    "routing.toml": RoutingFile,
    "classification.toml": ClassificationFile,
    "working_time.toml": WorkTimeFile,
    "events.toml": EventsFile,
    "refusals.toml": RefusalsFile,
    "reasons.toml": ReasonsFile,
    "disputes.toml": DisputesFile,
    "authority.toml": AuthorityFile,
    "doublerefund.toml": DoubleRefundFile,
    "proofs.toml": ProofsFile,
    "refunds.toml": RefundsFile,
    "selfchecks.toml": SelfchecksFile,
    "batch.toml": BatchFile,
}
