"""Stories that nobody wrote: the desk does what the clauses say, whatever happens in whatever order.

`SHOUWEN_MODEL_EXAMPLES=500` tells more of them, `SHOUWEN_MODEL_STEPS` longer ones, `SHOUWEN_MODEL_SEED=7` the same
ones again. Without these the stories are the same wherever the same modules are loaded: Hypothesis draws its texts
and numbers from those too. A story that fails is printed as the few steps that are needed for it.
"""

import os
import random

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.cast import Cast
from tests.model.arriving import Arriving
from tests.model.busy import Busy

EXAMPLES = int(os.environ.get("SHOUWEN_MODEL_EXAMPLES", "0"))
STEPS = int(os.environ.get("SHOUWEN_MODEL_STEPS", "25"))
SEED = int(os.environ.get("SHOUWEN_MODEL_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)


class Desk(Arriving, Busy):
    """All rules together."""


def test_the_desk_does_what_the_clauses_say(cast: Cast) -> None:
    """Every rule is tried in many orders; desk and paper are compared after each step."""
    told = settings(
        max_examples=EXAMPLES or 30,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=not EXAMPLES,
        database=None,
        print_blob=True,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    machine = seed(SEED)(Desk) if EXAMPLES else Desk
    try:
        run_state_machine_as_test(machine, settings=told)
    except Exception:
        if EXAMPLES:
            again = f"SHOUWEN_MODEL_EXAMPLES={EXAMPLES} SHOUWEN_MODEL_STEPS={STEPS} SHOUWEN_MODEL_SEED={SEED}"
            print(f"\nagain: {again} pytest {os.path.relpath(__file__)}")
        raise
