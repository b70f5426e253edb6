"""What a file is told by: where it lies, the state that it is in, and a digest of its bytes."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import Any, NamedTuple


class Identity(NamedTuple):
    """A file, the state that it was in, and the digest of the bytes that it held then."""

    path: Path
    state: bytes
    content: str


def key_of(path: Path) -> bytes:
    """Where the file lies."""
    return os.fsencode(path.absolute())


def state_of(path: Path) -> bytes:
    """What changes when the file does: its size, its times, its place on the disk."""
    facts = path.stat()
    parts = (facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_dev, facts.st_ino)
    return b" ".join(b"%d" % part for part in parts)


def digest_of(path: Path) -> str | None:
    """The digest of its bytes; None for what is no ordinary file and may never end, as a pipe."""
    if not stat.S_ISREG(path.stat().st_mode):
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, _digest).hexdigest()


def _digest() -> Any:
    return hashlib.blake2b(digest_size=16)
