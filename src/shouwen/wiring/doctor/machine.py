"""The ground it stands on: Python, packages, settings, the data folder and its secret."""

import re
import shutil
import stat
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import shouwen
from shouwen.wiring import secret_key
from shouwen.wiring.data_folder import MEGABYTE, NEEDED
from shouwen.wiring.data_folder import check as check_folder
from shouwen.wiring.environment import Environment, unknown
from shouwen.wiring.finding import Finding, fail, ok, warn
from shouwen.wiring.speech import Sentence
from shouwen.wiring.trouble import Trouble

LOCK = Path(shouwen.__file__).parents[2] / "requirements" / "run.txt"
ROOMY = 2048 * MEGABYTE
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(\s*;)?")


def python(env: Environment) -> Iterator[Finding]:
    """Which Python runs us; one that is too old cannot have come this far."""
    found = ".".join(map(str, sys.version_info[:3]))
    yield ok("python", found=Sentence(f"Python {found}", f"Python {found}"))


def packages(env: Environment) -> Iterator[Finding]:
    """Every package in the version that was locked and tested."""
    if not LOCK.exists():
        yield ok("packages", found=Sentence("未附带锁定文件，不作比较", "installed without its lock file"))
        return
    drifted = drift(LOCK.read_text(encoding="utf-8"))
    if drifted:
        yield warn(
            "packages",
            found=Sentence(f"与锁定版本不一致：{'，'.join(drifted)}", f"not as locked: {', '.join(drifted)}"),
            mend=Sentence("执行 make clean 后再 make up。", "run make clean, then make up."),
        )
    else:
        yield ok("packages", found=Sentence("与锁定文件一致", "as locked"))


def drift(lock: str) -> list[str]:
    """Answers the packages whose installed version differs from the lock's, as "name 1.0 ≠ 1.1"."""
    different = []
    for name, wanted, conditional in (pin.groups() for pin in map(_PIN.match, lock.splitlines()) if pin):
        try:
            installed = version(name)
        except PackageNotFoundError:
            # A pin with a condition (another system, another Python) may rightly be absent here.
            installed = wanted if conditional else "–"
        if installed != wanted:
            different.append(f"{name} {installed} ≠ {wanted}")
    return different


def settings(env: Environment) -> Iterator[Finding]:
    """Settings that are allowed but dangerous or without effect."""
    sound = True
    for name in unknown():
        sound = False
        yield warn(
            "settings",
            found=Sentence(f"{name} 不是首问的设置，不起作用", f"{name} is no setting of ours and does nothing"),
            mend=Sentence("去掉它，或改成正确的名字。", "remove it or correct its name."),
        )
    if env.debug:
        sound = False
        yield warn(
            "settings",
            found=Sentence("SHOUWEN_DEBUG 已打开，出错时会泄露内情", "SHOUWEN_DEBUG is on, errors show internals"),
            mend=Sentence("正式使用时去掉它。", "remove it where real people work."),
        )
    if env.host not in ("127.0.0.1", "localhost", "::1") and not env.https:
        sound = False
        yield warn(
            "settings",
            found=Sentence("对外监听但未用 HTTPS，口令会明文传输", "open to others without HTTPS: passwords in clear"),
            mend=Sentence(
                "放在 HTTPS 反向代理之后，并设 SHOUWEN_HTTPS=1。",
                "put it behind an HTTPS proxy, set SHOUWEN_HTTPS=1.",
            ),
        )
    if "*" in env.allowed_hosts:
        sound = False
        yield warn(
            "settings",
            found=Sentence("SHOUWEN_ALLOWED_HOSTS 接受任何主机名", "SHOUWEN_ALLOWED_HOSTS takes any name"),
            mend=Sentence("写明浏览器使用的主机名。", "name the hosts that browsers use."),
        )
    if sound:
        yield ok("settings", found=Sentence("没有可疑之处", "nothing suspicious"))


def data_folder(env: Environment) -> Iterator[Finding]:
    """Writable, with room to grow."""
    try:
        check_folder(env.data)
    except Trouble as trouble:
        found = Sentence(f"{env.data} 不能使用", f"{env.data} cannot be used")
        yield fail("data-folder", found=found, mend=trouble.sentence)
        return
    if stat.S_IMODE(env.data.stat().st_mode) & 0o077:
        yield warn(
            "data-folder",
            found=Sentence(f"{env.data} 其他用户也能进入", f"{env.data} is open to other users of this machine"),
            mend=Sentence(f"执行 chmod 700 {env.data}。", f"run chmod 700 {env.data}."),
        )
    free = shutil.disk_usage(env.data).free
    found = Sentence(f"{env.data} 可写，剩余 {free // MEGABYTE} MB", f"{env.data} writable, {free // MEGABYTE} MB free")
    if free < ROOMY:
        least = NEEDED // MEGABYTE
        mend = Sentence(
            f"尽快腾出空间；低于 {least} MB 将无法启动。", f"make room soon; under {least} MB it won't start."
        )
        yield warn("data-folder", found=found, mend=mend)
    else:
        yield ok("data-folder", found=found)


def database_disk(env: Environment) -> Iterator[Finding]:
    """An SQLite file outside the data folder has room to grow, too; a server's disk is its own affair."""
    folder = Path(env.database.name).parent
    if env.database.engine != "sqlite" or folder == env.data or not folder.is_dir():
        return
    free = shutil.disk_usage(folder).free
    found = Sentence(f"{folder} 剩余 {free // MEGABYTE} MB", f"{folder} has {free // MEGABYTE} MB free")
    if free < ROOMY:
        yield (fail if free < NEEDED else warn)(
            "database-disk",
            found=found,
            mend=Sentence("腾出空间，或把数据库移到别处。", "make room, or move the database."),
        )
    else:
        yield ok("database-disk", found=found)


def secret(env: Environment) -> Iterator[Finding]:
    """Hard to guess, and for its owner's eyes only."""
    path = env.data / secret_key.FILE
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield fail(
            "secret-key",
            found=Sentence(f"{path} 其他用户也能读取", f"{path} can be read by others"),
            mend=Sentence(f"执行 chmod 600 {path}。", f"run chmod 600 {path}."),
        )
    elif secret_key.weak(env.secret_key):
        yield fail(
            "secret-key",
            found=Sentence("密钥太弱，可能被猜中", "the key is weak and could be guessed"),
            mend=Sentence(
                f"删除 {path} 后重启，会生成新密钥（所有人需重新登录）。",
                f"delete {path} and restart: a new one is made (everybody signs in again).",
            ),
        )
    else:
        yield ok("secret-key", found=Sentence("强度足够，仅属主可读", "strong, and read by its owner only"))
