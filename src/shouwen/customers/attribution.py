"""Where a number is at home, offline: our own segments first, then the packaged table, then the area code."""

from dataclasses import dataclass
from functools import cache

import phonenumbers
from phone import Phone
from phonenumbers import geocoder

from shouwen.customers.models import NumberSegment


@dataclass(frozen=True)
class Home:
    """A number's home region; empty texts where nobody knows."""

    province: str = ""
    city: str = ""


@dataclass(frozen=True)
class Number:
    """A number as it was typed, cleaned; `trouble` is a refusal code when it cannot be one."""

    digits: str
    trouble: str = ""


@cache
def _table() -> Phone:
    return Phone()


def clean(typed: str) -> Number:
    """Read a number: mobile, land line with area code, or a service number. Says what is wrong, never guesses.

    A number of another country is refused with its own code, so that the clerk is told what to do instead.
    """
    text = typed.strip().translate(str.maketrans("０１２３４５６７８９＋", "0123456789+"))
    text = "".join(ch for ch in text if ch not in " -()（）—\t\u200b\u202c\u202d")
    if text.startswith("0086"):
        text = "+86" + text[4:]
    if text.startswith("+"):
        if not text.startswith("+86"):
            return Number(text, "number-foreign")
        text = text[3:]
    if text.startswith("86") and len(text) == 13:
        text = text[2:]
    if not text.isascii() or not text.isdigit():
        return Number(text, "number-not-digits")
    if not 5 <= len(text) <= 12:
        return Number(text, "number-length")
    return Number(text)


def home(digits: str) -> Home:
    """The home region of a number (号段归属地)."""
    prefixes = [digits[:length] for length in range(min(9, len(digits)), 2, -1)]
    own = NumberSegment.objects.filter(prefix__in=prefixes)
    best = max(own, key=lambda segment: len(segment.prefix), default=None)
    if best:
        return Home(best.province, best.city)
    if len(digits) == 11 and digits.startswith("1"):
        found = _table().find(digits)
        if found:
            return Home(found["province"], found["city"])
    return _land_line(digits)


def _land_line(digits: str) -> Home:
    """The region of an area code, as the numbering plan names it; a hint only."""
    if not digits.startswith("0"):
        return Home()
    try:
        parsed = phonenumbers.parse(digits, "CN")
    except phonenumbers.NumberParseException:
        return Home()
    named = geocoder.description_for_number(parsed, "zh")
    province, _, city = named.partition("省")
    return Home(province, city.removesuffix("市")) if city else Home("", named.removesuffix("市"))
