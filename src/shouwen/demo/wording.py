"""What is said in the demo world: sentences by kind, filled in with places, plans and amounts."""

import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from shouwen.demo import places
from shouwen.handbook.load import shipped

FOLDER = Path(__file__).parent / "words"
AMOUNTS = ("9.9", "12", "15", "19.9", "25", "30", "38", "46.5", "58", "68", "99", "128", "168", "236.4", "300", "520")


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def complaints() -> tuple[tuple[str, str], ...]:
    """Every complaint as (category, sentence)."""
    known = _file("complaints.toml")["complaints"]
    return tuple((category, text) for category, texts in known.items() for text in texts)


class Words:
    """Picks sentences by chance; `rng` makes it repeatable."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.talk = _file("talk.toml")

    def fill(self, text: str, city: str) -> str:
        """The sentence with its blanks filled in, with places of `city`."""
        if "{" not in text:
            return text
        pick = self.rng.choice
        known = city if city in places.SPOTS else "清渡"
        blanks = {
            "place": pick(places.SPOTS[known]),
            "estate": pick(places.ESTATES[known]),
            "plan": pick(places.PLANS),
            "service": pick(places.SERVICES),
            "app": pick(places.APPS),
            "amount": pick(AMOUNTS),
            "days": str(self.rng.randint(2, 12)),
            "branch": known,
        }
        return text.format_map(blanks)

    def complaint(self, category: str, city: str) -> str:
        """A complaint of that category; some end with a demand or a threat."""
        text = self.fill(self.rng.choice([text for code, text in complaints() if code == category]), city)
        if self.rng.random() < 0.18 and not text.isascii():
            text += self.rng.choice(self.talk["endings"])
        return text

    def one(self, *path: str, city: str = "清渡") -> str:
        """A sentence from that place of the words."""
        found: Any = self.talk
        for step in path:
            found = found[step]
        return self.fill(found if isinstance(found, str) else self.rng.choice(found), city)

    def evidence(self) -> str:
        """What evidence was taken; often none."""
        return self.one("evidence") if self.rng.random() < 0.35 else ""


@cache
def family(category: str) -> str:
    """Which words suit a category: network, charge or service."""
    matter = str(shipped().categories[category].matter)
    return matter if matter in ("network", "charge") else "service"
