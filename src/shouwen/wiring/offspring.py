"""What a child process of ours does before it becomes what it is started for."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def follow_parent(by: signal.Signals = signal.SIGTERM, *, parent: int | None = None) -> None:
    """Asks the kernel to end this process when its parent is gone, even if that was killed outright (Linux only).

    `parent`, where it is known, is the process that must still be there: one that died before we asked is followed too.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(by))
        if parent is not None and os.getppid() != parent:
            os.kill(os.getpid(), by)
