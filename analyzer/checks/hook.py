"""HK: does the draft have you in the first two seconds?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from ..model import (
    SENTENCE_END,
    Hook,
    Opening,
    Probe,
    Severity,
    Span,
    Speech,
    Strength,
    Transcript,
    Word,
)
from ..platforms.profile import Profile
from . import Flag, check

MOST_WORDS = 16
"""Words that count as the opening when no sentence ends before; chosen by hand."""


@check("HK01", Severity.WARN, remedy="Cut the start off: open on the first frame of the action.")
def dull_opening(hook: Hook, probe: Probe) -> Iterator[Flag]:
    """The draft opens without a picture, on black, fades in, or stands still for a second."""
    if hook.opening is Opening.ABSENT:
        yield Flag(
            "there is no picture until {start:.1f} s",
            (Span(0.0, probe.video_start),),
            values={"start": probe.video_start},
        )
    elif hook.opening is Opening.BLACK:
        yield Flag("the draft opens on a black picture", (hook.window,))
    elif hook.opening is Opening.FADE_IN:
        yield Flag("the draft fades in from black, so nothing is seen at first", (hook.window,))
    elif hook.opening is Opening.STILL and hook.motion is not None:
        start = hook.motion.first_at
        until = hook.window.end if start is None else start
        yield Flag(
            "the picture stands still throughout the hook"
            if start is None
            else "the picture stands still until {until:.1f} s",
            (Span(0.0, until),),
            "Cut to the moment where it moves, or start with a push-in.",
            values={"until": until},
        )


@check("HK02", Severity.WARN, remedy="Show somebody's face, looking at the camera, in the opening.")
def no_face_in_hook(hook: Hook) -> Iterator[Flag]:
    """Nobody's face is seen in the first two seconds."""
    if hook.faces is not None and not hook.faces.present:
        yield Flag(
            "no face in the first {window:.3g} s",
            (hook.window,),
            values={"window": hook.window.end},
        )


@check("HK03", Severity.WARN, remedy="Say the promise out loud in the first second.")
def no_speech_in_hook(hook: Hook, speech: Speech) -> Iterator[Flag]:
    """Nobody speaks in the first two seconds."""
    if hook.speech is not None and not hook.speech.present:
        message = "no speech in the first {window:.3g} s"
        values = {"window": hook.window.end}
        if speech.first_at:
            message += "; the voice starts at {start:.1f} s"
            values["start"] = speech.first_at
        yield Flag(message, (hook.window,), values=values)


@check("HK04", Severity.WARN, remedy="Open on movement, a face or a voice: two of them at once.")
def weak_hook(hook: Hook) -> Iterator[Flag]:
    """Too little happens in the first two seconds to keep a viewer."""
    if hook.strength is Strength.WEAK:
        yield Flag(
            "weak hook: {evidence}",
            (hook.window,),
            values={"evidence": ", ".join(hook.evidence)},
        )


@check("HK05", Severity.INFO, remedy="Keep it: it makes people stay for the answer.")
def opens_with_hook_phrase(transcript: Transcript, profile: Profile) -> Iterator[Flag]:
    """The first words are a phrase or a question that makes people stay."""
    opening = _opening(transcript.words, profile.hook_seconds)
    if not opening or transcript.language is None:
        return
    said = " ".join(word.text for word in opening)
    plain = _plain(said)
    span = Span(opening[0].start, opening[-1].end)
    phrases = profile.hook_phrases.get(transcript.language, ())
    phrase = next((phrase for phrase in phrases if f" {_plain(phrase)} " in f" {plain} "), None)
    if phrase is not None:
        yield Flag('the opening says "{phrase}": a hook phrase', (span,), values={"phrase": phrase})
    elif _is_question(said, profile.question_words.get(transcript.language, ())):
        yield Flag('the opening asks a question: "{said}"', (span,), values={"said": said})


def _is_question(said: str, starters: tuple[str, ...]) -> bool:
    """By its question mark; by its first words where no punctuation was heard."""
    if said.endswith(SENTENCE_END):
        return said.endswith(("?", "？"))
    return any(f"{_plain(said)} ".startswith(f"{_plain(starter)} ") for starter in starters)


def _opening(words: tuple[Word, ...], hook_seconds: float) -> tuple[Word, ...]:
    """Return the first sentence, if it begins within the hook."""
    if not words or words[0].start > hook_seconds:
        return ()
    for i, word in enumerate(words[:MOST_WORDS]):
        if word.text.endswith(SENTENCE_END):
            return words[: i + 1]
    return words[:MOST_WORDS]


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Return text without case, accents and punctuation, its words one space apart."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
    kept = (c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))
    return " ".join("".join(kept).split())
