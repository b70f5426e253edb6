"""SZ03, WD04, WD05: can what is written be read, and does it say what is said?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..model import (
    MISREAD_SCRIPTS,
    UNSPACED,
    OverlayLine,
    Probe,
    Severity,
    Span,
    Speech,
    TextKind,
    Transcript,
    merge,
    screen_scale,
)
from ..platforms.profile import Profile
from . import Flag, Passed, Said, beyond, check

MOST_OF_THE_TIME = 0.5
"""Share of the draft from which text is there for most of it."""

LEAST_SPEECH = 2.0
"""Seconds of speech that are worth captions: a sentence; chosen by hand."""

LONGEST_CAPTION = 10.0
"""Seconds from which a text is a title and no caption: those change as somebody speaks. Subtitles
stand for 7 s at most (BBC Subtitle Guidelines), and two may be read as one text."""

CAPTION_GAP = 1.0
"""Seconds between two captions that belong together; chosen by hand."""

LEAST_CAPTIONED = 0.5
"""Share of the speech that has text beside it, from which there are captions; chosen by hand."""

LEAST_HEIGHT = 31
"""Pixels of a 1080x1920 screen that a line of text has to be high, from the top of its box to the
bottom. Capitals of 16 minutes of arc, the least of ISO 9241-303, are 1.5 mm high at 32 cm; that is
23 pixels of a phone's 70 mm, and a box around a line is 1.35 times as high as its capitals."""

LEAST_CONTRAST = 3.0
"""Contrast ratio that large text has to have with what is behind it (WCAG 2.2, 1.4.3)."""

MISREAD = 0.85
"""Share of the true contrast that small letters are measured to have at worst: on made text of 16
to 60 pixels, compressed, it was 0.84 to 1 where two shades of gray meet."""

LEAST_SECONDS = 0.2
"""Seconds a word: 300 words a minute, where adults read 238 (Brysbaert, 2019)."""

TIMES_APART = 0.125
"""Seconds between two looks at the text (``overlay_text.watcher``): it may have stood longer by so
much."""

FEWEST_WORDS = 4
"""Words from which a text takes reading, and is not taken in at a glance; chosen by hand."""

A_GLANCE = 0.8
"""Seconds that a text stands which is meant to be read; chosen by hand."""

LONGEST_QUOTE = 40
"""Characters of a text that are quoted of it; chosen by hand."""


@check("SZ03", Severity.WARN, remedy="Say less in writing: leave the picture open around the text.")
def mostly_text(probe: Probe, overlay_text: tuple[OverlayLine, ...], profile: Profile) -> Said:
    """Text covers most of the picture for most of the time."""
    limit = profile.max_text_share
    if limit is None or probe.duration <= 0:
        return
    shown = [line for line in overlay_text if line.kind.is_set]
    edges = sorted({time for line in shown for time in (line.span.start, line.span.end)})
    full = [
        Span(start, end)
        for start, end in pairwise(edges)
        if sum(x.box.share for x in shown if x.span.start <= start and end <= x.span.end) > limit
    ]
    seconds = sum(span.seconds for span in full)
    if seconds <= MOST_OF_THE_TIME * probe.duration:
        yield Passed("text leaves the picture open for most of the time")
    else:
        values: dict[str, int | float | str] = {
            "limit": limit,
            "seconds": round(seconds, 1),
            "basis": profile.basis("max_text_share"),
            "name": profile.name,
        }
        message = (
            "text covers more than {limit:.0%} of the picture for {seconds:g} s; "
            "{name} shows such videos to fewer people ({basis})"
        )
        yield Flag(message, tuple(full), values=values, degree=seconds / probe.duration)


@check(
    "WD04",
    Severity.WARN,
    remedy="Add captions, and write the promise over the opening: most people watch muted first.",
)
def speech_without_captions(
    probe: Probe,
    speech: Speech,
    overlay_text: tuple[OverlayLine, ...],
    transcript: Transcript | None = None,
) -> Said:
    """Somebody speaks, and nothing of it is written in the picture."""
    language = transcript.language if transcript else None
    if speech.seconds < LEAST_SPEECH or language in MISREAD_SCRIPTS:
        return
    longest = min(LONGEST_CAPTION, probe.duration)
    captions = [x.span for x in overlay_text if x.kind.is_set and x.span.seconds < longest]
    read = [
        span.overlap(caption) for span in speech.spans for caption in merge(captions, CAPTION_GAP)
    ]
    share = min(1.0, sum(read) / speech.seconds)
    values = {"share": share, "seconds": speech.seconds}
    if share >= LEAST_CAPTIONED:
        yield Passed("captions beside {share:.0%} of the speech", values)
    else:
        yield Flag(
            "{seconds:.1f} s of speech without captions in the picture"
            if not share
            else "{seconds:.1f} s of speech, and captions beside {share:.0%} of it",
            speech.spans,
            values=values,
            degree=beyond((1 - share) * speech.seconds, 0.0, probe.duration),
        )


@check(
    "WD05",
    Severity.WARN,
    remedy="Set it larger: {least} px high on a 1080x1920 canvas.",
    advice="Set small text larger, pale text on a box, and let it stand until it is read.",
)
def hard_to_read(
    probe: Probe, overlay_text: tuple[OverlayLine, ...], transcript: Transcript | None = None
) -> Said:
    """Text is too small or too pale to read on a phone, or gone before it is read."""
    scale = screen_scale(probe.display_width, probe.display_height)
    lines = [line for line in _shown(overlay_text) if _is_to_be_read(line)]
    small = [x for x in lines if x.line_height is not None and x.line_height * scale < LEAST_HEIGHT]
    if small:
        worst = min(small, key=lambda line: line.line_height or 0)
        height = (worst.line_height or 0) * scale
        yield Flag(
            'too small to read on a phone: "{text}" is {height:.0f} px high of 1920, under {least} '
            "(ISO 9241-303)",
            tuple(line.span for line in small),
            values={"text": _quoted(worst.text), "height": height, "least": LEAST_HEIGHT},
            degree=beyond(height, LEAST_HEIGHT, LEAST_HEIGHT / 2),
        )
    pale = [x for x in lines if _contrast(x) < MISREAD * LEAST_CONTRAST]
    if pale:
        worst = min(pale, key=_contrast)
        yield Flag(
            'too pale to read on a phone: "{text}" has a contrast of {contrast:.1f}:1, under '
            "{least:g}:1 (WCAG 2.2, 1.4.3)",
            tuple(line.span for line in pale),
            "Give it an outline or a box, or another colour: {least:g}:1 at least.",
            {"text": _quoted(worst.text), "contrast": _contrast(worst), "least": LEAST_CONTRAST},
            degree=beyond(_contrast(worst), LEAST_CONTRAST, 1.0),
        )
    fast = [x for x in lines if _is_fast(x) and not _is_spoken(x, transcript)]
    if fast:
        worst = min(fast, key=lambda line: line.span.seconds / _reading_seconds(line))
        needed = _reading_seconds(worst)
        yield Flag(
            'gone before it is read: "{text}" stands for {seconds:.1f} s and takes {needed:.1f} s '
            "to read",
            tuple(line.span for line in fast),
            "Let it stand for {needed:.1f} s, or say it in fewer words.",
            {"text": _quoted(worst.text), "seconds": worst.span.seconds, "needed": needed},
            degree=1 - worst.span.seconds / needed,
        )
    heights = [line.line_height * scale for line in lines if line.line_height is not None]
    if heights and not small and not pale and not fast:
        values = {"height": min(heights), "least": LEAST_HEIGHT}
        yield Passed(
            "the smallest text is {height:.0f} px high of 1920, and {least} is enough", values
        )


def _shown(lines: Sequence[OverlayLine]) -> list[OverlayLine]:
    return [line for line in lines if line.kind is TextKind.OVERLAY]


def _is_to_be_read(line: OverlayLine) -> bool:
    """Whether it is a text and not a number on a counter, or a word that flits by in a game."""
    letters = sum(character.isalpha() for character in line.text)
    return letters >= FEWEST_WORDS and (
        line.span.seconds >= A_GLANCE or len(line.text.split()) >= FEWEST_WORDS
    )


def _contrast(line: OverlayLine) -> float:
    return LEAST_CONTRAST if line.contrast is None else line.contrast


def _is_fast(line: OverlayLine) -> bool:
    """Return whether it is gone before it is read, by more than its times are uncertain."""
    is_long = len(line.text.split()) >= FEWEST_WORDS
    return is_long and line.span.seconds + TIMES_APART < _reading_seconds(line)


def _reading_seconds(line: OverlayLine) -> float:
    return LEAST_SECONDS * len(line.text.split())


def _is_spoken(line: OverlayLine, transcript: Transcript | None) -> bool:
    """Whether it is a caption: it is heard as fast as it is shown."""
    if transcript is None or transcript.language in UNSPACED:
        return transcript is not None
    near = Span(line.span.start - CAPTION_GAP, line.span.end + CAPTION_GAP)
    heard = {
        w.text.strip(".,!?").casefold()
        for w in transcript.words
        if near.start <= w.start <= near.end
    }
    words = [word.strip(".,!?").casefold() for word in line.text.split()]
    return sum(word in heard for word in words) >= len(words) / 2


def _quoted(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1].rstrip() + "…"
