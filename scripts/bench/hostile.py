"""Analyze files that mean harm, and count what became of them.

    python scripts/bench/hostile.py [--count 300] [--seed 0] [--jobs 2] [--keep FOLDER] [FILE …]

Without FILEs: seeded mutations of eight small videos (``mutations.py``), then bombs, names and
devices. Every file is analyzed as a scan does it, without a transcript, within 60 s. Printed are
the counts, the peak memory of a worker with all that it started, and every failure: a report that
is neither an answer nor a refusal, a number that cannot be, a traceback.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
import psutil

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.batch.pool import Pool  # noqa: E402
from analyzer.media import binaries  # noqa: E402
from analyzer.model import Probe, Report  # noqa: E402
from analyzer.settings import Settings  # noqa: E402
from scripts.bench.mutations import SECONDS, make_originals, mutants  # noqa: E402

TIME_LIMIT = 60.0
"""Seconds that a file may take."""

LONGEST = 2 * SECONDS
"""Seconds from which the length that is told of a mutant is taken to be wrong."""

PEAK = 1_300_000_000
"""Bytes that the analysis of a file may come to hold."""


def verdict(report: Report, longest: float = LONGEST) -> tuple[str, str]:
    """What became of a file, in a word, and the details."""
    if report.error is not None:
        kinds = {"input": "refusal", "time-limit": "time limit"}
        return kinds.get(report.error.kind, "internal error"), report.error.message
    try:
        facts = msgspec.convert(msgspec.to_builtins(report.probe), Probe)
    except msgspec.ValidationError as error:
        return "impossible number", str(error)
    if facts.duration > longest:
        return "impossible number", f"{facts.duration} s, and it was made of {SECONDS} s"
    unmeasured = report.signals.unmeasured if report.signals else {}
    for name, why in unmeasured.items():
        if "crashed" in str(why):
            return "internal error", f"{name}: {why}"
    return "answer", ""


def bombs(folder: Path) -> Iterator[Path]:
    """Small files that ask for much, odd names, and what is no file."""
    sample = make_originals(folder)[0]
    picture = ("-f", "lavfi", "-i", "color=size={size}:rate=25")
    lossless = ("-c:v", "ffv1")

    def make(name: str, *options: str) -> Path:
        command = [binaries.ffmpeg(), "-nostdin", "-v", "error", "-y"]
        subprocess.run([*command, *options, str(folder / name)], check=True)
        return folder / name

    for size in ("2x2", "4096x16", "16x4096", "8192x4320", "12000x9000"):
        options = [option.format(size=size) for option in picture]
        yield make(f"picture-{size}.mkv", *options, "-frames:v", "3", *lossless)
    maps = [word for _ in range(100) for word in ("-map", "0:v")]
    yield make("tracks.mp4", "-i", str(sample), *maps, "-c", "copy")
    gap = "asetpts='if(gt(T,0.5),PTS+200000/TB,PTS)'"
    yield make("gap.mkv", "-i", str(sample), "-c:v", "copy", "-af", gap, "-c:a", "pcm_s16le")
    jump = "setpts='if(gt(T,0.5),PTS+200000/TB,PTS)'"
    yield make("jump.mkv", "-i", str(sample), "-vf", jump, "-fps_mode", "passthrough", *lossless)
    boxes = folder / "boxes.mp4"
    boxes.write_bytes(sample.read_bytes() + b"\x00\x00\x00\x08free" * 2_000_000)
    yield boxes
    data = sample.read_bytes()
    for name in (b"no utf-8 \xff\xfe.mp4", b"\xff.mp4", b"two\nlines.mp4", b"-dash %s.mp4"):
        path = folder / os.fsdecode(name)
        with suppress(OSError):
            path.write_bytes(data)
            yield path
    for link, target in {"self.mp4": "self.mp4", "zero.mp4": "/dev/zero"}.items():
        (folder / link).symlink_to(target)
        yield folder / link
    os.mkfifo(folder / "pipe.mp4")
    yield folder / "pipe.mp4"


class Peak(threading.Thread):
    """Watches what each worker holds with all that it started."""

    def __init__(self, pool: Pool) -> None:
        super().__init__(daemon=True)
        self.pool = pool
        self.most = 0
        self.at: list[str] = []

    def run(self) -> None:
        """Look ten times a second, for as long as this process lives."""
        while True:
            for worker in psutil.Process().children():
                held = 0
                with suppress(psutil.Error):
                    for process in (worker, *worker.children(recursive=True)):
                        held += process.memory_info().rss
                if held > self.most:
                    self.most = held
                    self.at = [working.draft.name for working in self.pool.working()]
            time.sleep(0.1)


@contextmanager
def log_of_workers() -> Iterator[Path]:
    """A file that gets what the workers write to standard error."""
    with tempfile.NamedTemporaryFile(suffix=".log") as file:
        kept = os.dup(2)
        os.dup2(file.fileno(), 2)
        try:
            yield Path(file.name)
        finally:
            os.dup2(kept, 2)


def main() -> int:
    """Analyze the files, print what became of them, and return 1 where something failed."""
    parse = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parse.add_argument("files", nargs="*", type=Path)
    parse.add_argument("--count", type=int, default=300)
    parse.add_argument("--seed", type=int, default=0)
    parse.add_argument("--jobs", type=int, default=2)
    parse.add_argument("--keep", type=Path, help="a folder for the files that failed")
    asked = parse.parse_args()
    counts: Counter[str] = Counter()
    failures: list[str] = []
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place, log_of_workers() as log:
        folder = Path(place)
        files = [*asked.files]
        if not files:
            originals = make_originals(folder)
            for mutant in mutants(originals, asked.count, asked.seed):
                files.append(folder / mutant.name)
                files[-1].write_bytes(mutant.data)
            (folder / "bombs").mkdir()
            files += bombs(folder / "bombs")
        settings = Settings(transcript=False, threads=1)
        with Pool(settings, cache=folder, jobs=asked.jobs, timeout=TIME_LIMIT) as pool:
            peak = Peak(pool)
            peak.start()
            for file in files:
                pool.submit(file)
            while pool.waiting:
                for file, report in pool.finished():
                    longest = LONGEST if file.parent == folder else float("inf")
                    word, why = verdict(report, longest)
                    counts[word] += 1
                    if word not in ("answer", "refusal") or "\n" in why:
                        failures.append(f"{word}: {file.name!r}: {why}")
                        if asked.keep and file.is_file():
                            asked.keep.mkdir(exist_ok=True)
                            (asked.keep / file.name).write_bytes(file.read_bytes())
        said = log.read_text(encoding="utf-8", errors="replace")
        counts["traceback"] = said.count("Traceback")
        failures += [f"traceback: {part}" for part in said.split("Traceback")[1:]]
    words = ("answer", "refusal", "internal error", "time limit", "impossible number", "traceback")
    print(f"{len(files)} files in {time.monotonic() - began:.0f} s, seed {asked.seed}")
    for word in words:
        print(f"{counts[word]:6} {word}{'' if counts[word] == 1 else 's'}")
    print(f"peak of a worker: {peak.most / 1e6:.0f} MB, with {', '.join(peak.at)}")
    print(*sorted(failures), sep="\n")
    return 1 if failures or counts["traceback"] or peak.most > PEAK else 0


if __name__ == "__main__":
    sys.exit(main())
