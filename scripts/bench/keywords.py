"""How many of the best five keywords, and of the suggested hashtags, a person would use.

    python scripts/bench/keywords.py

Reads ``keywords.toml`` beside it: what was said and shown in real drafts, and the words of theirs
that a person judged to be worth a search. Prints every keyword and hashtag, marked ``+`` or ``-``,
and precision at 5.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.model import Box, OverlayLine, Span, Transcript, Word  # noqa: E402
from analyzer.platforms.profile import load  # noqa: E402
from analyzer.signals.keywords import extract  # noqa: E402
from analyzer.signals.suggestions import hashtag, suggest  # noqa: E402

AT = 5
"""How many keywords count: what a report shows first, and what a post has room for."""

SECONDS_A_WORD = 0.4
BOX = Box(0, 0, 100, 20, 0.01)


def main() -> None:
    """Print the board."""
    board = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    keywords = hashtags = (0, 0)
    for draft in board["draft"]:
        transcript, lines = _heard(draft), _seen(draft)
        useful = {hashtag(text) for text in draft["useful"]}
        found = extract(transcript, lines)
        made = suggest(load("tiktok"), found, (), transcript, lines)
        print(f"{draft['name']} ({draft.get('language', '?')})")
        keywords = _added(keywords, "keywords", [one.text for one in found[:AT]], useful)
        hashtags = _added(hashtags, "hashtags", [one.text for one in made.hashtags], useful)
        if made.first_line:
            print(f"  line      {made.first_line.text}")
    for name, (good, of) in (("keywords at 5", keywords), ("hashtags", hashtags)):
        print(f"precision of {name}: {good / of:.2f} ({good} of {of})")


def _added(
    sums: tuple[int, int], name: str, texts: Iterable[str], useful: set[str]
) -> tuple[int, int]:
    """Print the texts with their marks, and return the sums with them."""
    marks = [(text, hashtag(text.removeprefix("#")) in useful) for text in texts]
    told = ", ".join(("+" if is_good else "-") + text for text, is_good in marks)
    print(f"  {name}  {told}")
    return sums[0] + sum(is_good for _, is_good in marks), sums[1] + len(marks)


def _heard(draft: dict[str, Any]) -> Transcript | None:
    words = tuple(
        Word(
            word.removesuffix("(?)"),
            n * SECONDS_A_WORD,
            (n + 1) * SECONDS_A_WORD,
            0.9,
            is_doubtful="(?)" in word,
        )
        for n, word in enumerate(draft["said"].split())
    )
    return Transcript(draft.get("language"), draft["said"], words, "", "") if words else None


def _seen(draft: dict[str, Any]) -> tuple[OverlayLine, ...]:
    return tuple(
        OverlayLine(text, Span(float(n), n + 1.0), BOX, 0.95)
        for n, text in enumerate(draft.get("shown", ()))
    )


if __name__ == "__main__":
    main()
