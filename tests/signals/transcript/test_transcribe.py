"""Only what is spoken is heard, every word has its time, and both engines agree."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from faster_whisper import WhisperModel

from analyzer.errors import DependencyError, UsageError
from analyzer.media import binaries
from analyzer.media.sound import SAMPLE_RATE, Audio
from analyzer.model import Span, Speech, Transcript
from analyzer.signals.transcript import engines, transcribe, transcription
from analyzer.signals.transcript.engines import RawWord, Segment, Transcription
from analyzer.signals.transcript.transcription import in_order, merge_subwords

Listen = Callable[[str], Audio]

SENTENCE = "speech/en/LJ001-0004.ogg"
SAID = "produced the block books, which were the immediate predecessors of the true printed book"
NUMBERED = "speech/en/asterisk_priv-callee-options.ogg"


@pytest.fixture
def listen(real_media: Path) -> Listen:
    def decode(name: str) -> Audio:
        if not (real_media / name).exists():
            pytest.skip(f"{name} is not among the real media")
        command = [binaries.ffmpeg(), "-v", "error", "-i", str(real_media / name), "-ac", "1"]
        command += ["-ar", str(SAMPLE_RATE), "-f", "f32le", "-"]
        raw = subprocess.run(command, capture_output=True, check=True).stdout
        return Audio(np.frombuffer(raw, "<f4"))

    return decode


def speech(*spans: tuple[float, float]) -> Speech:
    made = tuple(Span(*span) for span in spans)
    first = made[0].start if made else None
    return Speech(bool(made), first, sum(span.seconds for span in made), made)


def throughout(audio: Audio) -> Speech:
    return speech((0.0, audio.duration))


def plain(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def plain_words(found: Transcript) -> list[str]:
    return [word.text.strip(".,") for word in found.words]


# ── The real thing ────────────────────────────────────────────────────────────────────────────


def test_read_speech_comes_out_word_for_word(listen: Listen) -> None:
    audio = listen(SENTENCE)
    found = transcribe(audio, throughout(audio), engine="faster-whisper", threads=2)
    assert (found.language, found.engine, found.model) == ("en", "faster-whisper", "base")
    assert plain(found.text) == plain(SAID)
    assert found.text == " ".join(word.text for word in found.words)


def test_a_window_is_encoded_once_for_its_language_and_its_words(
    listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    audio = Audio(listen(SENTENCE).samples * 0.5)  # as no other test has it
    encoded: list[np.ndarray] = []
    whole = WhisperModel.encode

    def count(model: WhisperModel, features: np.ndarray) -> object:
        encoded.append(features)
        return whole(model, features)

    monkeypatch.setattr(WhisperModel, "encode", count)
    whisper = engines.load_engine("faster-whisper")
    once = whisper.transcribe_samples(audio.samples, None)
    assert len(encoded) == 1
    other = listen(NUMBERED)
    assert whisper.transcribe_samples(other.samples, None) != once
    several = len(encoded)
    assert whisper.transcribe_samples(audio.samples, None) == once
    assert whisper.transcribe_samples(audio.samples, "en").segments == once.segments
    assert len(encoded) == several + 1


def test_a_name_that_whisper_is_told_to_expect_is_heard(listen: Listen) -> None:
    audio = listen("video/vert_latentsync_demo3_en.mp4")
    told = ("Gaotie",)
    found = transcribe(audio, throughout(audio), engine="faster-whisper", vocabulary=told)
    assert "Gaotie" in plain_words(found)
    unsaid = transcribe(audio, throughout(audio), engine="faster-whisper", vocabulary=("Asterisk",))
    assert "Asterisk" not in plain_words(unsaid)


def test_word_times_are_those_of_the_draft_and_never_go_back(listen: Listen) -> None:
    audio = listen(SENTENCE)
    quiet = np.zeros(20 * SAMPLE_RATE, np.float32)
    late = Audio(np.concatenate([quiet, audio.samples, quiet]))
    end = 20.0 + audio.duration
    alone = transcribe(audio, throughout(audio), engine="faster-whisper", threads=2)
    found = transcribe(late, speech((20.0, end)), engine="faster-whisper", threads=2)
    assert plain(found.text) == plain(alone.text)
    for early, moved in zip(alone.words, found.words, strict=True):
        assert moved.start == pytest.approx(early.start + 20.0, abs=0.35)
    times = [time for word in found.words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= late.duration


def test_spoken_numbers_have_times(listen: Listen) -> None:
    audio = listen(NUMBERED)
    found = transcribe(audio, throughout(audio), engine="faster-whisper", threads=2)
    numbers = [word for word in found.words if word.text.strip(".,").isdigit()]
    assert [word.text.strip(".,") for word in numbers[:3]] == ["1", "2", "3"]
    assert all(word.end > word.start for word in numbers)


@pytest.mark.slow
def test_both_engines_hear_the_same_words_at_the_same_times(listen: Listen) -> None:
    audio = listen(SENTENCE)
    fast = transcribe(audio, throughout(audio), engine="faster-whisper", threads=2)
    slow = transcribe(audio, throughout(audio), engine="openai-whisper", threads=2)
    assert slow.engine == "openai-whisper"
    assert plain(slow.text) == plain(fast.text)
    for one, other in zip(fast.words, slow.words, strict=True):
        assert other.start == pytest.approx(one.start, abs=0.1)


def test_a_model_is_loaded_once(listen: Listen) -> None:
    first = engines.load_engine("faster-whisper", "base", 2)
    assert engines.load_engine("faster-whisper", "base", 2) is first


def test_on_a_machine_without_gpu_auto_is_faster_whisper_and_leaves_torch_alone() -> None:
    code = (
        "import sys; from analyzer.signals.transcript import engines; import ctranslate2\n"
        "assert ctranslate2.get_cuda_device_count() == 0, 'gpu'\n"
        "print(engines.load_engine().engine, 'torch' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    if "gpu" in result.stderr:
        pytest.skip("this machine has a GPU")
    assert result.stdout.split() == ["faster-whisper", "False"], result.stderr


# ── More than one language, and what was not understood ─────────────────────────────────────


def test_two_languages_in_one_voice_over_are_both_heard(listen: Listen) -> None:
    english = listen(SENTENCE).samples
    foreign = listen("speech/de/kerstin_de_rhasspy-0241.ogg").samples
    level = float(np.sqrt((english**2).mean() / (foreign**2).mean()))
    pause = np.zeros(SAMPLE_RATE // 2, np.float32)
    audio = Audio(np.concatenate([english, pause, level * foreign]).astype(np.float32))
    half = len(english) / SAMPLE_RATE
    found = transcribe(
        audio, speech((0.2, half - 0.1), (half + 0.6, audio.duration)), engine="faster-whisper",
        threads=2,
    )  # fmt: skip
    assert [passage.language for passage in found.passages] == ["en", "de"]
    assert "verdoppelte" in found.passages[1].text
    assert "block books" in found.passages[0].text


def test_noise_that_was_taken_for_speech_gives_no_words_and_that_is_told() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 5 * SAMPLE_RATE).astype(np.float32)
    found = transcribe(Audio(noise), speech((1.0, 3.0)), engine="faster-whisper", threads=2)
    assert (found.language, found.text, found.words) == (None, "", ())
    assert [passage.span for passage in found.not_understood] == [Span(1.0, 3.0)]


class LeavingOut:
    """An engine that leaves out a second in the middle of six, and hears it in a shorter sound."""

    engine, model = "scripted", "base"
    vocabulary: str | None = None

    def language_probabilities(self, samples: np.ndarray) -> dict[str, float]:
        return {"en": 1.0}

    def transcribe_samples(self, samples: np.ndarray, language: str | None) -> Transcription:
        said = {0.2: "word4", 0.7: "left", 1.0: "out", 1.6: "word7"}
        if len(samples) > 4 * SAMPLE_RATE:
            said = {n / 2: f"word{n}" for n in range(12) if n not in (5, 6)}
        words = tuple(RawWord(f" {text}", at, at + 0.25, 0.9) for at, text in said.items())
        segment = Segment(words, no_speech=0.0, log_probability=-0.2, compression_ratio=1.2)
        return Transcription("en", (segment,))


def test_words_that_were_left_out_of_running_speech_are_heard_again_and_only_these(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transcription, "load_engine", lambda *_: LeavingOut())
    found = transcribe(Audio(np.full(6 * SAMPLE_RATE, 0.1, np.float32)), speech((0.0, 6.0)))
    assert " ".join(plain(found.text)[4:8]) == "word4 left out word7"


# ── Nothing is invented ───────────────────────────────────────────────────────────────────────


def test_without_speech_no_model_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        transcription, "load_engine", lambda *_: pytest.fail("a model was asked for")
    )
    noise = np.random.default_rng(1).normal(0, 0.1, 5 * SAMPLE_RATE).astype(np.float32)
    found = transcribe(Audio(noise), speech())
    assert found == Transcript(None, "", (), "auto", "base")


class Echoing:
    """An engine that hears a language a half, and repeats what it was told.

    The first half is the louder one.
    """

    engine, model = "scripted", "base"
    vocabulary: str | None = None

    def language_probabilities(self, samples: np.ndarray) -> dict[str, float]:
        is_first = samples.max() > 0.5
        return {"en": 0.98, "nl": 0.02} if is_first else {"en": 0.02, "nl": 0.98}

    def transcribe_samples(self, samples: np.ndarray, language: str | None) -> Transcription:
        is_first = samples.max() > 0.5
        said = "bread with seeds" if is_first else "brood met pitten"
        if self.vocabulary:
            said += " Vlisco, Vlisco, Vlisco,"
        words = (RawWord(f" {w}", n * 0.4, n * 0.4 + 0.3, 0.9) for n, w in enumerate(said.split()))
        segment = Segment(tuple(words), no_speech=0.0, log_probability=-0.2, compression_ratio=1.2)
        return Transcription("en" if is_first else "nl", (segment,))


def test_repeated_names_are_left_out_in_each_of_several_languages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transcription, "load_engine", lambda *_: Echoing())
    loud = np.repeat([0.8, 0.3], 5 * SAMPLE_RATE).astype(np.float32)
    found = transcribe(Audio(loud), speech((0.5, 4.0), (5.6, 9.0)), vocabulary=("Vlisco",))
    assert plain(found.text) == plain("bread with seeds brood met pitten")


# ── Subwords and times ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fragments", "language", "whole"),
    [
        ((" costs", " 2", ",200", " euros."), "en", ["costs", "2,200", "euros."]),
        ((" 50", "%", " off"), "en", ["50%", "off"]),
        ((" well", "-known", " -"), "en", ["well-known"]),
        (("今", "天"), "zh", ["今", "天"]),
    ],
)
def test_subwords_are_merged_to_the_words_that_were_said(
    fragments: tuple[str, ...], language: str, whole: list[str]
) -> None:
    raw = tuple(RawWord(text, n, n + 1.0, 0.9 - n / 10) for n, text in enumerate(fragments))
    found = merge_subwords(raw, language)
    assert [word.text.strip() for word in found] == whole
    assert found[-1].end <= len(fragments)


def test_words_that_overlap_are_put_in_order() -> None:
    raw = [RawWord(" a", 0.0, 0.9, 1.0), RawWord(" b", 0.5, 0.8, 1.0), RawWord(" c", 0.4, 0.9, 1.0)]
    times = [time for word in in_order(raw) for time in (word.start, word.end)]
    assert times == sorted(times)


# ── Wrong use ─────────────────────────────────────────────────────────────────────────────────


def test_an_unknown_language_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="--language xx: Whisper knows no such language"):
        transcribe(Audio(np.zeros(SAMPLE_RATE, np.float32)), speech(), language="xx")


def test_an_unknown_engine_is_a_usage_error() -> None:
    audio = Audio(np.zeros(SAMPLE_RATE, np.float32))
    with pytest.raises(UsageError, match="choose from auto, faster-whisper, openai-whisper"):
        transcribe(audio, throughout(audio), engine="whisper.cpp")


def test_a_torch_model_is_not_for_faster_whisper(tmp_path: Path) -> None:
    model = tmp_path / "own.pt"
    model.write_bytes(b"x")
    with pytest.raises(UsageError, match="--engine openai-whisper"):
        engines.load_engine("faster-whisper", str(model))


@pytest.mark.parametrize("engine", ["faster-whisper", "openai-whisper"])
def test_a_damaged_model_says_what_to_do(engine: str, tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"\x06\0\0\0 not a model")
    with pytest.raises(DependencyError, match="--model PATH"):
        engines.load_engine(engine, str(tmp_path))


def test_a_damaged_torch_model_says_what_to_do(tmp_path: Path) -> None:
    model = tmp_path / "own.pt"
    model.write_bytes(b"not a model")
    with pytest.raises(DependencyError, match="--model PATH"):
        engines.load_engine("auto", str(model))
