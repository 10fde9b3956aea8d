"""`python -m tests.moneymodel.crashing FOLDER ROUNDS SEED`: kill -9 of who promises and who sends, in many rounds.

A desk promises, workers send over HTTP to a billing server that misbehaves, each a process of its own; the blow falls
at a random moment. Then what is left over is worked off, and all books are compared. Prints one line of JSON. Time
runs faster here than outside, the same for everybody, so that leases and grace times end while somebody waits.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.wiring.settings")
django.setup()

from django.db import connections  # noqa: E402

from shouwen.disputes.models import Dispute  # noqa: E402
from shouwen.ledger.models import Chain, Event  # noqa: E402
from shouwen.refunds.billing.http import HttpBilling  # noqa: E402
from shouwen.refunds.billing.simulated.book import Book  # noqa: E402
from shouwen.refunds.billing.simulated.moods import Moods  # noqa: E402
from shouwen.refunds.billing.simulated.server import Server  # noqa: E402
from shouwen.refunds.billing.simulated.system import System  # noqa: E402
from shouwen.refunds.execution import work  # noqa: E402
from shouwen.refunds.models import Refund  # noqa: E402
from shouwen.refunds.verbs import ask_now  # noqa: E402
from tests.cast import Cast, done  # noqa: E402
from tests.desks import free_port  # noqa: E402
from tests.disputes.telling import Story  # noqa: E402

BEGAN = datetime(2026, 3, 4, 1, 30, tzinfo=UTC)
FASTER = 300.0
TROUBLES = ("cut_before", "cut_after", "fail_before", "fail_after", "pending", "twice", "garbage", "of_another")
WORKERS = 2
WARM = 3
PATIENCE = 150.0
OPEN = ("due", "sending", "unknown")


class Folder:
    """What all the processes of one run share."""

    def __init__(self, path: Path) -> None:
        self.path, self.book, self.heard = path, path / "billing.sqlite3", path / "acknowledged"
        self.began = time.time()

    def now(self) -> datetime:
        """What time it is in this world."""
        return BEGAN + timedelta(seconds=(time.time() - self.began) * FASTER)


def child(do: Callable[[], None]) -> int:
    """A process of its own that does this; nothing of the database is shared with it."""
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    try:
        do()
    except BaseException as error:  # noqa: BLE001
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def bill(folder: Folder, seed: int) -> tuple[int, str]:
    """The billing server, in a process that nobody kills before the end; answers where it is."""
    share, port = dict.fromkeys(TROUBLES, 0.04), free_port()
    moods = Moods(seed=seed, forget=0.2, forget_seconds=900.0, drop_key=0.2, **share)
    # Its book is opened there: SQLite allows no connection to be carried over into another process.
    pid = child(lambda: Server(System(Book(folder.book), moods, folder.now), port).serve_forever())
    return pid, f"http://127.0.0.1:{port}"


def promise(folder: Folder, seed: int) -> None:
    """One promise after the other, each of another customer; what was acknowledged is told line by line."""
    cast, place = Cast(), seed * 1000
    with folder.heard.open("a") as told:
        while True:
            place += 1
            number = {"found_by": "company"}
            cast.customers["new"] = _somebody(cast, place)
            story = Story(cast, "30.00", at=folder.now(), customer="new", **number)
            done(story.found().papered("bill_list").proposed("single", "30.00", proof="").do("grant"))
            print(story.refund.key, file=told, flush=True)


def _somebody(cast: Cast, place: int) -> Any:
    class Known:
        number = cast.number(place % 900_000)

    return Known


def send(folder: Folder, address: str) -> None:
    """The worker's rounds."""
    billing = HttpBilling(address, seconds=2.0)
    while True:
        if not work(folder.now(), billing=billing):
            time.sleep(0.02)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def round_of(folder: Folder, address: str, dice: random.Random, number: int) -> dict[str, Any]:
    """Blows under load, then the dust settles."""
    promising = child(lambda: promise(folder, number))
    sending = [child(lambda: send(folder, address)) for _ in range(WORKERS)]
    for _ in range(dice.randint(1, 3)):
        _under_load(folder)
        time.sleep(dice.uniform(0, 0.6))
        place = dice.randrange(WORKERS + 1)
        if place == WORKERS:
            kill(promising)
            number += 400
            promising = child(lambda number=number: promise(folder, number))
        else:
            kill(sending[place])
            sending[place] = child(lambda: send(folder, address))
    kill(promising)
    _settle(folder)
    for pid in sending:
        kill(pid)
    return compare(folder)


def _under_load(folder: Folder) -> None:
    """Some more were heard, so that every blow falls under load."""
    before, ends = len(heard(folder)), time.monotonic() + PATIENCE
    while len(heard(folder)) < before + WARM:
        assert time.monotonic() < ends, "nothing is promised any more"
        time.sleep(0.02)


def heard(folder: Folder) -> list[str]:
    """The promises that were acknowledged."""
    return folder.heard.read_text().split() if folder.heard.exists() else []


def _settle(folder: Folder) -> None:
    """Until nothing is open. What is left to a person is asked for by one."""
    ends, cast = time.monotonic() + PATIENCE, Cast()
    while Refund.rows.filter(state__in=OPEN).exists() and time.monotonic() < ends:
        for pk in Refund.rows.filter(held=True, state="unknown").values_list("pk", flat=True):
            ask_now(pk, actor=cast.support_lead, at=folder.now())
        time.sleep(0.2)
    connections.close_all()


def compare(folder: Folder) -> dict[str, Any]:
    """Every promise that was acknowledged is there; every one that is there was booked exactly once."""
    book = Book(folder.book)
    booked = Counter(line.key for line in book.all())
    total = sum((line.amount for line in book.all()), Decimal("0.00"))
    book.close()
    rows = {row.key: row for row in Refund.rows.all()}
    told_of = heard(folder)
    states = dict(Dispute.rows.values_list("serial", "state"))
    told = Counter(Event.objects.filter(code="refund.done").values_list("facts__receipt", flat=True))
    wrong = [f"{key} was acknowledged and is lost" for key in told_of if key not in rows]
    wrong += [f"{key} was booked {times} times" for key, times in booked.items() if times != 1]
    wrong += [f"{key} is {row.state}, booked {booked[key]}" for key, row in rows.items() if row.state != "done"]
    wrong += [f"{key} is done and not in billing's book" for key in rows if not booked[key]]
    wrong += [f"{key} was booked and nobody promised it" for key in booked if key not in rows]
    wrong += [f"{one.about} is {states[one.about]}" for one in rows.values() if states[one.about] != "refunded"]
    wrong += [f"{receipt} is in {times} events" for receipt, times in told.items() if times != 1]
    paid = sum((row.paid for row in Dispute.rows.all()), Decimal("0.00"))
    wrong += [f"paid {paid}, booked {total}"] if paid != total else []
    heads = sum(chain.length != chain.events.count() for chain in Chain.objects.all())
    wrong += [f"{heads} chains are not as long as they say"] if heads else []
    connections.close_all()
    return {"heard": len(told_of), "there": len(rows), "wrong": wrong}


def main() -> None:
    folder, rounds, seed = Folder(Path(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3])
    dice = random.Random(seed)
    billing, address = bill(folder, seed)
    seen: dict[str, Any] = {}
    try:
        for number in range(1, rounds + 1):
            seen = round_of(folder, address, dice, number) | {"round": number}
            if seen["wrong"]:
                break
    finally:
        kill(billing)
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
