"""WD: can what is said and shown be searched for?"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import (
    Keyword,
    KeywordSource,
    OverlayLine,
    Severity,
    Span,
    Transcript,
    WantedKeyword,
)
from . import Flag, check


@check("WD01", Severity.WARN, remedy="Name the subject out loud: people search, and apps listen.")
def no_keyword_spoken(transcript: Transcript, keywords: tuple[Keyword, ...]) -> Iterator[Flag]:
    """Nothing that is said could be searched for."""
    if not transcript.sure_words and transcript.not_understood:
        yield Flag("no word of what is said could be understood, so there is no keyword in it")
    elif not transcript.sure_words:
        yield Flag(
            "nobody says a word: the keywords are only shown"
            if keywords
            else "nobody says a word, so there is no keyword to be found by"
        )
    elif all(keyword.source is KeywordSource.SHOWN for keyword in keywords):
        yield Flag("no keyword in what is said")


@check("WD02", Severity.WARN, remedy="Say it once, early, in a full sentence, or show it.")
def keyword_missing(wanted_keywords: tuple[WantedKeyword, ...]) -> Iterator[Flag]:
    """A keyword that you asked for is neither said nor shown."""
    missed = [f'"{wanted.text}"' for wanted in wanted_keywords if not wanted.found]
    if missed:
        yield Flag("neither said nor shown: {missed}", values={"missed": ", ".join(missed)})


@check("WD03", Severity.INFO, remedy="Show it as overlay text when it is said first.")
def keyword_never_shown(
    wanted_keywords: tuple[WantedKeyword, ...], overlay_text: tuple[OverlayLine, ...]
) -> Iterator[Flag]:
    """A keyword that you asked for is said but never shown, so it is lost without sound."""
    heard = [wanted for wanted in wanted_keywords if wanted.times and not wanted.shown_times]
    if heard:
        yield Flag(
            "said but never shown: {heard}",
            tuple(Span(wanted.times[0], wanted.times[0]) for wanted in heard),
            values={"heard": ", ".join(f'"{wanted.text}"' for wanted in heard)},
        )


@check(
    "WD04",
    Severity.INFO,
    remedy="Listen to it: lower the music there, speak closer, or name the language (--language).",
)
def not_understood(transcript: Transcript) -> Iterator[Flag]:
    """Somebody speaks, but the words could not be understood."""
    spans = tuple(passage.span for passage in transcript.not_understood)
    if spans:
        yield Flag(
            "speech that could not be understood: {seconds:.1f} s, from {start:.1f} s",
            spans,
            values={"seconds": sum(span.seconds for span in spans), "start": spans[0].start},
        )
