"""Where a number is at home, offline: our own segments first, then the packaged table, then the area code."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import phonenumbers
from phone import Phone

from shouwen.customers.models import NumberSegment
from shouwen.ledger.asking import ask

# How the numbers begin that we give to customers without one.
NOBODYS = "000"


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


@cache
def _area_codes() -> dict[str, str]:
    with Path(__file__).with_name("area_codes.toml").open("rb") as file:
        return tomllib.load(file)


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
    longest = 18 if text.startswith(NOBODYS) else 12
    if not 5 <= len(text) <= longest:
        return Number(text, "number-length")
    return Number(text)


def stand_in(whose: str) -> str:
    """The number under which a customer without one is kept: `000` and fifteen digits that follow from `whose`.

    No plan of numbers has one that begins so, nobody can be called by it, and the same `whose` (where the data
    came from, and what the customer is called there) always gives the same one.
    """
    return f"{NOBODYS}{int(sha256(whose.encode()).hexdigest(), 16) % 10**15:015d}"


def home(digits: str) -> Home:
    """The home region of a number (号段归属地)."""
    prefixes = _prefixes(digits)
    marks = ", ".join(["%s"] * len(prefixes))
    own = ask(f"SELECT prefix, province, city FROM customers_numbersegment WHERE prefix IN ({marks})", *prefixes)
    return _home(digits, {prefix: Home(province, city) for prefix, province, city in own})


def homes(numbers: Collection[str]) -> dict[str, Home]:
    """The home regions of many numbers, in one question."""
    prefixes = {prefix for digits in numbers for prefix in _prefixes(digits)}
    rows = NumberSegment.objects.filter(prefix__in=prefixes)
    own = {row.prefix: Home(row.province, row.city) for row in rows}
    return {digits: _home(digits, own) for digits in numbers}


def _prefixes(digits: str) -> list[str]:
    """What the number may begin with in our list, the longest first."""
    return [digits[:length] for length in range(min(9, len(digits)), 2, -1)]


def _home(digits: str, own: Mapping[str, Home]) -> Home:
    if digits.startswith(NOBODYS):
        return Home()
    for prefix in _prefixes(digits):
        if best := own.get(prefix):
            return best
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
    if not phonenumbers.is_valid_number(parsed):
        return Home()
    named = _area_codes().get(digits[1:3] if digits[1] in "12" else digits[1:4], "")
    province, _, city = named.partition("省")
    return Home(province, city.removesuffix("市")) if city else Home("", named.removesuffix("市"))
