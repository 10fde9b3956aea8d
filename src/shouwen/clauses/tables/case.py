"""The chapters about a complaint: its category, source, urgency, limits, priority, route and papers."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from shouwen.clauses.tables.table import Row, Table, hours, listed, names, plain, row
from shouwen.handbook.edition import Edition
from shouwen.handbook.schema import Category, DeadlineType
from shouwen.web import labels


def categories(edition: Edition) -> list[Table]:
    """The tree (C4.1), a table for each top category."""
    heads = (_("Goes to"), _("Matter"), _("Remarks"))
    return [
        Table(top.label(labels.language()), tuple(_branch(edition, top, 0)), heads) for top in edition.categories.roots
    ]


def _branch(edition: Edition, entry: Category, depth: int) -> Iterator[Row]:
    remarks = [
        words
        for words, holds in ((_("closed for new"), entry.retired), (_("international"), entry.international))
        if holds
    ]
    yield row(
        "categories",
        entry,
        names("functions", [entry.function]),
        {"charge": _("charge"), "network": _("network"), "service": _("service")}[entry.matter],
        remarks,
        depth=depth,
        gone=entry.retired,
    )
    for below in edition.categories.children(entry.code):
        yield from _branch(edition, below, depth + 1)


def sources(edition: Edition) -> list[Table]:
    """Where complaints come from, and which of it is a bypass (C1.3.2)."""
    rows = tuple(row("sources", entry, entry.bypass) for entry in edition.sources.values())
    return [Table(_("Sources"), rows, (_("Bypass"),))]


def urgency(edition: Edition) -> list[Table]:
    """The urgent kinds, how a batch and a repeat are counted, and the wording that hints at a major one (C1.3)."""
    batch, repeat = edition.urgency.batch, edition.urgency.repeat
    counted = (
        plain(
            "batch-window", _("Batch: within"), batch.clause, _("%(count)s minutes") % {"count": batch.window_minutes}
        ),
        plain("batch-ordinary", _("Batch: ordinary customers"), batch.clause, batch.ordinary_customers),
        plain("batch-vip", _("Batch: VIP customers"), batch.clause, batch.vip_customers),
        plain(
            "repeat",
            _("Repeat: within"),
            repeat.clause,
            _("%(count)s calendar months") % {"count": repeat.calendar_months},
        ),
    )
    signals = tuple(
        row("signals", entry, entry.words_zh, entry.words_en, entry.except_words)
        for entry in edition.urgency.signals.values()
    )
    return [
        listed("kinds", edition.urgency.kinds, _("Urgent kinds")),
        Table(_("Counted"), counted, (_("Laid down"),)),
        Table(_("Words that hint at a major complaint"), signals, (_("Chinese"), _("English"), _("Not in"))),
    ]


def deadlines(edition: Edition) -> list[Table]:
    """Completion by type, of which the shortest holds, and the limits around it (C5.2, C3.2, L1)."""
    rules = edition.deadlines
    types = tuple(
        row("deadline_types", entry, hours(entry.hours), _when(entry), names("deadline_types", entry.displaces))
        for entry in sorted(rules.types.values(), key=lambda each: each.hours)
    )
    half = _("%(count)s half working day(s)")
    around = (
        plain(
            "entry",
            labels.label("clocks", "entry"),
            rules.entry.clause,
            half % {"count": rules.entry.half_working_days},
        ),
        plain(
            "passed_on",
            labels.label("clocks", "passed_on"),
            rules.passed_on.clause,
            half % {"count": rules.passed_on.half_working_days},
        ),
        plain(
            "first_answer",
            labels.label("clocks", "first_answer"),
            rules.first_answer.clause,
            hours(rules.first_answer.hours),
        ),
        plain("next_word", labels.label("clocks", "next_word"), rules.next_word.clause, hours(rules.next_word.hours)),
        plain(
            "statutory",
            labels.label("clocks", "statutory"),
            rules.statutory.clause,
            _("%(count)s days") % {"count": rules.statutory.days},
        ),
    )
    return [
        Table(_("Time to complete, by type"), types, (_("Within"), _("When"), _("Takes the place of"))),
        Table(_("Limits around it"), around, (_("Within"),)),
    ]


def _when(entry: DeadlineType) -> str:
    when = entry.when
    told = [
        names("kinds", [when.kind]) if when.kind else "",
        _("member of the customer club") if when.club else "",
        _("international service") if when.international else "",
        names("brands", when.brands),
        names("directions", [when.direction]) if when.direction else "",
    ]
    return " · ".join(filter(None, told))


def priority(edition: Edition) -> list[Table]:
    """Express, urgent, normal: in which order the queue works, and who gets which (C4.3)."""
    rule = edition.priority
    levels = tuple(row("priorities", entry, entry.rank + 1) for entry in rule.levels.values())
    chosen = (
        plain("club", _("Members of the customer club"), rule.clause, names("priorities", [rule.club])),
        plain("urgent", _("An urgent kind applies, or staff say why"), rule.clause, names("priorities", [rule.urgent])),
        plain("otherwise", _("Everybody else"), rule.clause, names("priorities", [rule.otherwise])),
    )
    return [
        Table(_("Priorities"), levels, (_("Worked as number"),)),
        Table(_("Who gets which"), chosen, (_("Priority"),)),
    ]


def routing(edition: Edition) -> list[Table]:
    """Which skill group a ticket goes to, and which ones a duty hall stands in for on days off (C4.4, C4.6)."""
    rule = edition.routing
    functions = tuple(row("functions", entry, entry.code in rule.duty_functions) for entry in rule.functions.values())
    where = (
        *(
            plain(f"column-{column}", labels.label("columns", column), rule.clause, names("functions", [function]))
            for column, function in rule.by_column.items()
        ),
        plain("elsewhere", _("Home city without a group of ours"), rule.clause, names("functions", [rule.elsewhere])),
        plain("fallback", _("No group for it in that city"), rule.clause, names("functions", [rule.fallback])),
    )
    return [
        Table(_("Kinds of groups"), functions, (_("To the duty hall on days off"),)),
        Table(_("Where the category does not decide"), where, (_("Goes to"),)),
    ]


def orders(edition: Edition) -> list[Table]:
    """Columns, ways to hand in, directions, and what fits into a ticket at most (C4.1, C4.5, C4.7)."""
    limits = edition.limits
    most = (
        plain("text", _("Characters of the text"), limits.clause, f"{limits.text_characters:,}"),
        plain("reply", _("Characters of a reply"), limits.clause, f"{limits.reply_characters:,}"),
        plain("note", _("Characters of a note"), limits.clause, f"{limits.note_characters:,}"),
        plain("file", _("Bytes of one file"), limits.clause, f"{limits.attachment_bytes:,}"),
        plain("files", _("Files of one ticket"), limits.clause, limits.attachments_per_ticket),
        plain("types", _("Kinds of files"), limits.clause, limits.attachment_types),
        plain("bulk", _("Tickets passed on at once"), limits.clause, limits.bulk_tickets),
    )
    return [
        listed("columns", edition.columns, _("Columns of orders")),
        listed("ways", edition.ways, _("Ways to hand in")),
        listed("directions", edition.directions, _("Directions")),
        Table(_("At most"), most, (_("Limit"),)),
    ]
