"""Measure how fast a whole analysis is, beside what it is made of and beside the naive stack.

    python scripts/bench/speed.py [DRAFT] [--rounds 5] [--cores 2] [--naive] [--chain]

Without DRAFT a 30 s 1080x1920 talking draft is made from ../shared/media. Each round runs, in
processes of their own and one after the other, so that noise falls on all of them:

    decode    ffmpeg -f null: the picture and the sound decoded, nothing else
    whisper   faster-whisper base alone on the sound (int8, beam 5, word times)
    wordless  the analysis without the voice-over's words, the models loaded
    analyze   the whole analysis, from a cold start and again with the models loaded
    naive     cv2.VideoCapture, every frame at a third of its size through Haar faces and a
              frame difference, librosa.load, openai-whisper base

With --chain instead: how long each watcher's thread computes, and the decoder beside them.

Medians of wall-clock and processor seconds, and ratios within each round.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.media import binaries  # noqa: E402

if TYPE_CHECKING:
    from analyzer.media.frames import Frame

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
    before = _used()
    seconds = _timed(lambda: subprocess.run(command, check=True, stdin=subprocess.DEVNULL))
    return {"decode": seconds, "decode CPU": _used() - before}


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

    before = _used()
    seconds = _timed(transcribe)
    return {"whisper loading": loaded, "whisper": seconds, "whisper CPU": _used() - before}


def wordless(draft: Path) -> dict[str, float]:
    """The analysis without the words, once the models are loaded."""
    from analyzer.batch.worker import share_cores
    from analyzer.pipeline.analysis import analyze
    from analyzer.settings import Settings

    share_cores(len(os.sched_getaffinity(0)))
    settings = Settings(transcript=False)
    analyze(draft, settings)
    before = _used()
    seconds = _timed(lambda: analyze(draft, settings))
    return {"wordless": seconds, "wordless CPU": _used() - before}


def analyze(draft: Path) -> dict[str, float]:
    """The whole analysis: the first one in this process, and the second one."""
    began, before = time.perf_counter(), _used()
    from analyzer.batch.worker import share_cores
    from analyzer.pipeline.analysis import analyze

    share_cores(len(os.sched_getaffinity(0)))
    report = analyze(draft)
    cold, used = time.perf_counter() - began, _used() - before
    if report.signals is None or report.signals.unmeasured.keys() - {"wanted_keywords"}:
        sys.exit(f"the analysis is not whole: {report.signals and report.signals.unmeasured}")
    warm_report = analyze(draft)
    warm = warm_report.timing.total if warm_report.timing else 0.0
    stages = warm_report.timing.stages if warm_report.timing else {}
    first = {"analyze cold": cold, "analyze": warm, "analyze cold CPU": used}
    return first | {f"  {k}": v for k, v in stages.items()}


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


class Timed:
    """A watcher, and how long its thread computed."""

    def __init__(self, watcher: Any) -> None:
        self.watcher = watcher
        self.long_side = watcher.long_side
        self.wants = watcher.wants
        self.seconds = 0.0

    def observe(self, frame: Frame) -> None:
        """Have the watcher look."""
        began = time.thread_time()
        self.watcher.observe(frame)
        self.seconds += time.thread_time() - began


def chain(draft: Path, rounds: int) -> None:
    """Print what each watcher computes in its thread: more cores do not help the longest."""
    from analyzer.media.decode import Media
    from analyzer.media.probe import probe
    from analyzer.signals.faces.watcher import FaceWatcher
    from analyzer.signals.motion.watcher import MotionWatcher
    from analyzer.signals.overlay_text.watcher import OverlayTextWatcher
    from analyzer.signals.picture.detail import DetailWatcher
    from analyzer.signals.picture.luminance import LightWatcher
    from analyzer.signals.shots.watcher import ShotWatcher

    facts = probe(draft)
    seconds: dict[str, list[float]] = {}
    for _ in range(rounds + 1):
        watchers: list[Any] = [FaceWatcher(2.0), MotionWatcher(), OverlayTextWatcher()]
        watchers += [ShotWatcher(), LightWatcher(), DetailWatcher(facts.duration)]
        timed = [Timed(watcher) for watcher in watchers]
        began = time.process_time()
        Media(draft, facts).watch(timed, threads=2)
        used = {type(one.watcher).__name__: one.seconds for one in timed}
        used["decoder"] = time.process_time() - began - sum(used.values())
        for name, passed in used.items():
            seconds.setdefault(name, []).append(passed)
    print(f"{draft.name}, {facts.duration:.0f} s: processor seconds, models loaded")
    middle = {name: statistics.median(spent[1:]) for name, spent in seconds.items()}
    for name in sorted(middle, key=lambda name: -middle[name]):
        print(f"  {name:20} {middle[name]:6.2f}")


PARTS: dict[str, Callable[[Path], dict[str, float]]] = {
    "decode": decode,
    "whisper": whisper,
    "wordless": wordless,
    "analyze": analyze,
    "naive": naive,
}


def main() -> None:
    """Run every part in a process of its own, and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("draft", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cores", type=int, help="processors that everything may use")
    parser.add_argument("--naive", action="store_true")
    parser.add_argument("--chain", action="store_true")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.cores:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: asked.cores])
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
        if asked.chain:
            from analyzer.batch.worker import share_cores

            share_cores(2)
            chain(draft, asked.rounds)
        else:
            _compare(draft, asked.rounds, [p for p in PARTS if p != "naive" or asked.naive])


def _compare(draft: Path, rounds: int, parts: list[str]) -> None:
    runs: dict[str, list[float]] = {}
    for round_ in range(rounds):
        for part in parts:
            if part == "naive" and round_:
                continue
            command = [sys.executable, __file__, str(draft), "--part", part]
            out = subprocess.run(
                command, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL
            ).stdout
            for name, value in json.loads(out.splitlines()[-1]).items():
                runs.setdefault(name, []).append(value)
    for name, values in runs.items():
        unit = "MB" if name.endswith("MB") else "s "
        middle = statistics.median(values)
        print(f"{name:22} {middle:8.2f} {unit}  ({min(values):.2f} to {max(values):.2f})")
    print()
    _ratio("wordless / decode", runs["wordless"], runs["decode"])
    both = _sums(runs["decode"], runs["whisper"])
    _ratio("analyze cold / (decode + whisper)", runs["analyze cold"], both)
    _ratio("analyze / (decode + whisper)", runs["analyze"], both)
    alone = _sums(runs["decode CPU"], runs["whisper CPU"])
    _ratio("analyze cold CPU / (decode + whisper CPU)", runs["analyze cold CPU"], alone)
    _ratio("wordless CPU / decode CPU", runs["wordless CPU"], runs["decode CPU"])
    if "naive" in runs:
        _ratio("naive / analyze cold", runs["naive"], runs["analyze cold"])


def _sums(some: list[float], others: list[float]) -> list[float]:
    return [a + b for a, b in zip(some, others, strict=True)]


def _ratio(what: str, some: list[float], others: list[float]) -> None:
    """Print the median of the ratios within each round, and their range."""
    ratios = [a / b for a, b in zip(some, others, strict=False)]
    middle = statistics.median(ratios)
    print(f"{what:44} {middle:5.2f}  ({min(ratios):.2f} to {max(ratios):.2f})")


def _used() -> float:
    """Processor seconds of this process and of the children that it has waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _timed(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
