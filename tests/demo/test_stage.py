"""What happens on the stage of the demo world when somebody there asks for what may not be."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from shouwen.demo.case import World
from shouwen.demo.coming import Coming
from shouwen.demo.founding import House, made
from shouwen.demo.wording import Words
from shouwen.demo.world import Stage
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped

BEGINS = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_a_story_that_is_refused_ends_and_is_told_of_and_the_others_go_on(
    settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.BILLING_BOOK = tmp_path / "book.sqlite3"
    went_on: list[datetime] = []

    def refused() -> Iterator[Any]:
        made(Refused.of(shipped(), "say-why"))
        yield

    def other() -> Iterator[Any]:
        went_on.append(world.at)
        yield from ()

    rng, case = Random(1), SimpleNamespace(ticket=None)
    world = World(House(), Words(rng), rng, BEGINS)
    stage = Stage(Coming(world, []), until=BEGINS + timedelta(hours=4))
    scenes: list[Any] = [(BEGINS + timedelta(hours=1), case, refused()), (BEGINS + timedelta(hours=2), case, other())]
    stage.expect(scenes)
    stage.play(BEGINS, lambda share: None)
    assert went_on == [BEGINS + timedelta(hours=2)]
    assert len(stage.refused) == 1 and "say-why" in stage.refused[0]
    assert "ended early" in caplog.text
