"""The options of ``--fix``, and where the mended files go."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..choices import nearest
from ..errors import UsageError
from ..paths import MENDED
from .console import Say

if TYPE_CHECKING:
    from ..model import Report
    from ..settings import Mending

KINDS = ("frame", "sound", "start", "file")
"""The kinds of edits."""

STYLES = ("plain", "boxed", "karaoke")
"""The ways in which captions are drawn."""

SUFFIX = f"{MENDED}.mp4"
"""What the name of a mended file ends in."""


def add(add: Any, say: Say) -> None:
    """Add the options to a parser's group."""
    add("--fix", action="store_true",
        help=say("mend what can be mended, into NAME.fixed.mp4 beside each draft"))  # fmt: skip
    add("--fix-to", metavar="FOLDER", help=say("put the mended files there"))
    add("--fix-only", metavar="LIST", default=",".join(KINDS),
        help=say("what to mend: {kinds} (default: all)", kinds=", ".join(KINDS)))  # fmt: skip
    add("--burn-captions", choices=STYLES, help=say("write the words into the picture, too"))


def checked(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The options as they are meant; raises UsageError where they make no sense."""
    kinds = tuple(dict.fromkeys(k.strip() for k in asked["fix_only"].split(",") if k.strip()))
    for kind in kinds:
        if kind not in KINDS:
            raise UsageError(
                "--fix-only {asked}: invalid choice{nearest_words}; choose from {known}",
                asked=kind,
                known=", ".join(KINDS),
                **nearest(kind.lower(), KINDS),
            )
    if not kinds and not asked["burn_captions"]:
        raise UsageError("--fix-only: name what to mend, of {known}", known=", ".join(KINDS))
    if asked["burn_captions"] and asked["no_transcript"]:
        raise UsageError(
            "--burn-captions --no-transcript: captions are made of the words, so there would be "
            "nothing to write; leave one of the two out"
        )
    if asked["serve"] and (asked["fix"] or asked["fix_to"] or asked["burn_captions"]):
        raise UsageError("--serve --fix: the page has a button for each draft; leave --fix out")
    is_asked = asked["fix"] or asked["fix_to"] or asked["burn_captions"] or set(kinds) != {*KINDS}
    return {"fix": bool(is_asked), "fix_only": kinds}


class Places:
    """Where the mended file of each draft goes: beside it, or below a folder as the drafts lie.

    ``paths`` are those that were given, ``drafts`` the run's own, to which a watch adds.
    """

    def __init__(
        self, paths: Sequence[Path], drafts: Mapping[str, Path], folder: Path | None
    ) -> None:
        self._drafts = drafts
        self._folder = folder
        self._tops = [(path if path.is_dir() else path.parent).absolute() for path in paths]

    def __call__(self, draft: Path) -> Path:
        """The mended file's path."""
        if self._folder is None:
            return self._beside(draft)
        asked = self._below(draft)
        clashes = [other for other in self._drafts.values() if self._below(other) == asked]
        if len(clashes) < 2:
            return self._folder / asked
        return self._folder / os.path.relpath(self._beside(draft).absolute(), _common(self._tops))

    def _beside(self, draft: Path) -> Path:
        from .files import beside

        there = [other for other in self._drafts.values() if other.parent == draft.parent]
        named = dict(zip(there, beside(there, SUFFIX), strict=True))
        return named.get(draft, draft.with_suffix(SUFFIX))

    def _below(self, draft: Path) -> Path:
        """The mended file's path below the folder that was given."""
        target = self._beside(draft).absolute()
        top = next((top for top in self._tops if target.is_relative_to(top)), target.parent)
        return target.relative_to(top)


def planned(report: Report, mending: Mending) -> Report:
    """The report with what ``--fix`` would do, unless it holds what was done."""
    from msgspec.structs import replace

    from ..fix.planning import outline

    if report.fix is not None or report.probe is None:
        return report
    return replace(report, fix=outline(report, mending))


def _common(folders: Sequence[Path]) -> str:
    """The folder above all of them."""
    try:
        return os.path.commonpath(folders)
    except ValueError:  # drives of Windows
        return str(folders[0])
