"""The results, kept as JSON: one file for each engine and size, from which tables and pictures are drawn.

A run puts its own measurements into the file and leaves those of other runs as they are, each with its own conditions.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.line import Line

FOLDER = Path(__file__).parent / "results"
# In the order of the table. These two come with others, and aren't asked for by name.
COME_ALONG = ("meanwhile", "memory")
ORDER = (
    "generator", "lookup", "pages", "meanwhile", "search", "complete", "memory", "intake", "import", "sweep", "recheck",
    "ledger", "batchrefund", "backup",
)  # fmt: skip


@dataclass
class Results:
    """What is known of one engine with so many tickets: `measures` by name, each with its conditions and lines."""

    engine: str
    tickets: int
    facts: dict[str, str] = field(default_factory=dict)
    measures: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """How tables and pictures name it."""
        return f"{'SQLite' if self.engine == 'sqlite' else 'PostgreSQL'}, {self.tickets:,} tickets"

    @property
    def mark(self) -> str:
        """How the document and the file name it."""
        return f"{self.engine}-{self.tickets}"

    def lines(self) -> Iterator[tuple[str, Line]]:
        """Every line with the name of its measurement, in the order of the table."""
        for name in sorted(self.measures, key=_place):
            for line in self.measures[name]["lines"]:
                yield name, Line(**line)

    def put(self, name: str, lines: Sequence[Line], conditions: dict[str, str]) -> None:
        """Replace what is known of one measurement."""
        self.measures[name] = {"conditions": conditions, "lines": [line.as_json() for line in lines]}

    def save(self, folder: Path = FOLDER) -> None:
        """Write the file anew."""
        folder.mkdir(exist_ok=True)
        plain = {"engine": self.engine, "tickets": self.tickets, "facts": self.facts, "measures": self.measures}
        text = json.dumps(plain, ensure_ascii=False, indent=1)
        (folder / f"{self.mark}.json").write_text(text + "\n", encoding="utf-8")


def load(engine: str, tickets: int, folder: Path = FOLDER) -> Results:
    """What is known, or nothing yet."""
    file = folder / f"{engine}-{tickets}.json"
    return Results(**json.loads(file.read_text(encoding="utf-8"))) if file.exists() else Results(engine, tickets)


def every(folder: Path = FOLDER) -> list[Results]:
    """All that is kept: by size, SQLite first."""
    found = [Results(**json.loads(file.read_text(encoding="utf-8"))) for file in folder.glob("*.json")]
    return sorted(found, key=lambda one: (one.tickets, one.engine != "sqlite"))


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)
