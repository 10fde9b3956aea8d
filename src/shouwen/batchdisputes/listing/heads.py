"""Which column of a list is what, told by its head."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.tickets.importing.fields import folded

HEADS = Path(__file__).with_name("heads.toml")


def places(columns: Sequence[str]) -> dict[str, int]:
    """Where each known column stands; the first of several that mean the same."""
    found: dict[str, int] = {}
    for place, head in enumerate(columns):
        code = _known().get(folded(head))
        if code is not None:
            found.setdefault(code, place)
    return found


def unfit(columns: Sequence[str], *, money: bool) -> Refused | None:
    """Why a file with these columns is no list; None where it is one."""
    found = places(columns)
    for code in ("number", "amount") if money else ("number",):
        if code not in found:
            return Refused.of(shipped(), "batch-column-missing", column="、".join(_listed()[code][:4]))
    return None


@cache
def _listed() -> dict[str, list[str]]:
    listed: dict[str, list[str]] = tomllib.loads(HEADS.read_text("utf-8"))
    return listed


@cache
def _known() -> dict[str, str]:
    return {folded(head): code for code, heads in _listed().items() for head in heads}
