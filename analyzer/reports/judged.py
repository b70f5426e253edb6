"""Measurements without a scale of their own, in a word: soft or sharp, dark or bright, clean.

The limits are chosen by hand, on the pictures of 53 real videos; the words come before the number.
"""

from __future__ import annotations

from ..model import Motion, Picture, Score

SOFT, SHARP = 0.35, 0.7
"""Shares of the detail that a picture's pixels could hold, below and above which it shows."""

DARK, BRIGHT = 0.2, 0.7
"""Mean luma, 0 to 1, below and above which a picture looks dark, or washed out."""

CLEAN, GRAINY = 1.0, 4.0
"""Steps of 8-bit luma: below, grain is not seen on a phone; above, encoders make blocks of it."""

CALM, LIVELY = 2.0, 20.0
"""Percent of the picture's height a second: a person who talks, and one who dances or walks by."""

WORDS = {
    "sharpness": ("soft", "sharp enough", "sharp"),
    "brightness": ("dark", "bright enough", "very bright"),
    "grain": ("clean", "some grain", "grainy"),
    "movement": ("little movement", "some movement", "much movement"),
}
"""What is said below, between and above the limits."""


def sharpness(picture: Picture) -> str:
    """How sharp it is: soft at any figure where it holds no more than a smaller picture would."""
    if picture.upscaled_from is not None:
        return WORDS["sharpness"][0]
    return _word(picture.sharpness, (SOFT, SHARP), WORDS["sharpness"])


def brightness(picture: Picture) -> str:
    """How bright it is."""
    return _word(picture.brightness, (DARK, BRIGHT), WORDS["brightness"])


def grain(picture: Picture) -> str:
    """How grainy it is."""
    return _word(picture.noise, (CLEAN, GRAINY), WORDS["grain"])


def movement(motion: Motion) -> str:
    """How much moves."""
    return _word(motion.level, (CALM, LIVELY), WORDS["movement"])


def parts(score: Score | None) -> tuple[tuple[str, int], ...]:
    """The parts of a score by their names, as far as there are any."""
    if score is None:
        return ()
    named = (
        ("file", score.parts.file),
        ("hook", score.parts.hook),
        ("sound", score.parts.sound),
        ("words and picture", score.parts.content),
    )
    return tuple((name, value) for name, value in named if value is not None)


def _word(value: float, limits: tuple[float, float], words: tuple[str, str, str]) -> str:
    low, high = limits
    return words[0] if value < low else words[1] if value < high else words[2]
