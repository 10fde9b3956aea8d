"""Whether the desk keeps up: clocks looked at in time, messages delivered, backups made."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db.models import Min

from shouwen.wiring import database as desk
from shouwen.wiring import last_time, port
from shouwen.wiring.doctor.rows import reachable
from shouwen.wiring.environment import Environment
from shouwen.wiring.finding import Finding, fail, ok, warn
from shouwen.wiring.speech import Sentence

LATE = timedelta(minutes=2)
# A backup every night; an hour more for one that takes long.
BACKUP = timedelta(hours=25)


def sweep(env: Environment) -> Iterator[Finding]:
    """No clock that is due waits to be looked at."""
    if not reachable() or desk.pending():
        return
    from shouwen.clocks.models import Clock

    now = datetime.now(UTC)
    oldest = Clock.objects.filter(wake_at__isnull=False).aggregate(oldest=Min("wake_at"))["oldest"]
    if oldest is None or now - oldest <= LATE:
        yield ok("sweep", found=Sentence("没有滞后的时钟", "no clock waits"))
        return
    minutes = int((now - oldest).total_seconds() // 60)
    yield (fail if port.answers(env) else warn)(
        "sweep",
        found=Sentence(f"最早到期的时钟已等了 {minutes} 分钟", f"the oldest due clock has waited {minutes} minutes"),
        mend=Sentence("启动后台，或执行 shouwen clocks sweep。", "start the worker, or run shouwen clocks sweep."),
    )


def messages(env: Environment) -> Iterator[Finding]:
    """Messages are rows that pages show, written with the event that they tell of: there is no leg that could lag."""
    yield ok(
        "messages",
        found=Sentence(
            "消息随事件写入并在页面显示，没有外发队列",
            "shown on the pages, written with their events; none are sent out",
        ),
    )


def backup(env: Environment) -> Iterator[Finding]:
    """The last backup is no older than a day, once there is anything to lose."""
    if not reachable() or desk.pending():
        return
    from shouwen.ledger.models import Event

    now = datetime.now(UTC)
    last = last_time.of(env.data, last_time.BACKUP)
    if last and now - last <= BACKUP:
        hours = int((now - last).total_seconds() // 3600)
        yield ok("backup", found=Sentence(f"{hours} 小时前", f"{hours} hours ago"))
        return
    first = Event.objects.order_by("pk").values_list("at", flat=True).first()
    if last is None and (first is None or now - first <= BACKUP):
        yield ok("backup", found=Sentence("还没有，数据不到一天", "none yet, nothing is a day old"))
        return
    yield warn(
        "backup",
        found=Sentence(f"最近一次：{last:%Y-%m-%d %H:%M} UTC", f"the last is of {last:%Y-%m-%d %H:%M} UTC")
        if last
        else Sentence("从未备份", "never made"),
        mend=Sentence("每天执行 shouwen backup --to 另一块磁盘。", "run shouwen backup --to another disk, every day."),
    )
