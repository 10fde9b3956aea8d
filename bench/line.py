"""What a measurement answers: one line of the table."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Line:
    """What was measured, beside the floor of the same run.

    `ratio` is measured to floor, for times (how many times as long) and for rates (which share) alike. `held` is
    None where nothing was claimed.
    """

    what: str
    measured: str
    floor: str = ""
    ratio: float | None = None
    claim: str = ""
    held: bool | None = None
