"""Where a mended file goes: beside its draft in one step and whole, over nothing of anybody's."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from typing import NamedTuple

from ..errors import MendError
from ..scratch import lock

PARTIAL = ".partial"
"""How the name ends under which a file is written that is not whole yet."""


class State(NamedTuple):
    """What tells that a file is what it was: device, inode, size and time."""

    device: int
    inode: int
    size: int
    written: int


def state(path: Path) -> State:
    """The state of the file; raises MendError where it is gone."""
    try:
        facts = path.stat()
    except OSError:
        raise MendError("the draft is gone; nothing was written") from None
    return State(facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns)


def refuse_taken(target: Path, draft: Path, *, force: bool) -> None:
    """Raise MendError where the target is the draft itself, or is there and may not be replaced."""
    if not os.path.lexists(target):
        return
    with contextlib.suppress(OSError):
        if target.samefile(draft):
            raise MendError("{path} is the draft itself; nothing was written", path=target)
    if target.is_dir() or not force:
        raise MendError(
            "{path} is there already and was left as it is; --force writes it anew", path=target
        )


@contextmanager
def partial(target: Path) -> Iterator[Path]:
    """A file beside the target to write to, gone in the end unless it got its name.

    What a killed run left of the same target is removed. Raises MendError where the folder takes
    no file.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        sweep(target)
        path = target.with_name(f"{_stem(target)}{secrets.token_hex(4)}{PARTIAL}")
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o644)
    except OSError as error:
        raise MendError(
            "{path}: {what_words}", path=target.parent, what_words=error.strerror or str(error)
        ) from None
    try:
        if os.name != "nt":  # ffmpeg could not write to it there
            lock(descriptor)
        yield path
    finally:
        os.close(descriptor)
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def put(path: Path, target: Path, *, force: bool) -> None:
    """Give the whole file its name in one step; raises MendError where another took it."""
    try:
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        if force:
            path.replace(target)
        elif not named(path, target):
            raise MendError(
                "{path} is there already and was left as it is; --force writes it anew",
                path=target,
            )
    except OSError as error:
        raise MendError(
            "{path}: {what_words}", path=target, what_words=error.strerror or str(error)
        ) from None


def named(partial: Path, path: Path) -> bool:
    """Give ``partial`` its name, where nothing has that name; no other process can come between."""
    try:
        path.hardlink_to(partial)
    except FileExistsError:
        return False
    except OSError:  # exFAT and some network folders know no links: an empty file holds the name
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError:
            return False
        partial.replace(path)
    return True


def sweep(target: Path) -> None:
    """Remove what was left of this target by a process that is gone: nobody holds a lock on it."""
    for path in target.parent.glob(f"{escape(_stem(target))}*{PARTIAL}") if os.name != "nt" else ():
        with contextlib.suppress(OSError), path.open("rb+") as file:
            lock(file.fileno())
            path.unlink()


def _stem(target: Path) -> str:
    """How the names begin under which it is written before it is whole."""
    return f".{target.name[:60]}."
