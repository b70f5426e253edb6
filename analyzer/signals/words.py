"""The words of a draft, said and shown: what it is about, and whether the wanted ones are there."""

from __future__ import annotations

from collections.abc import Mapping

from ..model import UNSPACED, Keyword, OverlayLine, Post, Probe, Transcript, WantedKeyword, Wording
from ..settings import Settings
from . import measurer

Lines = tuple[OverlayLine, ...]


def _unheard(
    probe: Probe,
    transcript: Transcript | None,
    overlay_text: Lines | None,
    reasons: Mapping[str, Wording],
) -> Wording | None:
    """Where a voice was not transcribed, its reason stands; a draft without sound has its text."""
    if transcript is not None or (probe.audio_index is None and overlay_text):
        return None
    return reasons["transcript"]


def _untold(
    probe: Probe,
    transcript: Transcript | None,
    overlay_text: Lines | None,
    reasons: Mapping[str, Wording],
) -> Wording | None:
    if transcript is not None and transcript.language in UNSPACED:
        return Wording(
            "no keywords are found in {language}, written without spaces",
            values={"language": transcript.language},
        )
    return _unheard(probe, transcript, overlay_text, reasons)


def _load() -> None:
    import simplemma  # noqa: F401
    import yake  # noqa: F401


@measurer("keywords", unless=_untold, loads=_load)
def keywords_of(
    transcript: Transcript | None = None, overlay_text: Lines = ()
) -> tuple[Keyword, ...]:
    """What the draft is about, from what is said and what is shown."""
    from .keywords import extract

    return extract(transcript, overlay_text)


@measurer("wanted_keywords", cached=False, unless=_unheard)
def wanted_in(
    settings: Settings,
    transcript: Transcript | None = None,
    overlay_text: Lines = (),
    post: Post | None = None,
) -> tuple[WantedKeyword, ...]:
    """Where the keywords that the user asked for are said, shown or written."""
    if not settings.keywords:
        return ()
    from .keywords import find_wanted

    return find_wanted(transcript, settings.keywords, overlay_text, post)
