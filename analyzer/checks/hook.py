"""HK: does the draft have you in the first two seconds?"""

from __future__ import annotations

from ..model import (
    MISREAD_SCRIPTS,
    SENTENCE_END,
    DraftKind,
    Hook,
    Kind,
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
from . import Flag, Passed, Said, beyond, check, phrase_in, plain

MOST_WORDS = 16
"""Words that count as the opening when no sentence ends before; chosen by hand."""

FAR_TOO_LATE = 6.0
"""Seconds until the first word at which those who wait for one have gone; chosen by hand."""

FADE_DEGREE = 0.5
"""How bad a fade from black is, where an opening on black is 1: it is over sooner; by hand."""


OPENINGS = {
    Kind.TALK: "Open on movement, a face or a voice: two of them at once.",
    Kind.MUSIC: "Start on the beat, in the middle of the movement.",
}
"""How a hook gets strong, by the kind of draft."""

OTHER_OPENINGS = "Open on the action, with the promise written over it."


@check("HK01", Severity.WARN, remedy="Cut the start off: open on the first frame of the action.")
def dull_opening(hook: Hook, probe: Probe) -> Said:
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
        yield Flag(
            "the draft fades in from black, so nothing is seen at first",
            (hook.window,),
            degree=FADE_DEGREE,
        )
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
            degree=_still_degree(hook, until),
        )
    elif hook.motion is not None and hook.motion.first_at is not None:
        yield Passed("it moves from {start:.1f} s", {"start": hook.motion.first_at})


@check("HK02", Severity.WARN, remedy="Show somebody's face, looking at the camera, in the opening.")
def no_face_in_hook(hook: Hook) -> Said:
    """Nobody's face is seen in the first two seconds."""
    if hook.faces is None:
        return
    if hook.faces.first_at is None:
        yield Flag(
            "no face in the first {window:.3g} s",
            (hook.window,),
            values={"window": hook.window.end},
        )
    else:
        yield Passed("a face from {start:.1f} s", {"start": hook.faces.first_at})


@check("HK03", Severity.WARN, remedy="Say the promise out loud in the first second.")
def no_speech_in_hook(hook: Hook, speech: Speech) -> Said:
    """Nobody speaks in the first two seconds."""
    if hook.speech is None:
        return
    if hook.speech.first_at is not None:
        yield Passed("a voice from {start:.1f} s", {"start": hook.speech.first_at})
        return
    values = {"window": hook.window.end}
    if speech.first_at:
        yield Flag(
            "no speech in the first {window:.3g} s; the voice starts at {start:.1f} s",
            (hook.window,),
            values=values | {"start": speech.first_at},
            degree=beyond(speech.first_at, 0.0, FAR_TOO_LATE),
        )
    else:
        yield Flag("no speech in the first {window:.3g} s", (hook.window,), values=values)


@check("HK04", Severity.WARN, remedy=OPENINGS[Kind.TALK])
def weak_hook(hook: Hook, kind: DraftKind | None = None) -> Said:
    """Too little happens in the first two seconds to keep a viewer."""
    values = {"evidence": ", ".join(hook.evidence)}
    if hook.strength is Strength.WEAK:
        yield Flag(
            "weak hook: {evidence}",
            (hook.window,),
            OPENINGS.get(kind.kind, OTHER_OPENINGS) if kind else None,
            values,
        )
    elif hook.strength is Strength.FAIR:
        yield Passed("fair hook: {evidence}", values)
    else:
        yield Passed("strong hook: {evidence}", values)


@check("HK06", Severity.WARN, remedy="Write the promise over the opening, in six words or fewer.")
def no_text_in_hook(hook: Hook, transcript: Transcript | None = None) -> Said:
    """Nothing is written in the first two seconds, which most people see muted."""
    if hook.text is None or (transcript and transcript.language in MISREAD_SCRIPTS):
        return
    if hook.text.first_at is None:
        yield Flag(
            "no text in the first {window:.3g} s",
            (hook.window,),
            values={"window": hook.window.end},
        )
    else:
        yield Passed("text from {start:.1f} s", {"start": hook.text.first_at})


@check("HK05", Severity.INFO, remedy="Keep it: it makes people stay for the answer.")
def opens_with_hook_phrase(transcript: Transcript, profile: Profile) -> Said:
    """The first words are a phrase or a question that makes people stay."""
    language, _ = next(transcript.by_language(), (None, ()))
    opening = _opening(transcript.sure_words, profile.hook_seconds)
    if not opening or language is None:
        return
    said = " ".join(word.text for word in opening)
    span = Span(opening[0].start, opening[-1].end)
    phrases = profile.hook_phrases.get(language, ())
    phrase = phrase_in(said, phrases)
    if phrase is not None:
        yield Flag('the opening says "{phrase}": a hook phrase', (span,), values={"phrase": phrase})
    elif _is_question(said, profile.question_words.get(language, ())):
        yield Flag('the opening asks a question: "{said}"', (span,), values={"said": said})


def _still_degree(hook: Hook, until: float) -> float:
    """How bad it is: half of it where a face or a voice holds the viewer all the same."""
    ways = (hook.faces, hook.speech, hook.text)
    is_held = any(way is not None and way.present for way in ways)
    return beyond(until, 0.0, hook.window.end) * (0.5 if is_held else 1.0)


def _is_question(said: str, starters: tuple[str, ...]) -> bool:
    """By its question mark; by its first words where no punctuation was heard."""
    if said.endswith(SENTENCE_END):
        return said.endswith(("?", "？"))
    return any(f"{plain(said)} ".startswith(f"{plain(starter)} ") for starter in starters)


def _opening(words: tuple[Word, ...], hook_seconds: float) -> tuple[Word, ...]:
    """Return the first sentence, if it begins within the hook."""
    if not words or words[0].start > hook_seconds:
        return ()
    for i, word in enumerate(words[:MOST_WORDS]):
        if word.text.endswith(SENTENCE_END):
            return words[: i + 1]
    return words[:MOST_WORDS]
