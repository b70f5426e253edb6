"""Measure what a folder costs: two jobs against one, a second run, memory, a report.

    python scripts/bench/batch.py [MEDIA] [--only throughput,rerun,memory,folder]

    throughput  24 real drafts, one job held to one core against two jobs held to two cores
    rerun       1,000 copies of the sample videos: a second run, and one after one file changed
    memory      the parent's largest resident size over 2,000 drafts, all of them recalled and all
                of them analyzed without a transcript by workers

Every run is ``python -m analyzer`` in a process of its own, with a cache of its own. Wall-clock
seconds; ratios compare runs that took turns on the same machine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.cache.store import Store  # noqa: E402
from analyzer.model import Still  # noqa: E402
from analyzer.model.looks import Looks  # noqa: E402
from analyzer.pipeline.keys import keys  # noqa: E402
from analyzer.platforms.profile import load  # noqa: E402
from analyzer.settings import Settings  # noqa: E402
from analyzer.signals.looks.hashing import HASH_BYTES, WINDOWS  # noqa: E402

DRAFTS = 24
ROUNDS = 3
"""How often each command is timed; ``--rounds`` says otherwise."""


def run(*arguments: object, cache: Path, cores: int | None = None) -> tuple[float, int]:
    """Seconds that the command line took, and the largest resident size of its own process."""
    held = ["taskset", "-c", ",".join(map(str, range(cores)))] if cores else []
    command = [*held, sys.executable, "-m", "analyzer", *map(str, arguments), "--fail-on", "never"]
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"ANALYZER_CACHE": str(cache)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    largest = 0
    while process.poll() is None:
        largest = max(largest, _resident(process.pid))
        time.sleep(0.02)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return time.perf_counter() - began, largest


def _resident(pid: int) -> int:
    """The largest resident size that a process has had, in bytes; 0 where Linux does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return 1024 * int(next((s.split()[1] for s in status.splitlines() if "VmHWM" in s), 0))


def throughput(media: Path, scratch: Path, rounds: int) -> None:
    """Time 24 drafts with one job on one core and with two jobs on two, in turn."""
    found = sorted(
        (path for path in (media / "video").iterdir() if path.suffix in {".mp4", ".mkv", ".webm"}),
        key=lambda path: path.stat().st_size,
    )
    if len(found) < DRAFTS:
        print(f"throughput: left out, {len(found)} of {DRAFTS} drafts in {media / 'video'}")
        return
    drafts = found[:: len(found) // DRAFTS][:DRAFTS]
    seconds: dict[int, list[float]] = {1: [], 2: []}
    for round_ in range(rounds):
        for jobs in (1, 2):
            cache = scratch / f"throughput-{round_}-{jobs}"
            seconds[jobs].append(run(*drafts, "--jobs", jobs, cache=cache, cores=jobs)[0])
    one, two = (statistics.median(times) for times in seconds.values())
    print(
        f"throughput: {DRAFTS} drafts, one job {one:.1f} s, two jobs {two:.1f} s: {one / two:.2f} x"
    )
    print(f"  rounds: {[f'{a:.1f}/{b:.1f}' for a, b in zip(*seconds.values(), strict=True)]}")


def copies(folder: Path, count: int) -> Path:
    """A folder of ``count`` copies of the samples."""
    samples = sorted((ROOT / "sample_videos").glob("*.mp4"))
    folder.mkdir()
    for n in range(count):
        shutil.copy(samples[n % len(samples)], folder / f"draft{n}.mp4")
    return folder


def rerun(_: Path, scratch: Path, rounds: int) -> None:
    """Time a second run over 1,000 files, and a third after one of them changed."""
    folder, cache = copies(scratch / "thousand", 1000), scratch / "rerun"
    first = run(folder, cache=cache)[0]
    second = [run(folder, cache=cache)[0] for _ in range(rounds)]
    with (folder / "draft0.mp4").open("ab") as file:
        file.write(b"\0" * 16)
    alone = run(folder / "draft0.mp4", cache=scratch / "alone")[0]
    changed = run(folder, cache=cache)[0]
    print(
        f"rerun: first {first:.1f} s (6 contents), again {statistics.median(second):.2f} s, "
        f"one changed {changed:.1f} s (that file alone: {alone:.1f} s)"
    )


def memory(_: Path, scratch: Path, __: int) -> None:
    """The parent's largest resident size over 2,000 drafts."""
    folder, cache = copies(scratch / "two-thousand", 2000), scratch / "memory"
    table = scratch / "table.csv"
    fresh = run(folder, "--no-transcript", "--csv", table, cache=cache)[1]
    known = run(folder, "--no-transcript", "--csv", table, cache=cache)[1]
    print(f"memory: parent over 2,000 drafts, {fresh / 1e6:.0f} MB, recalled {known / 1e6:.0f} MB")


def folder(media: Path, scratch: Path, rounds: int) -> None:
    """Time ``--html`` over 1,000 drafts that are all known, and weigh what it writes."""
    real = sorted((media / "video").glob("vert_*.mp4")) or sorted(
        (ROOT / "sample_videos").glob("*.mp4")
    )
    known, cache, many = scratch / "known", scratch / "folder", scratch / "many"
    run(*real, "--html", scratch / "known.html", cache=known)
    many.mkdir()
    multiplied(real, known, many, cache, 1000)
    page = scratch / "report.html"
    seconds, without = [], []
    for _ in range(rounds):
        without.append(run(many, cache=cache)[0])
        seconds.append(run(many, "--html", page, cache=cache)[0])
    written = sum(file.stat().st_size for file in page.with_suffix("").rglob("*"))
    print(
        f"folder: --html over 1,000 known drafts {statistics.median(seconds):.1f} s "
        f"({statistics.median(without):.1f} s of it without --html), {written / 1e6:.0f} MB"
    )


def multiplied(real: Sequence[Path], known: Path, many: Path, cache: Path, count: int) -> None:
    """Have ``cache`` know ``count`` files in ``many`` as ``known`` knows the real drafts.

    Each gets contents of its own, pictures of its own (a chunk that no decoder looks at) and looks
    of its own: a thousand drafts of an agency are no copies of each other.
    """
    settings = Settings(stills=True)
    kept_under = keys(settings, load(settings.platforms[0], settings.placement))
    with Store(known) as source, Store(cache) as store:
        contents = [source.remembered(draft) for draft in real]
        found = [source.recall(content, kept_under) for content in contents if content]
        for n in range(count):
            draft = many / f"draft{n:04}.mp4"
            draft.write_bytes(b"a draft that is never opened, number %d" % n)
            identity = store.identify(draft)
            values = found[n % len(found)]
            values = values | {
                "stills": tuple(numbered(s, n) for s in values["stills"]),
                "looks": other(values["looks"], n),
            }
            assert identity is not None
            store.keep(identity, {name: (kept_under[name], v) for name, v in values.items()})


def numbered(still: Still, n: int) -> Still:
    """The same picture in other bytes."""
    data = still.data + b"note" + (4).to_bytes(4, "little") + n.to_bytes(4, "little")
    whole = data[:4] + (len(data) - 8).to_bytes(4, "little") + data[8:]
    return msgspec.structs.replace(still, data=whole)


def other(looks: Looks, n: int) -> Looks:
    """Looks that change as these do and show something else."""
    size = HASH_BYTES * WINDOWS
    mask = np.random.default_rng(n).integers(0, 256, size, np.uint8)
    hashes = np.frombuffer(looks.hashes, np.uint8).reshape(-1, size) ^ mask
    return msgspec.structs.replace(looks, hashes=hashes.tobytes())


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("media", nargs="?", type=Path, default=ROOT / ".." / "shared" / "media")
    parser.add_argument("--only", default="throughput,rerun,memory,folder")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    parts = {"throughput": throughput, "rerun": rerun, "memory": memory, "folder": folder}
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        for name in asked.only.split(","):
            parts[name](asked.media.resolve(), Path(scratch), asked.rounds)


if __name__ == "__main__":
    main()
