"""Measure how fast a whole analysis is, beside what it is made of and beside the naive stack.

    python scripts/bench/speed.py [DRAFT] [--rounds 3] [--without-naive]

Without DRAFT a 30 s 1080x1920 talking draft is made from ../shared/media. Each round runs, in
processes of their own and one after the other, so that noise falls on all of them:

    decode    ffmpeg -f null: the picture and the sound decoded, nothing else
    whisper   faster-whisper base alone on the sound (int8, beam 5, word times)
    analyze   the whole analysis, from a cold start and again with the models loaded
    naive     cv2.VideoCapture, every frame at a third of its size through Haar faces and a
              frame difference,
              librosa.load, openai-whisper base

With --eyes instead: what overlay text, cuts and picture quality add to everything else, with the
models loaded, on the draft as it is and with captions all the way.

Wall-clock medians, and ratios within this run.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.media import binaries  # noqa: E402

TALKS = ("vert_latentsync_demo3_en.mp4", "derived/vert_crop_rec_1711527265610.mp4")


def make_draft(media: Path, target: Path) -> Path:
    """A 30 s talking draft, 1080x1920 H.264 at about 8 Mbps, joined from real footage."""
    talks = [media / "video" / talk for talk in TALKS]
    missing = [talk.name for talk in talks if not talk.exists()]
    if missing:
        sys.exit(f"cannot make a draft: {', '.join(missing)} not found; name a DRAFT")
    scale = "scale=1080:1920,setsar=1,fps=30"
    graph = (
        f"[0:v]{scale}[a];[1:v]{scale}[b];[0:a]aresample=48000,aformat=channel_layouts=stereo[c];"
        "[1:a]aresample=48000,aformat=channel_layouts=stereo[d];[a][c][b][d]concat=n=2:v=1:a=1[v][s]"
    )
    command = [binaries.ffmpeg(), "-nostdin", "-v", "error", "-y"]
    for talk in talks:
        command += ["-i", str(talk)]
    command += ["-filter_complex", graph, "-map", "[v]", "-map", "[s]", "-t", "30"]
    command += ["-c:v", "libx264", "-preset", "fast", "-b:v", "8M", "-c:a", "aac", str(target)]
    subprocess.run(command, check=True)
    return target


def decode(draft: Path) -> dict[str, float]:
    """Ffmpeg decodes everything and throws it away."""
    command = [binaries.ffmpeg(), "-nostdin", "-v", "error", "-i", str(draft), "-f", "null", "-"]
    return {"decode": _timed(lambda: subprocess.run(command, check=True))}


def whisper(draft: Path) -> dict[str, float]:
    """faster-whisper alone: loading, then transcribing the sound it decodes by itself."""
    began = time.perf_counter()
    from faster_whisper import WhisperModel

    from analyzer import weights

    model = WhisperModel(
        str(weights.whisper("base").path), device="cpu", compute_type="int8", cpu_threads=2
    )
    loaded = time.perf_counter() - began

    def transcribe() -> None:
        segments, _ = model.transcribe(str(draft), beam_size=5, word_timestamps=True)
        list(segments)

    return {"whisper loading": loaded, "whisper": _timed(transcribe)}


def analyze(draft: Path) -> dict[str, float]:
    """The whole analysis: the first one in this process, and the second one."""
    began = time.perf_counter()
    from analyzer.batch.worker import share_cores
    from analyzer.pipeline.analysis import analyze

    share_cores()

    report = analyze(draft)
    cold = time.perf_counter() - began
    if report.signals is None or report.signals.unmeasured.keys() - {"wanted_keywords"}:
        sys.exit(f"the analysis is not whole: {report.signals and report.signals.unmeasured}")
    warm_report = analyze(draft)
    warm = warm_report.timing.total if warm_report.timing else 0.0
    stages = warm_report.timing.stages if warm_report.timing else {}
    return {"analyze cold": cold, "analyze": warm} | {f"  {k}": v for k, v in stages.items()}


def naive(draft: Path) -> dict[str, float]:
    """What a first version would do: every frame, at a third of its size, one step at a time."""
    began = time.perf_counter()
    import cv2
    import librosa
    import whisper

    from analyzer import weights
    from analyzer.signals.transcript import torch_model

    cascade = cv2.CascadeClassifier(
        str(Path(cv2.data.haarcascades) / "haarcascade_frontalface_default.xml")
    )
    video, before = cv2.VideoCapture(str(draft)), None
    while True:
        more, frame = video.read()
        if not more:
            break
        small = cv2.resize(frame, None, fx=1 / 3, fy=1 / 3)
        gray = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
        cascade.detectMultiScale(gray, 1.1, 5)
        if before is not None:
            cv2.absdiff(gray, before).mean()
        before = gray
    sound = Path(tempfile.mkdtemp()) / "sound.wav"
    command = [binaries.ffmpeg(), "-nostdin", "-v", "error", "-i", str(draft), str(sound)]
    subprocess.run(command, check=True)
    samples, _ = librosa.load(sound, sr=16_000)
    model = torch_model.load(weights.whisper("base").path, "cpu")
    whisper.transcribe(model, samples, beam_size=5, word_timestamps=True, fp16=False)
    return {"naive": time.perf_counter() - began}


EYES = ("overlay_text", "shots", "picture")


def eyes(draft: Path, rounds: int) -> None:
    """Print what the measurers of ``EYES`` add: all is measured, and all but them, in turn."""
    from analyzer.media.decode import Media
    from analyzer.pipeline.analysis import analyze
    from analyzer.pipeline.measure import measure
    from analyzer.pipeline.results import Results, Timer
    from analyzer.platforms.profile import load
    from analyzer.settings import Settings

    report, settings, profile = analyze(draft), Settings(), load("tiktok")
    if report.probe is None or report.signals is None:
        raise SystemExit(f"{draft} cannot be analyzed")
    seen = {"overlay_text": "overlay_text", "shots": "cuts", "picture": "picture"}
    kept = {seen[name]: getattr(report.signals, name) for name in EYES}
    wall: dict[bool, list[float]] = {False: [], True: []}
    cpu: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(rounds):
        for with_eyes in (False, True):
            known = {} if with_eyes else kept
            results = Results(report.probe, profile, settings, known, Timer())
            used = time.process_time()
            work = partial(measure, Media(draft, report.probe), results)
            wall[with_eyes].append(_timed(work))
            cpu[with_eyes].append(time.process_time() - used)
    lines = len(report.signals.overlay_text or ())
    print(f"{draft.name}, {report.probe.duration:.0f} s, {lines} texts")
    for name, seconds in (("wall", wall), ("CPU", cpu)):
        without, whole = (statistics.median(seconds[eyes]) for eyes in (False, True))
        added = [b / a - 1 for a, b in zip(seconds[False], seconds[True], strict=True)]
        print(
            f"  {name:4} {without:.2f} s without them, {whole:.2f} s with them; in pairs "
            f"{statistics.median(added):+.0%} ({min(added):+.0%} to {max(added):+.0%})"
        )


PARTS: dict[str, Callable[[Path], dict[str, float]]] = {
    "decode": decode,
    "whisper": whisper,
    "analyze": analyze,
    "naive": naive,
}


def main() -> None:
    """Run every part in a process of its own, and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("draft", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without-naive", action="store_true")
    parser.add_argument("--eyes", action="store_true")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.part:
        seconds = PARTS[asked.part](asked.draft)
        peak = max(
            resource.getrusage(who).ru_maxrss
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        print(json.dumps(seconds | {f"{asked.part} MB": peak / 1024}))
        return
    with tempfile.TemporaryDirectory() as folder:
        media = ROOT / ".." / "shared" / "media"
        draft = asked.draft or make_draft(media, Path(folder) / "draft.mp4")
        if asked.eyes:
            from analyzer.batch.worker import share_cores
            from scripts.bench.captions import captioned

            share_cores()
            eyes(draft, asked.rounds)
            eyes(captioned(draft, Path(folder) / "captioned.mp4"), asked.rounds)
            return
        _compare(draft, asked.rounds, [p for p in PARTS if p != "naive" or not asked.without_naive])


def _compare(draft: Path, rounds: int, parts: list[str]) -> None:
    runs: dict[str, list[float]] = {}
    for round_ in range(rounds):
        for part in parts:
            if part == "naive" and round_:
                continue
            command = [sys.executable, __file__, str(draft), "--part", part]
            out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            for name, value in json.loads(out.splitlines()[-1]).items():
                runs.setdefault(name, []).append(value)
    middle = {name: statistics.median(values) for name, values in runs.items()}
    for name, values in runs.items():
        unit = "MB" if name.endswith("MB") else "s "
        print(f"{name:22} {middle[name]:8.2f} {unit}  ({min(values):.2f} to {max(values):.2f})")
    parts_alone = middle["decode"] + middle["whisper"]
    with_loading = parts_alone + middle["whisper loading"]
    print(f"\nanalyze / (decode + whisper)                 {middle['analyze'] / parts_alone:.2f}")
    print(
        f"analyze cold / (decode + whisper)            {middle['analyze cold'] / parts_alone:.2f}"
    )
    print(
        f"analyze cold / (decode + whisper + loading)  {middle['analyze cold'] / with_loading:.2f}"
    )
    if "naive" in middle:
        ratio = middle["naive"] / middle["analyze cold"]
        print(f"naive / analyze cold {ratio:.1f}")


def _timed(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
