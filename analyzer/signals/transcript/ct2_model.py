"""Whisper as faster-whisper decodes it, with the encoder run once for a window.

faster-whisper runs it to detect the language and again to transcribe the same window, and once
more for each language that is tried: eight tenths of a processor second each, with ``base``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from faster_whisper import WhisperModel


def load(path: Path, threads: int) -> RememberingModel:
    """The model in the folder at ``path``, in 8 bits, on a processor.

    Raises RuntimeError or ValueError where it cannot be read.
    """
    return RememberingModel(str(path), device="cpu", compute_type="int8", cpu_threads=threads)


class RememberingModel(WhisperModel):  # type: ignore[misc, unused-ignore]
    """A model that keeps what its encoder made of the last window."""

    _window: np.ndarray | None = None
    _encoded: ctranslate2.StorageView

    def detect_language(self, features: np.ndarray, **options: Any) -> Any:
        """The language of what is heard, of the very window that is transcribed first.

        faster-whisper transcribes without the last frame, a hundredth of a second, but listens to
        it for the language.
        """
        return super().detect_language(features=features[..., :-1], **options)

    def encode(self, features: np.ndarray) -> ctranslate2.StorageView:
        """What the encoder makes of one window's features."""
        if self._window is None or not np.array_equal(features, self._window):
            self._encoded = super().encode(features)
            self._window = features
        return self._encoded

    def language_probabilities(self, samples: np.ndarray) -> dict[str, float]:
        """How probable each language is; only what there is of ``samples`` is encoded.

        A window of 30 s takes ten times as long as the three seconds that are asked for.
        """
        if not self.model.is_multilingual:
            return {"en": 1.0}
        encoded = self.encode(self.feature_extractor(samples))
        (probabilities,) = self.model.detect_language(encoded)
        return {token[2:-2]: probability for token, probability in probabilities}
