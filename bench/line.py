"""What a measurement answers: one line of the table."""

from dataclasses import asdict, dataclass
from typing import Any

# Of these a small value is wanted; of a share of the floor a large one.
SMALL = ("ms", "MB", "times")


@dataclass(frozen=True, kw_only=True)
class Line:
    """What was measured, beside the floor of the same run.

    `value` in `unit` ("ms", "MB", "share" of the floor, "times" the other) is what is held against `aim`, where there
    is one. `claim` and `sound` say the same of what is no number: complete, no difference. `label` names the line in
    the picture; without it the line isn't drawn.
    """

    what: str
    measured: str
    floor: str = ""
    ratio: float | None = None
    value: float | None = None
    unit: str = ""
    aim: float | None = None
    claim: str = ""
    sound: bool | None = None
    label: str = ""

    @property
    def held(self) -> bool | None:
        """Whether the aim or claim was met; None where there is none."""
        if self.aim is None or self.value is None:
            return self.sound
        return self.value < self.aim if self.unit in SMALL else self.value >= self.aim

    @property
    def aimed(self) -> str:
        """The aim in words."""
        if self.aim is None:
            return self.claim
        return {
            "ms": f"p99 < {self.aim:g} ms",
            "MB": f"< {self.aim:g} MB",
            "times": f"< {self.aim:g} times",
            "share": f"≥ {self.aim:g} of the floor",
        }[self.unit]

    @property
    def missed_by(self) -> float:
        """How many times as much as the aim allows, or as little as it asks; one or less where it is met."""
        if self.aim is None or not self.value:
            return 0.0
        return self.value / self.aim if self.unit in SMALL else self.aim / self.value

    @property
    def verdict(self) -> str:
        """yes, or NO and by how much."""
        if self.held is None:
            return ""
        if self.held or not (over := self.missed_by):
            return "yes" if self.held else "NO"
        return f"NO, {(over - 1) * 100:.2g} % off" if over < 2 else f"NO, {over:.2g} times off"

    def as_json(self) -> dict[str, Any]:
        """Plain values; `Line(**line)` makes it again."""
        told = {key: value for key, value in asdict(self).items() if value not in (None, "")}
        return {"what": self.what, "measured": self.measured} | told
