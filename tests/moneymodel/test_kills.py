"""kill -9 while money is promised and sent: each promise is booked exactly once, none that was heard is lost (C4.8.2).

Two rounds on each engine unless SHOUWEN_TEST_CRASH_ROUNDS asks for more; SHOUWEN_TEST_CRASH_SEED gives the draws of an
earlier run again. What fails names the seed and the round.
"""

import os
from pathlib import Path

from tests.baddays.conftest import Open

ROUNDS = int(os.environ.get("SHOUWEN_TEST_CRASH_ROUNDS", "2"))
SEED = int(os.environ.get("SHOUWEN_TEST_CRASH_SEED", "20260304"))
# Before the first round everything is up; after that so many must have been heard for the blows to fall under load.
AT_LEAST = 2


def test_no_kill_of_desk_or_worker_loses_or_doubles_a_promise(open_desk: Open, tmp_path: Path) -> None:
    seen = open_desk().python("tests.moneymodel.crashing", str(tmp_path), str(ROUNDS), str(SEED))
    assert not seen["wrong"], f"seed {SEED}, round {seen['round']}: {seen['wrong'][:10]}"
    assert seen["round"] == ROUNDS and seen["there"] >= seen["heard"] >= AT_LEAST
    print(f"{ROUNDS} rounds, {seen['heard']} promises heard of {seen['there']}", flush=True)
