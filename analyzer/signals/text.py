"""Text folding: how two spellings of one text are compared, whoever wrote, said or read it."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Return ``text`` without capitals, accents, spaces and punctuation: only what is read."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if c.isalnum())
