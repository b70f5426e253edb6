"""Writes a file whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from analyzer.errors import UsageError


def write_whole(path: Path, pieces: Iterable[str], *, encoding: str = "utf-8") -> None:
    """Write ``pieces`` to ``path``, in place of a file that is there.

    The file is written under another name in the same folder first, so that an interrupted or
    full disk leaves the old one as it was. Raises UsageError where it cannot be written.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("w", encoding=encoding, newline="") as file:
            file.writelines(pieces)
        partial.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from None
    finally:
        partial.unlink(missing_ok=True)
