"""The chapters about money back: authority, the double refund, disputes, batches, proofs (C4.8, M11)."""

from django.utils.translation import gettext as _

from shouwen.clauses.tables.table import Row, Table, between, listed, names, plain, row
from shouwen.handbook.edition import Edition
from shouwen.handbook.lifecycle import BACK
from shouwen.handbook.money import shown
from shouwen.handbook.schema_money import Case, Flow, PaperRule, Question, WorkingDays
from shouwen.web import labels


def authority(edition: Edition) -> list[Table]:
    """Who may decide on how much, and over how many days amounts are summed (C4.8.3)."""
    rule = edition.authority
    levels = tuple(
        row(
            "authority_levels",
            level,
            _("without limit") if level.up_to is None else _("%(amount)s yuan") % {"amount": shown(level.up_to)},
            names("roles", level.roles),
            _("decides alone") if level.code == rule.own else "",
        )
        for level in rule.levels.values()
    )
    window = _("%(count)s days") % {"count": rule.window_days}
    summed = (plain("window", _("Same customer and cause are summed over"), rule.clause, window),)
    return [
        Table(_("Who decides, the gift included"), levels, (_("Up to, inclusive"), _("Held by"), _("Application"))),
        Table(_("Splitting"), summed, (_("Laid down"),)),
    ]


def double_refund(edition: Edition) -> list[Table]:
    """Both lists with their examples, the limits of time, and the questions of the interview (C4.8.6)."""
    rule = edition.double_refund
    inside = tuple(row("double_inside", line, _example(line)) for line in rule.inside.values())
    outside = tuple(
        row("double_outside", line, names("refund_kinds", [line.proposal]), _example(line))
        for line in rule.outside.values()
    )
    ages = (
        plain("years", _("Charges older than"), rule.clause, _("%(count)s years") % {"count": rule.years}),
        plain(
            "months",
            _("Claimed after unsubscribing later than"),
            rule.clause,
            _("%(count)s calendar months") % {"count": rule.months_after_unsubscribing},
        ),
    )
    questions = tuple(part for question in rule.questions.values() for part in _question(question, edition))
    return [
        Table(_("Refunded twice"), inside, (_("Example"),)),
        Table(_("Not refunded twice; each beats the list above"), outside, (_("Proposal"), _("Example"))),
        Table(_("May be refused altogether"), ages, (_("Laid down"),)),
        Table(_("Questions, in the order that ends soonest"), questions, (_("Leads to"), _("Known from"))),
    ]


def _example(line: Case) -> str:
    return line.example_zh if labels.language() == "zh" else line.example_en


def _question(question: Question, edition: Edition) -> list[Row]:
    """The question, and its answers below it."""
    known: dict[str, list[str]] = {}
    for group, table in (("dispute_causes", question.from_cause), ("categories", question.from_category)):
        for code, answer in table.items():
            known.setdefault(answer, []).append(labels.label(group, code))
    answers = [
        row("double_options", option, _lead(option.leads_to, edition), between(known.get(option.code, [])), depth=1)
        for option in question.options.values()
    ]
    return [row("double_questions", question, "", ""), *answers]


def _lead(code: str, edition: Edition) -> str:
    rule = edition.double_refund
    group = "double_inside" if code in rule.inside else "double_outside" if code in rule.outside else "refund_kinds"
    return labels.label(group, code) if code else _("the next question")


def disputes(edition: Edition) -> list[Table]:
    """States and moves, causes, findings, what is done about the money, papers and limits (C4.8)."""
    states = tuple(row("dispute_states", entry, entry.open) for entry in edition.dispute_states.values())
    moves = tuple(
        row(
            "dispute_moves",
            entry,
            names("dispute_states", entry.from_),
            _("the state before") if entry.to == BACK else names("dispute_states", [entry.to]),
        )
        for entry in edition.dispute_moves.values()
    )
    causes = tuple(
        row("dispute_causes", entry, depth=entry.code.count(".")) for entry in edition.dispute_causes.values()
    )
    kinds = tuple(row("refund_kinds", entry, entry.pays, entry.gift) for entry in edition.refund_kinds.values())
    papers = tuple(
        row("paper_rules", rule, names("paper_kinds", [rule.paper]), _for_which(rule))
        for rule in edition.disputes.papers.values()
    )
    return [
        Table(_("How long it may take"), _limits(edition), (_("Within"),)),
        Table(_("States of a dispute"), states, (_("Work is still owed"),)),
        Table(_("Moves of a dispute"), moves, (_("From"), _("To"))),
        Table(_("Causes"), causes),
        listed("findings", edition.findings, _("Findings")),
        Table(_("What is done about the money"), kinds, (_("Money moves"), _("With a gift"))),
        Table(_("Papers that must be there"), papers, (_("Paper"), _("For"))),
        listed("paper_kinds", edition.paper_kinds, _("Papers")),
        listed("dispute_return_reasons", edition.dispute_return_reasons, _("Reasons to return an application")),
        listed("dispute_withdraw_reasons", edition.dispute_withdraw_reasons, _("Reasons to withdraw a dispute")),
        listed("override_reasons", edition.override_reasons, _("Reasons to decide otherwise than proposed")),
        listed("late_fee_reasons", edition.late_fee_reasons, _("Reasons to waive a late fee")),
    ]


def _limits(edition: Edition) -> tuple[Row, ...]:
    rules = edition.disputes.limits
    own = _("the complaint's own limit")
    return (
        plain("decision", labels.label("clocks", "decision"), rules.decision_clause, own),
        _limit("verification", rules.verification),
        _limit("approval", rules.approval),
        _limit("refund", rules.refund),
    )


def _limit(clock: str, rule: WorkingDays) -> Row:
    within = _("%(count)s working day(s)") % {"count": rule.working_days}
    return plain(clock, labels.label("clocks", clock), rule.clause, within)


def _for_which(rule: PaperRule) -> str:
    told = [
        _("also without money") if rule.always else "",
        _("when a customer complained") if rule.own_finding is False else "",
        names("dispute_causes", rule.causes),
        names("refund_kinds", rule.kinds),
        names("categories", rule.categories),
    ]
    return " · ".join(filter(None, told))


def batches(edition: Edition) -> list[Table]:
    """What is a batch, its flows and steps, and how many rows are drawn for the check (C4.8.4)."""
    size, sampling = edition.disputes.batch, edition.disputes.sampling
    sizes = (
        plain(
            "customers",
            _("With money: more customers than"),
            size.clause,
            _("%(count)s customers") % {"count": size.more_customers_than},
        ),
        plain("total", _("or a total over"), size.clause, _("%(amount)s yuan") % {"amount": shown(size.total_over)}),
        plain("sample", _("Sample of the check"), sampling.clause, _sampled(edition)),
    )
    flows = tuple(row("batch_flows", flow, *_flow(flow)) for flow in edition.batch_flows.values())
    return [
        Table(_("What is a batch"), sizes, (_("Laid down"),)),
        Table(_("Flows"), flows, (_("Steps"), _("Papers"), _("Steps without money")), wide=True),
        listed("batch_steps", edition.batch_steps, _("Steps of a batch")),
        listed("batch_states", edition.batch_states, _("States of a batch")),
    ]


def _sampled(edition: Edition) -> str:
    rule = edition.disputes.sampling
    told = {"percent": rule.percent, "least": rule.at_least, "most": rule.at_most}
    return _("%(percent)s %% of the rows, at least %(least)s and at most %(most)s") % told


def _flow(flow: Flow) -> tuple[str, str, str]:
    return (
        names("batch_steps", flow.steps),
        names("paper_kinds", flow.papers),
        names("batch_steps", flow.steps_without_money),
    )


def proofs(edition: Edition) -> list[Table]:
    """Which credential opens which act; that it was seen is kept, never the secret itself (M11)."""
    matrix = tuple(
        row("proofs", proof, *(proof.code in act.accepts for act in edition.proof_acts.values()))
        for proof in edition.proofs.values()
    )
    heads = tuple(act.label(labels.language()) for act in edition.proof_acts.values())
    return [
        Table(_("Which proof opens which act"), matrix, heads, wide=True),
        listed("proof_acts", edition.proof_acts, _("Acts that need a proof")),
    ]


def refunds(edition: Edition) -> list[Table]:
    """The words of carrying refunds out (C4.8.2)."""
    return [
        listed("refund_states", edition.refund_states, _("States of a refund")),
        listed("billing_reasons", edition.billing_reasons, _("Why billing refuses")),
        listed("refund_differences", edition.refund_differences, _("Differences from billing's books")),
        listed("refund_clearings", edition.refund_clearings, _("How a difference is cleared")),
    ]


def selfchecks(edition: Edition) -> list[Table]:
    """What the self-checks look for, and how an exception is cleared (C4.8.7)."""
    kinds = tuple(row("check_kinds", entry, entry.weekly, entry.monthly) for entry in edition.check_kinds.values())
    return [
        Table(_("What is looked for"), kinds, (_("Weekly, by hall"), _("Monthly, by branch"))),
        listed("check_clearings", edition.check_clearings, _("How an exception is cleared")),
        listed("day_return_reasons", edition.day_return_reasons, _("Reasons to return a line of the day")),
    ]
