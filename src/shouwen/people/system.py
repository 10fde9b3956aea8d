"""The actor for what the product does by itself: the sweep, an import's bookkeeping, the demo world."""

from dataclasses import dataclass


@dataclass(frozen=True)
class System:
    """May do everything; its code says which part of the product acted."""

    code: str = "system"

    def may(self, right: str, subject: object | None = None) -> bool:
        return True


CLOCKWORK = System("system:clocks")
IMPORT = System("system:import")
SETUP = System("system:setup")
