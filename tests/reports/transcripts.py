"""Transcripts whose words and times are known, and any that a draft could have."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hypothesis import strategies as st

from analyzer.model import Transcript, Word


def said(
    text: str,
    language: str = "en",
    *,
    seconds: float = 0.35,
    pause_after: Mapping[str, float] = MappingProxyType({}),
) -> Transcript:
    """``text`` word by word, ``seconds`` each, with a pause after the words that are named."""
    words, at = [], 0.0
    pieces = text.split() if language not in {"zh", "ja"} else list(text)
    for piece in pieces:
        words.append(Word(piece, round(at, 3), round(at + seconds, 3), 0.9))
        at += seconds + pause_after.get(piece, 0.0)
    return Transcript(language, text, tuple(words), "none", "none")


times = st.floats(0, 2, allow_nan=False)
spoken = st.tuples(st.text(max_size=60), times, times)


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    """Words of any script and control character, with any times that do not go backwards."""
    at, words = 0.0, []
    for text, pause, seconds in draw(st.lists(spoken, max_size=40)):
        at += pause
        words.append(Word(text, round(at, 3), round(at + seconds, 3), 0.5))
        at += seconds
    language = draw(st.sampled_from(["en", "nl", "zh", "th", "ar", None]))
    return Transcript(language, " ".join(w.text for w in words), tuple(words), "none", "none")
