"""PO04 to PO07, PO09: do hashtags and caption say what the draft is about?"""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Keyword, KeywordSource, OverlayLine, Post, Severity, Transcript
from ..platforms.profile import Profile
from . import Flag, Passed, Said, check, plain

LEAST_WORDS = 12
"""Words said and shown from which it can be told what a draft is about; chosen by hand."""

LEAST_STEM = 4
"""Letters that two words have to share at their beginning to be about the same; by hand."""

ENDING = 3
"""Letters that an inflection may change at the end of the shorter one; by hand."""

MOST_KEYWORDS = 3
"""The draft's best keywords that a caption should hold; chosen by hand."""

QUOTED = 5
"""Hashtags that a message quotes at most; chosen by hand."""


@check("PO04", Severity.ERROR, remedy="Keep the ones that say what it is about.")
def too_many_hashtags(post: Post, profile: Profile) -> Said:
    """There are more hashtags than the platform takes."""
    most, count = profile.max_hashtags, len(post.hashtags)
    if most is None:
        return
    values: dict[str, int | str] = {"count": count, "most": most}
    if count > most:
        yield Flag(
            "{count} hashtags; {platform} takes {most} ({basis})",
            values={**values, "platform": profile.name, "basis": profile.basis("max_hashtags")},
        )
    else:
        yield Passed("{count} hashtags, of {most} at most", values)


@check("PO05", Severity.WARN, remedy="Keep the ones that say what it is about.")
def more_hashtags_than_best(post: Post, profile: Profile) -> Said:
    """There are more hashtags than recommended."""
    best, count = profile.best_hashtags, len(post.hashtags)
    if best is None:
        return
    values: dict[str, int | str] = {"count": count, "most": best}
    if count > best:
        yield Flag(
            "{count} hashtags, and {most} at most are recommended ({basis})",
            values={**values, "basis": profile.basis("best_hashtags")},
            degree=1 - best / count,
        )
    else:
        yield Passed("{count} hashtags, and {most} at most are recommended", values)


@check("PO06", Severity.INFO, remedy="Put hashtags there that people search for.")
def generic_hashtags(post: Post, profile: Profile) -> Said:
    """Hashtags that say nothing about the draft, and of which no platform says that they help."""
    generic = [tag for tag in post.hashtags if _is_generic(tag, profile)]
    if generic:
        yield Flag(
            "generic: {tags}; no platform ever confirmed that they help",
            values={"tags": _listed(generic)},
        )
    elif post.hashtags:
        yield Passed("no hashtag is a generic one")


@check("PO07", Severity.INFO, remedy="Say or show it, or take a hashtag of what is said or shown.")
def unrelated_hashtags(
    post: Post,
    profile: Profile,
    transcript: Transcript | None = None,
    overlay_text: tuple[OverlayLine, ...] = (),
) -> Said:
    """Hashtags that have nothing to do with what is said or shown."""
    heard = " ".join(word.text for word in transcript.words) if transcript else ""
    words = plain(" ".join([heard, *(line.text for line in overlay_text)])).split()
    tags = [tag for tag in post.hashtags if not _is_generic(tag, profile)]
    if len(words) < LEAST_WORDS or not tags:
        return
    strange = [tag for tag in tags if not _is_about(plain(tag), words)]
    if strange:
        yield Flag(
            "neither said nor shown: {tags}",
            values={"tags": _listed(strange)},
            degree=len(strange) / len(tags),
        )
    else:
        yield Passed("every hashtag is about what is said or shown")


@check("PO09", Severity.INFO, remedy="Write it in the caption, too: search reads that first.")
def keyword_only_said(post: Post, keywords: tuple[Keyword, ...]) -> Said:
    """What the draft says most is not in its caption."""
    spoken = [one for one in keywords if one.source is not KeywordSource.SHOWN][:MOST_KEYWORDS]
    if not post.text or not spoken:
        return
    written = plain(f"{post.title} {post.text}").split()
    missing = [one for one in spoken if not _says(written, plain(one.text).split())]
    if missing:
        yield Flag(
            "said and not written: {missing}",
            values={"missing": ", ".join(f'"{one.text}"' for one in missing)},
            degree=len(missing) / len(spoken),
        )
    else:
        yield Passed("the caption names what is said most")


def _is_generic(tag: str, profile: Profile) -> bool:
    return plain(tag) in map(plain, profile.generic_hashtags)


def _says(written: list[str], keyword: list[str]) -> bool:
    """Return whether every word of the keyword is written, in some form or within a hashtag."""
    return all(_is_about(part, written) for part in keyword)


def _is_about(tag: str, words: Iterable[str]) -> bool:
    """Return whether the tag holds one of the words, is part of one, or shares its stem."""
    whole = tag.replace(" ", "")
    for word in words:
        if word == whole:
            return True
        if min(len(word), len(whole)) >= LEAST_STEM:
            stem = max(LEAST_STEM, min(len(word), len(whole)) - ENDING)
            if word in whole or whole in word or word[:stem] == whole[:stem]:
                return True
    return False


def _listed(tags: list[str]) -> str:
    more = ["…"] if len(tags) > QUOTED else []
    return " ".join([*(f"#{tag}" for tag in tags[:QUOTED]), *more])
