"""The two Whisper engines behind one interface: samples in, timed words with their evidence out."""

from __future__ import annotations

import copy
import os
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, Protocol

import numpy as np

from ... import weights
from ...errors import DependencyError
from ...weights.whisper_names import refuse_misfit, refuse_unknown_engine
from .choice import chosen
from .decoding import OPTIONS, most_tokens, other_languages

MAX_THREADS = 4
"""Threads of the engine at most: more hardly help with a model of this size; chosen by hand."""


@dataclass(frozen=True, slots=True)
class RawWord:
    """A word as the engine writes it: a leading space where the language has one before it."""

    text: str
    start: float
    end: float
    probability: float


@dataclass(frozen=True, slots=True)
class Segment:
    """Some words that were decoded together, and how sure the engine was of them."""

    words: tuple[RawWord, ...]
    no_speech: float
    """Probability that the window holds no speech."""
    log_probability: float
    """Mean log probability of the tokens."""
    compression_ratio: float
    """Length of the text by its compressed length: high where it repeats itself."""


@dataclass(frozen=True, slots=True)
class Transcription:
    """What an engine made of some samples; times are seconds into those samples."""

    language: str
    segments: tuple[Segment, ...]
    other_languages: tuple[str, ...] = ()
    """Other language candidates, where the engine detected the language and is unsure."""


class Engine(Protocol):
    """A loaded Whisper model."""

    engine: str
    model: str
    vocabulary: str | None
    """Names that it is told to expect."""

    def transcribe_samples(self, samples: np.ndarray, language: str | None) -> Transcription:
        """Transcribe mono float32 ``samples`` at 16 kHz; detect the language where it is None."""

    def language_probabilities(self, samples: np.ndarray) -> dict[str, float]:
        """Return how probable it is that ``samples``, of up to 30 s, are in each language."""


def load_engine(engine: str = "auto", model: str = "base", threads: int = 0) -> Engine:
    """Return the engine with its model loaded; the same one when asked again in this process.

    ``threads`` 0 means as many as help (at most ``MAX_THREADS``). Raises ``UsageError`` for an
    unknown engine or a model that the engine cannot use, ``DependencyError`` for one that is not to
    be had.
    """
    refuse_unknown_engine(engine)
    with _loading:
        return _loaded(engine, model, threads or min(MAX_THREADS, os.cpu_count() or 1))


def expecting(engine: Engine, vocabulary: tuple[str, ...]) -> Engine:
    """Return the same model, told to expect these names."""
    told = copy.copy(engine)
    told.vocabulary = ", ".join(vocabulary) or None
    return told


_loading = threading.Lock()


@cache
def _loaded(engine: str, model: str, threads: int) -> Engine:
    is_torch_file = Path(model).suffix == ".pt"
    refuse_misfit(engine, model, is_torch_file=is_torch_file)
    if chosen(engine, is_torch_file=is_torch_file) == "openai-whisper":
        return OpenAIWhisper(weights.whisper(model), threads)
    return FasterWhisper(weights.whisper(model, in_eight_bits=True), threads)


class FasterWhisper:
    """Whisper on CTranslate2: int8 on a CPU."""

    engine = "faster-whisper"
    vocabulary: str | None = None

    def __init__(self, found: weights.Weights, threads: int) -> None:
        try:
            from tqdm import tqdm

            from .ct2_model import load
        except ImportError as error:
            raise _missing(self.engine, error) from error

        # The lock that tqdm makes by itself holds a semaphore, which a worker that is stopped
        # would leave behind; nothing here is shared between processes.
        tqdm.set_lock(threading.RLock())
        self.model = found.name
        try:
            self._model = load(found.path, threads)
        except (RuntimeError, ValueError) as error:
            raise _unreadable(found.path, error) from error

    def transcribe_samples(self, samples: np.ndarray, language: str | None) -> Transcription:
        """Transcribe as ``Engine.transcribe_samples`` says."""
        segments, info = self._model.transcribe(
            samples,
            language=language,
            hotwords=self.vocabulary,
            max_new_tokens=most_tokens(samples),
            **OPTIONS,
        )
        others = other_languages(dict(info.all_language_probs or ()))
        return Transcription(info.language, _segments(map(asdict, segments)), others)

    def language_probabilities(self, samples: np.ndarray) -> dict[str, float]:
        """Return the languages as ``Engine.language_probabilities`` says."""
        return self._model.language_probabilities(samples)


class OpenAIWhisper:
    """Whisper on torch: half precision on a GPU, single on a CPU."""

    engine = "openai-whisper"
    vocabulary: str | None = None

    def __init__(self, found: weights.Weights, threads: int) -> None:
        try:
            import torch

            from .torch_model import load
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

    def transcribe_samples(self, samples: np.ndarray, language: str | None) -> Transcription:
        """Transcribe as ``Engine.transcribe_samples`` says."""
        others: tuple[str, ...] = ()
        if language is None and self._model.is_multilingual:
            probabilities = self.language_probabilities(samples)
            language = max(probabilities, key=probabilities.__getitem__)
            others = other_languages(probabilities)
        result = self._model.transcribe(
            samples,
            language=language,
            fp16=self._on_gpu,
            initial_prompt=self.vocabulary,
            sample_len=most_tokens(samples),
            **OPTIONS,
        )
        return Transcription(result["language"], _segments(result["segments"]), others)

    def language_probabilities(self, samples: np.ndarray) -> dict[str, float]:
        """Return the languages as ``Engine.language_probabilities`` says."""
        if not self._model.is_multilingual:
            return {"en": 1.0}
        from whisper import log_mel_spectrogram, pad_or_trim

        window = pad_or_trim(samples)
        mel = log_mel_spectrogram(window, self._model.dims.n_mels, device=self._model.device)
        _, probabilities = self._model.detect_language(mel)
        return dict(probabilities)


def _segments(segments: Iterable[dict[str, Any]]) -> tuple[Segment, ...]:
    """Return the engines' segments, which have the same fields, as ours."""
    return tuple(
        Segment(
            words=tuple(
                RawWord(w["word"], float(w["start"]), float(w["end"]), float(w["probability"]))
                for w in segment["words"] or ()
            ),
            no_speech=segment["no_speech_prob"],
            log_probability=segment["avg_logprob"],
            compression_ratio=segment["compression_ratio"],
        )
        for segment in segments
    )


def _missing(engine: str, error: ImportError) -> DependencyError:
    return DependencyError(
        "{engine} cannot be started: {what}; install it with: python -m pip install {engine}, "
        "or leave the words out with --no-transcript",
        engine=engine,
        what=str(error),
    )


def _unreadable(path: Path, error: Exception) -> DependencyError:
    return DependencyError(
        "the speech model in {path} cannot be read: {what}; name another one with --model PATH, "
        "or leave the words out with --no-transcript",
        path=path,
        what=str(error),
    )
