"""What is said, word by word, in the language that it is said in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model import Speech, Transcript, Wording
from ...settings import Settings
from .. import measurer
from .choice import model_behind

if TYPE_CHECKING:
    from ...media.sound import Audio


def _is_off(settings: Settings) -> Wording | None:
    return None if settings.transcript else Wording("turned off with --no-transcript")


def _load(engine: str, model: str, threads: int) -> None:
    from .engines import load_engine

    load_engine(engine, model, threads)


@measurer("transcript", unless=_is_off, stands_on=model_behind, loads=_load)
def transcribe(
    audio: Audio,
    speech: Speech,
    *,
    engine: str = "auto",
    model: str = "base",
    language: str | None = None,
    threads: int = 0,
    vocabulary: tuple[str, ...] = (),
) -> Transcript:
    """Return the words that are spoken within the spans of ``speech``."""
    from .transcription import transcribed

    return transcribed(
        audio,
        speech,
        engine=engine,
        model=model,
        language=language,
        threads=threads,
        vocabulary=vocabulary,
    )
