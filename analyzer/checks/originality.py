"""OR: is the draft its maker's own, and does it look so?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from ..model import (
    Layout,
    LayoutKind,
    Match,
    Origin,
    OverlayLine,
    Probe,
    Severity,
    Sound,
    Span,
    TextKind,
    merge,
)
from ..platforms.profile import Profile
from . import Flag, Passed, Said, check, plain

WHOLE = 0.8
"""Share of a draft from which it counts as all of it: what is black or flat at its ends is not
compared. Chosen by hand."""

LONGER_SECONDS = 3.0
"""Seconds from which a part that was used before is told: shorter ones are logos and openings.
Chosen by hand."""

MOST_PARTS = 3
"""Videos with a part of the draft that are told one by one; of more, the two with most of it."""

SAME_INSET = 0.9
"""How much alike a draft with a picture in picture and another video are, from which that is in
both: 0.99 between two exports of one, 0.77 with the film under it alone. Chosen by hand."""

NATURAL = 0.03
"""Difference in speed from which it is told: less is within what the looks can tell, a quarter of
a second apart. Chosen by hand."""


@check(
    "OR01",
    Severity.WARN,
    remedy="Export the draft without it, from the project and not from the app; your own may stay.",
)
def watermark(probe: Probe, overlay_text: tuple[OverlayLine, ...], profile: Profile) -> Said:
    """A watermark or another app's logo stands in the picture."""
    own = [plain(mark) for mark in profile.own_marks]
    marks = [
        line
        for line in overlay_text
        if line.kind is TextKind.WATERMARK and not any(mark in plain(line.text) for mark in own)
    ]
    if not profile.demotes_watermarks:
        return
    if not marks:
        yield Passed("no watermark or logo was read in the picture")
    else:
        standing = sum(span.seconds for span in merge((line.span for line in marks), 0.0))
        texts = tuple(dict.fromkeys(f'"{line.text}"' for line in marks))
        yield Flag(
            "a mark stands in the picture: {texts}; Instagram and TikTok show such "
            "videos to fewer people ({basis})",
            tuple(line.span for line in marks),
            values={"texts": ", ".join(texts), "basis": profile.basis("demotes_watermarks")},
            degree=min(1.0, standing / probe.duration),
        )


@check(
    "OR02",
    Severity.WARN,
    remedy="Post something new: another opening, other shots, another order; a mirror, a crop or "
    "other music does not make it another video.",
)
def seen_before(probe: Probe, matches: tuple[Match, ...], layout: Layout | None = None) -> Said:
    """The whole draft was there before, in the user's own library."""
    earlier = [match for match in matches if match.of is Origin.LIBRARY]
    whole = [match for match in earlier if _is_whole(match, probe, layout)]
    if whole:
        yield Flag(
            "this is {how_words} {path}; who has seen it scrolls on, and "
            "Instagram and TikTok show a repost to fewer people",
            whole[0].spans,
            values={"path": _name(whole[0]), **_how(whole[0])},
            degree=min(1.0, _share(whole[0], probe)),
        )
    else:
        yield Passed("no earlier video is the same as the draft")


@check(
    "OR03",
    Severity.WARN,
    remedy="Keep the one that is meant to be posted, and remove the other export.",
)
def same_in_folder(probe: Probe, matches: tuple[Match, ...], layout: Layout | None = None) -> Said:
    """Two drafts of this run are the same video."""
    others = [match for match in matches if match.of is Origin.RUN]
    whole = [match for match in others if _is_whole(match, probe, layout)]
    for match in whole[:1]:
        yield Flag(
            "this is {how_words} the draft {path}",
            match.spans,
            values={"path": _name(match), **_how(match)},
            degree=min(1.0, _share(match, probe)),
        )
    if not whole:
        yield Passed("no other draft is the same")


@check(
    "OR04",
    Severity.INFO,
    remedy="Nothing to do where that is meant, as with a fixed opening; else use other shots.",
)
def used_before(probe: Probe, matches: tuple[Match, ...], layout: Layout | None = None) -> Said:
    """A longer part of the draft was used before."""
    parts = [m for m in matches if not _is_whole(m, probe, layout) and m.seconds >= LONGER_SECONDS]
    told = parts if len(parts) <= MOST_PARTS else parts[: MOST_PARTS - 1]
    for match in told:
        yield Flag(
            "{seconds:.1f} s of it ({times} s) are in {path}, too (there {times_there} s)",
            match.spans,
            values={
                "seconds": match.seconds,
                "times": _times(match.spans),
                "path": _name(match),
                "times_there": _times(match.spans_there),
            },
        )
    if len(told) < len(parts):
        rest = parts[len(told) :]
        yield Flag(
            "parts of it are in {count} more videos, too",
            merge((span for match in rest for span in match.spans), 0.0),
            values={"count": len(rest)},
        )
    if not parts:
        yield Passed("no longer part of it was used before")


@check(
    "OR05",
    Severity.INFO,
    remedy="Nothing to do; where the app has this sound, choose it there, too, so that the post "
    "stands under it.",
)
def own_sound(sounds: tuple[Sound, ...]) -> Said:
    """One of your own tracks is heard."""
    for sound in sounds:
        yield Flag(
            "{path} is heard at {times} s (there {times_there} s)",
            sound.spans,
            values={
                "path": _name(sound),
                "times": _times(sound.spans),
                "times_there": _times(sound.spans_there),
            },
        )
    if not sounds:
        yield Passed("none of your tracks is heard")


@check(
    "OR06",
    Severity.WARN,
    remedy="Lay the track that was meant under it, or make it louder where it is there.",
)
def expected_sound(sounds: tuple[Sound, ...], profile: Profile) -> Said:
    """None of your own tracks is heard where one is expected."""
    if not profile.expects_sound:
        return
    if sounds:
        yield Passed("a track that was expected is heard")
    else:
        yield Flag("none of your tracks is heard, and one was expected")


def _name(known: Match | Sound) -> str:
    """The name of its file and of the folder that it is in: a whole path hides it in a line."""
    return PurePath(*PurePath(known.path).parts[-2:]).as_posix()


def _is_whole(match: Match, probe: Probe, layout: Layout | None) -> bool:
    """Whether it is all of the draft, and not one of several pictures in it, as in a Duet."""
    is_part = layout is not None and layout.kind is not LayoutKind.SINGLE and match.cropped
    is_ground = layout is not None and layout.inset is not None and match.picture < SAME_INSET
    return not is_part and not is_ground and _share(match, probe) >= WHOLE


def _share(match: Match, probe: Probe) -> float:
    return match.seconds / probe.duration if probe.duration else 0.0


def _times(spans: Sequence[Span]) -> str:
    return ", ".join(f"{span.start:.1f}-{span.end:.1f}" for span in spans)


def _how(match: Match) -> dict[str, str]:
    """Words for what was done to the one to become the other."""
    if match.mirrored:
        return {"how_words": "a mirrored copy of"}
    if match.cropped:
        return {"how_words": "a cropped copy of"}
    if abs(match.speed - 1) >= NATURAL:
        return {"how_words": "a faster or slower copy of"}
    if match.sound is False:
        return {"how_words": "a copy with other sound of"}
    return {"how_words": "the same video as"}
