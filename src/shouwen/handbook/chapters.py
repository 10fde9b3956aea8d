"""Which file of an edition holds what. A file's top-level keys are the names in its model, and no others."""

from shouwen.handbook import schema
from shouwen.handbook.schema import Entry, Listed, Strict


class CategoriesFile(Strict):
    categories: Listed[schema.Category]


class SourcesFile(Strict):
    sources: Listed[schema.Source]


class CustomersFile(Strict):
    grades: Listed[schema.Grade]
    brands: Listed[Entry]
    group_grades: Listed[schema.GroupGrade]
    disclosure: Listed[Entry]


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
}
