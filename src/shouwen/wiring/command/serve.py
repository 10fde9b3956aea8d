"""`shouwen serve`."""

from pathlib import Path

import click

from shouwen.wiring.command._django import ready

THREADS = 4


@click.command(name="serve")
def command() -> None:
    """Serves the web pages alone, without the worker (`shouwen up` does both).

    Address, port and number of processes come from SHOUWEN_HOST, SHOUWEN_PORT and SHOUWEN_WORKERS. Stops at
    SIGTERM or Ctrl-C after finishing what it has begun.
    """
    ready()
    from django.conf import settings
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from shouwen.wiring import database, port
    from shouwen.wiring.trouble import Trouble

    env = settings.ENVIRONMENT
    port.check(env)
    if waiting := database.pending():
        raise Trouble(
            zh=f"数据库还差 {len(waiting)} 个升级步骤；请先执行 shouwen migrate。",
            en=f"the database is {len(waiting)} migrations behind; run shouwen migrate first.",
        )
    connections.close_all()
    # Nobody need have collected static files; that their folder is missing would be complained of each time.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    Granian(
        "shouwen.wiring.wsgi:application",
        address=env.host,
        port=env.port,
        interface=Interfaces.WSGI,
        workers=env.workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
