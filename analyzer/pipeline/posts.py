"""Where the text of a draft's post is found: given, in a table, or in a file beside the draft."""

from __future__ import annotations

import unicodedata
from pathlib import Path, PurePath

from ..errors import InputError
from ..media.text_file import read_text
from ..model import PlannedPost, Post, PostSource
from ..settings import Settings
from ..signals.post import parse


def post_of(path: Path, settings: Settings) -> Post | None:
    """The post of the draft at ``path``; None where nobody wrote one.

    ``--caption`` comes before a table, and a table before ``NAME.txt``. A draft that the table
    does not name has a post without text. Raises InputError for a file that cannot be read.
    """
    if settings.caption is not None:
        return parse(PostSource.OPTION, settings.caption)
    if settings.planned is not None:
        planned = next((row for row in settings.planned if names(row, path)), None)
        return parse(
            PostSource.TABLE, planned.text if planned else "", planned.title if planned else ""
        )
    beside = path.with_suffix(".txt")
    try:
        is_there = beside.is_file()
    except OSError as error:
        what = error.strerror or str(error)
        raise InputError(
            "the text file {name} cannot be read: {what}", name=beside.name, what=what
        ) from None
    return parse(PostSource.FILE, read_text(beside)) if is_there else None


def names(row: PlannedPost, path: Path) -> bool:
    """Whether the row is about the draft at ``path``: its name, with or without its ending."""
    asked = _parts(row.file)
    there = _parts(str(path.absolute()))
    there_bare = (*there[:-1], PurePath(there[-1]).stem) if there else there
    return bool(asked) and asked in (there[-len(asked) :], there_bare[-len(asked) :])


def _parts(path: str) -> tuple[str, ...]:
    """Return the parts of a path as they are compared: without case, composed, no ``.``."""
    plain = unicodedata.normalize("NFC", path.strip().replace("\\", "/")).casefold()
    return tuple(part for part in plain.split("/") if part not in ("", "."))
