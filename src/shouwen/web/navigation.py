"""What the frame leads to. Capabilities register their entries in `AppConfig.ready`; the shell knows none."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Group = Literal["work", "knowledge", "admin", ""]
Slot = Literal["new", "search", "messages", "home", ""]
GROUPS: tuple[Group, ...] = ("work", "knowledge", "admin")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One way out of the frame.

    `group` places it in the left rail ("" keeps it out of there); `slot` also makes it the top bar's new-ticket
    button, search box or messages bell, or the page behind the product's name. `right` is the right that its page
    asks for, for the reader; who may is answered by `Staff.may_open`. `key` is its shortcut (`g d`); `count_url_name`
    answers a bare number that is kept fresh. `order` sorts inside the group.
    """

    name: str
    url_name: str
    icon: str
    label: str | Promise
    right: str = ""
    group: Group = "work"
    order: int = 50
    slot: Slot = ""
    key: str = ""
    count_url_name: str = ""

    @property
    def url(self) -> str:
        return reverse(self.url_name)

    @property
    def count_url(self) -> str:
        return reverse(self.count_url_name) if self.count_url_name else ""


_entries: dict[str, Entry] = {}


def register(*entries: Entry) -> None:
    """Adds the entries; a name registered twice keeps its last entry."""
    _entries.update({entry.name: entry for entry in entries})


def entries_for(user: Any) -> list[Entry]:
    """Answers the entries that this user may open, in the order of the rail. Nobody signed in: none."""
    may_open = getattr(user, "may_open", None)
    if may_open is None:
        return []
    open_to = [entry for entry in _entries.values() if _exists(entry) and may_open(entry.url_name)]
    return sorted(open_to, key=lambda entry: (entry.group, entry.order, entry.name))


def grouped(entries: Iterable[Entry]) -> list[tuple[Group, list[Entry]]]:
    """Answers the rail: each group that has entries, in the order of GROUPS."""
    by_group: dict[Group, list[Entry]] = {group: [] for group in GROUPS}
    for entry in entries:
        if entry.group:
            by_group[entry.group].append(entry)
    return [(group, listed) for group, listed in by_group.items() if listed]


def _exists(entry: Entry) -> bool:
    """A page that is not routed in this installation is not offered; its link would break every page."""
    try:
        return bool(entry.url)
    except NoReverseMatch:
        return False
