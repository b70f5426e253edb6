"""The table of planned posts that ``--captions-from`` names."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from ..errors import UsageError
from ..media.text_file import read_text
from ..model import PlannedPost

DELIMITERS = ",;\t"
"""What parts the cells of a row: commas, or as spreadsheets write it on the continent."""


def read_planned(path: Path) -> tuple[PlannedPost, ...]:
    """Return the rows of the table at ``path``: columns ``file``, ``title`` and ``caption``.

    A title may be missing. Raises UsageError for a table without the others, for a row that names
    no file and for two that name the same one; InputError where it cannot be read.
    """
    text = read_text(path)
    head = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [name.strip().casefold() for name in next(rows, [])]
    missing = [name for name in ("file", "caption") if name not in columns]
    if missing:
        raise UsageError(
            "--captions-from {name}: there is no column {missing}; the first line has to name the "
            "columns file, title and caption",
            name=path.name,
            missing=" and ".join(missing),
        )
    planned: dict[str, PlannedPost] = {}
    for cells in rows:
        row = dict(zip(columns, cells, strict=False))
        if not any(cell.strip() for cell in cells):
            continue
        file = row.get("file", "").strip()
        if not file or file.casefold() in planned:
            raise UsageError(
                "--captions-from {name}: line {line} names {what}",
                name=path.name,
                line=rows.line_num,
                what=f"{file} a second time" if file else "no file",
            )
        planned[file.casefold()] = PlannedPost(file, row.get("title", ""), row.get("caption", ""))
    return tuple(planned.values())
