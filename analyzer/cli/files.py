"""Writes files whole or not at all, over nothing by accident, and says where a draft's own go."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from ..batch.discovery import VIDEO_SUFFIXES, holds_video
from ..errors import UsageError
from ..fix.place import named
from ..paths import display_path
from . import console


def write_whole(path: Path, pieces: Iterable[str | bytes], *, over: bool = False) -> bool:
    """Write ``pieces`` (text as UTF-8, line ends as they are) to ``path``; return if it was done.

    The file is there in one step and complete, or it is not there. One that exists is left as it
    is, and False returned, unless it may be written ``over``; a video never is. A pipe or a
    device is written to. Raises UsageError with the system's reason where the folder does not
    take it.
    """
    partial = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}.partial")
    try:
        if over and is_video(path):
            raise UsageError("{path}: that is a video and is never written over", path=path)
        if path.exists() and not path.is_file():
            with path.open("wb") as device:
                device.writelines(map(_encoded, pieces))
            return True
        with partial.open("xb") as file:
            file.writelines(map(_encoded, pieces))
        if over:
            partial.replace(path)
            return True
        return named(partial, path)
    except OSError as error:
        raise UsageError(
            "{path}: {what_words}", path=path, what_words=error.strerror or str(error)
        ) from None
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def is_video(path: Path) -> bool:
    """Whether a file is there that is a video by its content, or by its name unless it is empty.

    Raises OSError where that cannot be read.
    """
    try:
        facts = path.stat()
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(facts.st_mode) or not facts.st_size:
        return False
    return path.suffix.lower() in VIDEO_SUFFIXES or holds_video(path)


def beside(drafts: Sequence[Path], suffix: str) -> list[Path]:
    """Where the file with ``suffix`` (``".srt"``) of each draft goes: beside it, under its name.

    ``bread.mp4`` gets ``bread.srt``. Where two drafts would get the same file (``bread.mp4`` and
    ``bread.mov``; letters of either case count as one, as on most disks), or a draft has that
    name, each keeps its whole name: ``bread.mp4.srt``, ``bread.mov.srt``.
    """
    short = {draft: draft.with_suffix(suffix) for draft in drafts}
    whole = {draft: draft.with_name(draft.name + suffix) for draft in drafts}
    taken = {_folded(draft) for draft in drafts}
    targets = dict(short)
    while True:
        counts = Counter(_folded(target) for target in targets.values())
        clashing = [
            draft
            for draft, target in targets.items()
            if target != whole[draft] and (counts[_folded(target)] > 1 or _folded(target) in taken)
        ]
        if not clashing:
            return [targets[draft] for draft in drafts]
        targets |= {draft: whole[draft] for draft in clashing}


class Beside:
    """The files that a run writes beside its drafts, named by all the drafts in a folder.

    A file that is there is left as it is, and that is said, unless it may be written ``over`` or
    this run wrote it. ``drafts`` are the run's own, by their paths as reports write them; a watch
    adds to them.
    """

    def __init__(self, drafts: Mapping[str, Path], *, over: bool) -> None:
        self._drafts = drafts
        self._over = over
        self._targets: dict[tuple[str, Path], dict[Path, Path]] = {}
        self._own: set[Path] = set()

    def put(self, path: str, suffix: str, make: Callable[[], str | bytes]) -> None:
        """Write what is made as the file with ``suffix`` of the draft that reports call ``path``.

        Nothing is made where it would not be written.
        """
        target = self._target(path, suffix)
        over = self._over or target in self._own
        if (over or not target.exists()) and write_whole(target, [make()], over=over):
            self._own.add(target)
        else:
            console.say(
                "{path} is there already and was left as it is; --force writes it anew",
                path=display_path(target),
            )

    def _target(self, path: str, suffix: str) -> Path:
        draft = self._drafts[path]
        key = suffix, draft.parent
        if draft not in self._targets.get(key, {}):
            there = [other for other in self._drafts.values() if other.parent == draft.parent]
            self._targets[key] = dict(zip(there, beside(there, suffix), strict=True))
        return self._targets[key][draft]


def _encoded(piece: str | bytes) -> bytes:
    return piece.encode() if isinstance(piece, str) else piece


def _folded(path: Path) -> str:
    return os.path.normpath(path.absolute()).casefold()
