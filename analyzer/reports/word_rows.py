"""The words of a draft as rows of the terminal's card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size

from ..model import (
    KeywordSource,
    OverlayLine,
    Post,
    Signals,
    Suggestions,
    TextKind,
    WantedKeyword,
)
from .text import printable, said

MOST_CAPTION = 150
"""Characters of a caption that the card shows: two lines; chosen by hand."""

MOST_TEXTS = 12
"""How many pieces of overlay text the card lists."""


def rows(signals: Signals) -> Iterator[tuple[str, str]]:
    """The rows of the card about words: said, shown, written, and wanted."""
    transcript = signals.transcript
    if transcript is not None and (transcript.words or transcript.passages):
        yield "Says", said(transcript)
    yield from _shown_rows(signals.overlay_text or ())
    if signals.keywords:
        yield (
            "Keywords",
            ", ".join(
                printable(keyword.text)
                + (f" x{keyword.count}" if keyword.count > 1 else "")
                + (" (shown)" if keyword.source is KeywordSource.SHOWN else "")
                for keyword in signals.keywords
            ),
        )
    yield from _triple(signals.wanted_keywords or ())
    if signals.post is not None:
        yield from _post_rows(signals.post)
    if signals.suggestions is not None:
        yield from _suggested(signals.suggestions)


def _triple(wanted: Sequence[WantedKeyword]) -> Iterator[tuple[str, str]]:
    """The search triple as a table: where each wanted keyword is said, shown and written."""
    columns = [
        [printable(one.text) for one in wanted],
        [_at("said", one.times) for one in wanted],
        [_at("shown", one.shown_times) for one in wanted],
    ]
    widths = [max(map(cell_len, column), default=0) for column in columns]
    for row, one in zip(zip(*columns, strict=True), wanted, strict=True):
        cells = [set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True)]
        written = {True: "written", False: "not written", None: ""}[one.written]
        yield "Wanted", "  ".join([*cells, written]).rstrip()


def _at(how: str, times: Sequence[float]) -> str:
    first = f"{how} at {times[0]:.1f} s" if times else f"not {how}"
    return f"{first} and {len(times) - 1} more" if len(times) > 1 else first


def _suggested(made: Suggestions) -> Iterator[tuple[str, str]]:
    """What the post could say, and why."""
    if made.first_line is not None:
        yield "Could say", f"{printable(made.first_line.text)} ({made.first_line.reason})"
    if made.hashtags:
        tags = (f"{printable(one.text)} ({one.reason})" for one in made.hashtags)
        yield "Could tag", " · ".join(tags)


def _post_rows(post: Post) -> Iterator[tuple[str, str]]:
    """What is to be posted with the draft."""
    if post.title:
        yield "Title", printable(post.title)
    text = printable(" ".join(post.text.split()))
    cut = f"{text[:MOST_CAPTION]}…" if len(text) > MOST_CAPTION else text
    yield "Caption", f"{cut} ({post.length.characters:,} characters)" if cut else "none"


def _shown_rows(lines: Sequence[OverlayLine]) -> Iterator[tuple[str, str]]:
    """The overlay text with its times, and the marks of apps."""
    for label, kind in (("Shows", TextKind.OVERLAY), ("Mark", TextKind.WATERMARK)):
        said = [f"{x.span.start:.1f} s {printable(x.text)}" for x in lines if x.kind is kind]
        if len(said) > MOST_TEXTS:
            said = [*said[:MOST_TEXTS], f"and {len(said) - MOST_TEXTS} more"]
        if said:
            yield label, " · ".join(said)
