"""Whether what was acknowledged stays, and whether it can be proved: the disk's promise, privileges, seals."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import F

from shouwen.wiring import database as desk
from shouwen.wiring import last_time
from shouwen.wiring.doctor.rows import reachable
from shouwen.wiring.environment import Environment
from shouwen.wiring.finding import Finding, fail, ok, warn
from shouwen.wiring.speech import Sentence

TABLES = ("ledger_event", "ledger_seal", "ledger_sealleaf")
# What a server may be told to do without, each at the price of a ticket that was acknowledged.
PROMISES = ("fsync", "synchronous_commit", "full_page_writes")
UNSEALED = timedelta(minutes=10)
HANDED_OUT = timedelta(days=31)


def durability(env: Environment) -> Iterator[Finding]:
    """An acknowledged commit lies on the disk."""
    if not reachable():
        return
    broken = _sqlite_promises() if connection.vendor == "sqlite" else _postgresql_promises()
    for said, mend in broken:
        yield fail("durability", found=Sentence(f"数据库设为 {said}", f"the database is set to {said}"), mend=mend)
    if not broken:
        yield ok("durability", found=Sentence("每次提交都落盘", "every commit is synced to the disk"))


def _sqlite_promises() -> list[tuple[str, Sentence]]:
    mend = Sentence("去掉改动它的设置；首问自己会设为 FULL。", "remove what changes it; Shouwen itself sets FULL.")
    level = _one("PRAGMA synchronous")
    return [] if level in (2, 3) else [(f"synchronous={level}", mend)]


def _postgresql_promises() -> list[tuple[str, Sentence]]:
    off = [name for name in PROMISES if _one(f"SHOW {name}") == "off"]
    return [(f"{name} = off", Sentence(f"在 PostgreSQL 中设 {name} = on。", f"set {name} = on.")) for name in off]


def append_only(env: Environment) -> Iterator[Finding]:
    """The database itself refuses to change or delete an event, whoever asks."""
    if not reachable() or desk.pending():
        return
    if connection.vendor == "sqlite":
        yield from _triggers()
    else:
        yield from _privileges()


def _triggers() -> Iterator[Finding]:
    names = ", ".join(f"'{table}_no_{change}'" for table in TABLES for change in ("update", "delete"))
    there = _one(f"SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN ({names})")
    if there == 2 * len(TABLES):
        yield ok("ledger", found=Sentence("账本只能追加", "append-only"))
    else:
        yield fail(
            "ledger",
            found=Sentence("保护账本的触发器缺失", "triggers that protect the ledger are missing"),
            mend=Sentence("从备份恢复，并核对账本。", "restore from a backup and verify the ledger."),
        )


def _privileges() -> Iterator[Finding]:
    if _one("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        yield warn(
            "ledger",
            found=Sentence(
                "以数据库超级用户运行，权限约束不了它", "it runs as a superuser, whom privileges do not bind"
            ),
            mend=Sentence("改用普通角色，参见运行手册。", "use an ordinary role, see the run-book."),
        )
        return
    asked = ", ".join(f"has_table_privilege('{table}', 'UPDATE, DELETE, TRUNCATE')" for table in TABLES)
    if _one(f"SELECT true IN ({asked})"):
        yield fail(
            "ledger",
            found=Sentence("数据库角色可以改写账本", "the role of the product may rewrite the ledger"),
            mend=Sentence(
                "执行 REVOKE UPDATE, DELETE, TRUNCATE ON ledger_event, ledger_seal, ledger_sealleaf FROM 该角色。",
                "REVOKE UPDATE, DELETE, TRUNCATE ON ledger_event, ledger_seal, ledger_sealleaf FROM that role.",
            ),
        )
    else:
        yield ok("ledger", found=Sentence("账本只能追加", "append-only"))


def seals(env: Environment) -> Iterator[Finding]:
    """Everything is sealed within minutes, and a seal is kept outside at least once a month."""
    if not reachable() or desk.pending():
        return
    from shouwen.ledger.models import Chain, Seal

    now = datetime.now(UTC)
    grown = Chain.objects.filter(length__gt=F("sealed")).order_by("pk").values_list("last_at", flat=True)
    # An import's entries bear their own times; none of them has waited for longer than since the last seal.
    last = Seal.objects.order_by("-number").values_list("at", flat=True).first()
    oldest = min((max(at, last or at) for at in grown[:10_000] if at), default=now)
    if now - oldest > UNSEALED:
        minutes = int((now - oldest).total_seconds() // 60)
        yield warn(
            "seals",
            found=Sentence(
                f"最早的未封印记录已有 {minutes} 分钟", f"the oldest unsealed entry is {minutes} minutes old"
            ),
            mend=Sentence(
                "确认后台在运行，或执行 shouwen ledger seal。", "see that the worker runs, or run shouwen ledger seal."
            ),
        )
    first = Seal.objects.order_by("number").values_list("at", flat=True).first()
    handed_out = last_time.of(env.data, last_time.SEAL_HANDED_OUT) or first
    if handed_out and now - handed_out > HANDED_OUT:
        yield warn(
            "seals",
            found=Sentence("一个月内没有导出过封印", "no seal has left this machine for a month"),
            mend=Sentence(
                "执行 shouwen ledger seal，把打印的哈希存到别处。",
                "run shouwen ledger seal and keep the printed hash elsewhere.",
            ),
        )
    elif now - oldest <= UNSEALED:
        yield ok("seals", found=Sentence("封印及时", "up to date"))


def _one(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
