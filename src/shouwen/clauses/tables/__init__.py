"""The chapters of the handbook as tables, made from the edition each time they are shown."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.clauses.tables import case, course, house, money
from shouwen.clauses.tables.table import Row, Table
from shouwen.handbook.edition import Edition

__all__ = ["CHAPTERS", "Chapter", "Row", "Table"]


@dataclass(frozen=True)
class Chapter:
    """A page of the handbook: its name, what it is about, how its tables are made, and the decision to try."""

    name: Promise
    about: Promise
    tables: Callable[[Edition], list[Table]]
    decision: str = ""


CHAPTERS: dict[str, Chapter] = {
    "categories": Chapter(_("Categories"), _("What a ticket is filed under"), case.categories, "category"),
    "sources": Chapter(_("Sources"), _("Where complaints come from"), case.sources),
    "customers": Chapter(_("Customers"), _("Cards, brands, group customers"), house.customers),
    "urgency": Chapter(_("Urgency"), _("Eight kinds, batch and repeat, hints in the wording"), case.urgency, "urgency"),
    "deadlines": Chapter(_("Deadlines"), _("Until when, by type"), case.deadlines, "deadlines"),
    "priority": Chapter(_("Priority"), _("Express, urgent, normal"), case.priority, "priority"),
    "routing": Chapter(_("Routing"), _("Which group gets it"), case.routing, "routing"),
    "working-time": Chapter(_("Working time"), _("What a working day is"), course.working_time, "working-time"),
    "clocks": Chapter(pgettext_lazy("chapter", "Clocks"), _("What starts, stops and pauses them"), course.clocks),
    "ladder": Chapter(_("Escalation"), _("Whom a late clock tells"), course.ladder),
    "lifecycle": Chapter(_("States and moves"), _("The course of a ticket"), course.lifecycle),
    "orders": Chapter(_("Orders"), _("Columns, ways to hand in, limits"), case.orders),
    "talk": Chapter(_("Talk and reasons"), _("Contact, satisfaction, causes, reasons"), course.talk),
    "disputes": Chapter(_("Tariff disputes"), _("States, causes, papers, limits"), money.disputes),
    "double-refund": Chapter(
        _("Double refund"), _("What is refunded twice, and what isn't"), money.double_refund, "double-refund"
    ),
    "authority": Chapter(_("Authority"), _("Who decides on how much"), money.authority, "authority"),
    "batch-dispute": Chapter(_("Batch disputes"), _("From how many on, and how"), money.batches, "batch-dispute"),
    "proofs": Chapter(_("Proofs of identity"), _("Which proof opens which act"), money.proofs),
    "refunds": Chapter(_("Refunds"), _("How they are carried out"), money.refunds),
    "selfchecks": Chapter(_("Self-checks"), _("What is looked for each week and month"), money.selfchecks),
    "roles": Chapter(_("Roles and rights"), _("Who may do what"), house.roles),
    "disclosure": Chapter(_("Customer data"), _("For what it may be seen in full"), house.disclosure),
    "sentences": Chapter(_("Sentences"), _("What the product says by itself"), house.sentences),
}
