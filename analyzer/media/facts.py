"""What a file says of itself: its colours, and where and with what it was filmed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

TRANSFERS = {"smpte2084": "HDR10", "arib-std-b67": "HLG"}

LONGEST_DEVICE = 60
"""Characters of a device's name that are kept."""

EIGHT_BIT = re.compile(r"yuvj?4\d\dp|nv12|nv21|yuyv422|uyvy422")
"""Pixel formats of 8 bits a sample, in which no HDR can be stored (ITU-R BT.2100 asks for 10)."""

_PRIMARIES = {1: "Rec. 709", 5: "Rec. 601", 6: "Rec. 601", 7: "Rec. 601", 9: "Rec. 2020", 12: "P3"}
_PRIMARY_NAMES = {
    "bt709": 1, "bt470bg": 5, "smpte170m": 6, "smpte240m": 7, "bt2020": 9, "smpte432": 12,
}  # fmt: skip
_CURVES = {1: "SDR", 6: "SDR", 14: "SDR", 15: "SDR", 16: "HDR10", 18: "HLG"}
_CURVE_NAMES = {
    "bt709": 1, "smpte170m": 6, "bt2020-10": 14, "bt2020-12": 15, "smpte2084": 16,
    "arib-std-b67": 18,
}  # fmt: skip
"""Code points of ITU-T H.273, 8.1 and 8.2, and what ffprobe calls them."""

_PLACE = re.compile(r"location|gps|(^|\.)xyz$", re.IGNORECASE)
_MAKE, _MODEL = (re.compile(rf"(^|[.\-]){name}$", re.IGNORECASE) for name in ("make", "model"))


def dynamic_range(video: dict[str, Any]) -> str | None:
    """Return the kind of HDR; null for an ordinary picture."""
    for side_data in video.get("side_data_list", []):
        if "DOVI" in side_data.get("side_data_type", ""):
            return "Dolby Vision"
    return TRANSFERS.get(video.get("color_transfer", ""))


def colour_conflict(
    video: dict[str, Any], codes: tuple[int, int, int] | None
) -> tuple[str, str] | None:
    """What the file says of its colours against what the picture is; null where they agree.

    ``codes`` are those of the container (ITU-T H.273); the stream's own are ffprobe's.
    """
    primaries = _PRIMARIES.get(_PRIMARY_NAMES.get(video.get("color_primaries", ""), 0))
    curve = _CURVES.get(_CURVE_NAMES.get(video.get("color_transfer", ""), 0))
    claimed = (_PRIMARIES.get(codes[0]), _CURVES.get(codes[1])) if codes else (None, None)
    for said, is_so in zip(claimed, (primaries, curve), strict=True):
        if said and is_so and said != is_so:
            return said, is_so
    told = claimed[1] or curve
    if told in ("HDR10", "HLG"):
        if EIGHT_BIT.fullmatch(video.get("pix_fmt", "")):
            return told, "8 bit"
        if primaries in ("Rec. 709", "Rec. 601"):
            return told, primaries
    return None


def has_location(document: dict[str, Any]) -> bool:
    """Whether the file says where it was filmed."""
    return any(_PLACE.search(name) and value.strip() for name, value in _tags(document))


def device(document: dict[str, Any]) -> str | None:
    """The make and model of what it was filmed with; null where the file does not say."""
    tags = list(_tags(document))
    words = [
        next((value.strip() for name, value in tags if kind.search(name)), "")
        for kind in (_MAKE, _MODEL)
    ]
    make, model = words
    if model.casefold().startswith(make.casefold()):
        make = ""
    return " ".join(filter(None, (make, model)))[:LONGEST_DEVICE] or None


def _tags(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every name and value that the container and its tracks are tagged with."""
    for holder in (document["format"], *document.get("streams", [])):
        for name, value in holder.get("tags", {}).items():
            yield name, str(value)
