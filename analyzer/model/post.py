"""The post around the draft: its caption and title, as they are to be posted."""

from __future__ import annotations

from enum import StrEnum

from .base import Record, Wording


class PostSource(StrEnum):
    """Where the post's text comes from."""

    FILE = "file"
    """``NAME.txt`` beside ``NAME.mp4``."""
    TABLE = "table"
    """A row of the table that ``--captions-from`` names."""
    OPTION = "option"
    """``--caption``."""


class PlannedPost(Record):
    """A row of a table of planned posts."""

    file: str
    """The draft's name, with as much of its folder as tells it from others."""
    title: str
    text: str


class TextLength(Record):
    """How long a text is, as each platform counts it."""

    characters: int
    """Unicode code points."""
    utf16: int
    """UTF-16 code units: an emoji is two or more."""
    bytes: int
    """Bytes of UTF-8."""


class Post(Record):
    """What is to be written beside the draft."""

    source: PostSource
    title: str
    text: str
    hashtags: tuple[str, ...]
    """In order, without ``#``."""
    mentions: tuple[str, ...]
    """In order, without ``@``."""
    links: tuple[str, ...]
    length: TextLength
    """Of the text."""
    title_length: TextLength
    language: str | None = None
    """ISO 639-1 code of the text; null where too little is written to tell."""


class Suggestion(Record):
    """Something that could be written, and why."""

    text: str
    reason: str
    """In English."""
    wording: Wording | None = None
    """The reason as a template and its values."""


class Suggestions(Record):
    """What the post could say, from the draft's own words; never put in by themselves."""

    hashtags: tuple[Suggestion, ...]
    """With ``#``."""
    first_line: Suggestion | None = None
