"""Finds the drafts among the files and folders that somebody names."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import InputError
from ..paths import MENDED

VIDEO_SUFFIXES = frozenset({
    ".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".mpg", ".mpeg",
    ".ts", ".mts", ".m2ts", ".3gp", ".flv", ".wmv", ".ogv", ".mxf",
})  # fmt: skip

SOUND_SUFFIXES = frozenset({
    ".aac", ".aif", ".aiff", ".flac", ".m4a", ".m4b", ".mka", ".mp3", ".oga", ".ogg", ".opus",
    ".wav",
})  # fmt: skip
"""Sounds that a track of the user's own may lie in."""

OTHER_SUFFIXES = SOUND_SUFFIXES | {
    ".avif", ".cr3", ".heic", ".heif", ".jpeg", ".jpg", ".mks", ".png", ".srt", ".vtt", ".webp",
    ".wma",
}  # fmt: skip
"""Sounds, pictures and captions: some of them live in the same containers as videos."""

SHARED_SUFFIXES = frozenset({".ts", ".mts"})
"""Names that videos share with source code (TypeScript): their content decides."""

PARTIAL_SUFFIXES = frozenset({
    ".!qb", ".aria2", ".crdownload", ".download", ".opdownload", ".part", ".partial", ".tmp",
    ".ytdl",
})  # fmt: skip
"""What browsers and downloaders call a file that is not all there yet."""

STILL_BRANDS = frozenset({b"avif", b"avis", b"crx ", b"heic", b"heix", b"M4A ", b"M4B ", b"mif1"})
"""Major brands of ISO media files that are a picture or a sound."""


MAGIC = (
    b"\x1a\x45\xdf\xa3",  # Matroska and WebM
    b"FLV\x01",
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",  # ASF
    b"\x00\x00\x01\xba",  # MPEG program stream
    b"\x06\x0e\x2b\x34\x02\x05\x01\x01",  # MXF
)
"""How containers begin that begin with a signature."""

SYNC = 0x47
"""How a packet of MPEG-TS begins: every 188 bytes, or every 192 where each has a clock before."""

PASSED_OVER = " (passed over: {passed_counts})"
"""What follows where something was."""

PASSED_KINDS = (
    "hidden", "not downloaded completely", "unreadable", "reached twice", "mended already",
)  # fmt: skip
"""What is passed over, in words, in the order of the fields of ``Found``."""


@dataclass
class Found:
    """The drafts that were found, in natural order, and what was passed over."""

    drafts: list[Path] = field(default_factory=list)
    hidden: int = 0
    """Files and folders whose name begins with a dot."""
    partial: int = 0
    """Downloads that are not complete."""
    broken: int = 0
    """Links that lead nowhere and folders that may not be read."""
    repeated: int = 0
    """Further ways to a file that is there already."""
    mended: int = 0
    """What ``--fix`` made."""


def discover_tracks(paths: Iterable[Path]) -> Found:
    """The sounds and videos under ``paths``, in the same way; none where there are none."""
    return discover(paths, may_be_empty=True, wanted=is_track)


def discover(
    paths: Iterable[Path],
    *,
    may_be_empty: bool = False,
    wanted: Callable[[Path], bool] | None = None,
) -> Found:
    """The drafts under ``paths``: files as they are given, folders searched to any depth.

    A file in a folder is a draft by its content, or by its name where the content says nothing.
    The same file reached twice is taken once; two hard links are two files. ``draft2`` comes
    before ``draft10``. Raises InputError where folders are given and no draft is
    found, unless it ``may_be_empty``.
    """
    found = Found()
    seen: set[str] = set()
    empty: list[Path] = []
    for path in paths:
        candidates = [path]
        if path.is_dir():
            candidates = list(_drafts_under(path, found, wanted or is_draft))
            if not candidates:
                empty.append(path)
        for draft in candidates:
            real = os.path.realpath(draft)
            if real in seen:
                found.repeated += 1
            else:
                seen.add(real)
                found.drafts.append(draft)
    if empty and not found.drafts and not may_be_empty:
        counts = passed_over(found)
        raise InputError(
            "{path}: there is no video in this folder{passed_words}",
            path=empty[0],
            passed_words=PASSED_OVER if counts else "",
            passed_counts=counts,
        )
    return found


def passed_over(found: Found) -> str:
    """What was passed over and how often: ``"2 hidden, 1 unreadable"``, or nothing."""
    counts = (found.hidden, found.partial, found.broken, found.repeated, found.mended)
    kinds = dict(zip(PASSED_KINDS, counts, strict=True))
    return ", ".join(f"{count} {kind}" for kind, count in kinds.items() if count)


def is_mended(path: Path) -> bool:
    """Whether the file at ``path`` is what ``--fix`` made, by its name."""
    return path.stem.casefold().endswith(MENDED)


def is_draft(path: Path) -> bool:
    """Whether the file at ``path`` is a video, by its content or by its name."""
    suffix = path.suffix.lower()
    if path.name.startswith(".") or suffix in PARTIAL_SUFFIXES or suffix in OTHER_SUFFIXES:
        return False
    if is_mended(path) or not path.is_file():
        return False
    try:
        return holds_video(path) or suffix in VIDEO_SUFFIXES - SHARED_SUFFIXES
    except OSError:
        return suffix in VIDEO_SUFFIXES


def is_track(path: Path) -> bool:
    """Whether the file at ``path`` is a sound by its name, or a video."""
    is_sound = path.suffix.lower() in SOUND_SUFFIXES and not path.name.startswith(".")
    return (is_sound and path.is_file()) or is_draft(path)


def holds_video(path: Path) -> bool:
    """Whether the file begins as a video container does."""
    with path.open("rb") as file:
        start = file.read(400)
    kind, brand = start[4:8], start[8:12]
    return (
        (kind == b"ftyp" and brand not in STILL_BRANDS)
        or start.startswith(MAGIC)
        or (start.startswith(b"RIFF") and brand == b"AVI ")
        or (len(start) > 376 and start[0] == start[188] == start[376] == SYNC)
        or (len(start) > 388 and start[4] == start[196] == start[388] == SYNC)
    )


def _drafts_under(folder: Path, found: Found, wanted: Callable[[Path], bool]) -> Iterator[Path]:
    """What is wanted at any depth in natural order; a folder that links lead back to only once."""
    seen: set[tuple[int, int]] = set()
    waiting = _entries(folder, seen, found)
    while waiting:
        entry = waiting.pop()
        path = Path(entry.path)
        if entry.name.startswith("."):
            found.hidden += 1
        elif path.is_dir():
            waiting += _entries(path, seen, found)
        elif path.suffix.lower() in PARTIAL_SUFFIXES:
            found.partial += 1
        elif is_mended(path):
            found.mended += 1
        elif entry.is_symlink() and not path.exists():
            found.broken += 1
        elif wanted(path):
            yield path


def _entries(folder: Path, seen: set[tuple[int, int]], found: Found) -> list[os.DirEntry[str]]:
    """What lies in ``folder``, the first last; nothing where it was ``seen`` or may not be read."""
    from natsort import natsort_keygen, ns

    in_natural_order = natsort_keygen(lambda entry: entry.name, alg=ns.IGNORECASE)
    try:
        facts = folder.stat()
        if (facts.st_dev, facts.st_ino) in seen:
            return []
        seen.add((facts.st_dev, facts.st_ino))
        with os.scandir(folder) as listing:
            return sorted(listing, key=in_natural_order, reverse=True)
    except OSError:
        found.broken += 1
        return []
