"""Reads SHOUWEN_DATABASE_URL: `sqlite:///relative.db`, `sqlite:////absolute.db` or `postgresql://user:word@host:port/name`."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from shouwen.wiring.bad_setting import BadSetting

NAME = "SHOUWEN_DATABASE_URL"
# What libpq may be told besides; a misspelt one would otherwise only be found at the first connection.
_OPTIONS = {"host", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name", "options"}
_ENGINES: dict[str, Literal["sqlite", "postgresql"]] = {
    "sqlite": "sqlite",
    "postgresql": "postgresql",
    "postgres": "postgresql",
}


@dataclass(frozen=True, kw_only=True)
class Database:
    """Where the rows are. For SQLite only `name` (an absolute path) is filled."""

    engine: Literal["sqlite", "postgresql"]
    name: str
    user: str = ""
    password: str = field(default="", repr=False)
    host: str = ""
    port: str = ""
    options: dict[str, str] = field(default_factory=dict)

    def shown(self) -> str:
        """Answers the address without its password, fit for a screen or a log."""
        if self.engine == "sqlite":
            return f"sqlite:///{self.name}"
        port = f":{self.port}" if self.port else ""
        return f"postgresql://{self.user}@{self.host}{port}/{self.name}"


def parse(url: str) -> Database | BadSetting:
    """Answers the database that `url` names, or what is wrong with it. Never repeats the password."""
    try:
        parts = urlsplit(url)
        engine = _ENGINES.get(parts.scheme)
        port = str(parts.port or "")
    except ValueError:
        return BadSetting(
            NAME,
            "端口必须是 1 到 65535 之间的数字，主机名中的方括号必须成对。",
            "the port must be a number from 1 to 65535, and brackets around the host must be paired.",
        )
    if engine is None:
        return BadSetting(
            NAME,
            "必须以 sqlite:/// 或 postgresql:// 开头，例如 postgresql://shouwen:口令@127.0.0.1:5432/shouwen。",
            "must begin with sqlite:/// or postgresql://, "
            "for example postgresql://shouwen:password@127.0.0.1:5432/shouwen.",
        )
    return _sqlite(parts) if engine == "sqlite" else _postgresql(parts, port)


def _sqlite(parts: SplitResult) -> Database | BadSetting:
    # One slash ends the (empty) host, so three slashes are a relative path and four an absolute one.
    path = unquote(parts.path)[1:]
    if parts.netloc or not path:
        return BadSetting(
            NAME,
            "SQLite 的地址要写文件路径：相对路径用三条斜线 sqlite:///var/desk.db，绝对路径用四条斜线 sqlite:////srv/desk.db。",
            "an SQLite address needs a file: three slashes for a relative path (sqlite:///var/desk.db), "
            "four for an absolute one (sqlite:////srv/desk.db).",
        )
    if path == ":memory:":
        return BadSetting(
            NAME,
            "网页与后台是两个进程，内存数据库无法共用，请改为文件路径。",
            "web and worker are two processes and cannot share a database in memory; name a file.",
        )
    return Database(engine="sqlite", name=str(Path(path).expanduser().absolute()))


def _postgresql(parts: SplitResult, port: str) -> Database | BadSetting:
    name = unquote(parts.path).lstrip("/")
    if not name or "/" in name:
        return BadSetting(
            NAME,
            "缺少数据库名，请写在最后一条斜线之后，例如 postgresql://shouwen@127.0.0.1/shouwen。",
            "names no database; write it after the last slash, for example postgresql://shouwen@127.0.0.1/shouwen.",
        )
    options = dict(parse_qsl(parts.query))
    for strange in options.keys() - _OPTIONS:
        known = ", ".join(sorted(_OPTIONS))
        return BadSetting(
            NAME,
            f"不认识问号后面的 {strange}，可用的有 {known}。",
            f"{strange} after the question mark is not known; these are: {known}.",
        )
    # libpq's own spelling for a socket folder, which cannot stand in the host part of an address.
    host = unquote(parts.hostname or "") or options.pop("host", "")
    return Database(
        engine="postgresql",
        name=name,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=host,
        port=port,
        options=options,
    )
