"""Troubles that a person can mend become a sentence; whatever else happens is a bug and keeps its trace."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from shouwen.handbook.problems import EditionError
from shouwen.wiring.bad_setting import BadSettings
from shouwen.wiring.speech import Sentence, spoken
from shouwen.wiring.trouble import Trouble


@contextmanager
def told() -> Iterator[None]:
    """Says mendable troubles on stderr without a stack trace and exits 1."""
    try:
        yield
    except BadSettings as bad:
        _leave(*bad.sentences(spoken()))
    except Trouble as trouble:
        _leave(str(trouble))
    except BrokenPipeError:
        # The reader (head, less) has gone; there is nobody left to tell.
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        _leave(str(sentence))


def _leave(*sentences: str) -> None:
    for sentence in sentences:
        print(f"shouwen: {sentence}", file=sys.stderr)
    sys.exit(1)


def _sentence(error: Exception) -> Sentence | None:
    words = str(error).lower()
    if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT) or "disk is full" in words:
        return Sentence(
            "磁盘已满，没有写入不完整的内容；请腾出空间后重新执行。",
            "the disk is full and nothing was half written; make room and run it again.",
        )
    if isinstance(error, EditionError):
        return Sentence(f"规则版本不能使用：\n{error}", f"the edition cannot be used:\n{error}")
    if type(error).__name__ != "OperationalError":
        return None
    if "no such table" in words:
        return Sentence(
            "数据库还没有建表；请先执行 shouwen migrate。",
            "the database has no tables yet; run shouwen migrate first.",
        )
    if "disk i/o error" in words:
        return Sentence(
            "数据库所在的磁盘写不进去：已满或有故障；请检查后重新执行。",
            "the disk under the database takes nothing: it is full or broken; check it and run this again.",
        )
    if "locked" in words:
        return Sentence(
            "数据库正忙，另一个进程长时间占用写锁；请稍后再试。",
            "the database is busy, another process holds its write lock; try again shortly.",
        )
    if "readonly" in words or "unable to open" in words:
        return Sentence(
            f"数据库文件打不开或不可写（{error}）；请检查 SHOUWEN_DATA 目录及其权限。",
            f"the database file cannot be opened or written ({error}); check SHOUWEN_DATA and its rights.",
        )
    if "connect" in words or "authentication" in words or "does not exist" in words:
        line = str(error).strip().splitlines()[0]
        return Sentence(
            f"连不上数据库（{line}）；请检查 SHOUWEN_DATABASE_URL 以及数据库是否在运行。",
            f"cannot reach the database ({line}); check SHOUWEN_DATABASE_URL and that the server is running.",
        )
    return None
