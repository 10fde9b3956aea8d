"""`shouwen serve`."""

import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from shouwen.wiring.command._django import ready
from shouwen.wiring.offspring import follow_parent

THREADS = 4
# Seconds that a request may still take after the stop was asked for.
PATIENCE = 10


@click.command(name="serve")
def command() -> None:
    """Serves the web pages alone, without the worker (`shouwen up` does both).

    Address, port and number of processes come from SHOUWEN_HOST, SHOUWEN_PORT and SHOUWEN_WORKERS. Stops at
    SIGTERM or Ctrl-C after finishing what it has begun, at the second of them at once.
    """
    ready()
    from django.conf import settings
    from django.db import connections
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from shouwen.wiring import database, port
    from shouwen.wiring.metrics import folder
    from shouwen.wiring.server import Server
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
    folder.begin(env.data, env.port)
    server = Server(
        "shouwen.wiring.wsgi:application",
        address=env.host,
        port=env.port,
        interface=Interfaces.WSGI,
        workers=env.workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=settings.LOGGING,
    )
    try:
        server.serve(target_loader=partial(_application, os.getpid()), wrap_loader=False)
    finally:
        folder.end()


def _application(server: int) -> Callable[..., Any]:
    """The application, loaded in a process of the server that dies with it.

    Outliving a server that was killed, the process would hold the port and no other server could be started. It is
    ended outright: what a request had not committed is undone, and asked to stop it might not hear of it in time.
    """
    follow_parent(signal.SIGKILL, parent=server)
    from shouwen.wiring.wsgi import application

    return application
