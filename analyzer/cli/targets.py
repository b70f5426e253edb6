"""Where reports go, and what they are never written over: a video, a draft, each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ..errors import UsageError
from .files import is_video

STDOUT = "-"
"""The target that is standard output."""


def refuse_bad_targets(targets: Mapping[str, str | None], drafts: Sequence[Path]) -> None:
    """Raise UsageError where a report cannot go where it is asked to, by option.

    That is onto a draft or any other video, whatever its name and however it is linked, onto
    another report, onto a folder, or into one that is not there.
    """
    files = {option: Path(t) for option, t in targets.items() if t and t != STDOUT}
    if sum(target == STDOUT for target in targets.values()) > 1:
        raise UsageError("only one report can go to standard output; give the others a file")
    seen: dict[Path, str] = {}
    for option, path in files.items():
        real = path.resolve()
        if real in seen:
            raise UsageError(
                "{option} {path}: {other} goes there too",
                option=option,
                path=path,
                other=seen[real],
            )
        seen[real] = option
        if not path.parent.is_dir():
            raise UsageError(
                "{option} {path}: there is no such folder; make it first", option=option, path=path
            )
        if path.is_dir():
            raise UsageError(
                "{option} {path}: that is a folder; name a file in it", option=option, path=path
            )
    existing = {option: path for option, path in files.items() if path.exists()}
    known = {_identity(draft) for draft in drafts} if existing else set()
    for option, path in existing.items():
        if _identity(path) in known - {None}:
            raise UsageError(
                "{option} {path}: that is a draft; give the report another name",
                option=option,
                path=path,
            )
        if is_video(path):
            raise UsageError(
                "{option} {path}: that is a video; give the report another name",
                option=option,
                path=path,
            )


def _identity(path: Path) -> tuple[int, int] | None:
    """Device and inode, which all names of a file share."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino
