"""WD01 to WD03, WD06 to WD08: are the words found, understood and right, and do they ask?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from ..model import (
    UNSPACED,
    DraftKind,
    Keyword,
    KeywordSource,
    Kind,
    OverlayLine,
    Post,
    Probe,
    Severity,
    Span,
    TextKind,
    Transcript,
    Typo,
    WantedKeyword,
)
from ..platforms.profile import Profile
from . import Flag, Passed, Said, check, phrase_in, plain

THE_END = 10.0
"""Seconds at the end in which a draft asks for something, and a third of a shorter one; by hand."""

MOST_TYPOS = 3
"""Words that are told of; chosen by hand."""


@check("WD01", Severity.WARN, remedy="Name the subject out loud: people search, and apps listen.")
def no_keyword_spoken(
    transcript: Transcript, keywords: tuple[Keyword, ...], kind: DraftKind | None = None
) -> Said:
    """Nothing that is said could be searched for."""
    if not transcript.words and kind is not None and kind.kind is not Kind.TALK:
        return
    spoken = [keyword for keyword in keywords if keyword.source is not KeywordSource.SHOWN]
    if not transcript.sure_words and transcript.not_understood:
        yield Flag("no word of what is said could be understood, so there is no keyword in it")
    elif not transcript.sure_words:
        yield Flag(
            "nobody says a word: the keywords are only shown"
            if keywords
            else "nobody says a word, so there is no keyword to be found by"
        )
    elif not spoken:
        yield Flag("no keyword in what is said")
    else:
        yield Passed('it can be found by "{keyword}"', {"keyword": spoken[0].text})


@check("WD02", Severity.WARN, remedy="Say it once, early, in a full sentence, or show it.")
def keyword_missing(wanted_keywords: tuple[WantedKeyword, ...]) -> Said:
    """A keyword that you asked for is neither said nor shown."""
    missed = [f'"{wanted.text}"' for wanted in wanted_keywords if not wanted.found]
    if missed:
        yield Flag(
            "neither said nor shown: {missed}",
            values={"missed": ", ".join(missed)},
            degree=len(missed) / len(wanted_keywords),
        )
    elif wanted_keywords:
        found = ", ".join(f'"{wanted.text}"' for wanted in wanted_keywords)
        yield Passed("said or shown: {found}", {"found": found})


@check("WD03", Severity.INFO, remedy="Show it as overlay text when it is said first.")
def keyword_never_shown(
    wanted_keywords: tuple[WantedKeyword, ...], overlay_text: tuple[OverlayLine, ...]
) -> Said:
    """A keyword that you asked for is said but never shown, so it is lost without sound."""
    heard = [wanted for wanted in wanted_keywords if wanted.times and not wanted.shown_times]
    shown = [f'"{wanted.text}"' for wanted in wanted_keywords if wanted.shown_times]
    if heard:
        yield Flag(
            "said but never shown: {heard}",
            tuple(Span(wanted.times[0], wanted.times[0]) for wanted in heard),
            values={"heard": ", ".join(f'"{wanted.text}"' for wanted in heard)},
        )
    elif shown:
        yield Passed("shown: {shown}", {"shown": ", ".join(shown)})


@check("WD06", Severity.INFO, remedy="End by asking for one thing: a comment, a follow, a click.")
def no_call_to_action(
    probe: Probe,
    profile: Profile,
    overlay_text: tuple[OverlayLine, ...],
    transcript: Transcript | None = None,
) -> Said:
    """Nothing is asked of the viewer at the end."""
    language = transcript.language if transcript else None
    if language is not None and (language in UNSPACED or language not in profile.calls_to_action):
        return
    beginning = probe.duration - max(THE_END, probe.duration / 3)
    if any(x.kind is TextKind.UNREAD and x.span.end > beginning for x in overlay_text):
        return
    for at, text in _last_words(beginning, overlay_text, transcript):
        phrase = phrase_in(text, chain.from_iterable(profile.calls_to_action.values()))
        if phrase is not None:
            yield Passed(
                'it asks for something at {at:.1f} s: "{phrase}"', {"at": at, "phrase": phrase}
            )
            return
    yield Flag("nothing is asked of the viewer at the end")


def _last_words(
    beginning: float, lines: tuple[OverlayLine, ...], transcript: Transcript | None
) -> Iterator[tuple[float, str]]:
    """Yield what is said and shown from ``beginning`` on, and when."""
    spoken = [word for word in (transcript.words if transcript else ()) if word.end > beginning]
    if spoken:
        yield spoken[0].start, " ".join(word.text for word in spoken)
    for line in lines:
        if line.kind is not TextKind.SCENE and line.span.end > beginning:
            yield max(line.span.start, beginning, 0.0), line.text


@check(
    "WD07",
    Severity.INFO,
    remedy="Listen to it: lower the music there, speak closer, or name the language (--language).",
)
def not_understood(transcript: Transcript) -> Said:
    """Somebody speaks, but the words could not be understood."""
    spans = tuple(passage.span for passage in transcript.not_understood)
    if spans:
        yield Flag(
            "speech that could not be understood: {seconds:.1f} s, from {start:.1f} s",
            spans,
            values={"seconds": sum(span.seconds for span in spans), "start": spans[0].start},
        )
    elif transcript.words:
        yield Passed("all that is said was understood")


@check(
    "WD08",
    Severity.WARN,
    remedy="Correct it in the picture, or name it in --vocabulary if it is meant so.",
)
def misspelt(
    overlay_text: tuple[OverlayLine, ...],
    typos: tuple[Typo, ...],
    wanted_keywords: tuple[WantedKeyword, ...] | None = None,
    post: Post | None = None,
) -> Said:
    """A word of the overlay text looks misspelt."""
    named = [one.text for one in wanted_keywords or ()]
    named += [post.text] if post else []
    meant = plain(" ".join(named)).split()
    typos = tuple(typo for typo in typos if plain(typo.text) not in meant)
    values: dict[str, int | float | str] = {
        "count": len(typos),
        "words": ", ".join(f'"{typo.text}" ("{typo.likely}"?)' for typo in typos[:MOST_TYPOS]),
    }
    spans = tuple(typo.span for typo in typos)
    if len(typos) == 1:
        yield Flag("looks misspelt: {words}", spans, values=values)
    elif typos:
        yield Flag("{count} words look misspelt: {words}", spans, values=values)
    elif any(line.kind is TextKind.OVERLAY for line in overlay_text):
        yield Passed("no word that is shown looks misspelt")
