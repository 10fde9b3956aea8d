"""What a column of a file can be, and how it is guessed from its head."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HEADS = Path(__file__).with_name("heads.toml")


@dataclass(frozen=True)
class Field:
    """One field of a ticket: its code for `--map`, and its name."""

    code: str
    label: str | Promise


FIELDS = (
    Field("text", _("Text of the complaint")),
    Field("title", _("Title")),
    Field("contacted_at", _("Time of contact")),
    Field("external_id", _("Number in the source")),
    Field("number", _("Number complained about")),
    Field("user", _("Customer's name in the source")),
    Field("name", _("Customer's name")),
    Field("contact_phone", _("Phone to call back")),
    Field("grade", _("Card")),
    Field("brand", _("Brand")),
    Field("province", _("Home province")),
    Field("city", _("Home city")),
    Field("category", _("Category")),
    Field("topic", _("Hints at the category")),
    Field("source", _("Source")),
    Field("column", _("Column")),
    Field("cell", _("Hits: cell")),
    Field("product", _("Hits: product")),
    Field("provider", _("Hits: provider")),
    Field("district", _("Hits: district")),
    Field("evidence", _("Evidence")),
    Field("state", _("State")),
    Field("answer", _("Reply")),
    Field("answered_at", _("Time of reply")),
    Field("course", _("Course of handling")),
    Field("satisfaction", _("Satisfaction")),
    Field("root_cause", _("Root cause")),
)
BY_CODE = {field.code: field for field in FIELDS}
# Fields that may be put together from several columns.
SEVERAL = frozenset(("contacted_at", "answered_at", "evidence", "topic", "district", "text"))
BLANKS = re.compile(r"[\s_]+")


def folded(head: str) -> str:
    """A head as it is compared: case and blanks don't matter."""
    return BLANKS.sub(" ", head.casefold()).strip()


def guess(columns: Iterable[str]) -> dict[str, list[str]]:
    """Which column is probably which field, by its head. Each column once; columns that nobody knows are left out."""
    found: dict[str, list[str]] = {}
    for column in columns:
        code = _known_heads().get(folded(column))
        if code and (code not in found or code in SEVERAL):
            found.setdefault(code, []).append(column)
    return found


@cache
def _known_heads() -> dict[str, str]:
    listed: dict[str, list[str]] = tomllib.loads(HEADS.read_text("utf-8"))
    return {folded(head): code for code, heads in reversed(listed.items()) for head in heads}
