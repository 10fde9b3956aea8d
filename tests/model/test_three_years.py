"""Three years of clocks: nothing is said twice, nothing that is due stays unsaid, no breach is missed.

`SHOUWEN_MODEL_YEARS=50` runs so many seeds, `SHOUWEN_MODEL_YEARS_SEED=17` that one alone, `SHOUWEN_MODEL_YEARS_ACTS`
says how much happens in each. A seed that fails prints the command that runs it again.
"""

import os

import pytest

from tests.cast import Cast
from tests.model.three_years import ThreeYears

ACTS = int(os.environ.get("SHOUWEN_MODEL_YEARS_ACTS", "150"))
ONE = int(os.environ.get("SHOUWEN_MODEL_YEARS_SEED", "0"))
SEEDS = [ONE] if ONE else list(range(1, int(os.environ.get("SHOUWEN_MODEL_YEARS", "2")) + 1))


@pytest.mark.parametrize("seed", SEEDS)
def test_three_years_of_clocks_are_told_as_they_fall_due(cast: Cast, seed: int) -> None:
    """Desk and paper agree after every act, through late announcements, jumps of the clock and a worker that fails."""
    try:
        ThreeYears(seed, ACTS).run()
    except Exception:
        again = f"SHOUWEN_MODEL_YEARS_SEED={seed} SHOUWEN_MODEL_YEARS_ACTS={ACTS}"
        print(f"\nagain: {again} pytest {os.path.relpath(__file__)}")
        raise
