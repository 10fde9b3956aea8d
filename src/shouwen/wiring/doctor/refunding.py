"""Whether money that was promised gets to customers: billing is there, and nothing waits for nobody."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

from shouwen.wiring import database as desk
from shouwen.wiring.doctor.rows import reachable
from shouwen.wiring.environment import Environment
from shouwen.wiring.finding import Finding, fail, ok, warn
from shouwen.wiring.speech import Sentence

LOOPBACK = ("http://127.0.0.1:", "http://localhost:", "http://[::1]:")


def billing(env: Environment) -> Iterator[Finding]:
    """Where refunds go to: a real system in earnest, over a line that nobody reads along."""
    where = env.billing
    if where == "simulated" and not env.demo:
        found = Sentence("退费只进模拟系统，客户收不到钱", "refunds go to a simulation, customers get nothing")
        mend = Sentence("把 SHOUWEN_BILLING 设为计费系统的地址。", "set SHOUWEN_BILLING to your billing system.")
        yield fail("billing", found=found, mend=mend)
    elif where == "none":
        found = Sentence("没有计费系统，退费不会执行", "no billing system, refunds are not carried out")
        mend = Sentence(
            "设 SHOUWEN_BILLING（地址或 files:目录）。", "set SHOUWEN_BILLING (an address, or files:FOLDER)."
        )
        yield warn("billing", found=found, mend=mend)
    elif where.startswith("http://") and not where.startswith(LOOPBACK):
        found = Sentence(
            "到计费系统未用 HTTPS，号码和令牌明文传输", "billing without HTTPS: numbers and token in clear"
        )
        mend = Sentence("改用 https:// 地址。", "use an https:// address.")
        yield warn("billing", found=found, mend=mend)
    elif where.startswith("https://") and not env.billing_token:
        found = Sentence("没有 SHOUWEN_BILLING_TOKEN", "there is no SHOUWEN_BILLING_TOKEN")
        mend = Sentence("若计费系统需要令牌，请设置。", "set it where billing wants a token.")
        yield warn("billing", found=found, mend=mend)
    elif where.startswith("files:") and not os.access(folder := where.removeprefix("files:"), os.W_OK | os.X_OK):
        found = Sentence(f"{folder} 不存在或不能写入", f"{folder} is missing or cannot be written")
        mend = Sentence("建立该目录并给予写权限。", "make that folder and let us write there.")
        yield fail("billing", found=found, mend=mend)
    elif not reachable() or desk.pending():
        return
    else:
        yield from _line(where)


def refunds(env: Environment) -> Iterator[Finding]:
    """None waits too long, and none for a person whom nobody told."""
    if not reachable() or desk.pending():
        return
    from shouwen.refunds.reads.monitor import waiting

    seen, now = waiting(), datetime.now(UTC)
    stuck = seen.refused + seen.held
    if not stuck and not seen.is_late(now):
        on_the_way = seen.due + seen.unknown
        yield ok("refunds", found=Sentence(f"{on_the_way} 笔在途", f"{on_the_way} on the way"))
        return
    hours = int((now - seen.oldest).total_seconds() // 3600) if seen.oldest else 0
    yield warn(
        "refunds",
        found=Sentence(
            f"{stuck} 笔待人工处理，在途最久 {hours} 小时",
            f"{stuck} wait for a person, the oldest on the way {hours} h",
        ),
        mend=Sentence("打开“退费监控”处理。", "open “Refunds” and settle them."),
    )


def _line(where: str) -> Iterator[Finding]:
    from shouwen.refunds.line import line

    row = line()
    if row.down_since is None:
        shown = where if where == "simulated" else where.partition(":")[0]
        yield ok("billing", found=Sentence(f"{shown}，线路正常", f"{shown}, the line is well"))
        return
    since = f"{row.down_since:%Y-%m-%d %H:%M} UTC"
    found = Sentence(f"自 {since} 起没有应答（{row.why}）", f"no answer since {since} ({row.why})")
    mend = Sentence("检查计费系统和网络；退费不会丢失。", "look at billing and the network; no refund is lost.")
    yield fail("billing", found=found, mend=mend)
