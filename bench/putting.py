"""One connection that puts raw rows, one transaction after the other: the floor of an intake.

Run as a program of its own: `python -m bench.putting FILE ADDRESS`, with FILE a pickle of transactions, each a list of
(statement, row). It connects, says `ready`, waits for the moment on its standard input, and tells in JSON what it did.
"""

import json
import pickle
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.processes import processor  # noqa: E402
from bench.stores import raw  # noqa: E402


def main(file: str, address: str) -> None:
    transactions = pickle.loads(Path(file).read_bytes())
    with raw(address) as connection:
        # Statements are prepared once for each connection, before the time is taken.
        cursor, begin_with = connection.cursor(), "BEGIN IMMEDIATE" if address.startswith("sqlite") else "BEGIN"
        print("ready", flush=True)
        begin = float(sys.stdin.readline())
        time.sleep(max(0.0, begin - time.monotonic()))
        used, took = _used(connection), []
        for transaction in transactions:
            sent = time.monotonic()
            _put(cursor, begin_with, transaction)
            took.append(time.monotonic() - sent)
        ended, used = time.monotonic(), _used(connection) - used
    told = {"took": took, "statuses": {}, "processor": used, "span": ended - begin}
    print(json.dumps(told), flush=True)


def _used(connection: Any) -> float:
    """Seconds of processor until now, with the server's process for this connection if it runs here."""
    server = [connection.info.backend_pid] if hasattr(connection, "info") else []
    return time.process_time() + processor(server)


def _put(cursor: Any, begin_with: str, transaction: list[tuple[str, tuple[Any, ...]]]) -> None:
    cursor.execute(begin_with)
    for sql, row in transaction:
        cursor.execute(sql, row)
    cursor.execute("COMMIT")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
