"""A track of the user's own: a sound or a video of which only the sound is fingerprinted, once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..errors import InputError
from ..model import Report, Status
from ..model.landmarks import Landmarks
from ..paths import display_path
from ..platforms.policy import asked_of
from ..settings import Settings
from .analysis import analyze
from .keys import keys

if TYPE_CHECKING:
    from ..cache.store import Store

LANDMARKS = ("landmarks",)


def listen(
    path: Path, settings: Settings, store: Store, on_stage: Callable[[str], None] = lambda _: None
) -> Report:
    """Fingerprint the sound of the file at ``path`` into the ``store``; it need hold no picture.

    Raises InputError when there is no sound in it that can be decoded.
    """
    try:
        video = analyze(path, replace(settings, only=LANDMARKS), store, on_stage)
    except InputError:
        return _heard(path, settings, store, on_stage)
    if video.probe is None or video.probe.audio_index is None:
        raise InputError("it has no sound; give one that has, or leave it out")
    return video


def track_recaller(settings: Settings, store: Store) -> Callable[[Path], Report | None]:
    """What gives the report on a track whose fingerprint is kept, and null for others."""
    kept_under = keys(settings, asked_of(settings)[0])

    def recall(path: Path) -> Report | None:
        content = store.remembered(path)
        known = store.recall(content, kept_under, LANDMARKS) if content else {}
        return Report(display_path(path), Status.OK, content=content) if known else None

    return recall


def landmarks_recaller(
    settings: Settings, store: Store
) -> Callable[[str | None], Landmarks | None]:
    """What gives the fingerprint that was kept of the sound of a content; null where none was."""
    kept_under = keys(settings, asked_of(settings)[0])

    def recall(content: str | None) -> Landmarks | None:
        known = store.recall(content, kept_under, LANDMARKS) if content else {}
        return known.get("landmarks")

    return recall


def _heard(path: Path, settings: Settings, store: Store, on_stage: Callable[[str], None]) -> Report:
    from ..media.track import track_samples
    from ..signals.landmarks import landmarks_of

    on_stage("sound")
    found = landmarks_of(track_samples(path))
    identity = store.identify(path)
    if identity:
        key = keys(settings, asked_of(settings)[0])["landmarks"]
        store.keep(identity, {"landmarks": (key, found)})
    return Report(display_path(path), Status.OK, content=identity.content if identity else None)
