"""Temporary folders that do not outlive their owner: what a killed run left, the next one removes.

Whoever owns a folder holds a lock on the marker in it for as long as its process lives, however
that ends. A folder without a marker is somebody else's and is never touched.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType

MARKER = ".short-draft-analyzer"
"""The locked file in each folder."""

PAGE_PREFIX = "draft-report-"
"""Folders of pages that were shown and not kept."""

PREFIXES = ("drafts-", "dropped-", PAGE_PREFIX)

PAGE_SECONDS = 86_400.0
"""Seconds for which a page stays after its run: somebody may still be reading it."""


class Scratch:
    """A private temporary folder (mode 0700), removed when it is closed, or by ``sweep``."""

    def __init__(self, prefix: str) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=prefix))
        fresh = self.path / f"{MARKER}.new"
        self._marker = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        lock(self._marker)
        with contextlib.suppress(PermissionError):  # Windows renames no open file
            fresh.rename(self.path / MARKER)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder with all that is in it; what cannot be removed is left."""
        self.leave()
        shutil.rmtree(self.path, ignore_errors=True)

    def leave(self) -> None:
        """Let go of the folder and leave it to a later ``sweep``."""
        if self._marker >= 0:
            os.close(self._marker)
            self._marker = -1


def sweep(folder: Path | None = None) -> int:
    """Remove the folders whose owner is gone, and return how many; never fails."""
    removed = 0
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder or tempfile.gettempdir()):
            if entry.name.startswith(PREFIXES) and _is_left_over(entry):
                shutil.rmtree(entry.path, ignore_errors=True)
                removed += 1
    return removed


def _is_left_over(entry: os.DirEntry[str]) -> bool:
    """Whether the folder is ours, its owner is gone, and nobody reads what is in it."""
    try:
        facts = entry.stat(follow_symlinks=False)
        if not entry.is_dir(follow_symlinks=False) or facts.st_uid != _user():
            return False
        if entry.name.startswith(PAGE_PREFIX) and time.time() - facts.st_mtime < PAGE_SECONDS:
            return False
        marker = _marker_in(Path(entry.path))
        with marker.open("rb+") as file:
            lock(file.fileno())
    except OSError:
        return False
    return True


def _marker_in(folder: Path) -> Path:
    marker = folder / MARKER
    return marker if marker.exists() or os.name != "nt" else folder / f"{MARKER}.new"


def _user() -> int:
    """The user's number; 0 on Windows, as its files have it."""
    return os.getuid() if sys.platform != "win32" else 0


def lock(file: int) -> None:
    """Lock an open file for this process; raises OSError where another one holds it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
