"""FM01 to FM03, FM11, FM14, FM16, FM17, FM25, FM26, PX16: does the picture fill a phone?"""

from __future__ import annotations

from ..model import Probe, Severity, Upright, named_ratio
from ..platforms.profile import Profile
from . import Flag, Passed, Said, check

TURN = "Turn it by {turn} degrees clockwise, and do not crop it: it lies on its side."
"""What to do instead where the film lies on its side."""

RATIO_TOLERANCE = 0.01
"""Share by which a ratio may miss 9:16, and a side the best one: encoders round to even pixels."""

FPS_TOLERANCE = 0.5
"""Frames a second that a rate may be over the highest: averages of variable rates; by hand."""

TOO_FAST_DEGREE = 0.3
"""How bad a rate over the highest is: the platform leaves out frames, evenly; chosen by hand."""

SHAPES = {
    "{ratio}": "{size} is {ratio}, which fills {filled:.0%} of a phone's screen; "
    "{platform} is watched at 9:16",
    "between {low} and {high}": "{size} lies between {low} and {high}, which fills {filled:.0%} "
    "of a phone's screen; {platform} is watched at 9:16",
    "narrower than {ratio}": "{size} is narrower than {ratio}, which fills {filled:.0%} of a "
    "phone's screen; {platform} is watched at 9:16",
    "wider than {ratio}": "{size} is wider than {ratio}, which fills {filled:.0%} of a phone's "
    "screen; {platform} is watched at 9:16",
}
"""What is said of a picture, by the way in which its ratio is told."""


@check("FM01", Severity.WARN, remedy="Crop or re-edit the draft on a 9:16 canvas (1080x1920).")
def not_nine_by_sixteen(probe: Probe, profile: Profile, upright: Upright | None = None) -> Said:
    """The picture is not 9:16, so it does not fill a phone's screen."""
    best = profile.best_width / profile.best_height
    ratio = probe.display_width / probe.display_height
    if abs(ratio / best - 1) <= RATIO_TOLERANCE:
        yield Passed("{size} fills the screen (9:16)", {"size": _size(probe)})
    elif profile.takes_landscape or ratio <= 1:
        filled = min(best / ratio, ratio / best)
        told = named_ratio(probe.display_width, probe.display_height)
        yield Flag(
            SHAPES[told.message],
            remedy=TURN if _turn(upright) else None,
            values={
                **_turn(upright),
                "size": _size(probe),
                **told.values,
                "filled": filled,
                "platform": profile.name,
            },
            degree=1 - filled,
        )


@check("FM02", Severity.WARN, remedy="Crop or re-edit the draft on a 9:16 canvas (1080x1920).")
def shape_not_taken(probe: Probe, profile: Profile, upright: Upright | None = None) -> Said:
    """The picture is wider than high, so the platform makes it an ordinary video."""
    if profile.takes_landscape:
        return
    if probe.display_width > probe.display_height:
        basis = profile.basis("takes_landscape")
        yield Flag(
            "{size} is wider than high: {platform} are vertical or square, and this becomes an "
            "ordinary video ({basis})",
            remedy=TURN if _turn(upright) else None,
            values={
                **_turn(upright),
                "size": _size(probe),
                "platform": profile.name,
                "basis": basis,
            },
        )
    else:
        yield Passed("{size} is not wider than high", {"size": _size(probe)})


@check("FM03", Severity.WARN, remedy="Export at 1080x1920 from footage of at least that size.")
def below_full_hd(probe: Probe, profile: Profile) -> Said:
    """The picture has fewer pixels than the platform's best size."""
    short, long = sorted((probe.display_width, probe.display_height))
    best = f"{profile.best_width}x{profile.best_height}"
    if short < profile.best_width * (1 - RATIO_TOLERANCE):
        yield Flag(
            "{size} is {short} pixels on its short side, under {least} ({best} is best: {basis})",
            values={
                "size": _size(probe),
                "short": short,
                "least": profile.best_width,
                "best": best,
                "basis": profile.basis("best_width"),
            },
            degree=1 - short / profile.best_width,
        )
    elif long < profile.best_width:
        values = {"size": _size(probe), "best": best}
        yield Flag("{size} is smaller than {best}", values=values, degree=0.0)
    else:
        yield Passed("{size} is as sharp as phones show it", {"size": _size(probe)})


@check("FM11", Severity.WARN, remedy="Export at 30 frames a second.")
def fps_out_of_range(probe: Probe, profile: Profile) -> Said:
    """The frame rate is outside what the platform takes."""
    if profile.min_fps is None or profile.max_fps is None:
        return
    if profile.min_fps <= round(probe.fps, 1) <= profile.max_fps + FPS_TOLERANCE:
        yield Passed("{fps:.4g} frames a second", {"fps": probe.fps})
    else:
        slow = 1 - probe.fps / profile.min_fps
        yield Flag(
            "{fps:.4g} frames a second is outside {least:g} to {most:g} ({basis})",
            values={
                "fps": probe.fps,
                "least": profile.min_fps,
                "most": profile.max_fps,
                "basis": profile.basis("min_fps"),
            },
            degree=slow if slow > 0 else TOO_FAST_DEGREE,
        )


@check("FM14", Severity.WARN, remedy="Export progressive H.264 with 4:2:0 colour (yuv420p).")
def picture_format_not_taken(probe: Probe, profile: Profile) -> Said:
    """The picture is interlaced, or its colour is not stored as 4:2:0."""
    if not profile.needs_progressive_420:
        return
    basis = profile.basis("needs_progressive_420")
    if probe.is_interlaced:
        yield Flag(
            "the picture is interlaced; {platform} asks for progressive ({basis})",
            values={"platform": profile.name, "basis": basis},
        )
    is_420 = "420" in probe.pixel_format or probe.pixel_format in ("nv12", "p010le")
    if not is_420:
        yield Flag(
            "the colour is stored as {pixels}; {platform} asks for 4:2:0 ({basis})",
            values={"pixels": probe.pixel_format, "platform": profile.name, "basis": basis},
        )
    if is_420 and not probe.is_interlaced:
        yield Passed("progressive, with 4:2:0 colour ({pixels})", {"pixels": probe.pixel_format})


@check("FM16", Severity.WARN, remedy="Export one video track only.")
def several_pictures(probe: Probe) -> Said:
    """The file holds more than one video track, and a platform may pick another one."""
    if probe.video_streams > 1:
        yield Flag(
            "the file holds {count} video tracks; track {track} was analyzed",
            values={"count": probe.video_streams, "track": probe.video_index},
        )
    else:
        yield Passed("one video track")


@check("FM17", Severity.INFO, remedy="Export in SDR (Rec. 709) to be sure of the colours.")
def high_dynamic_range(probe: Probe) -> Said:
    """The picture is HDR, which apps and phones show differently."""
    if probe.hdr is not None:
        yield Flag(
            "the picture is {hdr}; apps convert it, and colours may look washed out",
            values={"hdr": probe.hdr},
        )
    else:
        yield Passed("SDR, which every phone shows alike")


@check(
    "PX16", Severity.WARN, remedy="Turn it by {turn} degrees clockwise, and export it that way up."
)
def not_upright(upright: Upright) -> Said:
    """The film lies on its side, or stands on its head."""
    if upright.turn is not None:
        yield Flag(
            "the film stands on its head: the faces in it do"
            if upright.turn == 180
            else "the film lies on its side: the faces in it do",
            values={"turn": upright.turn},
        )
    else:
        yield Passed("the film stands upright")


def _turn(upright: Upright | None) -> dict[str, int]:
    """How far to turn a film that lies on its side; nothing for any other."""
    return {"turn": upright.turn} if upright and upright.turn in (90, 270) else {}


@check("FM25", Severity.WARN, remedy="Export at 1080x1920.")
def side_out_of_range(probe: Probe, profile: Profile) -> Said:
    """A side of the picture is shorter or longer than the platform takes."""
    if profile.min_side is None and profile.max_side is None:
        return
    short, long = sorted((probe.display_width, probe.display_height))
    if profile.min_side is not None and short < profile.min_side:
        yield Flag(
            "{size} has a side of {side} pixels, under {least} ({basis})",
            values={
                "size": _size(probe),
                "side": short,
                "least": profile.min_side,
                "basis": profile.basis("min_side"),
            },
            degree=1 - short / profile.min_side,
        )
    elif profile.max_side is not None and long > profile.max_side:
        yield Flag(
            "{size} has a side of {side} pixels, over {most} ({basis})",
            values={
                "size": _size(probe),
                "side": long,
                "most": profile.max_side,
                "basis": profile.basis("max_side"),
            },
        )
    else:
        yield Passed("{size} has sides that the platform takes", {"size": _size(probe)})


@check("FM26", Severity.INFO, remedy="Film and export at 30 frames a second.")
def fps_not_recommended(probe: Probe, profile: Profile) -> Said:
    """The frame rate is one that the platform takes, and not one that it recommends."""
    least, most, rate = profile.best_min_fps, profile.best_max_fps, round(probe.fps, 1)
    values: dict[str, float | str] = {"fps": probe.fps, "platform": profile.name}
    if least is not None and rate < least:
        values |= {"least": least, "basis": profile.basis("best_min_fps")}
        if profile.min_fps is None:
            yield Flag(
                "{fps:.4g} frames a second; best are {least:g} or more ({basis})", values=values
            )
        else:
            yield Flag(
                "{fps:.4g} frames a second; {platform} asks for {least:g} or more in its app, and "
                "takes {taken:g} from schedulers ({basis})",
                values={**values, "taken": profile.min_fps},
            )
    elif most is not None and rate > most + FPS_TOLERANCE:
        values |= {"most": most, "basis": profile.basis("best_max_fps")}
        yield Flag("{fps:.4g} frames a second; best are {most:g} or less ({basis})", values=values)
    elif least is not None:
        yield Passed("{fps:.4g} frames a second, which {platform} recommends", values)


def _size(probe: Probe) -> str:
    return f"{probe.display_width}x{probe.display_height}"
