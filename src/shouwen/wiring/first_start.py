"""The first start: the demo world, made once, and the words that greet whoever started."""

import subprocess
import sys
from pathlib import Path

from django.db import connection

from shouwen.people.models import Staff
from shouwen.wiring import database, sign_ins
from shouwen.wiring.environment import Environment
from shouwen.wiring.offspring import follow_parent
from shouwen.wiring.speech import Sentence
from shouwen.wiring.trouble import Trouble

UNFINISHED = "demo-unfinished"


def make_demo_world(env: Environment, command: list[str]) -> None:
    """Makes the demo world where nobody works yet; does nothing where somebody does.

    A making that was interrupted is begun anew. Raises Trouble when it cannot be.
    """
    mark = env.data / UNFINISHED
    if somebody_works_here():
        if not mark.exists():
            return
        _begin_anew(env)
    # The mark is set only while nobody works here, so what stands beside it is nothing but half a demo world.
    mark.touch()
    print(
        Sentence(
            "· 建立演示数据（仅首次启动，约一分钟）", "· making the demo world (first start only, about a minute)"
        ),
        flush=True,
    )
    # Left running, it would write on into the database that the next start begins anew.
    if subprocess.call(command, preexec_fn=follow_parent):
        raise Trouble(
            zh="演示数据没有建成，原因见上面几行；重新执行会从头再建，也可用 SHOUWEN_DEMO=0 从空白开始。",
            en="the demo world was not made, the lines above say why; running again begins anew, "
            "SHOUWEN_DEMO=0 starts empty.",
        )
    mark.unlink()


def somebody_works_here() -> bool:
    """Answers whether there is anybody who could sign in, or ever could."""
    return Staff.objects.exists()


def _begin_anew(env: Environment) -> None:
    if env.database.engine != "sqlite":
        raise Trouble(
            zh="上次建立演示数据时中断，数据库里只有一半；请清空该数据库后重试，或用 SHOUWEN_DEMO=0 继续。",
            en="the last making of the demo world was interrupted and left half of it in the database; "
            "empty that database and try again, or go on with SHOUWEN_DEMO=0.",
        )
    connection.close()
    half = Path(env.database.name)
    for path in (half, half.with_name(half.name + "-wal"), half.with_name(half.name + "-shm")):
        path.unlink(missing_ok=True)
    database.migrate()


def welcome(env: Environment) -> str:
    """Answers where the desk is and how to get in."""
    address = Sentence(f"\n首问已就绪：{env.address}", f"\nShouwen is ready: {env.address}")
    stop = Sentence("按 Ctrl-C 停止；数据保留。", "Ctrl-C stops it; the data are kept.")
    return "\n".join(filter(None, (str(address), _way_in(env), str(stop))))


def _way_in(env: Environment) -> str:
    """How to get in: the demo's sign-ins, or how the first administrator is made; nothing to say to real people."""
    if not somebody_works_here():
        command = f"{Path(sys.executable).with_name('shouwen')} admin create"
        zh = f"还没有任何人员；请用 {command} 建立第一位管理员。"
        en = f"Nobody works here yet; make the first administrator with {command}"
        return str(Sentence(zh, en))
    people = sign_ins.noted(env.data)
    if not people:
        return ""
    words = Sentence("演示账号（工号、口令、岗位、姓名）：", "Sign in as (number, password, role, name):")
    return f"{words}\n{sign_ins.table(people)}"
