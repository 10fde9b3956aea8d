"""The data folder: whether it can hold a desk, and that only one desk lives in it."""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO

from shouwen.wiring.trouble import Trouble

MEGABYTE = 1024 * 1024
NEEDED = 200 * MEGABYTE
LOCK = "running.lock"


def make(data: Path) -> None:
    """Makes the folder where it is missing, for its owner only: customers' papers will lie in it."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)


def check(data: Path) -> None:
    """Guarantees that the folder takes files and has room. Raises Trouble with the sentence that mends it."""
    try:
        make(data)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        raise Trouble(
            zh=f"数据目录 {data} 无法写入（{error.strerror}）；请改权限，或用 SHOUWEN_DATA 指定另一个目录。",
            en=f"the data folder {data} cannot be written ({error.strerror}); "
            "mend its rights or name another with SHOUWEN_DATA.",
        ) from error
    free = shutil.disk_usage(data).free
    if free < NEEDED:
        raise Trouble(
            zh=f"磁盘空间不足：{data} 只剩 {free // MEGABYTE} MB，至少要 {NEEDED // MEGABYTE} MB；请腾出空间后重试。",
            en=f"the disk is nearly full: {data} has {free // MEGABYTE} MB left, at least "
            f"{NEEDED // MEGABYTE} MB are needed; make room and try again.",
        )


def take(data: Path) -> IO[str]:
    """Takes the folder for this process until the answered file is closed or the process ends in any way.

    Raises Trouble when another running instance has it.
    """
    # Opened for appending: the holder's number must survive until we know that the folder is ours.
    file = (data / LOCK).open("a+", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        pid = file.read().strip() or "?"
        file.close()
        raise Trouble(
            zh=f"数据目录 {data} 已有一个首问在运行（进程 {pid}）；请先停掉它，或用 SHOUWEN_DATA 指定另一个目录。",
            en=f"another Shouwen (process {pid}) runs on the data folder {data}; "
            "stop it first or name another folder with SHOUWEN_DATA.",
        ) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file
