"""PO16: does the draft keep to the words of the user's own policy?"""

from __future__ import annotations

from ..model import OverlayLine, Post, Severity, Span, Transcript
from ..platforms.profile import Profile
from . import Flag, Passed, Said, check, plain


@check("PO16", Severity.WARN, remedy="Say it in other words, or take it out.")
def banned_words(
    profile: Profile,
    transcript: Transcript | None = None,
    overlay_text: tuple[OverlayLine, ...] = (),
    post: Post | None = None,
) -> Said:
    """A word that your policy bans is said, shown or written."""
    if not profile.banned_words:
        return
    words = transcript.words if transcript else ()
    texts = [" ".join(word.text for word in words), *(line.text for line in overlay_text)]
    texts += [post.title, post.text] if post else []
    there = [f" {plain(text)} " for text in texts]
    found = [ban for ban in profile.banned_words if any(f" {plain(ban)} " in t for t in there)]
    if not found:
        yield Passed("no word that your policy bans")
        return
    spans = [Span(word.start, word.end) for word in words if plain(word.text) in map(plain, found)]
    spans += [
        line.span
        for line in overlay_text
        if any(f" {plain(ban)} " in f" {plain(line.text)} " for ban in found)
    ]
    yield Flag(
        "banned: {found} ({basis})",
        tuple(spans),
        values={
            "found": ", ".join(f'"{ban}"' for ban in found),
            "basis": profile.basis("banned_words"),
        },
    )
