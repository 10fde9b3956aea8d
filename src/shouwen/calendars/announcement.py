"""Reading an announcement of holidays: the State Council's own sentences, or dates line by line. Pure.

Understood: `2月15日（周日）至23日放假调休，共9天。2月14日（周六）上班。` and `2027-02-05 rest`, `2027/2/6,班`,
`2027-05-01..2027-05-05 放假`. Dates wait for the word that says whether they work or rest.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

LONGEST_REST = 31

_ASIDES = re.compile(r"（[^（）]*）|\([^()]*\)")
_DATE = (
    r"(?:(?P<y{n}>\d{{4}})\s*[年/.-]\s*)?(?P<m{n}>\d{{1,2}})\s*(?:月|[/.-])\s*(?P<d{n}>\d{{1,2}})(?:\s*[日号])?(?!\d)"
)
_TOKEN = re.compile(
    _DATE.format(n=1)
    + r"(?P<range>\s*(?:至|到|\.\.|~|—+|–|\bto\b)\s*(?:"
    + _DATE.format(n=2)
    + r"|(?P<only>\d{1,2})\s*[日号]))?"
    + r"|(?P<works>上班|工作|班|\bwork(?:s|ing)?\b)"
    + r"|(?P<rests>放假|休息|调休|补休|休|\brests?\b|\boff\b|\bholiday\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Trouble:
    """A line that can't be used: its number, what stands there, and a code of what is wrong with it."""

    line: int
    words: str
    code: str


@dataclass
class Announcement:
    """What was understood: every day named, whether it works; and the lines that weren't understood."""

    days: dict[date, bool] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def exceptions(self) -> dict[date, bool]:
        """Only the days unlike their weekday, in order: what the working-day table keeps."""
        return {day: works for day, works in sorted(self.days.items()) if works != (day.weekday() < 5)}


def read(text: str, year: int) -> Announcement:
    """Reads an announcement for `year`; dates without a year are in it. Never guesses: what is odd is told."""
    found = Announcement()
    for number, line in enumerate(text.splitlines(), start=1):
        pending: list[date] = []
        try:
            for token in _TOKEN.finditer(_ASIDES.sub("", line)):
                if token["m1"]:
                    pending += _days(token, year)
                else:
                    found.days.update(dict.fromkeys(pending, bool(token["works"])))
                    pending = []
        except (ValueError, OverflowError):
            found.troubles.append(Trouble(number, line.strip(), "no-such-day"))
            continue
        if pending:
            found.troubles.append(Trouble(number, line.strip(), "work-or-rest"))
        elif any(character.isdigit() for character in line) and not _TOKEN.search(_ASIDES.sub("", line)):
            found.troubles.append(Trouble(number, line.strip(), "no-date"))
    for day in [day for day in found.days if day.year != year]:
        found.troubles.append(Trouble(0, day.isoformat(), "other-year"))
    return found


def lines(days: dict[date, bool]) -> str:
    """The same days in the form that `read` takes, one to a line."""
    return "\n".join(f"{day.isoformat()} {'work' if works else 'rest'}" for day, works in sorted(days.items()))


def _days(token: re.Match[str], year: int) -> Iterator[date]:
    first = date(int(token["y1"] or year), int(token["m1"]), int(token["d1"]))
    last = first
    if token["only"]:
        last = first.replace(day=int(token["only"]))
    elif token["m2"]:
        last = date(int(token["y2"] or first.year), int(token["m2"]), int(token["d2"]))
    if not timedelta(0) <= last - first <= timedelta(days=LONGEST_REST):
        raise ValueError(f"{first} to {last} is no rest")
    yield from (first + timedelta(days=each) for each in range((last - first).days + 1))
