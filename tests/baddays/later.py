"""`python -m tests.baddays.later DAYS COMMAND …`: a command of the product, on a machine whose clock is so far ahead.

A minus sets the clock back. The command runs as it is, in this process; only the time that it reads is moved.
"""

import json
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import time_machine

from shouwen.wiring.command import commands


def main() -> None:
    days, *words = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.wiring.settings")
    with time_machine.travel(datetime.now(UTC) + timedelta(days=float(days)), tick=True), suppress(SystemExit):
        commands(words, prog_name="shouwen", standalone_mode=False)
    print(json.dumps("done"))


if __name__ == "__main__":
    main()
