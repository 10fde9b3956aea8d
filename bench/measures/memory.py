"""Claim: a web process keeps under 250 MB, whatever it was asked."""

from collections.abc import Iterator

from bench.line import Line
from bench.world import World

WEB_MB = 250


def measure(world: World) -> Iterator[Line]:
    """The most memory that each process of this run ever held."""
    for name, megabytes in world.peaks.items():
        yield Line(
            what=f"Peak memory, {name}",
            measured=f"{megabytes:.0f} MB",
            value=round(megabytes),
            unit="MB",
            aim=WEB_MB if name.startswith("web") else None,
            label=name if name.startswith("web") else "",
        )
