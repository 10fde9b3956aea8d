"""How a simulated billing system misbehaves: by a seed, so that the same calls meet the same troubles again."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Moods:
    """How often each trouble comes, from 0 to 1. A booking that is `forgotten` can't be asked for so many seconds.

    `cut_*` breaks the connection before or after booking, `fail_*` answers an error; `twice` sends its answer twice;
    `drop_key` loses the key of a booking, which a second sending would book again; `other_amount` books a cent more.
    """

    seed: int = 1
    cut_before: float = 0.0
    cut_after: float = 0.0
    fail_before: float = 0.0
    fail_after: float = 0.0
    refuse: float = 0.0
    pending: float = 0.0
    delay: float = 0.0
    delay_seconds: float = 0.05
    twice: float = 0.0
    forget: float = 0.0
    forget_seconds: float = 60.0
    drop_key: float = 0.0
    other_amount: float = 0.0
    garbage: float = 0.0
    of_another: float = 0.0
    elsewhere: float = 0.0

    @classmethod
    def troubled(cls, share: float, seed: int = 1) -> "Moods":
        """Every trouble but those that cost money, in equal parts, together so often."""
        names = ("cut_before", "cut_after", "fail_before", "fail_after", "delay", "twice", "garbage", "of_another")
        return cls(seed=seed, refuse=share / 20, pending=share / 20, **{name: share / len(names) for name in names})

    def meets(self, key: str, call: int) -> frozenset[str]:
        """The troubles that the nth call about a key meets: at most one, each with its probability."""
        drawn = Random(f"{self.seed}:{key}:{call}").random()
        for name, share in vars(self).items():
            if name in NOT_TROUBLES:
                continue
            if drawn < share:
                return frozenset({name})
            drawn -= share
        return frozenset()


NOT_TROUBLES = {"seed", "delay_seconds", "forget_seconds", "forget", "drop_key", "refuse", "other_amount"}


def once(moods: Moods, name: str, key: str) -> bool:
    """Whether a trouble that belongs to the key rather than to the call comes to this key."""
    return Random(f"{moods.seed}:{name}:{key}").random() < float(getattr(moods, name))
