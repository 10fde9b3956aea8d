"""The worker's rounds."""

from datetime import UTC, datetime, timedelta

from shouwen.wiring import heartbeat
from shouwen.wiring.rounds import ROUNDS, Round
from shouwen.wiring.worker import Worker

START = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


class Clock:
    """A clock that goes when told."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def go(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def worker(tmp_path, *rounds: Round) -> tuple[Worker, Clock]:
    clock = Clock()
    return Worker(rounds, data=tmp_path, now=clock), clock


def test_every_round_is_made_at_the_start_and_then_when_due(tmp_path):
    made: list[tuple[str, datetime]] = []
    often = Round("often", 10, lambda at: made.append(("often", at)))
    seldom = Round("seldom", 60, lambda at: made.append(("seldom", at)))
    at_work, clock = worker(tmp_path, often, seldom)
    at_work.turn()
    clock.go(9)
    at_work.turn()
    clock.go(1)
    at_work.turn()
    ten_later = START + timedelta(seconds=10)
    assert made == [("often", START), ("seldom", START), ("often", ten_later)]


def test_a_week_asleep_makes_each_round_once_not_a_thousand_times(tmp_path):
    made: list[datetime] = []
    at_work, clock = worker(tmp_path, Round("sweep", 10, made.append))
    at_work.turn()
    clock.go(7 * 24 * 3600)
    at_work.turn()
    at_work.turn()
    assert len(made) == 2


def test_a_round_that_fails_is_logged_and_stops_no_other(tmp_path, caplog):
    made: list[datetime] = []

    def fail(at: datetime) -> None:
        raise RuntimeError("no such pump")

    at_work, _ = worker(tmp_path, Round("broken", 10, fail), Round("sound", 10, made.append))
    at_work.turn()
    assert made == [START]
    assert "round broken failed" in caplog.text
    beat = heartbeat.last(tmp_path)
    assert beat is not None and beat.failing == {"broken": "RuntimeError: no such pump"}


def test_a_round_that_succeeds_again_is_no_longer_failing(tmp_path):
    answers = iter([1 / 1, 0])

    def fail_once(at: datetime) -> None:
        if next(answers):
            raise RuntimeError("once")

    at_work, clock = worker(tmp_path, Round("moody", 10, fail_once))
    at_work.turn()
    clock.go(10)
    at_work.turn()
    beat = heartbeat.last(tmp_path)
    assert beat is not None and beat.failing == {} and beat.at == START + timedelta(seconds=10)


def test_asked_to_stop_it_begins_no_further_round(tmp_path):
    made: list[str] = []
    first = Round("first", 10, lambda at: made.append("first"))
    second = Round("second", 10, lambda at: made.append("second"))
    at_work, _ = worker(tmp_path, first, second)
    at_work.turn(lambda: bool(made))
    assert made == ["first"]


def test_it_sleeps_until_the_next_round_but_never_so_long_that_it_seems_dead(tmp_path):
    at_work, clock = worker(tmp_path, Round("soon", 3, lambda at: None), Round("late", 3600, lambda at: None))
    assert at_work.turn() == 3
    clock.go(2)
    assert at_work.turn() == 1
    assert worker(tmp_path, Round("late", 3600, lambda at: None))[0].turn() == 5
    assert worker(tmp_path)[0].turn() == 5


def test_a_heartbeat_that_cannot_be_left_does_not_end_the_worker(tmp_path, caplog):
    at_work, _ = worker(tmp_path / "gone")
    at_work.turn()
    assert "no heartbeat" in caplog.text


def test_a_heartbeat_of_somebody_else_is_none(tmp_path):
    (tmp_path / heartbeat.FILE).write_text('{"at": 3}', encoding="utf-8")
    assert heartbeat.last(tmp_path) is None


def test_the_rounds_have_names_of_their_own_and_do_not_spin():
    assert len({each.name for each in ROUNDS}) == len(ROUNDS)
    assert all(each.every_seconds >= 1 for each in ROUNDS)


def test_a_clock_that_is_set_back_puts_no_round_to_sleep(tmp_path):
    made: list[datetime] = []
    at_work, clock = worker(tmp_path, Round("sweep", 10, made.append))
    at_work.turn()
    clock.go(-3600)
    at_work.turn()
    clock.go(9)
    at_work.turn()
    clock.go(1)
    at_work.turn()
    assert made == [START, START - timedelta(seconds=3600), START - timedelta(seconds=3590)]


def test_a_round_that_can_pause_is_told_of_the_stop(tmp_path):
    paused: list[bool] = []
    long = Round("imports", 2, lambda at, stop: paused.append(stop()), stoppable=True)
    stops = iter([False, True])
    worker(tmp_path, long)[0].turn(lambda: next(stops))
    assert paused == [True]


def test_a_failing_round_leaves_no_private_data_in_the_sign_of_life(tmp_path):
    def fail(at: datetime) -> None:
        raise RuntimeError("no answer for '王先生' at 14300880001")

    worker(tmp_path, Round("broken", 10, fail))[0].turn()
    beat = heartbeat.last(tmp_path)
    assert beat is not None and beat.failing == {"broken": "RuntimeError: no answer for ••• at •••"}
