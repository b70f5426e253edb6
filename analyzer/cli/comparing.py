"""What the option ``--compare`` goes together with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..paths import display_path

ALONE = ("watch", "serve", "fix", "fix_to", "burn_captions", "library")
"""Options that say what to do with drafts, each by itself."""


def refuse_what_makes_no_sense(asked: Mapping[str, Any], paths: Sequence[Path]) -> None:
    """Raise UsageError unless two files are compared, and nothing else is asked for."""
    if asked["paths"]:
        raise UsageError(
            "--compare takes the two cuts and nothing else; leave {path} out",
            path=display_path(paths[0]),
        )
    for option in ALONE:
        if asked[option]:
            raise UsageError(
                "--compare --{option}: only one of the two at a time",
                option=option.replace("_", "-"),
            )
    for path in paths:
        if path.is_dir():
            raise UsageError(
                "--compare {path}: that is a folder; give the two files", path=display_path(path)
            )
    if paths[0] == paths[1] or (paths[0].exists() and _is_same(*paths)):
        raise UsageError(
            "--compare {path}: that is the same file twice", path=display_path(paths[0])
        )


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
