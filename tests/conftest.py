"""Clips whose truth is known by construction, and the real media where they are present."""

from __future__ import annotations

import hashlib
import os
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import av
import hypothesis
import numpy as np
import pytest

from analyzer.media import binaries
from analyzer.media.sound import SAMPLE_RATE

ROOT = Path(__file__).resolve().parents[1]

MEDIA = Path(os.environ.get("ANALYZER_MEDIA", ROOT.parent / "shared" / "media"))
needs_media = pytest.mark.skipif(not MEDIA.is_dir(), reason=f"no real media in {MEDIA}")

hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")

DECODING = {"media", "fix", "pipeline", "signals"}
"""Folders whose tests look at what ffmpeg gives; the others' take drafts from here to there."""

WHOLE = {"test_binaries", "test_samples", "test_hostile", "test_main"}
"""Modules that take drafts all the way, one for each way."""

MakeClip = Callable[..., Path]


def encode(target: Path, *arguments: str) -> Path:
    """Run ffmpeg with ``arguments`` to write ``target``."""
    command = [binaries.ffmpeg(), "-nostdin", "-v", "error", "-y", *arguments, str(target)]
    subprocess.run(command, check=True, timeout=120)
    return target


def turned(source: Path, target: Path, degrees: int) -> Path:
    """Copy an MP4 with a display matrix that turns its picture clockwise by a quarter turn or more.

    The matrix of the track's header (``tkhd``, ISO/IEC 14496-12, 8.3.2) is written by hand: the
    ffmpeg that writes one by an option is not everywhere.
    """
    cos, sin = {90: (0, 1), 180: (-1, 0), 270: (0, -1)}[degrees]
    matrix = struct.pack(">9i", *(n << 16 for n in (cos, sin, 0, -sin, cos, 0, 0, 0)), 1 << 30)
    data = bytearray(source.read_bytes())
    start = data.index(b"tkhd") + 44  # of the first track; the header is of version 0
    data[start : start + len(matrix)] = matrix
    target.write_bytes(data)
    return target


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests whose answer could depend on whose ffmpeg there is."""
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        decodes = folder in DECODING and "clips" in getattr(item, "fixturenames", ())
        if decodes or item.path.stem in WHOLE:
            item.add_marker("ffmpeg")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the measurements that the user keeps; all of a run share theirs."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    cache = folder / "cache"
    cache.mkdir(exist_ok=True)
    os.environ["ANALYZER_CACHE"] = str(cache)


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> MakeClip:
    """A maker of small clips: ``clips("name.mp4", size="270x480", seconds=1, sound="sine", ...)``.

    The same call gives the same file again.
    """
    folder = tmp_path_factory.mktemp("clips")

    def make(
        name: str,
        *,
        size: str = "270x480",
        seconds: float = 1.0,
        fps: float = 30,
        picture: str = "testsrc2",
        sound: str | None = "sine=frequency=440",
        options: tuple[str, ...] = (),
    ) -> Path:
        recipe = repr((size, seconds, fps, picture, sound, options)).encode()
        target = folder / hashlib.sha256(recipe).hexdigest()[:12] / name
        if target.exists():
            return target
        target.parent.mkdir(exist_ok=True)
        source = f"{picture}{':' if '=' in picture else '='}size={size}:rate={fps}"
        inputs = ["-f", "lavfi", "-i", source]
        if sound is not None:
            inputs += ["-f", "lavfi", "-i", sound]
        codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
        if target.suffix == ".webm":
            codecs = ["-c:v", "libvpx-vp9", "-deadline", "realtime"]
        return encode(target, *inputs, "-t", str(seconds), *codecs, *options)

    return make


@pytest.fixture(scope="session")
def real_media() -> Path:
    """The folder of real test media; tests that need it are skipped where it is not."""
    if not (MEDIA / "manifest.csv").exists():
        pytest.skip("the real test media (shared/media beside the project) are not here")
    return MEDIA.resolve()


def samples_of(name: str) -> np.ndarray:
    """A real file as 16 kHz mono samples; skips when this copy of the media lacks it."""
    if not (MEDIA / name).is_file():
        pytest.skip(f"no {name} in {MEDIA}")
    with av.open(str(MEDIA / name)) as container:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
        pieces = [
            out.to_ndarray().ravel()
            for frame in container.decode(audio=0)
            for out in resampler.resample(frame)
        ]
    return np.concatenate(pieces)
