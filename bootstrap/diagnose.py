"""Say why a set-up failed, and what to do about it."""

from __future__ import annotations

import errno
import re
import sys

from bootstrap.environment import LOG, ROOT, read
from bootstrap.words import said

CAUSES = {
    "No space left|not enough space": "The disk is full: make room, and run it again: it goes on.",
    "NewConnection|ConnectTimeout|ReadTimeout|name resolution|Network is unreach|ProxyError": (
        "The package index cannot be reached: get online, or set the proxy, and run it again: it "
        "goes on."
    ),
    "DO NOT MATCH THE HASHES": (
        "A package is another one than was locked, so it was not installed. Empty pip's cache "
        "(python3 -m pip cache purge), see which index it asks (python3 -m pip config list), and "
        "run it again. If it stays so, tell whoever keeps the project."
    ),
    "No matching distribution|requires a different Python": (
        "A locked package has no build for this machine with Python {major}.{minor}, or has left "
        "the index. Install Python 3.11 beside it, or get the newest version of the project, and "
        "run it again."
    ),
}
"""What an installer says in its log, and what to do about it; the first that is found counts."""


def last() -> str:
    """Return what the last command said."""
    return read(LOG).rpartition("\n$ ")[2]


def tail() -> str:
    """Return the end of what the last command said, and where the rest is."""
    lines = [line for line in last().splitlines() if line.strip() and "WARNING" not in line]
    return "\n".join(
        ["", *(f"    {line}" for line in lines[-12:]), "", said("The whole log: {log}", log=LOG)]
    )


def advice() -> str:
    """Return what to do about the failure of the last command."""
    log = last()
    for sign, act in CAUSES.items():
        if re.search(sign, log):
            return said(act, major=sys.version_info[0], minor=sys.version_info[1])
    return said("Solve what pip says below, and run it again: it goes on.")


def explain(error: OSError) -> str:
    """Return what an error of the system means for a set-up, and what to do about it."""
    if error.errno == errno.ENOSPC:
        return said("the disk is full: make room and run it again, it goes on.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return said(
            "set-up cannot write in {folder} ({what}): move the project to a folder of yours, or "
            "change that one's permissions; on Windows, also close what is running.",
            folder=ROOT,
            what=error.strerror,
        )
    return said("set-up stopped: {what}. Run it again, and it goes on.", what=error)
