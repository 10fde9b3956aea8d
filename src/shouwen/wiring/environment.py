"""The settings, read from the environment; each has a default that works."""

import errno
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from shouwen.wiring import database_url, secret_key, values
from shouwen.wiring.bad_setting import BadSetting, BadSettings
from shouwen.wiring.database_url import Database

__all__ = ["DEFAULTS", "BadSetting", "BadSettings", "Database", "Environment", "load", "unknown"]

DEFAULTS = {
    "SHOUWEN_PORT": "8000",
    "SHOUWEN_HOST": "127.0.0.1",
    "SHOUWEN_DATA": "./var",
    "SHOUWEN_DATABASE_URL": "",
    "SHOUWEN_DEMO": "1",
    "SHOUWEN_SECRET_KEY": "",
    "SHOUWEN_ALLOWED_HOSTS": "",
    "SHOUWEN_WORKERS": "2",
    "SHOUWEN_LOG_LEVEL": "info",
    "SHOUWEN_LANGUAGE": "zh-hans",
    "SHOUWEN_HTTPS": "0",
    "SHOUWEN_DEBUG": "0",
    "SHOUWEN_METRICS_TOKEN": "",
    "SHOUWEN_BILLING": "",
    "SHOUWEN_BILLING_TOKEN": "",
}
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Environment:
    """How this installation runs. Paths are absolute; `language` is a Django language code."""

    port: int
    host: str
    data: Path
    database: Database
    database_url: str = field(repr=False)
    demo: bool
    secret_key: str = field(repr=False)
    allowed_hosts: tuple[str, ...]
    workers: int
    log_level: str
    language: str
    https: bool
    debug: bool
    metrics_token: str = field(repr=False, default="")
    billing: str = "none"
    billing_token: str = field(repr=False, default="")

    @property
    def address(self) -> str:
        """Answers the address to open in a browser on this machine."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host
        return f"http://[{host}]:{self.port}/" if ":" in host else f"http://{host}:{self.port}/"


def load(env: Mapping[str, str] = os.environ) -> Environment:
    """Answers the settings; makes the data folder and the secret key on the first start.

    An empty value counts as absent. Raises BadSettings with everything wrong,
    not only the first thing.
    """
    read = _Reader(env)
    host = read.one("SHOUWEN_HOST", values.host)
    data = read.one("SHOUWEN_DATA", values.folder)
    port = read.one("SHOUWEN_PORT", values.whole(1, 65535))
    demo = read.one("SHOUWEN_DEMO", values.yes_no)
    url = env.get("SHOUWEN_DATABASE_URL", "").strip() or f"sqlite:///{quote(str(data))}/shouwen.sqlite3"
    environment = Environment(
        port=port,
        host=host,
        data=data,
        database=read.database(url),
        database_url=url,
        demo=demo,
        secret_key=read.secret(data),
        allowed_hosts=read.one("SHOUWEN_ALLOWED_HOSTS", values.allowed_hosts(host)),
        workers=read.one("SHOUWEN_WORKERS", values.whole(1, 64)),
        log_level=read.one("SHOUWEN_LOG_LEVEL", values.log_level),
        language=read.one("SHOUWEN_LANGUAGE", values.language),
        https=read.one("SHOUWEN_HTTPS", values.yes_no),
        debug=read.one("SHOUWEN_DEBUG", values.yes_no),
        metrics_token=read.one("SHOUWEN_METRICS_TOKEN", values.token),
        billing=read.one("SHOUWEN_BILLING", values.billing(demo)),
        billing_token=read.one("SHOUWEN_BILLING_TOKEN", values.bearer),
    )
    read.misspelt()
    if read.wrong:
        raise BadSettings(tuple(read.wrong))
    return environment


def unknown(env: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Answers the SHOUWEN_ names that mean nothing here; SHOUWEN_TEST_… and SHOUWEN_BENCH_… are not ours."""
    ours = sorted(name for name in env if name.startswith("SHOUWEN_") and name not in DEFAULTS)
    return tuple(name for name in ours if not name.startswith(("SHOUWEN_TEST_", "SHOUWEN_BENCH_")))


class _Reader:
    """Reads one setting after the other and collects what is wrong instead of stopping at it."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.wrong: list[BadSetting] = []

    def one(self, name: str, parse: Callable[[str], T | values.Wrong]) -> T:
        """Answers the parsed setting; the default stands in for a wrong one, so that reading can go on."""
        value = parse(self.env.get(name, "").strip() or DEFAULTS[name])
        if isinstance(value, values.Wrong):
            self.wrong.append(BadSetting(name, value.zh, value.en))
            value = parse(DEFAULTS[name])
        assert not isinstance(value, values.Wrong), f"the default of {name} is wrong"
        return value

    def database(self, url: str) -> Database:
        found = database_url.parse(url)
        if isinstance(found, BadSetting):
            self.wrong.append(found)
            return Database(engine="sqlite", name="")
        return found

    def secret(self, data: Path) -> str:
        given = self.env.get("SHOUWEN_SECRET_KEY", "").strip()
        if given and secret_key.weak(given):
            zh = f"太弱，至少 {secret_key.SHORTEST} 个字符且不能重复几个字符；也可以不设，首次启动时自动生成。"
            en = (
                f"is too weak; use at least {secret_key.SHORTEST} characters, not a few repeated, "
                "or leave it unset and one is made on the first start."
            )
            self.wrong.append(BadSetting("SHOUWEN_SECRET_KEY", zh, en))
        if given:
            return given
        try:
            return secret_key.keep(data)
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            remedy = "腾出空间" if full else "改权限"
            zh = f"数据目录 {data} 无法写入（{error.strerror}）；请{remedy}，或指定另一个目录。"
            mend = "make room" if full else "mend its rights"
            en = f"the folder {data} cannot be written ({error.strerror}); {mend} or name another."
            self.wrong.append(BadSetting("SHOUWEN_DATA", zh, en))
            return ""

    def misspelt(self) -> None:
        for name in unknown(self.env):
            for near in get_close_matches(name, DEFAULTS, n=1, cutoff=0.85):
                zh = f"没有这个设置，是否想写 {near}？"
                en = f"there is no such setting; did you mean {near}?"
                self.wrong.append(BadSetting(name, zh, en))
