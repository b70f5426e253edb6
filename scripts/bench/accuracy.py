"""Measure how right the signals are, over real media with known truth.

    python scripts/bench/accuracy.py [MEDIA] [--only faces,motion,...] [--publish]

For each signal: precision, recall and F1, every miss by name, and the figures of the two halves
that a hash of the file's name makes, so that what was tuned on one is reported on the other.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.media.decode import Media  # noqa: E402
from analyzer.media.probe import probe  # noqa: E402
from analyzer.media.sound import Audio  # noqa: E402
from analyzer.model import Span, TextKind  # noqa: E402
from analyzer.signals.faces.watcher import FaceWatcher  # noqa: E402
from analyzer.signals.motion.watcher import MotionWatcher  # noqa: E402
from analyzer.signals.music import measure_music  # noqa: E402
from analyzer.signals.overlay_text.watcher import OverlayTextWatcher  # noqa: E402
from analyzer.signals.sound_events import detect  # noqa: E402
from analyzer.signals.speech import measure_speech  # noqa: E402
from scripts.bench.audio_files import decoded  # noqa: E402
from scripts.bench.confusion_counts import SHOWN, ConfusionCounts  # noqa: E402
from scripts.bench.hook_bench import UNSURE, make  # noqa: E402
from scripts.bench.picture_parts import bars, details, dissolves, flashes, shots, wipes  # noqa: E402
from scripts.bench.published import publish  # noqa: E402

HOOK = 2.0

PARTS = (
    *("faces", "motion", "openings", "video-sound", "sound"),
    *("shots", "dissolves", "wipes", "bars", "flashes", "details"),
)


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("media", nargs="?", type=Path, default=ROOT / ".." / "shared" / "media")
    parser.add_argument(
        "--only",
        default="faces,motion,text,openings,video-sound,sound,shots,dissolves,wipes,bars,flashes,details",
    )
    parser.add_argument(
        "--publish", action="store_true", help="write what is measured into docs and README"
    )
    parser.add_argument("--openings", type=Path, help="folder that keeps the made clips")
    asked = parser.parse_args()
    media = asked.media.resolve()
    if not (media / "manifest.csv").exists():
        sys.exit(f"{media} holds no manifest.csv: nothing to measure with")
    wanted = asked.only.split(",")
    if {"faces", "motion"} & set(wanted):
        pictures(media)
    if "text" in wanted:
        texts(media)
    if "openings" in wanted:
        with tempfile.TemporaryDirectory() as folder:
            openings(media, asked.openings or Path(folder))
    if "video-sound" in wanted:
        video_sound(media)
    if "sound" in wanted:
        sounds(media)
    with tempfile.TemporaryDirectory() as folder:
        made = asked.openings or Path(folder)
        for part in (shots, dissolves, wipes, bars, flashes, details):
            if part.__name__ in wanted:
                part(media, made)
    if asked.publish:
        publish(SHOWN)


def pictures(media: Path) -> None:
    """Faces and motion in the hook of every real video."""
    faces, motion, errors = ConfusionCounts("face in hook"), ConfusionCounts("motion in hook"), []
    for row in _truth(media):
        path = media / row["path"]
        face, move = FaceWatcher(HOOK), MotionWatcher()
        Media(path, probe(path)).watch([face, move])
        seen = [s for s in face.result().sightings if s.time < HOOK]
        if row["face_hook"] in ("yes", "no"):
            note = f"in {len(seen)} looks" if seen else ""
            faces.add(row["path"], row["face_hook"] == "yes", bool(seen), note)
        moves = _first_motion(move)
        if row["motion_hook"] in ("yes", "no") and path.stem not in UNSURE:
            motion.add(row["path"], row["motion_hook"] == "yes", moves is not None, f"{moves}")
            if moves is not None and row["motion_first_at"] and row["motion_hook"] == "yes":
                errors.append(abs(moves - float(row["motion_first_at"])))
    faces.show()
    motion.show()
    print(f"  median error of the first motion: {statistics.median(errors):.2f} s of {len(errors)}")


def texts(media: Path) -> None:
    """Overlay text and watermarks in the hook and anywhere, in every real video."""
    anywhere = ConfusionCounts("overlay text in videos")
    hook = ConfusionCounts("overlay text in hook")
    for row in _truth(media):
        path = media / row["path"]
        watcher = OverlayTextWatcher()
        Media(path, probe(path)).watch([watcher])
        shown = [line for line in watcher.result() if line.kind is not TextKind.SCENE]
        note = " ".join(f"{x.span.start:.1f} {x.text!r}" for x in shown[:4])
        if row["text_any"] in ("yes", "no"):
            anywhere.add(row["path"], row["text_any"] == "yes", bool(shown), note)
        if row["text_hook"] in ("yes", "no"):
            begins = any(line.span.start < HOOK for line in shown)
            hook.add(row["path"], row["text_hook"] == "yes", begins, note)
    anywhere.show()
    hook.show()


def openings(media: Path, folder: Path) -> None:
    """Motion in openings that were made to move or to stand still."""
    motion = ConfusionCounts("motion in made openings")
    by_kind: dict[str, list[bool]] = {}
    for opening in make(media, folder):
        watcher = MotionWatcher()
        Media(opening.path, probe(opening.path)).watch([watcher])
        found = _first_motion(watcher) is not None
        name = f"{opening.kind} of {opening.source}"
        motion.add(name, opening.moves, found)
        by_kind.setdefault(opening.kind, []).append(found == opening.moves)
    motion.show()
    for kind, right in sorted(by_kind.items()):
        print(f"    {kind:18} {sum(right)}/{len(right)} right")


def video_sound(media: Path) -> None:
    """Speech in the hook and music anywhere, in every real video."""
    speech = ConfusionCounts("speech in hook")
    music = ConfusionCounts("music in videos")
    in_hook = ConfusionCounts("music in hook")
    for row in _truth(media):
        path = media / row["path"]
        audio = Media(path, probe(path)).listen() or Audio(np.zeros(0, np.float32))
        events = detect(audio)
        voice = measure_speech(audio, events)
        heard = measure_music(audio, events, voice)
        if row["speech_hook"] in ("yes", "no"):
            speech.add(
                row["path"], row["speech_hook"] == "yes", _begins(voice.spans), _listed(voice.spans)
            )
        if row["music"] in ("yes", "no"):
            music.add(row["path"], row["music"] == "yes", heard.present, _listed(heard.spans))
        if row["music_hook"] in ("yes", "no"):
            in_hook.add(
                row["path"], row["music_hook"] == "yes", _begins(heard.spans), _listed(heard.spans)
            )
    for tally in (speech, music, in_hook):
        tally.show()


def sounds(media: Path) -> None:
    """Speech and music in the audio files."""
    speech = ConfusionCounts("speech in audio files")
    music = ConfusionCounts("music in audio files")
    for row in _rows(media):
        folder = row["path"].partition("/")[0]
        if folder not in ("speech", "music", "noise"):
            continue
        audio = Audio(decoded(media / row["path"]))
        events = detect(audio)
        voice = measure_speech(audio, events)
        heard = measure_music(audio, events, voice)
        is_mixed = row["kind"] == "mixed" or row["truth"].startswith("DERIVED mix")
        label = row["truth"][:40]
        if folder != "music" or is_mixed:
            says = folder == "speech" or is_mixed
            if row["kind"] != "mixed" or folder == "music":
                speech.add(row["path"], says, voice.present, f"({label}) {_listed(voice.spans)}")
        elif "vocal" not in label and "singing" not in label and "song" not in label:
            speech.add(row["path"], False, voice.present, f"({label}) {_listed(voice.spans)}")
        if row["kind"] != "mixed" or folder == "music":
            plays = folder == "music"
            music.add(row["path"], plays, heard.present, f"({label}) {_listed(heard.spans)}")
    speech.show()
    music.show()


def _rows(media: Path) -> Iterator[dict[str, str]]:
    with (media / "manifest.csv").open(encoding="utf-8") as file:
        yield from (r for r in csv.DictReader(file) if (media / r["path"]).exists())


def _truth(media: Path) -> Iterator[dict[str, str]]:
    with (media / "video" / "truth.csv").open(encoding="utf-8") as file:
        yield from (r for r in csv.DictReader(file) if (media / r["path"]).exists())


def _first_motion(watcher: MotionWatcher) -> float | None:
    return next((span.start for span in watcher.result().spans if span.start < HOOK), None)


def _begins(spans: tuple[Span, ...]) -> bool:
    return any(span.start < HOOK for span in spans)


def _listed(spans: tuple[Span, ...]) -> str:
    return " ".join(f"{span.start:.1f}-{span.end:.1f}" for span in spans[:4])


if __name__ == "__main__":
    main()
