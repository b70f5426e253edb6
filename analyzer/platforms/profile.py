"""What a platform asks: every limit, loaded from ``limits/*.toml`` with its source."""

from __future__ import annotations

import itertools
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from ..choices import PLACEMENTS, PLATFORMS
from ..errors import UsageError
from ..model import CoveredArea, SafeZone

FOLDER = Path(__file__).parent / "limits"

BASES = {
    "official": "official",
    "brief": "agency advice",
    "press": "press report",
    "vendor": "vendor figure",
    "practice": "common practice, not a platform rule",
    "policy": "your own policy",
    "measured": "measured in the app, not official",
    "overlay": "measured on the platform's own overlay",
}
"""How the kinds of sources are written in a finding."""

BY_SCHEDULER = {
    "official": "official, for posting by a scheduler",
    "vendor": "vendor figure, for posting by a scheduler",
}
"""How they are written of what the publishing interface alone demands."""

ROLES = ("practice", "takes", "recommends", "api")
"""What a limit is, and the sections of a profile: the later ones are laid over the earlier ones.

``takes``: the platform refuses, mangles or mutes what is beyond it. ``recommends``: beyond it,
reach or quality is lost. ``api``: its publishing interface demands it, which schedulers post by;
the app does not. ``practice``: the platform says nothing of it.
"""


class Source(msgspec.Struct, frozen=True):
    """Where a limit comes from."""

    kind: str
    """``official``, ``brief``, ``press``, ``vendor``, ``practice`` or ``measured``."""
    source: str
    date: str
    role: str
    """One of ``ROLES``."""


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The limits of one platform; null where the platform says nothing.

    Times in seconds, sizes in pixels or bytes, rates in bits per second, loudness in LUFS.
    """

    platform: str
    name: str
    hook_seconds: float
    best_width: int
    best_height: int
    takes_landscape: bool
    best_min_seconds: float
    max_seconds: float
    loudness_lufs: tuple[float, float]
    near_silent_lufs: float
    max_true_peak_dbtp: float
    max_black_seconds: float
    max_frozen_seconds: float
    max_dark_share: float
    max_noise: float
    max_still_opening_seconds: float
    fast_changes: int
    on_beat_share: float
    max_clipped_samples: int
    min_still_share: float
    """Share of the first shot that has to stand still for it to be a still one."""
    min_face_share: float
    """Share of the picture from which a face is one that the draft is about."""
    min_covered_seconds: float
    min_covered_share: float
    """How long, and in which share of its sightings, a face has to be covered for it to matter."""
    demotes_watermarks: bool
    """Whether a draft with another app's mark is shown to fewer people."""
    min_side: int | None = None
    max_side: int | None = None
    min_fps: float | None = None
    max_fps: float | None = None
    best_min_fps: float | None = None
    best_max_fps: float | None = None
    containers: tuple[str, ...] | None = None
    best_containers: tuple[str, ...] | None = None
    api_containers: tuple[str, ...] | None = None
    video_codecs: tuple[str, ...] | None = None
    best_video_codecs: tuple[str, ...] | None = None
    api_video_codecs: tuple[str, ...] | None = None
    max_bytes: int | None = None
    api_max_bytes: int | None = None
    api_min_seconds: float | None = None
    api_max_seconds: float | None = None
    best_max_seconds: float | None = None
    hides_longer: bool = False
    """Whether drafts over ``best_max_seconds`` are not recommended to new audiences."""
    max_seconds_with_music: float | None = None
    """Beyond this, a draft with claimed music earns nothing until the claim is settled."""
    audio_codecs: tuple[str, ...] | None = None
    max_audio_sample_rate: int | None = None
    max_audio_channels: int | None = None
    needs_faststart: bool = False
    needs_progressive_420: bool = False
    needs_no_edits: bool = False
    """Whether an edit list may hide picture."""
    needs_closed_gop: bool = False
    min_bitrate: int | None = None
    max_bitrate: int | None = None
    caption_unit: str = "characters"
    """What the platform counts a caption in: a field of ``TextLength``."""
    max_caption: int | None = None
    api_caption: int | None = None
    shown_caption: int | None = None
    """Characters of the caption that are shown before "more"."""
    max_title: int | None = None
    """Characters of a title; null where there is none."""
    max_hashtags: int | None = None
    best_hashtags: int | None = None
    max_mentions: int | None = None
    forbidden_characters: str | None = None
    clickable_links: bool = True
    hook_phrases: dict[str, tuple[str, ...]] = {}
    """By language: what a draft can say first to make people stay."""
    question_words: dict[str, tuple[str, ...]] = {}
    """By language: how a question begins."""
    calls_to_action: dict[str, tuple[str, ...]] = {}
    """By language: what a draft asks its viewers to do."""
    expects_sound: bool = False
    """Whether the user expects one of their own tracks in the draft."""
    generic_hashtags: tuple[str, ...] = ()
    """Hashtags that say nothing about a draft."""
    banned_words: tuple[str, ...] = ()
    own_marks: tuple[str, ...] = ()
    """Of the user's own policy: words to keep out, and texts of a logo that is no watermark."""
    cover_ratio: str | None = None
    """What a profile's grid shows of a cover: one of ``COVER_CROPS``."""
    max_text_share: float | None = None
    """Share of the picture that text may cover for most of the time."""
    safe_zone: SafeZone | None = None
    """What the platform lays over the draft; null where nobody has measured it."""
    sources: dict[str, Source] = {}

    @property
    def target_lufs(self) -> float:
        """The loudness to bring a draft to: the middle of what is right."""
        return sum(self.loudness_lufs) / 2

    def basis(self, limit: str) -> str:
        """Who says so: ``"official, 2026-06"``, ``"vendor figure, 2026"``."""
        source = self.sources[limit]
        names = BY_SCHEDULER if source.role == "api" else BASES
        return f"{names[source.kind]}, {source.date}"


@cache
def load(platform: str, placement: str = "organic") -> Profile:
    """The profile of ``platform``; ``placement`` ``"ads"`` puts the platform's ad limits on top.

    Raises UsageError for a platform or placement that there is no profile of.
    """
    if platform not in PLATFORMS:
        raise UsageError(
            "no platform '{platform}'; choose one of: {known}",
            platform=platform,
            known=", ".join(PLATFORMS),
        )
    if placement not in PLACEMENTS:
        raise UsageError(
            "no placement '{placement}'; choose one of: {known}",
            placement=placement,
            known=", ".join(PLACEMENTS),
        )
    document = _read(f"{platform}.toml")
    hooks = _read("hook_phrases.toml")
    layers = [_read("common.toml"), document]
    layers += [document["ads"]] if placement == "ads" else []
    values: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    for layer, role in itertools.product(layers, ROLES):
        for name, limit in layer.get(role, {}).items():
            values[name] = limit["value"]
            sources[name] = Source(limit["kind"], limit["source"], limit["date"], role)
    identity = {
        "platform": platform,
        "name": document["name"],
        "hook_phrases": hooks["phrases"],
        "question_words": hooks["questions"],
        "calls_to_action": _read("calls_to_action.toml"),
        "generic_hashtags": _read("generic_hashtags.toml")["tags"],
        "safe_zone": next(
            (z for z in safe_zones() if (z.platform, z.placement) == (platform, placement)), None
        ),
        "sources": sources,
    }
    return msgspec.convert(identity | values, Profile)


@cache
def safe_zones() -> tuple[SafeZone, ...]:
    """What every platform lays over a draft, for each placement that somebody has measured."""
    return tuple(
        SafeZone(
            platform=zone["platform"],
            placement=zone["placement"],
            name=zone["name"],
            areas=msgspec.convert(zone["areas"], tuple[CoveredArea, ...]),
            basis=f"{BASES[zone['kind']]}, {zone['date']}",
        )
        for zone in _read("safe_zones.toml")["zones"]
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
