"""What the frame leads to. Capabilities register their entries in `AppConfig.ready`; the shell knows none."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.functional import Promise

from shouwen.web import addresses, labels, preferences

Group = Literal["work", "knowledge", "admin", ""]
Slot = Literal["new", "search", "messages", "home", "leave", ""]
GROUPS: tuple[Group, ...] = ("work", "knowledge", "admin")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One way out of the frame.

    `group` places it in the left rail ("" keeps it out of there); `slot` also makes it the top bar's new-ticket
    button, search box or messages bell, the page behind the product's name, or a line of one's own menu. `right` is
    the right that its page asks for, for the reader; who may is answered by `Staff.may_open`. `key` is its shortcut
    (`g d`); `count_url_name` answers a bare number that is kept fresh. `order` sorts inside the group.
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
        return addresses.page(self.url_name)

    @property
    def count_url(self) -> str:
        return addresses.page(self.count_url_name) if self.count_url_name else ""


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


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor of every page.

    Answers `rail` (groups of entries), `slots` (entries by slot), `current` (name of the entry of this page),
    `my_unit` (its name, asked only where shown), `prefer` (theme, rail, keys) and `now` (the moment of this page).
    """
    entries = entries_for(getattr(request, "user", None))
    return {
        "rail": grouped(entries),
        "slots": {entry.slot: entry for entry in entries if entry.slot},
        "current": _current(request, entries),
        "my_unit": lambda: _unit_name(request),
        "prefer": preferences.read(request.COOKIES),
        "now": timezone.now(),
    }


def _exists(entry: Entry) -> bool:
    """A page that is not routed in this installation is not offered; its link would break every page."""
    try:
        return bool(entry.url)
    except NoReverseMatch:
        return False


def _unit_name(request: HttpRequest) -> str:
    unit = getattr(getattr(request, "user", None), "unit", None)
    return unit.named(labels.language()) if unit else ""


def _current(request: HttpRequest, entries: list[Entry]) -> str:
    """The longest address that this page's address begins with, so that sub-pages light up their entry."""
    fitting = [entry for entry in entries if entry.group and _leads_to(entry.url, request.path)]
    return max(fitting, key=lambda entry: len(entry.url)).name if fitting else ""


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
