"""Start and end: what is black, fading or still there, and silent, is cut off; never a word."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ...model import Cut, EditKind, Opening, Severity, Span
from .draft import Draft

BEFORE_WORD = 0.15
"""Seconds that are kept before the first word and after the last: its breath and its last
consonant. Given by the brief of this feature."""

BEFORE_MOVEMENT = 0.1
"""Seconds that are kept before the first movement, which is measured ten times a second."""

MOST_STILL = 0.5
"""Seconds for which the picture may stand still after the cut, where a voice comes first: half of
what makes a still opening (HK01). Chosen by hand."""

SHORT_SECONDS = 0.5
"""Up to so much may be cut off under music: half a beat at 60 bpm. Chosen by hand."""

MOST_DARK = 0.45
"""Seconds of black that may stay under a sound which is longer than the picture: what is noticed,
at the start (HK01) and at the end (PX02), less a frame. A J-cut or an L-cut, as editors call it."""

TOGETHER = 0.02
"""Seconds by which picture and sound may miss each other and still begin at one moment."""

TOLD_SHARE = 0.1
"""Share of the draft from which it is told how much is cut off."""

AT_END = 0.15
"""Seconds before the end within which a stretch counts as reaching it; three frames at 24."""

LEAST_CUT = 0.02
"""Seconds under which there is nothing to cut: half a frame at 25 a second."""

SEEN_EVERY = 0.1
"""Seconds by which the end of what is too dark for an opening is known, beyond that of true black;
a title that fades in on black lies between the two."""

SHORT = "what is left lasts {length:.1f} s, and at least {least:g} are recommended"
NO_GAIN = "without it the draft would last {length:.1f} s, and at least {least:g} are recommended"
REFUSED = "without it the draft would last {length:.1f} s, which is too short for schedulers"


class _Trim(NamedTuple):
    """Where to cut, and which findings go with it."""

    at: float
    codes: tuple[str, ...]


def plan(draft: Draft) -> None:
    """Decide on the start and the end."""
    length = draft.probe.duration
    head = _allowed_head(draft, _head(draft))
    tail = _allowed_tail(draft, _tail(draft))
    start = head.at if head else 0.0
    end = tail.at if tail else length
    codes = (*(head.codes if head else ()), *(tail.codes if tail else ()))
    if not codes:
        return
    left, least = end - start, draft.profile.best_min_seconds
    is_short = left < least <= length
    if why := _too_short(draft, codes, left, is_short=is_short):
        draft.leave(codes, why, length=left, least=least)
        return
    for trim, seconds, where in (
        (head, start, "first"),
        (tail, length - end, "last"),
    ):
        if trim is not None:
            _say(draft, trim.codes, seconds, where)
    if is_short:
        draft.mend(EditKind.START, (), SHORT, length=left, least=least)
    draft.cut = Cut(round(start, 4), round(end, 4), is_short=is_short)


def _too_short(draft: Draft, codes: tuple[str, ...], left: float, *, is_short: bool) -> str | None:
    """Why nothing is cut off where what is left would be worse; null where it is better."""
    least = draft.profile.api_min_seconds
    if least is not None and left < least <= draft.probe.duration:
        return REFUSED
    is_grave = any(draft.found[code].severity is not Severity.INFO for code in codes)
    return NO_GAIN if is_short and not is_grave else None


def _say(draft: Draft, codes: tuple[str, ...], seconds: float, where: str) -> None:
    share = seconds / draft.probe.duration
    values: dict[str, float] = {"seconds": seconds}
    if share > TOLD_SHARE:
        values["share"] = share
    whats = {
        ("first", False): "cut the first {seconds:.2f} s off",
        ("first", True): "cut the first {seconds:.2f} s off, {share:.0%} of the draft",
        ("last", False): "cut the last {seconds:.2f} s off",
        ("last", True): "cut the last {seconds:.2f} s off, {share:.0%} of the draft",
    }
    draft.mend(EditKind.START, codes, whats[where, "share" in values], **values)


def _head(draft: Draft) -> _Trim | None:
    """Where the dull opening ends, by what was measured of it."""
    codes = draft.among(["HK01", "PX12"])
    hook, motion, picture = draft.signals.hook, draft.signals.motion, draft.signals.picture
    if not codes or hook is None:
        return None
    moves = motion.first_at if motion else None
    if "HK01" in codes and moves is None:
        draft.leave(codes, "nothing moves in it at all")
        return None
    black = _first_end(picture.black_spans) if picture else 0.0
    dim = _first_end(motion.black_spans) if motion else 0.0
    lit = max(black, (motion.fade_in_ends_at or 0.0) if motion else 0.0)
    lit = dim if dim > lit + SEEN_EVERY else lit
    if "HK01" not in codes or hook.opening in (Opening.BLACK, Opening.FADE_IN):
        at = lit if "HK01" in codes else black
    elif hook.opening is Opening.ABSENT:
        at = max(draft.probe.video_start, lit)
    else:
        assert moves is not None
        first = _first_word(draft)
        at = moves - BEFORE_MOVEMENT
        if first is not None and at - MOST_STILL <= first - BEFORE_WORD < at:
            at = first - BEFORE_WORD
        return _Trim(_on_frame(draft, at, math.floor), codes)
    return _Trim(_on_frame(draft, at, math.ceil), codes)


def _first_end(spans: Sequence[Span]) -> float:
    """Where the stretch ends that the draft begins with; 0 where it begins with none."""
    return next((span.end for span in spans if span.start <= LEAST_CUT), 0.0)


def _allowed_head(draft: Draft, trim: _Trim | None) -> _Trim | None:
    """The trim where nothing is lost by it: earlier, where the sound comes before the picture."""
    if trim is None:
        return None
    heard, first = _heard(draft), _first_word(draft)
    word = math.inf if first is None else max(first - BEFORE_WORD, heard.start)
    kept = min(word, heard.start) if trim.at > SHORT_SECONDS else word
    is_dark = trim.codes != ("PX12",) and _opening(draft) is not Opening.STILL
    if is_dark and TOGETHER < trim.at - kept <= MOST_DARK:
        trim = trim._replace(at=_on_frame(draft, kept, math.floor))
    if kept < trim.at - TOGETHER:
        if word < trim.at:
            draft.leave(trim.codes, "somebody speaks from {at:.1f} s on already", at=first or 0.0)
        else:
            draft.leave(trim.codes, "there is sound in it from the start on")
    elif trim.at <= LEAST_CUT:
        draft.leave(trim.codes, "there is nothing to cut off")
    else:
        return trim
    return None


def _opening(draft: Draft) -> Opening | None:
    return draft.signals.hook.opening if draft.signals.hook else None


def _tail(draft: Draft) -> _Trim | None:
    """Where the draft dies, where all that is found of it reaches its end."""
    probe, end = draft.probe, draft.probe.video_duration
    found = {code: draft.found[code].spans for code in draft.among(["PX02", "PX03", "FM18"])}
    if not found:
        return None
    dead = {
        code: spans
        for code, spans in found.items()
        if code == "FM18" or all(span.end >= end - AT_END for span in spans)
    }
    draft.leave((code for code in found if code not in dead), "it is in the middle of the draft")
    if not dead:
        return None
    at = min(span.start for code, spans in dead.items() for span in spans)
    if "FM18" not in dead:
        at += BEFORE_MOVEMENT if "PX02" not in dead else 0.0
    return _Trim(min(_on_frame(draft, at, math.floor), probe.duration), tuple(dead))


def _allowed_tail(draft: Draft, trim: _Trim | None) -> _Trim | None:
    """The trim where nothing is lost by it: later, where the sound outlasts the picture."""
    if trim is None:
        return None
    heard, last = _heard(draft), _last_word(draft)
    word = 0.0 if last is None else min(last + BEFORE_WORD, heard.end)
    kept = word if trim.codes == ("FM18",) else max(word, heard.end)
    if kept <= trim.at + TOGETHER:
        return trim
    if kept - trim.at <= MOST_DARK:
        return trim._replace(at=min(_on_frame(draft, kept, math.ceil), draft.probe.duration))
    if last is not None and word > trim.at:
        draft.leave(trim.codes, "somebody speaks until {at:.1f} s", at=last)
    else:
        draft.leave(trim.codes, "the sound goes on until the end")
    return None


def _first_word(draft: Draft) -> float | None:
    """When the first word begins, by the voice and by the transcript."""
    speech, words = draft.signals.speech, draft.signals.transcript
    times = [speech.first_at] if speech and speech.first_at is not None else []
    times += [word.start for word in words.words[:1]] if words else []
    return min(times, default=None)


def _last_word(draft: Draft) -> float | None:
    speech, words = draft.signals.speech, draft.signals.transcript
    times = [span.end for span in speech.spans[-1:]] if speech else []
    times += [word.end for word in words.words[-1:]] if words else []
    return max(times, default=None)


def _heard(draft: Draft) -> Span:
    """From when until when anything is heard: no word is outside, whatever a transcript says.

    All of the draft where its sound was not measured; it ends before it begins where there is none.
    """
    loudness = draft.signals.loudness
    if loudness is None and draft.probe.audio_index is not None:
        return Span(0.0, draft.probe.duration)
    return loudness.audible if loudness and loudness.audible else Span(math.inf, 0.0)


def _on_frame(draft: Draft, at: float, rounded: Callable[[float], int]) -> float:
    """The time as a whole number of frames, so that picture and sound are cut at one moment."""
    fps = min(draft.probe.fps, 60.0) or 30.0
    return max(0, rounded(round(at * fps, 1))) / fps
