"""PO01 to PO03, PO08, PO10 to PO15: is the caption taken, found and answered?"""

from __future__ import annotations

from ..model import Post, Severity, TextLength, Transcript, WantedKeyword
from ..platforms.profile import Profile
from . import Flag, Passed, Said, check, plain

UNITS = {
    "characters": "characters",
    "utf16": "characters (an emoji counts as two)",
    "bytes": "bytes (an accented letter counts as two, an emoji as four)",
}
"""What the platforms count, in words."""

QUOTED = 5
"""Things that a message quotes at most; chosen by hand."""


@check("PO01", Severity.WARN, remedy="Write what it is about, in the words that people search for.")
def no_caption(post: Post) -> Said:
    """There is no caption, which is what search reads."""
    if post.text:
        yield Passed("a caption of {count:,} characters", {"count": post.length.characters})
    else:
        yield Flag("there is no caption")


@check("PO02", Severity.ERROR, remedy="Shorten it.")
def too_long_for_platform(post: Post, profile: Profile) -> Said:
    """The caption or the title is longer than the platform takes."""
    flags = [
        flag
        for flag in (
            _over("the caption has", post.length, profile, "max_caption"),
            _over("the title has", post.title_length, profile, "max_title"),
        )
        if flag is not None
    ]
    yield from flags
    if not flags and profile.max_caption is not None:
        count, most = _counted(post.length, profile), profile.max_caption
        yield Passed("{count:,} of {most:,} {unit_words}", _values(count, most, profile))


@check("PO03", Severity.WARN, remedy="Shorten it, or post it in the app.")
def longer_than_recommended(post: Post, profile: Profile) -> Said:
    """The caption is longer than schedulers can post."""
    if profile.api_caption is None:
        return
    flag = _over("the caption has", post.length, profile, "api_caption")
    if flag is not None:
        yield flag
    else:
        count, most = _counted(post.length, profile), profile.api_caption
        yield Passed("{count:,} of {most:,} {unit_words}", _values(count, most, profile))


@check("PO10", Severity.INFO, remedy="Ask a question, or say why to watch to the end.")
def nothing_to_answer(post: Post, profile: Profile) -> Said:
    """The caption holds no hook, no question and no call to answer."""
    if not post.text:
        return
    said = f" {plain(post.text)} "
    if "?" in post.text or "？" in post.text or "؟" in post.text:
        yield Passed("the caption asks a question")
        return
    for family in (profile.hook_phrases, profile.calls_to_action):
        for phrase in (phrase for phrases in family.values() for phrase in phrases):
            if f" {plain(phrase)} " in said:
                yield Passed('the caption says "{phrase}"', {"phrase": phrase})
                return
    yield Flag("the caption holds no hook, no question and no call to answer")


@check("PO08", Severity.WARN, remedy="Write it in the first line, in a sentence.")
def keyword_not_written(
    post: Post, wanted_keywords: tuple[WantedKeyword, ...], profile: Profile
) -> Said:
    """A keyword that you asked for is not in the caption, or only where it is cut off."""
    missed = [f'"{wanted.text}"' for wanted in wanted_keywords if not wanted.written]
    most = profile.shown_caption
    start = f" {plain(post.title)} {plain(post.text[:most])} " if most is not None else ""
    hidden = [
        f'"{wanted.text}"'
        for wanted in wanted_keywords
        if most is not None
        and wanted.written
        and plain(wanted.text) not in start
        and plain(wanted.text).replace(" ", "") not in start.replace(" ", "")
    ]
    if not post.text:
        return
    if missed:
        yield Flag(
            "not in the caption: {missed}",
            values={"missed": ", ".join(missed)},
            degree=len(missed) / len(wanted_keywords),
        )
    if hidden and most is not None:
        yield Flag(
            "only after the first {most} characters, where it is cut off: {hidden} ({basis})",
            values={
                "most": most,
                "hidden": ", ".join(hidden),
                "basis": profile.basis("shown_caption"),
            },
            degree=len(hidden) / len(wanted_keywords) / 2,
        )
    if wanted_keywords and not missed and not hidden:
        written = ", ".join(f'"{wanted.text}"' for wanted in wanted_keywords)
        yield Passed("in the caption: {written}", {"written": written})


@check("PO11", Severity.WARN, remedy='Leave it out: "link in bio", or the related video on Shorts.')
def dead_link(post: Post, profile: Profile) -> Said:
    """A link that nobody can click stands in the caption."""
    if profile.clickable_links:
        return
    if post.links:
        yield Flag(
            "links cannot be clicked on {platform}: {links} ({basis})",
            values={
                "platform": profile.name,
                "links": ", ".join(post.links[:QUOTED]),
                "basis": profile.basis("clickable_links"),
            },
        )
    else:
        yield Passed("no link that cannot be clicked")


@check("PO12", Severity.ERROR, remedy="Leave them out.")
def forbidden_characters(post: Post, profile: Profile) -> Said:
    """The caption or the title holds characters that the platform refuses."""
    if profile.forbidden_characters is None:
        return
    found = [c for c in profile.forbidden_characters if c in post.text + post.title]
    if found:
        yield Flag(
            "{platform} takes no {found} ({basis})",
            values={
                "platform": profile.name,
                "found": " ".join(found),
                "basis": profile.basis("forbidden_characters"),
            },
        )
    else:
        yield Passed("no character that is refused")


@check("PO13", Severity.WARN, remedy="Mention only who is in it.")
def too_many_mentions(post: Post, profile: Profile) -> Said:
    """The caption mentions more accounts than the platform takes."""
    most = profile.max_mentions
    if most is None:
        return
    values = {"count": len(post.mentions), "most": most}
    if len(post.mentions) > most:
        basis = profile.basis("max_mentions")
        yield Flag("{count} mentions, over {most} ({basis})", values={**values, "basis": basis})
    else:
        yield Passed("{count} mentions, of {most} at most", values)


@check("PO14", Severity.INFO, remedy="Write it in the language of the voice, or in both.")
def other_language(post: Post, transcript: Transcript) -> Said:
    """The caption is in another language than the voice."""
    if not post.language or not transcript.language or not transcript.words:
        return
    values = {"written": post.language, "spoken": transcript.language}
    if post.language != transcript.language:
        yield Flag("the caption is in “{written}”, and the voice in “{spoken}”", values=values)
    else:
        yield Passed("caption and voice are in “{spoken}”", values)


@check("PO15", Severity.WARN, remedy="Give it a title that says what it is about.")
def no_title(post: Post, profile: Profile) -> Said:
    """There is no title where the platform shows one."""
    if profile.max_title is None:
        return
    if post.title:
        yield Passed('the title is "{title}"', {"title": post.title})
    else:
        yield Flag("there is no title, and {platform} shows one", values={"platform": profile.name})


def _counted(length: TextLength, profile: Profile) -> int:
    """Return the length as the platform counts it."""
    return int(getattr(length, profile.caption_unit))


def _values(count: int, most: int, profile: Profile) -> dict[str, int | str]:
    return {"count": count, "most": most, "unit_words": UNITS[profile.caption_unit]}


def _over(what: str, length: TextLength, profile: Profile, limit: str) -> Flag | None:
    """Return the flag of a text that is longer than ``limit``; titles count in characters."""
    most = getattr(profile, limit)
    unit = "characters" if limit == "max_title" else profile.caption_unit
    count = int(getattr(length, unit))
    if most is None or count <= most:
        return None
    return Flag(
        "{what_words} {count:,} {unit_words}, over {most:,} ({basis})",
        values={
            "what_words": what,
            "count": count,
            "unit_words": UNITS[unit],
            "most": most,
            "basis": profile.basis(limit),
        },
        degree=1 - most / count,
    )
