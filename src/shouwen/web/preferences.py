"""What a browser likes: colours, width of the rail, single-key shortcuts. Kept in cookies, never in the database."""

from collections.abc import Mapping

CHOICES: dict[str, tuple[str, ...]] = {
    "theme": ("system", "light", "dark"),
    "rail": ("wide", "narrow"),
    "keys": ("on", "off"),
}
COOKIE_SECONDS = 365 * 24 * 3600


def cookie(name: str) -> str:
    """Answers the cookie that keeps the preference; the scripts write the same one."""
    return f"shouwen_{name}"


def read(cookies: Mapping[str, str]) -> dict[str, str]:
    """Answers every preference; a missing or odd cookie counts as the first choice."""
    return {
        name: kept if (kept := cookies.get(cookie(name), "")) in choices else choices[0]
        for name, choices in CHOICES.items()
    }


def valid(name: str, value: str) -> bool:
    """Says whether the preference exists and may take this value."""
    return value in CHOICES.get(name, ())
