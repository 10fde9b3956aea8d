"""The steps of the set-up: done once per change of their inputs, and in plain words when they fail.

Kept to the syntax of Python 3.6, as is `prepare.py`.
"""

import hashlib
import os
import subprocess
import sys
from typing import Callable, NoReturn

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
STAMPS = os.path.join(VENV, "stamps")
LAST_LINES = 12

# What the tools say when the cause lies outside of us, and the sentence that mends it.
CAUSES = [
    (
        ("no space left", "enospc"),
        "磁盘已满；请腾出空间后重试，已完成的步骤不会重做。",
        "the disk is full; make room and try again, finished steps are not repeated.",
    ),
    (
        ("do not match the hashes", "eintegrity"),
        "下载的软件包与锁定的校验值不符，没有安装；请检查镜像源后重试。",
        "a package is not the one that was locked and was not installed; check your mirror and try again.",
    ),
    (
        ("no matching distribution", "etarget", "e404"),
        "软件源里没有锁定的版本；请换一个完整的镜像源后重试。",
        "the registry lacks a locked version; use a complete mirror and try again.",
    ),
    (
        ("name resolution", "enotfound", "eai_again", "etimedout", "econnrefused", "timed out", "newconnectionerror"),
        "连不上软件源；请检查网络、代理或镜像源设置后重试。",
        "the package registry cannot be reached; check network, proxy or mirror and try again.",
    ),
    (
        ("permission denied", "eacces"),
        "没有写入权限；请检查这个目录属于谁。",
        "something may not be written; check whom this folder belongs to.",
    ),
]


def choose(zh: str, en: str) -> str:
    """The one of two sentences that the person at this terminal reads."""
    names = ("SHOUWEN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    wish = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return zh if wish.lower().startswith("zh") else en


def say(zh: str, en: str) -> None:
    """Says what is being done."""
    print("· " + choose(zh, en), flush=True)


def fail(zh: str, en: str, output: str = "") -> NoReturn:
    """Ends the set-up with the last lines of what a tool said and the sentence that mends it."""
    for line in output.strip().splitlines()[-LAST_LINES:]:
        print("  " + line, file=sys.stderr)
    print("shouwen: " + choose(zh, en), file=sys.stderr)
    sys.exit(1)


def run(command: list) -> None:
    """Runs one tool in the project's folder; its output is shown only when it fails."""
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode == 0:
        return
    output = done.stdout.decode("utf-8", "replace")
    for signs, zh, en in CAUSES:
        if any(sign in output.lower() for sign in signs):
            fail(zh, en, output)
    name = " ".join(os.path.basename(word) for word in command[:3])
    fail(
        "%s 没有成功（返回码 %d）；原因见上面几行。" % (name, done.returncode),
        "%s failed (exit code %d); the lines above say why." % (name, done.returncode),
        output,
    )


def once(name: str, inputs: list, do: Callable, words: tuple, made: str = "") -> None:
    """Does a step unless its inputs are those of the last time and what it made is still there."""
    if stamped(name, inputs) and os.path.exists(os.path.join(ROOT, made)):
        return
    say(*words)
    path = os.path.join(STAMPS, name)
    if os.path.exists(path):
        os.remove(path)
    do()
    os.makedirs(STAMPS, exist_ok=True)
    with open(path, "w") as file:
        file.write(_digest(inputs))


def stamped(name: str, inputs: list) -> bool:
    """Whether the step was finished with exactly these inputs, in this very folder."""
    try:
        with open(os.path.join(STAMPS, name)) as file:
            return file.read() == _digest(inputs)
    except OSError:
        return False


def _digest(inputs: list) -> str:
    # The folder counts too: what is installed editable points at it.
    digest = hashlib.sha256(ROOT.encode())
    for name in inputs:
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(hashlib.sha256(file.read()).digest())
    return digest.hexdigest()
