"""The picture made anew, as a graph of ffmpeg's filters, and how it is encoded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..media.ffprobe import describe
from ..model import Area, Plan, Probe
from ..platforms.profile import Profile
from . import burning, reframing, tone_map

if TYPE_CHECKING:
    from .reframe import CropPath
    from .render import Work

CRF = "18"
"""x264's constant rate factor, by ``scripts/bench/fix.py`` on pictures that were not touched."""

PRESET = "veryfast"
"""x264's preset: 27 s of processor time for 30 s at 1080x1920, where ``fast`` takes 54."""

MOST_BITRATE = 24_000_000
"""Bits a second that grain may take: twice the 12 Mbps that the platforms advise for 1080p."""

GOP_SECONDS = 2.0
"""Seconds between two key frames, half of what the platforms ask for at most."""

RATES = {
    23.976: "24000/1001",
    29.97: "30000/1001",
    59.94: "60000/1001",
}
"""Frame rates that are no round numbers, as they are written exactly."""

FASTEST = 60.0

NEAR_RATE = 0.02
"""Frames a second by which a measured rate may miss the one that is meant."""

SMALL = 576
"""Lines up to which untagged colours are Rec. 601, as players take them."""

TURNS = {90: ["transpose=clock"], 180: ["hflip", "vflip"], 270: ["transpose=cclock"]}

MATRICES = {"smpte170m", "bt470bg", "bt709", "bt2020nc", "bt2020c", "fcc", "smpte240m"}
"""What a picture may say of its colour matrix, and the scaler knows."""

TO_RGB = "format=gbrp16le,lut3d=file={lut}:interp=tetrahedral,format=gbrp16le"


REC_709 = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
"""What each frame says of its colours: ffmpeg 8 believes that before the encoder's options."""


def rate(probe: Probe) -> str:
    """The constant frame rate that is written: the original's, 60 at most."""
    fps = min(probe.fps or 30.0, FASTEST)
    exact = next((text for near, text in RATES.items() if abs(fps - near) < NEAR_RATE / 2), None)
    if exact:
        return exact
    return str(round(fps)) if abs(fps - round(fps)) <= NEAR_RATE else f"{fps:.3f}"


def size(probe: Probe, plan: Plan, profile: Profile) -> tuple[int, int]:
    """Width and height that are written: even, and not beyond the platform's best."""
    if plan.frame:
        return plan.frame.width, plan.frame.height
    width, height = probe.display_width, probe.display_height
    scale = min(1.0, profile.best_width / min(width, height))
    return tuple(max(2, round(side * scale / 2) * 2) for side in (width, height))  # type: ignore[return-value]


def graph(
    work: Work,
    probe: Probe,
    plan: Plan,
    profile: Profile,
    path: CropPath | None,
    captions: int | None = None,
) -> str:
    """The filters from the draft's picture to what is encoded, as one graph ``[0:n] ... [v]``.

    ``captions`` is the number of the input that is laid over it.
    """
    stream = _stream(work.draft, probe)
    steps = [f"setpts=PTS-{probe.start_time:f}/TB", "sidedata=mode=delete"]
    if probe.is_interlaced:
        steps.append("bwdif=mode=send_frame:deint=interlaced")
    shown = probe.display_width, probe.display_height
    turned = probe.rotation in (90, 270)
    if shown != ((probe.height, probe.width) if turned else (probe.width, probe.height)):
        steps.append(f"scale={shown[0]}:{shown[1]}:flags=lanczos")
    steps.append("setsar=1")
    width, height = size(probe, plan, profile)
    whole = ",".join(steps)
    if plan.frame:
        if plan.frame.content != Area(0, 0, *shown):
            steps.append(_crop(plan.frame.content))
        steps += TURNS.get(plan.frame.turn, [])
        whole = ",".join(steps)
        if plan.frame.crop:
            target = reframing.Size(width, height)
            whole = reframing.filters(whole, plan.frame.crop, target, path, work.folder)
    mapped = _colours(stream, probe, work.folder)
    scaled = f"scale={width}:{height}:flags=lanczos{_coloured(stream, probe, bool(mapped))}"
    timed = _timed(probe, plan)
    last = ["setsar=1", "format=yuv420p", REC_709]
    start = f"[0:{probe.video_index}]{whole},"
    if captions is None:
        return f"{start}{','.join([*timed, *mapped, scaled, *last])}[v]"
    over = f"[clean];[{captions}:v]{burning.OVER}[words];[clean][words]overlay=eof_action=repeat,"
    return f"{start}{','.join([*mapped, scaled])}{over}{','.join([*timed, *last])}[v]"


def encoder(probe: Probe, plan: Plan, profile: Profile, threads: int) -> list[str]:
    """How the picture is encoded: H.264 High, closed GOP, Rec. 709."""
    most = plan.file.most_bitrate if plan.file and plan.file.most_bitrate else MOST_BITRATE
    if profile.max_bitrate:
        most = min(most, int(profile.max_bitrate * 0.9))
    gop = max(1, round(min(probe.fps or 30.0, FASTEST) * GOP_SECONDS))
    return [
        "-c:v", "libx264", "-profile:v", "high", "-preset", PRESET, "-crf", CRF,
        "-maxrate", str(most), "-bufsize", str(2 * most),
        "-g", str(gop), "-flags", "+cgop", "-x264-params", "open-gop=0",
        "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
        "-color_range", "tv", *(["-threads", str(threads)] if threads else []),
    ]  # fmt: skip


def _timed(probe: Probe, plan: Plan) -> list[str]:
    """Constant frame rate from the moment on at which the draft is cut, until it ends."""
    start, end = (plan.cut.start, plan.cut.end) if plan.cut else (0.0, probe.duration)
    fps = f"fps={rate(probe)}:start_time=0"
    moved = [f"setpts=PTS-{start:.6f}/TB"] if start else []
    first = [f"trim=start={start - 0.0005:.6f}"] if start else []
    return [*first, *moved, fps, f"trim=end={end - start - 0.0005:.6f}"]


def _crop(area: Area) -> str:
    return f"crop={area.width}:{area.height}:{area.left}:{area.top}:exact=1"


def _stream(draft: Path, probe: Probe) -> dict[str, Any]:
    streams = describe(draft, 0.1)["streams"]
    return next((one for one in streams if one["index"] == probe.video_index), {})


def _colours(stream: dict[str, Any], probe: Probe, folder: Path) -> list[str]:
    """What maps HDR to SDR; nothing for an ordinary picture."""
    curve = stream.get("color_transfer", "")
    if curve not in ("arib-std-b67", "smpte2084") or probe.hdr is None:
        return []
    table = tone_map.write(curve, folder / "sdr.cube")
    return ["scale=in_color_matrix=bt2020:flags=bicubic", TO_RGB.format(lut=table.name)]


def _coloured(stream: dict[str, Any], probe: Probe, is_mapped: bool) -> str:
    """What leads from the picture's own colours to Rec. 709 in the range of television."""
    matrix = stream.get("color_space", "")
    if matrix not in MATRICES:
        matrix = "bt709" if min(probe.display_width, probe.display_height) > SMALL else "smpte170m"
    source = "" if is_mapped else f":in_color_matrix={matrix}"
    return f"{source}:out_color_matrix=bt709:out_range=tv"
