"""Audio files as the analyzer hears a draft's sound."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np

from analyzer.media import binaries
from analyzer.media.sound import SAMPLE_RATE


def decoded(path: Path, seconds: float | None = None) -> np.ndarray:
    """The sound of any file, or its first ``seconds``, as 16 kHz mono float32 samples."""
    command = [binaries.ffmpeg(), "-nostdin", "-v", "error", "-i", str(path), "-vn"]
    command += ["-t", str(seconds)] if seconds is not None else []
    command += ["-ac", "1", "-ar", str(SAMPLE_RATE), "-f", "f32le", "-"]
    return np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, "<f4")
