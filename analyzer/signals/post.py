"""The text of a post, taken apart: hashtags, mentions, links, its length and its language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ..model import Post, PostSource, TextLength

LEAST_WORDS = 5
"""Words from which a text's language is told; fewer name brands and places. Chosen by hand."""

MENTION = re.compile(r"(?<![\w@./])@(\w(?:[\w.]*\w)?)")

LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>]+"
    r"|(?<![\w@.#/])(?:[\w-]+\.)+"
    r"(?:app|be|biz|co|com|de|ee|es|eu|fr|gg|info|io|ly|me|net|nl|org|shop|store|tv|uk)"
    r"(?![\w.-]*\w)(?:/[^\s<>]*)?",
    re.IGNORECASE,
)
"""Addresses as people write them, with a scheme or without one."""

TITLE = re.compile(r"\A\s*(?:title|titel|titre|título)\s*:[ \t]*(.*)(?:\n+|\Z)", re.IGNORECASE)
"""The first line of a text file that gives the title."""


def parse(source: PostSource, text: str, title: str = "") -> Post:
    """Return the post of this text; its title is the text's first line where that says so."""
    text, title = unicodedata.normalize("NFC", text), unicodedata.normalize("NFC", title)
    if source is not PostSource.TABLE and not title and (given := TITLE.match(text)):
        title, text = given[1], text[given.end() :]
    text, title = text.strip(), title.strip()
    both = f"{title}\n{text}"
    links = tuple(link.rstrip(".,;:!?)]}»”’'\"") for link in LINK.findall(both))
    return Post(
        source=source,
        title=title,
        text=text,
        hashtags=tuple(_hashtags(LINK.sub(" ", both))),
        mentions=tuple(MENTION.findall(LINK.sub(" ", both))),
        links=links,
        length=measured(text),
        title_length=measured(title),
        language=_language(both),
    )


def measured(text: str) -> TextLength:
    """Return the length of ``text`` in every unit that a platform counts in."""
    return TextLength(len(text), len(text.encode("utf-16-le")) // 2, len(text.encode()))


def _hashtags(text: str) -> Iterator[str]:
    """Yield the hashtags: letters of any script with their marks, digits, underscores.

    One of digits alone is a number, as in "my #1".
    """
    for before, mark, after in _around_marks(text):
        if mark and not (before and (_is_part(before) or before in "&#＃/")):
            tag = ""
            for character in after:
                if not _is_part(character):
                    break
                tag += character
            if tag and not tag.isdigit():
                yield tag


def _around_marks(text: str) -> Iterator[tuple[str, str, str]]:
    for place, character in enumerate(text):
        if character in "#＃":
            yield text[place - 1 : place], character, text[place + 1 :]


def _is_part(character: str) -> bool:
    return (
        character.isalnum() or character == "_" or unicodedata.category(character).startswith("M")
    )


def prose(text: str) -> str:
    """Return what is written in ``text`` beside its hashtags, mentions and links."""
    return re.sub(r"[#＃@]\S+", " ", LINK.sub(" ", text))


def _language(text: str) -> str | None:
    """Return the language of what is written beside hashtags, mentions and links."""
    written = prose(text)
    if len(written.split()) < LEAST_WORDS:
        return None
    from .keywords.overlay_words import language_of

    return language_of(written)
