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
    merge,
)
from .language import Language
from .text import printable

MOST_CAPTION = 150
"""Characters of a caption that the card shows: two lines; chosen by hand."""

MOST_TEXTS = 12
"""How many pieces of overlay text the card lists."""

CAPTION_GAP = 1.0
"""Seconds between two texts that are told as one stretch; chosen by hand."""


def rows(signals: Signals, say: Language) -> Iterator[tuple[str, str]]:
    """The rows of the card about words: said, shown, written, and wanted."""
    transcript = signals.transcript
    if transcript is not None and (transcript.words or transcript.passages):
        yield "Says", say.said(transcript)
    yield from _shown_rows(signals.overlay_text or (), say)
    if signals.keywords:
        yield (
            "Keywords",
            ", ".join(
                printable(keyword.text)
                + (f" x{keyword.count}" if keyword.count > 1 else "")
                + (f" ({say('shown')})" if keyword.source is KeywordSource.SHOWN else "")
                for keyword in signals.keywords
            ),
        )
    yield from _triple(signals.wanted_keywords or (), say)
    if signals.post is not None:
        yield from _post_rows(signals.post, say)
    if signals.suggestions is not None:
        yield from _suggested(signals.suggestions, say)


def _triple(wanted: Sequence[WantedKeyword], say: Language) -> Iterator[tuple[str, str]]:
    """The search triple as a table: where each wanted keyword is said, shown and written."""
    rows = [
        (printable(one.text), _said(one, say), _shown_at(one, say), _written(one, say))
        for one in wanted
    ]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True)]
        yield "Wanted", "  ".join(cells).rstrip()


def _said(wanted: WantedKeyword, say: Language) -> str:
    if not wanted.times:
        return say("not said")
    return say("said at {times} s", times=say.times(wanted.times[:1])) + _more(wanted.times, say)


def _shown_at(wanted: WantedKeyword, say: Language) -> str:
    if not wanted.shown_times:
        return say("not shown")
    first = say("shown at {times} s", times=say.times(wanted.shown_times[:1]))
    return first + _more(wanted.shown_times, say)


def _written(wanted: WantedKeyword, say: Language) -> str:
    if wanted.written is None:
        return ""
    return say("written") if wanted.written else say("not written")


def _more(times: Sequence[float], say: Language) -> str:
    return f" {say('and {count} more', count=len(times) - 1)}" if len(times) > 1 else ""


def _suggested(made: Suggestions, say: Language) -> Iterator[tuple[str, str]]:
    """What the post could say, and why."""
    if made.first_line is not None:
        one = made.first_line
        yield "Could say", f"{printable(one.text)} ({say.reason(one.reason, one.wording)})"
    if made.hashtags:
        tags = (
            f"{printable(one.text)} ({say.reason(one.reason, one.wording)})"
            for one in made.hashtags
        )
        yield "Could tag", " · ".join(tags)


def _post_rows(post: Post, say: Language) -> Iterator[tuple[str, str]]:
    """What is to be posted with the draft."""
    if post.title:
        yield "Title", printable(post.title)
    text = printable(" ".join(post.text.split()))
    cut = f"{text[:MOST_CAPTION]}…" if len(text) > MOST_CAPTION else text
    count = say("{count:,} characters", count=post.length.characters)
    yield "Caption", f"{cut} ({count})" if cut else say("none")


def _shown_rows(lines: Sequence[OverlayLine], say: Language) -> Iterator[tuple[str, str]]:
    """The overlay text with its times, and the marks of apps."""
    if shown := _shown(lines, TextKind.OVERLAY, say):
        yield "Shows", shown
    if unread := merge((x.span for x in lines if x.kind is TextKind.UNREAD), CAPTION_GAP):
        times = ", ".join(map(say.stretch, unread))
        yield "Unread", say("text in letters that are not read: {times}", times=times)
    if marks := _shown(lines, TextKind.WATERMARK, say):
        yield "Mark", marks


def _shown(lines: Sequence[OverlayLine], kind: TextKind, say: Language) -> str:
    said = [
        f"{say.clock(line.span.start)} {printable(line.text)}"
        for line in lines
        if line.kind is kind
    ]
    if len(said) > MOST_TEXTS:
        said = [*said[:MOST_TEXTS], say("and {count} more", count=len(said) - MOST_TEXTS)]
    return " · ".join(said)
