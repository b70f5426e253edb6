"""Let one set-up work at a time, between processes."""

from __future__ import annotations

import contextlib
import errno
import sys
import time
from collections.abc import Iterator

from bootstrap.environment import VENV
from bootstrap.progress import say

LOCK = VENV + ".lock"


@contextlib.contextmanager
def only_one_at_a_time() -> Iterator[int]:
    """Hold the project's set-up lock, and give its file descriptor."""
    with open(LOCK, "ab") as file:
        if not lock_now(file.fileno()):
            say("Another start is setting up: waiting for it.")
            while not lock_now(file.fileno()):
                time.sleep(0.3)
        yield file.fileno()


def lock_now(file: int) -> bool:
    """Whether ``file`` is locked for us now; closing it, or dying, gives it back."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        if error.errno not in (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS):
            raise
    return True
