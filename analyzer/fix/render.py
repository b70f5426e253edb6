"""One render: what the plan touches is encoded, all else is copied bit for bit."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from ..model import Plan, Report, Wording
from . import burning, picture, programs, reframing, sound, standing

COPIED_SOUND = frozenset({"aac"})
"""What of the sound is copied into MP4 as it is."""

MOVFLAGS = "+faststart+negative_cts_offsets"


class Work(NamedTuple):
    """A draft that is rendered: where to, with what folder for what is between."""

    draft: Path
    report: Report
    target: Path
    folder: Path
    threads: int = 0
    on_stage: Callable[[str], None] = lambda _: None


def render(work: Work, plan: Plan) -> Wording | None:
    """Write the draft as the plan asks for it; raises MendError where that fails.

    Returns what is to be said of the picture beyond the plan, such as that all of it is shown.
    """
    draft, report, target, folder, threads, on_stage = work
    probe, signals = report.probe, report.signals
    if probe is None or signals is None:
        return None
    profile = standing.profile(report)
    has_sound = probe.audio_index is not None
    makes_sound = has_sound and (plan.encodes_sound or probe.audio_codec not in COPIED_SOUND)
    inputs, maps, codecs = [*programs.opened(draft, probe)], [], []
    path = None
    with ThreadPoolExecutor(1) as beside:
        if makes_sound:
            on_stage("mending")
            making = beside.submit(sound.encode, draft, probe, plan, signals.loudness, folder)
        if plan.frame and plan.frame.crop:
            on_stage("reframing")
            path = reframing.path_of(draft, probe, signals, plan.frame)
    on_stage("rendering")
    if plan.encodes_picture:
        size = reframing.Size(*picture.size(probe, plan, profile))
        words = burning.film(report, plan, size, path, folder)
        graph = picture.graph(work, probe, plan, profile, path, captions=1 if words else None)
        inputs = ["-copyts", *inputs, *words]
        maps += ["-filter_complex", graph, "-map", "[v]"]
        codecs += picture.encoder(probe, plan, profile, threads)
    else:
        maps += ["-map", f"0:{probe.video_index}"]
        codecs += ["-c:v", "copy", *(["-tag:v", "hvc1"] if probe.video_codec == "hevc" else [])]
    if makes_sound:
        inputs += ["-i", making.result().name]
        maps += ["-map", f"{inputs.count('-i') - 1}:0"]
    elif has_sound:
        maps += ["-map", f"0:{probe.audio_index}"]
    codecs += ["-c:a", "copy"]
    is_new = plan.encodes_picture and (makes_sound or not has_sound)
    output = [*_container(is_new=is_new), f"file:{target.absolute()}"]
    programs.ffmpeg([*inputs, *maps, *codecs, *output], folder)
    return reframing.told(path)


def _container(*, is_new: bool) -> list[str]:
    """MP4 with its index first, without data of its maker; without edit lists where all is new."""
    return [
        "-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1", "-sn", "-dn",
        "-movflags", MOVFLAGS, *(["-use_editlist", "0"] if is_new else []), "-f", "mp4",
    ]  # fmt: skip
