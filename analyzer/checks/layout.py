"""FM10, FM28, FM29: is the file laid out so that it plays, and can be cut, wherever it is sent?"""

from __future__ import annotations

from ..model import Probe, Severity
from ..platforms.profile import Profile
from . import Flag, Passed, Said, check

EDIT_TOLERANCE = 0.05
"""Seconds that an edit list may hide: a frame at 24 a second, and rounding."""


@check(
    "FM10",
    Severity.WARN,
    remedy='Export with "fast start" (web optimised), or run: '
    "ffmpeg -i IN.mp4 -c copy -movflags +faststart OUT.mp4",
)
def not_faststart(probe: Probe, profile: Profile) -> Said:
    """The index comes after the media data where the platform wants it first."""
    if probe.faststart is None or not profile.needs_faststart:
        return
    if probe.faststart:
        yield Passed("the index (moov) comes first")
    else:
        yield Flag(
            "the index (moov) comes after the media data; {platform} asks for it first ({basis})",
            values={"platform": profile.name, "basis": profile.basis("needs_faststart")},
        )


@check(
    "FM28", Severity.WARN, remedy="Export the trimmed draft anew instead of copying its streams."
)
def edit_list(probe: Probe, profile: Profile) -> Said:
    """An edit list hides or delays picture, which the platform may show all the same."""
    if not profile.needs_no_edits:
        return
    if probe.edited_seconds > EDIT_TOLERANCE:
        yield Flag(
            "the file's edit list hides or delays {seconds:.2f} s of picture; {platform} asks for "
            "none ({basis})",
            values={
                "seconds": probe.edited_seconds,
                "platform": profile.name,
                "basis": profile.basis("needs_no_edits"),
            },
        )
    else:
        yield Passed("no picture is hidden by an edit list")


@check("FM29", Severity.WARN, remedy='Export with "closed GOP", or post it in the app.')
def open_gop(probe: Probe, profile: Profile) -> Said:
    """The picture is encoded with an open GOP where the platform asks for a closed one."""
    if not profile.needs_closed_gop:
        return
    if probe.has_open_gop:
        yield Flag(
            "the picture has an open GOP; {platform} asks for a closed one ({basis})",
            values={"platform": profile.name, "basis": profile.basis("needs_closed_gop")},
        )
    else:
        yield Passed("the GOP is closed")
