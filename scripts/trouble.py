"""Say why a set-up failed, and what to do about it."""

from __future__ import annotations

import errno
import re
import sys

from door import ROOT, VENV, read

LOG = VENV + ".log"
"""Where everything goes that pip prints."""
SIGNS = {
    "No space left|not enough space": "The disk is full: make room",
    "NewConnection|ConnectTimeout|ReadTimeout|name resolution|Network is unreach|ProxyError": (
        "The package index cannot be reached: get online, or set the proxy"
    ),
    "No matching distribution|requires a different Python": (
        "A package has no build for this Python ({}.{}) on this machine: install Python 3.11 "
        "beside it".format(*sys.version_info[:2])
    ),
}
"""What pip says in its log, and what to do about it; the first that is found counts."""


def tail() -> str:
    """Return the end of the log, and where the rest is."""
    lines = [line for line in read(LOG).splitlines() if line.strip() and "WARNING" not in line]
    return "\n".join(["", *(f"    {line}" for line in lines[-12:]), "", f"The whole log: {LOG}"])


def advice() -> str:
    """Return what to do about the failure that the log tells of."""
    log = read(LOG)
    for sign, act in SIGNS.items():
        if re.search(sign, log):
            return f"{act}, and run it again: it goes on."
    return "Solve what pip says below, and run it again: it goes on."


def explain(error: OSError) -> str:
    """Return what an error of the system means for a set-up, and what to do about it."""
    if error.errno == errno.ENOSPC:
        return "the disk is full: make room and run it again, it goes on."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"set-up cannot write in {ROOT} ({error.strerror}): move the project to a folder of "
            "yours, or change that one's permissions; on Windows, also close what is running."
        )
    return f"set-up stopped: {error}. Run it again, and it goes on."
