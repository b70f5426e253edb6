"""Turn words with times into captions (``phrases`` says which words stand together)."""

from __future__ import annotations

from msgspec.structs import replace

from ..model import Record, Transcript
from .phrases import phrases, text_of


class Cue(Record):
    """One caption: its lines, and its time in milliseconds from the start of the draft."""

    start: int
    end: int
    lines: tuple[str, ...]


def cues(
    transcript: Transcript, *, duration: float | None = None, doubtful: bool = False
) -> tuple[Cue, ...]:
    """Return the transcript as captions, in order; the last one ends by ``duration`` (seconds).

    Doubtful words are left out unless they are asked for.
    """
    shown_words = transcript.words if doubtful else transcript.sure_words
    return tuple(
        Cue(phrase.start, phrase.end, tuple(map(text_of, phrase.lines)))
        for phrase in phrases(replace(transcript, words=shown_words), duration=duration)
    )
