"""What runs at this moment: the web server at its port, the worker by its heartbeat."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from shouwen import __version__
from shouwen.wiring import heartbeat, port
from shouwen.wiring.environment import Environment
from shouwen.wiring.finding import Finding, fail, ok, warn
from shouwen.wiring.speech import Sentence
from shouwen.wiring.trouble import Trouble

SILENCE = timedelta(minutes=2)


def web(env: Environment) -> Iterator[Finding]:
    """The port is free, or it is we who answer there, in this very version."""
    serving = port.answers(env)
    if serving == __version__:
        yield ok("web", found=Sentence(f"{env.address} 正在服务", f"serving at {env.address}"))
    elif serving:
        yield warn(
            "web",
            found=Sentence(
                f"{env.address} 运行的是 {serving} 版，已安装 {__version__} 版",
                f"{env.address} runs version {serving}, installed is {__version__}",
            ),
            mend=Sentence("重新启动。", "restart it."),
        )
    else:
        yield _nobody(env)


def _nobody(env: Environment) -> Finding:
    try:
        port.check(env)
    except Trouble as trouble:
        found = Sentence(f"端口 {env.port} 不能用，首问也没有应答", f"port {env.port} cannot be had, nor do we answer")
        return fail("web", found=found, mend=trouble.sentence)
    return ok("web", found=Sentence(f"未运行，端口 {env.port} 空闲", f"not running, port {env.port} is free"))


def worker(env: Environment) -> Iterator[Finding]:
    """The worker was seen within two minutes and all its rounds succeed."""
    beat = heartbeat.last(env.data)
    mend = Sentence("执行 make up 或 shouwen worker。", "run make up or shouwen worker.")
    if beat is None:
        found = Sentence("从未运行：时限不会被检查", "has never run: nobody watches the deadlines")
        yield warn("worker", found=found, mend=mend)
        return
    silent = abs(datetime.now(UTC) - beat.at)
    if silent > SILENCE:
        minutes = int(silent.total_seconds() // 60)
        found = Sentence(f"已 {minutes} 分钟没有动静", f"silent for {minutes} minutes")
        # With the web serving, customers come in and nobody watches their deadlines.
        yield (fail if port.answers(env) else warn)("worker", found=found, mend=mend)
    else:
        yield ok("worker", found=Sentence(f"运行中（进程 {beat.pid}）", f"running (process {beat.pid})"))
    for name, error in beat.failing.items():
        yield fail(
            "worker",
            found=Sentence(f"轮次 {name} 上次失败：{error}", f"round {name} failed at its last turn: {error}"),
            mend=Sentence("查看后台日志中的原因。", "see its log for the cause."),
        )
