"""Ending with the process that started this one: a server that is killed outright (kill -9, no memory) leaves nothing running."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1  # Linux, prctl(2)


def tie() -> Callable[[], None] | None:
    """A `preexec_fn` for a child: the kernel sends it SIGTERM when this thread's process ends.

    The main thread must call it, because the signal comes when the thread that started the child ends. None where there is no Linux.
    """
    if sys.platform != "linux":
        return None
    parent, prctl = os.getpid(), ctypes.CDLL(None, use_errno=True).prctl

    def tied() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died between the fork and here
            os._exit(1)

    return tied
