"""The two Whisper engines behind one face: samples in, timed words with their evidence out."""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from pickle import UnpicklingError
from typing import TYPE_CHECKING, Any, Protocol

from analyzer import weights
from analyzer.errors import DependencyError, UsageError
from analyzer.signals.transcript.choice import chosen

if TYPE_CHECKING:
    import numpy as np

ENGINES = ("auto", "faster-whisper", "openai-whisper")

OPTIONS: dict[str, Any] = {
    "beam_size": 5,
    "word_timestamps": True,
    "condition_on_previous_text": False,
    "temperature": (0.0, 0.4, 0.8),
}
"""What both engines are asked for. Text is not carried from one window into the next, because
that is how Whisper falls into loops; three temperatures instead of six halve the worst case."""


SURE, POSSIBLE = 0.8, 0.05
"""Below the first probability a language is in doubt; from the second on another one is tried."""


@dataclass(frozen=True, slots=True)
class RawWord:
    """A word as the engine writes it: a leading space where the language has one before it."""

    text: str
    start: float
    end: float
    probability: float


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words that were decoded together, and how sure the engine was of them."""

    words: tuple[RawWord, ...]
    no_speech: float
    """Probability that the window holds no speech."""
    log_probability: float
    """Mean log probability of the tokens."""
    compression: float
    """How well the text compresses: above 2.4 it repeats itself."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What an engine made of some samples; times are seconds into those samples."""

    language: str
    passages: tuple[Passage, ...]
    rivals: tuple[str, ...] = ()
    """Other languages that it may well be, where the engine chose the language and is unsure."""

    @property
    def log_probability(self) -> float:
        """Mean log probability of all passages: which of two languages reads better."""
        means = [passage.log_probability for passage in self.passages]
        return sum(means) / len(means) if means else -math.inf


class Listener(Protocol):
    """A loaded model, ready to listen."""

    engine: str
    model: str

    def hear(self, samples: np.ndarray, language: str | None) -> Heard:
        """Transcribe mono float32 ``samples`` at 16 kHz; find the language out where it is None."""


def listener(engine: str = "auto", model: str = "base", threads: int = 0) -> Listener:
    """Return the engine with its model loaded; the same one when asked again in this process.

    ``threads`` 0 means as many as help (at most 4). Raises ``UsageError`` for an unknown engine
    or a model that the engine cannot use, ``DependencyError`` for one that is not to be had.
    """
    if engine not in ENGINES:
        raise UsageError(f"--engine {engine}: choose from {', '.join(ENGINES)}")
    return _loaded(engine, model, threads or min(4, os.cpu_count() or 1))


@cache
def _loaded(engine: str, model: str, threads: int) -> Listener:
    found = weights.whisper(model)
    is_torch_file = found.path.suffix == ".pt"
    if engine == "faster-whisper" and is_torch_file:
        raise UsageError(
            f"--model {model}: faster-whisper cannot read a .pt file; "
            "use --engine openai-whisper, or name a CTranslate2 folder"
        )
    if chosen(engine, is_torch_file=is_torch_file) == "openai-whisper":
        return OpenAIWhisper(found, threads)
    return FasterWhisper(found, threads)


class FasterWhisper:
    """Whisper on CTranslate2: int8 on a CPU."""

    engine = "faster-whisper"

    def __init__(self, found: weights.Weights, threads: int) -> None:
        try:
            from faster_whisper import WhisperModel
            from tqdm import tqdm
        except ImportError as error:
            raise _missing(self.engine, error) from error

        # The lock that tqdm makes by itself holds a semaphore, which a worker that is stopped
        # would leave behind; nothing here is shared between processes.
        tqdm.set_lock(threading.RLock())
        self.model = found.name
        try:
            self._model = WhisperModel(
                str(found.path), device="cpu", compute_type="int8", cpu_threads=threads
            )
        except (RuntimeError, ValueError) as error:
            raise _unreadable(found.path, error) from error

    def hear(self, samples: np.ndarray, language: str | None) -> Heard:
        """Transcribe as ``Listener.hear`` says."""
        segments, info = self._model.transcribe(samples, language=language, **OPTIONS)
        rivals = _rivals(dict(info.all_language_probs or ()))
        return Heard(info.language, _passages(asdict(segment) for segment in segments), rivals)


class OpenAIWhisper:
    """Whisper on torch: half precision on a GPU, single on a CPU."""

    engine = "openai-whisper"

    def __init__(self, found: weights.Weights, threads: int) -> None:
        try:
            import torch

            from analyzer.signals.transcript.torch_model import load
        except ImportError as error:
            raise _missing(self.engine, error) from error

        self.model = found.name
        self._on_gpu = torch.cuda.is_available()
        if not self._on_gpu:
            torch.set_num_threads(threads)
        try:
            self._model = load(found.path, "cuda" if self._on_gpu else "cpu")
        except (OSError, EOFError, KeyError, RuntimeError, ValueError, UnpicklingError) as error:
            raise _unreadable(found.path, error) from error

    def hear(self, samples: np.ndarray, language: str | None) -> Heard:
        """Transcribe as ``Listener.hear`` says."""
        import torch

        rivals: tuple[str, ...] = ()
        if language is None and self._model.is_multilingual:
            probabilities = self._language_probabilities(samples)
            language = max(probabilities, key=probabilities.__getitem__)
            rivals = _rivals(probabilities)
        with torch.random.fork_rng():
            torch.manual_seed(0)
            result = self._model.transcribe(
                samples, language=language, fp16=self._on_gpu, **OPTIONS
            )
        return Heard(result["language"], _passages(result["segments"]), rivals)

    def _language_probabilities(self, samples: np.ndarray) -> dict[str, float]:
        from whisper import log_mel_spectrogram, pad_or_trim

        window = pad_or_trim(samples)
        mel = log_mel_spectrogram(window, self._model.dims.n_mels, device=self._model.device)
        _, probabilities = self._model.detect_language(mel)
        return dict(probabilities)


def _passages(segments: Iterable[dict[str, Any]]) -> tuple[Passage, ...]:
    """Return the engines' segments, which have the same fields, as passages."""
    return tuple(
        Passage(
            tuple(
                RawWord(w["word"], float(w["start"]), float(w["end"]), float(w["probability"]))
                for w in segment["words"] or ()
            ),
            segment["no_speech_prob"],
            segment["avg_logprob"],
            segment["compression_ratio"],
        )
        for segment in segments
    )


def _rivals(probabilities: dict[str, float]) -> tuple[str, ...]:
    """Return the second and third language where the first is in doubt, likeliest first."""
    ranked = sorted(probabilities, key=probabilities.__getitem__, reverse=True)
    if not ranked or probabilities[ranked[0]] >= SURE:
        return ()
    return tuple(language for language in ranked[1:3] if probabilities[language] >= POSSIBLE)


def _missing(engine: str, error: ImportError) -> DependencyError:
    return DependencyError(
        f"{engine} cannot be started: {error}; install it with: python -m pip install {engine}, "
        "or leave the words out with --no-transcript"
    )


def _unreadable(path: Path, error: Exception) -> DependencyError:
    return DependencyError(
        f"the speech model in {path} cannot be read: {error}; name another one with --model PATH, "
        "or leave the words out with --no-transcript"
    )
