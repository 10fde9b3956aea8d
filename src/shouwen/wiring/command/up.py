"""`shouwen up`."""

import signal
import sys

import click

from shouwen.wiring.command._django import ready
from shouwen.wiring.speech import Sentence

SHOUWEN = [sys.executable, "-m", "shouwen.wiring.command"]


@click.command(name="up")
def command() -> None:
    """Brings the desk up: tables, demo world on the first start, web server and worker until Ctrl-C.

    Data are kept; the second start takes seconds. SHOUWEN_DEMO=0 starts with an empty desk.
    """
    ready()
    from django.conf import settings

    from shouwen.handbook.load import shipped
    from shouwen.wiring import data_folder, database, first_start, port
    from shouwen.wiring.supervisor import Supervisor

    env = settings.ENVIRONMENT
    data_folder.check(env.data)
    with data_folder.take(env.data):
        port.check(env)
        shipped()
        database.migrate()
        if env.demo:
            first_start.make_demo_world(env, [*SHOUWEN, "demo"])
        supervisor = Supervisor(
            {"web": [*SHOUWEN, "serve"], "worker": [*SHOUWEN, "worker"]},
            healthy=lambda: port.answers(env) is not None,
        )

        def end(*_: object) -> None:
            if supervisor.stop.is_set():
                supervisor.hurry()
            supervisor.stop.set()

        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, end)
        supervisor.run(on_ready=lambda: click.echo(first_start.welcome(env)))
    click.echo(Sentence(f"首问已停止，数据保留在 {env.data}", f"Shouwen has stopped; its data stay in {env.data}"))
