"""Which measurers there are, what their answers depend on, and which of them have to run."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.model import (
    UNSPACED,
    Faces,
    Keyword,
    Loudness,
    Motion,
    Music,
    OverlayLine,
    Picture,
    Probe,
    Shots,
    Speech,
    Still,
    Transcript,
    Wording,
)
from analyzer.settings import Settings


class Measurer(NamedTuple):
    """One thing that is measured: its name, its noun, and what its answer depends on."""

    name: str
    noun: Any
    version: int
    """Raised with every change that can change an answer; older answers are then not used."""
    needs: tuple[str, ...] = ()
    """Measurers whose answers it builds on."""
    settings: tuple[str, ...] = ()


MEASURERS = (
    Measurer("probe", Probe, 1),
    Measurer("motion", Motion, 2),
    Measurer("faces", Faces, 1),
    Measurer("shots", Shots, 2),
    Measurer("overlay_text", tuple[OverlayLine, ...], 5),
    Measurer("picture", Picture, 4, needs=("faces", "overlay_text")),
    Measurer("stills", tuple[Still, ...], 1),
    Measurer("loudness", Loudness, 1),
    Measurer("speech", Speech, 1),
    Measurer("music", Music, 1, needs=("speech",)),
    Measurer(
        "transcript", Transcript, 1, needs=("speech",), settings=("engine", "model", "language")
    ),
    Measurer("keywords", tuple[Keyword, ...], 3, needs=("transcript", "overlay_text")),
)
HEARD = ("loudness", "speech", "music", "transcript")
WORDS = ("transcript", "keywords")


def fingerprints(settings: Settings, hook_seconds: float) -> dict[str, str]:
    """For each measurer, what tells answers given under other versions or settings apart."""
    found: dict[str, str] = {}
    for measurer in MEASURERS:
        basis = [
            measurer.name,
            str(measurer.version),
            str(hook_seconds),
            *(found[need] for need in measurer.needs),
            *(_spelled(getattr(settings, name)) for name in measurer.settings),
        ]
        found[measurer.name] = hashlib.blake2b("\0".join(basis).encode(), digest_size=8).hexdigest()
    return found


def _spelled(setting: object) -> str:
    """A setting as text; a path to a model changes with the file behind it."""
    path = Path(str(setting))
    if setting and len(path.parts) > 1 and path.exists():
        facts = path.stat()
        return f"{path.resolve()} {facts.st_size} {facts.st_mtime_ns}"
    return str(setting)


def reasons(probe: Probe, settings: Settings, known: Mapping[str, Any]) -> dict[str, Wording]:
    """Why some measurers are not to run on this draft, by name."""
    if probe.audio_index is None:
        shows = known.get("overlay_text", True)
        return dict.fromkeys(
            HEARD if shows else (*HEARD, "keywords"), Wording("the draft has no audio track")
        )
    if not settings.transcript:
        return dict.fromkeys(WORDS, Wording("turned off with --no-transcript"))
    transcript = known.get("transcript")
    if transcript is not None and transcript.language in UNSPACED:
        why = Wording(
            "no keywords are found in {language}, written without spaces",
            values={"language": transcript.language},
        )
        return {"keywords": why}
    return {}


def missing(probe: Probe, settings: Settings, known: Mapping[str, Any]) -> set[str]:
    """The measurers that have to run: wanted, possible on this draft, and not ``known``."""
    wanted = {measurer.name for measurer in MEASURERS} - {"probe"}
    if not settings.stills:
        wanted.discard("stills")
    return wanted - set(reasons(probe, settings, known)) - set(known)
