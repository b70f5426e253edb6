"""What a line cut out of a picture says: the letters PP-OCRv6 sees step by step, and the spaces.

The network tells for every step of eight pixels how likely each letter is, a space among them. It
seldom prefers the space where words stand close and outlines fill what lies between, and then reads
"hadthenleisure". Where there is no space, though, it hardly ever considers one: so its doubt tells
where words end.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np

from analyzer.signals.overlay_text import networks

MODEL = "PP-OCRv6_rec_small.onnx"

HEIGHT = 48
"""Pixels that the network wants a line to be high."""

NARROWEST = 96
"""Pixels that a short line is padded to; the 320 it was trained with waste time."""

NOTHING = 127.5
"""The grey that lies in the middle of what the network knows."""

DOUBT = 0.05
"""Likelihood of a space, over the steps between two letters, from which one stands there.

Of 748 spaces in rendered captions with outlines and narrow spaces, 95 went unread without it and 30
with it, and none was put where there is none; under 0.05 they soon are.
"""

JOINS = "@#/\\_"
"""Signs that no word begins after unless the network is sure of it."""

SPECK = re.compile(r"(?<=[^\W\d_]{2})\.(?=[^\W\d_]{3})")
"""A full stop between two words without a space: a bright speck between their outlines."""

UNPARTED = re.compile(
    r"[@/\\_]|www\."
    r"|\.(?:com|net|org|gov|edu|app|info|shop|store|online|site|blog|link|bio|live|xyz|dev"
    r"|html|txt|pdf|csv|zip|exe)\b",
    re.IGNORECASE,
)
"""What makes a word an address or a file's name, whose full stops stay."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What the network sees from left to right; arrays of one value a step."""

    letters: tuple[str, ...]
    """The likeliest letter, empty where there is none."""
    certainty: np.ndarray
    space: np.ndarray
    """How likely a space is."""


def recognise(strip: np.ndarray) -> tuple[str, float]:
    """The text of a BGR strip and the mean certainty for its letters, 0 to 1."""
    return spelled(_seen(strip))


def spelled(steps: Steps) -> tuple[str, float]:
    """The letters of all steps, each said once for as long as it lasts, with their spaces."""
    text, sure = "", []
    doubt, before = 0.0, ""
    for letter, certainty, space in zip(steps.letters, steps.certainty, steps.space, strict=True):
        if letter and letter != before:
            sure.append(float(certainty))
            if letter.isspace():
                text += " "
            elif doubt >= DOUBT and _may_part(text, letter):
                text += f" {letter}"
            else:
                text += letter
            doubt = 0.0
        elif not letter:
            doubt += float(space)
        before = letter
    words = (word if UNPARTED.search(word) else SPECK.sub(" ", word) for word in text.split())
    return " ".join(words), sum(sure) / len(sure) if sure else 0.0


def _may_part(text: str, letter: str) -> bool:
    """Whether a word can end after ``text``: not in a number, a name or among ideographs."""
    if not text or text[-1].isspace() or text[-1] in JOINS:
        return False
    if _is_wide(text[-1]) or _is_wide(letter):
        return False
    after_number = text[-1].isdigit() or (text[-1] in ".,:" and text[-2:-1].isdigit())
    in_number = letter.isdigit() and after_number
    return not in_number and letter not in ".,:;!%"


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _seen(strip: np.ndarray) -> Steps:
    """What the network sees in the strip, brought to its height."""
    import cv2

    letters = _letters()
    height, width = strip.shape[:2]
    wide = max(1, HEIGHT * width // height)
    small = cv2.resize(strip, (wide, HEIGHT)).astype(np.float32)
    gap = ((0, 0), (0, max(0, NARROWEST - wide)), (0, 0))
    likely = networks.run(MODEL, np.pad(small, gap, constant_values=NOTHING))
    spaces = [i for i, letter in enumerate(letters) if letter.isspace()]
    return Steps(
        letters=tuple(letters[i] for i in likely.argmax(axis=1)),
        certainty=likely.max(axis=1),
        space=likely[:, spaces].sum(axis=1),
    )


@cache
def _letters() -> tuple[str, ...]:
    """The letter of each of the network's classes; the first is none."""
    facts = networks.session(MODEL).get_modelmeta().custom_metadata_map
    return ("", *facts["character"].splitlines(), " ")
