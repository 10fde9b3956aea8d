"""How the text of one setting becomes a value, or the sentence that says what to mend."""

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_LOG_LEVELS = ("debug", "info", "warning", "error")
_LANGUAGES = {"zh-hans": "zh-hans", "zh": "zh-hans", "zh-cn": "zh-hans", "en": "en"}
_YES_NO = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}
_LISTEN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
_ALLOWED = re.compile(r"\*|\.?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,200}")
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class Wrong:
    """A text that is no such value, with the sentence that mends it in both languages."""

    zh: str
    en: str


def whole(least: int, most: int) -> Callable[[str], int | Wrong]:
    """Answers a reader of whole numbers from `least` to `most`, both allowed."""

    def read(text: str) -> int | Wrong:
        if text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most:
            return int(text)
        return Wrong(
            f"“{text}”不行，要写 {least} 到 {most} 之间的整数。",
            f'"{text}" will not do; write a whole number from {least} to {most}.',
        )

    return read


def yes_no(text: str) -> bool | Wrong:
    """Answers True for 1, true, yes, on and False for 0, false, no, off, in any case."""
    value = _YES_NO.get(text.lower())
    if value is None:
        return Wrong(f"“{text}”不行，是写 1，否写 0。", f'"{text}" will not do; write 1 for yes or 0 for no.')
    return value


def folder(text: str) -> Path | Wrong:
    """Answers an absolute path; `~` is the home of whoever starts."""
    if "\0" in text:
        return Wrong("路径里不能有空字符。", "a path cannot hold a NUL character.")
    path = Path(text).expanduser().absolute()
    if path.exists() and not path.is_dir():
        return Wrong(f"{path} 是文件而不是目录；请指定一个目录。", f"{path} is a file, not a folder; name a folder.")
    return path


def host(text: str) -> str | Wrong:
    """Answers the name or address to listen on: 127.0.0.1 for this machine only, 0.0.0.0 for everyone."""
    bare = text.strip("[]")
    if _LISTEN.fullmatch(bare):
        return bare
    return Wrong(
        f"“{text}”不行，要写监听地址：只供本机用 127.0.0.1，对外用 0.0.0.0；端口写在 SHOUWEN_PORT。",
        f'"{text}" will not do; write an address to listen on: 127.0.0.1 for this machine only, '
        "0.0.0.0 for everyone; the port goes into SHOUWEN_PORT.",
    )


def allowed_hosts(listening: str) -> Callable[[str], tuple[str, ...] | Wrong]:
    """Answers a reader of the names that browsers may use, parted by commas.

    Left empty: the loopback names, and this machine's own when it listens to more than itself.
    """

    def read(text: str) -> tuple[str, ...] | Wrong:
        names = tuple(name.strip() for name in text.split(",") if name.strip())
        for name in names:
            if not _ALLOWED.fullmatch(name):
                return Wrong(
                    f"“{name}”不是主机名；用逗号分隔，不带 http:// 和端口，例如 desk.example.cn,10.0.0.8。",
                    f'"{name}" is not a host name; part them by commas, without http:// and port, '
                    "for example desk.example.cn,10.0.0.8.",
                )
        return names or _own_names(listening)

    return read


def _own_names(listening: str) -> tuple[str, ...]:
    if listening in ("localhost", "127.0.0.1", "::1"):
        return _LOOPBACK
    if listening in ("0.0.0.0", "::"):
        return (*_LOOPBACK, socket.gethostname())
    return (*_LOOPBACK, f"[{listening}]" if ":" in listening else listening)


def token(text: str) -> str | Wrong:
    """Answers a secret that a program carries, or nothing: at least 20 characters that a header can hold."""
    if not text or _TOKEN.fullmatch(text):
        return text
    return Wrong(
        "太短或含有不可用的字符；请用至少 20 个英文字母、数字、“-”或“_”。",
        "is too short or holds other characters; use at least 20 letters, digits, - or _.",
    )


def billing(demo: bool) -> Callable[[str], str | Wrong]:
    """Answers a reader of where billing is: simulated, http(s)://…, files:FOLDER (made absolute), or none.

    Left empty: simulated in the demo, none otherwise.
    """

    def read(text: str) -> str | Wrong:
        if text in ("", "simulated", "none"):
            return text or ("simulated" if demo else "none")
        if text.startswith("files:") and text != "files:":
            where = folder(text.removeprefix("files:"))
            return where if isinstance(where, Wrong) else f"files:{where}"
        if _is_address(text):
            return text.rstrip("/")
        return Wrong(
            f"“{text}”不行，可写 simulated（模拟）、http://主机:端口、https://…、files:目录 或 none。",
            f'"{text}" will not do; write simulated, http://host:port, https://…, files:FOLDER or none.',
        )

    return read


def _is_address(text: str) -> bool:
    """A plain address: no name and password in it, no query."""
    try:
        url = urlsplit(text)
        port_read = url.port is None or url.port > 0
    except ValueError:
        return False
    bare = not (url.username or url.password or url.query or url.fragment) and text.isascii() and text.isprintable()
    return url.scheme in ("http", "https") and bool(url.hostname) and port_read and bare and " " not in text


def bearer(text: str) -> str | Wrong:
    """Answers the token that another system gave us, or nothing: whatever a header can hold."""
    if not text or (len(text) <= 4096 and re.fullmatch(r"[A-Za-z0-9._~+/=-]+", text)):
        return text
    return Wrong("含有请求头不能使用的字符。", "holds characters that a header cannot carry.")


def log_level(text: str) -> str | Wrong:
    """Answers debug, info, warning or error."""
    if text.lower() in _LOG_LEVELS:
        return text.lower()
    levels = ", ".join(_LOG_LEVELS)
    return Wrong(f"“{text}”不行，可选 {levels}。", f'"{text}" will not do; choose one of {levels}.')


def language(text: str) -> str | Wrong:
    """Answers zh-hans or en, the language of whoever has not chosen one."""
    code = _LANGUAGES.get(text.lower().replace("_", "-"))
    if code is None:
        return Wrong(f"“{text}”不行，可选 zh-hans 或 en。", f'"{text}" will not do; choose zh-hans or en.')
    return code
