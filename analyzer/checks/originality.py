"""OR: is the draft its maker's own, and does it look so?"""

from __future__ import annotations

from ..model import OverlayLine, Probe, Severity, TextKind, merge
from ..platforms.profile import Profile
from . import Flag, Passed, Said, check, plain


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
