"""An edition of the handbook in memory: frozen, and easy to ask for a label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType

from shouwen.handbook import schema, schema_batch, schema_money, schema_refunds, schema_selfchecks
from shouwen.handbook.schema import Category, Entry
from shouwen.handbook.sentences import Language


class Categories:
    """The category tree 投诉工单目录树 (C4.1)."""

    def __init__(self, entries: Mapping[str, Category]) -> None:
        self._entries = MappingProxyType(dict(entries))
        children: dict[str | None, list[Category]] = {}
        for entry in self._entries.values():
            children.setdefault(entry.parent, []).append(entry)
        self._children = {parent: tuple(below) for parent, below in children.items()}

    def __iter__(self) -> Iterator[Category]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, code: object) -> bool:
        return code in self._entries

    def __getitem__(self, code: str) -> Category:
        return self._entries[code]

    def get(self, code: str) -> Category | None:
        return self._entries.get(code)

    def children(self, code: str) -> tuple[Category, ...]:
        """What stands directly below, in the order of the file."""
        return self._children.get(code, ())

    @cached_property
    def roots(self) -> tuple[Category, ...]:
        """The top categories, retired ones too."""
        return self._children.get(None, ())

    @cached_property
    def leaves(self) -> tuple[Category, ...]:
        """All categories without children, retired ones too: what a ticket is filed under."""
        return tuple(entry for entry in self if not self.children(entry.code))

    @cached_property
    def open_leaves(self) -> tuple[Category, ...]:
        """The leaves under which a new ticket may be filed."""
        return tuple(leaf for leaf in self.leaves if not leaf.retired)

    def path(self, code: str) -> tuple[Category, ...]:
        """From the top category down to this one; empty for an unknown code."""
        steps: list[Category] = []
        at = self.get(code)
        while at is not None:
            steps.append(at)
            at = self.get(at.parent) if at.parent else None
        return tuple(reversed(steps))

    def path_label(self, code: str, language: Language) -> str:
        """The path in words, as the desk writes it: 通信费用→账单→不明扣费."""
        return "→".join(step.label(language) for step in self.path(code)) or code


@dataclass(frozen=True, eq=False)
class Edition:
    """One edition of the policy. Compared and hashed by identity; known elsewhere by its name."""

    name: str
    valid_from: date
    categories: Categories
    sources: Mapping[str, schema.Source]
    grades: Mapping[str, schema.Grade]
    brands: Mapping[str, Entry]
    group_grades: Mapping[str, schema.GroupGrade]
    columns: Mapping[str, Entry]
    ways: Mapping[str, Entry]
    directions: Mapping[str, Entry]
    states: Mapping[str, schema.State]
    moves: Mapping[str, schema.Move]
    clocks: Mapping[str, schema.ClockRule]
    roles: Mapping[str, schema.Role]
    rights: Mapping[str, Entry]
    scopes: Mapping[str, Entry]
    unit_kinds: Mapping[str, Entry]
    urgency: schema.Urgency
    deadlines: schema.Deadlines
    priority: schema.Priority
    routing: schema.Routing
    classification: schema.Classification
    worktime: schema.WorkTime
    ladder: Mapping[str, schema.LadderStep]
    recipients: Mapping[str, Entry]
    disclosure: Mapping[str, schema.Disclosure]
    satisfactions: Mapping[str, Entry]
    root_causes: Mapping[str, Entry]
    contact_ways: Mapping[str, Entry]
    return_reasons: Mapping[str, Entry]
    hold_reasons: Mapping[str, Entry]
    void_reasons: Mapping[str, Entry]
    elements: Mapping[str, Entry]
    events: Mapping[str, Entry]
    refusals: Mapping[str, Entry]
    reasons: Mapping[str, Entry]
    limits: schema.Limits
    dispute_states: Mapping[str, schema_money.DisputeState]
    dispute_moves: Mapping[str, schema.Move]
    dispute_causes: Mapping[str, schema_money.Cause]
    findings: Mapping[str, Entry]
    refund_kinds: Mapping[str, schema_money.RefundKind]
    paper_kinds: Mapping[str, Entry]
    dispute_return_reasons: Mapping[str, Entry]
    dispute_withdraw_reasons: Mapping[str, Entry]
    override_reasons: Mapping[str, Entry]
    late_fee_reasons: Mapping[str, Entry]
    batch_steps: Mapping[str, Entry]
    batch_flows: Mapping[str, schema_money.Flow]
    disputes: schema_money.Disputes
    authority: schema_money.Authority
    double_refund: schema_money.DoubleRefund
    proofs: Mapping[str, schema_money.Proof]
    proof_acts: Mapping[str, schema_money.Act]
    refunding: schema_refunds.Refunding
    refund_states: Mapping[str, Entry]
    refund_differences: Mapping[str, Entry]
    refund_clearings: Mapping[str, Entry]
    billing_calls: Mapping[str, Entry]
    billing_outcomes: Mapping[str, Entry]
    billing_reasons: Mapping[str, Entry]
    check_kinds: Mapping[str, schema_selfchecks.CheckKind]
    check_periods: Mapping[str, Entry]
    check_clearings: Mapping[str, Entry]
    check_files: Mapping[str, Entry]
    check_states: Mapping[str, Entry]
    day_states: Mapping[str, Entry]
    day_line_states: Mapping[str, Entry]
    day_return_reasons: Mapping[str, Entry]
    selfchecks: schema_selfchecks.Selfchecks
    batch_states: Mapping[str, schema_batch.BatchState]
    batch_moves: Mapping[str, schema.Move]
    batching: schema_batch.Batching
    batch_line_states: Mapping[str, Entry]
    batch_list_states: Mapping[str, Entry]

    @cached_property
    def groups(self) -> Mapping[str, Mapping[str, Entry]]:
        """Every list of named things by its name, for labels and for the pages of the handbook."""
        listed: dict[str, Mapping[str, Entry]] = {
            name: part for name, part in vars(self).items() if isinstance(part, Mapping) and name != "groups"
        }
        return MappingProxyType(
            listed
            | {
                "categories": {entry.code: entry for entry in self.categories},
                "kinds": self.urgency.kinds,
                "signals": self.urgency.signals,
                "deadline_types": self.deadlines.types,
                "priorities": self.priority.levels,
                "functions": self.routing.functions,
                "authority_levels": self.authority.levels,
                "double_inside": self.double_refund.inside,
                "double_outside": self.double_refund.outside,
                "double_questions": self.double_refund.questions,
                "double_options": {
                    code: option
                    for question in self.double_refund.questions.values()
                    for code, option in question.options.items()
                },
                "paper_rules": self.disputes.papers,
            }
        )

    def label(self, group: str, code: str, language: Language) -> str:
        """The words for a code of that group; the code itself when the edition doesn't know it."""
        entry = self.groups.get(group, {}).get(code)
        return entry.label(language) if entry else code
