"""WD: does it say the words that people search for?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.checks import Flag, check
from analyzer.model import Keyword, Severity, Transcript, WantedKeyword


@check("WD01", Severity.WARN, remedy="Name the subject out loud: people search, and apps listen.")
def no_keyword_spoken(transcript: Transcript, keywords: tuple[Keyword, ...]) -> Iterator[Flag]:
    """Nothing that is said could be searched for."""
    if not transcript.words:
        yield Flag("nobody says a word, so there is no keyword to be found by")
    elif not keywords:
        yield Flag("no keyword in what is said")


@check("WD02", Severity.WARN, remedy="Say it once, early, in a full sentence.")
def keyword_never_spoken(wanted_keywords: tuple[WantedKeyword, ...]) -> Iterator[Flag]:
    """A keyword that you asked for is never said."""
    missed = [f'"{wanted.text}"' for wanted in wanted_keywords if not wanted.found]
    if missed:
        yield Flag("never said: {keywords}", values={"keywords": ", ".join(missed)})
