"""What may be chosen by name, and what is chosen where nothing is said.

The command line offers these, and loads nothing else to print its help.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

PLATFORMS = ("tiktok", "reels", "shorts")

PLACEMENTS = ("organic", "ads")

ALL = "all"
"""Every platform at once."""


ENGINES = ("auto", "faster-whisper", "openai-whisper")

KINDS = ("talk", "music", "hands", "scenery", "slideshow", "text")

MARKERS = ("otio", "edl", "xml", "fcpxml", "csv")
"""Formats of markers for editing programs."""

DEFAULT_MODEL = "base"

DEFAULT_TIMEOUT = 900.0
"""Seconds that one draft may take."""


class SeveralOf(tuple[str, ...]):
    """What may be chosen, one or more with commas between them."""

    __slots__ = ()

    def __contains__(self, asked: object) -> bool:
        """Whether all that is asked for is one of these."""
        return all(super(SeveralOf, self).__contains__(one) for one in str(asked).split(","))


def chosen_of(asked: Iterable[str]) -> tuple[str, ...]:
    """What was chosen of several, with commas or by giving the option again, each once."""
    return tuple(dict.fromkeys(one for some in asked for one in some.split(",")))


def platforms_in(asked: str) -> tuple[str, ...]:
    """The platforms of ``reels,tiktok`` or ``all``, in the order asked for."""
    chosen = tuple(dict.fromkeys(asked.split(",")))
    return PLATFORMS if ALL in chosen else chosen


DID_YOU_MEAN = " (did you mean {nearest}?)"
"""What follows a name that nothing has, where another comes near."""


def nearest(asked: str, known: Iterable[str]) -> dict[str, str]:
    """The one of ``known`` that may have been meant, as values of a message."""
    from difflib import get_close_matches

    found = get_close_matches(asked, list(known), n=1)
    if not found:
        return {"nearest_words": ""}
    return {"nearest_words": DID_YOU_MEAN, "nearest": found[0]}


def language_named(name: str) -> str:
    """The code in ``nl``, ``nl_BE.UTF-8``, ``Dutch_Netherlands`` (as Windows has it), ``dutch``."""
    code = name.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return {"dutch": "nl", "nederlands": "nl", "english": "en", "engels": "en"}.get(code, code)


def language_of_locale() -> str:
    """The code of the language that this process was started in; empty for none."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next(filter(None, names), "")
    if not name and os.name == "nt":
        import locale

        name = locale.getlocale()[0] or ""
    return "" if name.partition(".")[0] in {"C", "POSIX"} else language_named(name)
