"""What a child process of ours does before it becomes what it is started for."""

import ctypes
import signal
import sys

_PR_SET_PDEATHSIG = 1


def follow_parent() -> None:
    """Asks the kernel to end this process when its parent is gone, even if that was killed outright (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
