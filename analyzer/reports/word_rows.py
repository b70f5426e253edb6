"""The words of a draft as rows of the terminal's card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import KeywordSource, OverlayLine, Post, Signals, TextKind
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
    for wanted in signals.wanted_keywords or ():
        found = [
            f"{how} at {', '.join(f'{time:.1f} s' for time in times)}"
            for how, times in (("said", wanted.times), ("shown", wanted.shown_times))
            if times
        ]
        yield "Wanted", f"{printable(wanted.text)}: {', '.join(found) or 'neither said nor shown'}"
    if signals.post is not None:
        yield from _post_rows(signals.post)


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
