"""What a drop page asks for: whose limits to judge by, for what, and the words to look for."""

from __future__ import annotations

from urllib.parse import unquote

import msgspec

from ..choices import ALL, PLACEMENTS, PLATFORMS, platforms_in
from ..errors import UsageError
from ..settings import Settings
from ..weights.whisper_names import language_code

MOST_KEYWORDS = 1000
"""Characters of the keywords."""

AUTO = "auto"


class Wishes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of the page's form."""

    platform: str
    placement: str
    keywords: str
    language: str


def of(settings: Settings) -> Wishes:
    """What the form holds before anybody has touched it."""
    several = len(settings.platforms) > 1
    return Wishes(
        platform=ALL if several else settings.platforms[0],
        placement=settings.placement,
        keywords=", ".join(settings.keywords),
        language=settings.language or AUTO,
    )


def applied(header: str, given: Settings) -> Settings:
    """The settings with what ``header`` wishes, percent-encoded JSON; as given without one.

    Raises UsageError for what the form does not offer.
    """
    if not header:
        return given
    try:
        wishes = msgspec.json.decode(unquote(header, errors="strict"), type=Wishes)
    except (msgspec.DecodeError, ValueError) as error:
        raise UsageError("what was wished for cannot be read: {what}", what=str(error)) from None
    if wishes.platform not in {ALL, *PLATFORMS} or wishes.placement not in PLACEMENTS:
        raise UsageError("there is no such platform or placement")
    words = wishes.keywords[:MOST_KEYWORDS].split(",")
    return msgspec.structs.replace(
        given,
        platforms=platforms_in(wishes.platform),
        placement=wishes.placement,
        keywords=tuple(dict.fromkeys(filter(None, map(str.strip, words)))),
        language=None if wishes.language == AUTO else language_code(wishes.language),
    )
