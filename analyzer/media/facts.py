"""What a file says of itself: its colours, its GOP, and where and with what it was filmed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from .ffprobe import shown_packets

LONGEST_DEVICE = 60
"""Characters of a device's name that are kept."""

EIGHT_BIT = re.compile(r"yuvj?4\d\dp|nv12|nv21|yuyv422|uyvy422")
"""Pixel formats of 8 bits a sample, in which no HDR can be stored (ITU-R BT.2100 asks for 10)."""

PRIMARIES = {
    (1, "bt709"): "Rec. 709",
    (5, "bt470bg"): "Rec. 601",
    (6, "smpte170m"): "Rec. 601",
    (7, "smpte240m"): "Rec. 601",
    (9, "bt2020"): "Rec. 2020",
    (12, "smpte432"): "P3",
}
"""Primaries by their code (ITU-T H.273, 8.1) and ffprobe's name."""

CURVES = {
    (1, "bt709"): "SDR",
    (6, "smpte170m"): "SDR",
    (14, "bt2020-10"): "SDR",
    (15, "bt2020-12"): "SDR",
    (16, "smpte2084"): "HDR10",
    (18, "arib-std-b67"): "HLG",
}
"""Transfer characteristics by their code (ITU-T H.273, 8.2) and ffprobe's name."""

_PLACE = re.compile(r"location|gps|(^|\.)xyz$", re.IGNORECASE)
_MAKE = re.compile(r"(^|[.\-])(make|manufacturer)$", re.IGNORECASE)
_MODEL = re.compile(r"(^|[.\-])model$", re.IGNORECASE)


def dynamic_range(video: dict[str, Any]) -> str | None:
    """Return the kind of HDR; null for an ordinary picture."""
    for side_data in video.get("side_data_list", []):
        if "DOVI" in side_data.get("side_data_type", ""):
            return "Dolby Vision"
    curve = _named(CURVES, video.get("color_transfer"))
    return None if curve == "SDR" else curve


def colour_conflict(
    video: dict[str, Any], codes: tuple[int, int, int] | None
) -> tuple[str, str] | None:
    """What the file says of its colours against what the picture is; null where they agree.

    ``codes`` are those of the container (ITU-T H.273); the stream's own are ffprobe's.
    """
    found = (
        _named(PRIMARIES, video.get("color_primaries")),
        _named(CURVES, video.get("color_transfer")),
    )
    claimed = (_named(PRIMARIES, codes[0]), _named(CURVES, codes[1])) if codes else (None, None)
    for said, is_so in zip(claimed, found, strict=True):
        if said and is_so and said != is_so:
            return said, is_so
    told = claimed[1] or found[1]
    if told in ("HDR10", "HLG"):
        if EIGHT_BIT.fullmatch(video.get("pix_fmt", "")):
            return told, "8 bit"
        if found[0] in ("Rec. 709", "Rec. 601"):
            return told, found[0]
    return None


def _named(names: dict[tuple[int, str], str], key: object) -> str | None:
    return next((name for codes, name in names.items() if key in codes), None)


def has_open_gop(document: dict[str, Any], track: int) -> bool:
    """Whether a frame is shown before the key frame that it is decoded after.

    Such a frame stands on the one before the cut, too, so the draft cannot be cut there.
    """
    key = -math.inf
    for time, flags in shown_packets(document, track):
        if "K" in flags:
            key = time
        elif time < key:
            return True
    return False


def has_location(document: dict[str, Any]) -> bool:
    """Whether the file says where it was filmed."""
    return any(_PLACE.search(name) and value.strip() for name, value in _tags(document))


def device(document: dict[str, Any]) -> str | None:
    """The make and model of what it was filmed with; null where the file does not say."""
    tags = list(_tags(document))
    make, model = (
        next((value.strip() for name, value in tags if kind.search(name)), "")
        for kind in (_MAKE, _MODEL)
    )
    if model.casefold().startswith(make.casefold()):
        make = ""
    return " ".join(filter(None, (make, model)))[:LONGEST_DEVICE] or None


def _tags(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every name and value that the container and its tracks are tagged with."""
    for holder in (document["format"], *document.get("streams", [])):
        for name, value in holder.get("tags", {}).items():
            yield name, str(value)
