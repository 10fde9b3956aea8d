"""The chapters about the house: who may do what, how customers are graded and shown, and what the product says."""

from django.utils.translation import gettext as _

from shouwen.clauses.tables.table import YES, Table, listed, names, row
from shouwen.handbook.edition import Edition
from shouwen.web import labels


def roles(edition: Edition) -> list[Table]:
    """Roles with how far they see, and the matrix of rights by role."""
    seen = tuple(
        row("roles", entry, names("scopes", [entry.scope]), len(entry.rights)) for entry in edition.roles.values()
    )
    matrix = tuple(
        row("rights", right, *(YES if right.code in role.rights else "" for role in edition.roles.values()))
        for right in edition.rights.values()
    )
    heads = tuple(role.label(labels.language()) for role in edition.roles.values())
    return [
        Table(_("Roles"), seen, (_("Sees"), _("Rights"))),
        Table(_("Who may do what"), matrix, heads, wide=True),
        listed("unit_kinds", edition.unit_kinds, _("Kinds of units")),
    ]


def customers(edition: Edition) -> list[Table]:
    """Cards, brands and group customers (C1.3.7, C4.3, C5.2)."""
    grades = tuple(row("grades", entry, entry.club, entry.important) for entry in edition.grades.values())
    groups = tuple(row("group_grades", entry, entry.important) for entry in edition.group_grades.values())
    return [
        Table(_("Grades"), grades, (_("In the club (VIP)"), _("Important customer"))),
        listed("brands", edition.brands, _("Brands")),
        Table(_("Group customers"), groups, (_("Key persons are important"),)),
    ]


def disclosure(edition: Edition) -> list[Table]:
    """For what a customer's data may be seen in full; nothing else opens them (M4)."""
    return [listed("disclosure", edition.disclosure, _("Reasons to see customer data in full"))]


def sentences(edition: Edition) -> list[Table]:
    """Everything the product says by itself: refusals, reasons of decisions, events."""
    return [
        listed("refusals", edition.refusals, _("Refusals")),
        listed("reasons", edition.reasons, _("Reasons of decisions")),
        listed("events", edition.events, _("Events")),
    ]
