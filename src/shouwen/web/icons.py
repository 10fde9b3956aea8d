"""The icons that the templates may use; `scripts/assets.py` copies exactly these."""

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "vendor" / "icons"

ICONS = (
    "adjustments", "alert-circle", "alert-triangle", "archive", "arrow-back-up", "arrow-right", "ban", "bell",
    "book-2", "bookmark", "building", "building-store", "calculator", "calendar", "check", "checks", "chevron-down",
    "chevron-left", "chevron-right", "circle-check", "clock", "clock-exclamation", "coin-yuan", "columns-3", "copy",
    "database-import", "device-desktop", "device-mobile", "dots", "download", "edit", "external-link", "eye",
    "eye-off", "file-text", "filter", "flag", "help", "history", "inbox", "info-circle", "key", "keyboard",
    "language", "layout-dashboard", "layout-sidebar", "link", "list-check", "lock", "login-2", "logout",
    "map-pin", "menu-2", "message-circle", "messages", "moon", "note", "paperclip", "phone", "phone-plus",
    "player-pause", "player-play", "plus", "printer", "receipt-refund", "refresh", "report-analytics", "scale",
    "search", "send", "settings", "shield-check", "sitemap", "stack-2", "star", "sun", "transfer", "trash", "upload",
    "user", "user-plus", "users", "writing-sign", "x",
)  # fmt: skip

_OPENING = re.compile(r"<svg\b[^>]*>", re.DOTALL)
# A page draws a hundred of them; to ask the disk for each would cost it some milliseconds.
_drawn: dict[str, str] = {}
_BOUNDS = re.compile(r"<path stroke=\"none\"[^>]*/>")


def svg(name: str) -> str:
    """Answers the icon as inline SVG without a label, or "" while the assets are not fetched.

    Raises LookupError for a name that is missing in ICONS: it would never be copied.
    """
    if name not in ICONS:
        raise LookupError(f"icon {name!r} is not listed in shouwen.web.icons.ICONS")
    if name not in _drawn and (FOLDER / f"{name}.svg").exists():
        _drawn[name] = _drawing(name)
    return _drawn.get(name, "")


def _drawing(name: str) -> str:
    source = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    inner = _BOUNDS.sub("", _OPENING.sub("", source).replace("</svg>", ""))
    return (
        '<svg class="icon" viewBox="0 0 24 24" width="16" height="16" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"'
        f' focusable="false">{" ".join(inner.split())}</svg>'
    )
