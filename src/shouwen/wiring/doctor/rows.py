"""What the database says: reachable, up to date, its calendar announced, its clock in step with ours."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import Error, connection

from shouwen.wiring import database as desk
from shouwen.wiring import heartbeat
from shouwen.wiring.environment import Environment
from shouwen.wiring.finding import Finding, fail, ok, warn
from shouwen.wiring.speech import Sentence

# The coming year is announced in autumn; from then on its absence is to be mended.
FROM_MONTH = 10
TOLERATED = timedelta(seconds=30)


def database(env: Environment) -> Iterator[Finding]:
    """It answers, and which engine it is."""
    shown = env.database.shown()
    try:
        engine = desk.engine()
    except Error as error:
        reason = str(error).strip().splitlines()[0]
        yield fail(
            "database",
            found=Sentence(f"连不上 {shown}（{reason}）", f"cannot reach {shown} ({reason})"),
            mend=Sentence(
                "检查 SHOUWEN_DATABASE_URL，并确认数据库在运行。",
                "check SHOUWEN_DATABASE_URL and that the server is running.",
            ),
        )
    else:
        yield ok("database", found=Sentence(f"{engine}，{shown}", f"{engine}, {shown}"))


def reachable() -> bool:
    """Without it the other checks have nothing to say that `database` has not said."""
    try:
        connection.ensure_connection()
    except Error:
        return False
    return True


def migrations(env: Environment) -> Iterator[Finding]:
    """The tables are those of this version."""
    if not reachable():
        return
    waiting = desk.pending()
    if waiting:
        yield fail(
            "migrations",
            found=Sentence(
                f"还有 {len(waiting)} 个升级步骤未执行，第一个是 {waiting[0]}",
                f"{len(waiting)} wait to be applied, the first is {waiting[0]}",
            ),
            mend=Sentence("执行 shouwen migrate。", "run shouwen migrate."),
        )
    else:
        yield ok("migrations", found=Sentence("已是最新", "nothing to apply"))


def calendar(env: Environment) -> Iterator[Finding]:
    """This year's working days are announced; next year's are out in autumn and wanted from October on."""
    if not reachable() or desk.pending():
        return
    from shouwen.calendars.models import Year

    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    years = Year.objects.filter(year__in=(today.year, today.year + 1), announced_in__isnull=False)
    announced = set(years.values_list("year", flat=True))
    for year, pressing in ((today.year, True), (today.year + 1, today.month >= FROM_MONTH)):
        if year in announced:
            yield ok("calendar", found=Sentence(f"{year} 年调休安排已载入", f"{year} is announced and loaded"))
            continue
        found = Sentence(
            f"{year} 年调休安排尚未载入，落在该年的时限为暂定",
            f"{year} is not announced, its deadlines are provisional",
        )
        if pressing:
            mend = Sentence(f"在“日历”页载入 {year} 年安排。", f"load {year}'s arrangement on the calendar page.")
            yield warn("calendar", found=found, mend=mend)
        else:
            yield ok("calendar", found=found)


def clock(env: Environment) -> Iterator[Finding]:
    """Our clock agrees with the database's, and has not gone back behind what was already written down."""
    if not reachable() or desk.pending():
        return
    from shouwen.ledger.models import Event

    now = datetime.now(UTC)
    # What was written last, by place and not by time: that needs no search through all events.
    newest = Event.objects.order_by("-pk").values_list("at", flat=True).first()
    beat = heartbeat.last(env.data)
    ahead = max(moment for moment in (now, newest, beat and beat.at) if moment)
    if ahead - now > TOLERATED:
        seconds = int((ahead - now).total_seconds())
        yield fail(
            "clock",
            found=Sentence(
                f"已有记录比本机时钟晚 {seconds} 秒", f"what was written lies {seconds} s ahead of this clock"
            ),
            mend=Sentence("用 NTP 校准时钟；它曾被拨回。", "set it by NTP; it was set back."),
        )
        return
    other = now
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            other = cursor.fetchone()[0]
    if abs(other - now) > TOLERATED:
        seconds = int(abs(other - now).total_seconds())
        yield fail(
            "clock",
            found=Sentence(f"本机时钟与数据库相差 {seconds} 秒", f"this clock and the database are {seconds} s apart"),
            mend=Sentence("用 NTP 校准时钟；时限全靠它。", "set it by NTP; every deadline leans on it."),
        )
    else:
        yield ok("clock", found=Sentence("与数据库一致", "in step with the database"))
