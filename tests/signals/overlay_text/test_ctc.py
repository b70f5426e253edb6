"""Spaces are read where words end, though outlines fill them, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from analyzer.signals.overlay_text import ctc
from analyzer.signals.overlay_text.ctc import Posteriors, decode_greedy
from analyzer.signals.overlay_text.recogniser import recognise


def posteriors(*steps: tuple[str, float, float]) -> Posteriors:
    """At each time step a character, its probability, and that of a space."""
    characters, confidence, space = zip(*steps, strict=True)
    return Posteriors(characters, np.array(confidence), np.array(space))


def between(before: str, space: float, after: str) -> str:
    """What is decoded where the blanks between two texts give a space that probability."""
    seen = [step for c in before for step in ((c, 1.0, 0.0), ("", 1.0, 0.0))]
    seen += [("", 0.7, space / 2), ("", 0.7, space / 2)]
    seen += [step for c in after for step in ((c, 1.0, 0.0), ("", 1.0, 0.0))]
    return decode_greedy(posteriors(*seen))[0]


def strip_of(words: list[str], *, size: int = 32, apart: float = 1.0) -> np.ndarray:
    """A line of words in thick outlines, less than a usual space apart, on stripes."""
    font = ImageFont.load_default(size)
    gap = font.getlength(" ") * apart
    width = int(sum(map(font.getlength, words)) + gap * (len(words) - 1)) + 16
    canvas = Image.new("RGB", (width, round(size * 1.5)), (70, 90, 120))
    draw = ImageDraw.Draw(canvas)
    for left in range(0, width, 24):
        draw.rectangle((left, 0, left + 8, size * 2), (150, 140, 90))
    x = 8.0
    for word in words:
        draw.text(
            (x, size * 1.1), word, "white", font, "ls", stroke_width=size // 9, stroke_fill="black"
        )
        x += font.getlength(word) + gap
    return np.asarray(canvas)


@pytest.mark.parametrize(
    ("line", "apart"),
    [
        ("had then leisure", 0.65),
        ("there might be prudently", 0.65),
        ("this is the one to make", 0.75),
        ("wait until the very end", 0.85),
        ("nobody does it like this", 0.85),
    ],
)
def test_words_whose_outlines_touch_are_read_apart(
    line: str, apart: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    strip = strip_of(line.split(), apart=apart)
    assert recognise(strip)[0] == line
    monkeypatch.setattr(ctc, "SPACE_THRESHOLD", 9.0)
    assert recognise(strip)[0] != line, "no space has to be inserted in this line"


@pytest.mark.parametrize(
    "word", ["illumination", "MINIMUM", "www.example.com", "12,345.67", "10:30"]
)
@pytest.mark.parametrize("size", [20, 32, 48])
def test_no_word_number_or_address_is_broken(word: str, size: int) -> None:
    assert recognise(strip_of([word], size=size))[0] == word


def test_a_space_that_the_network_holds_possible_is_inserted_and_one_it_rules_out_is_not() -> None:
    assert between("had", 0.2, "then") == "had then"
    assert between("then", 0.001, "leisure") == "thenleisure"


def test_a_space_that_the_network_prefers_is_said_once() -> None:
    seen = posteriors(
        ("a", 1.0, 0.0), (" ", 0.9, 0.9), (" ", 0.8, 0.8), ("", 0.6, 0.4), ("b", 1.0, 0.0)
    )
    assert decode_greedy(seen)[0] == "a b"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2,", "100"),
        ("2", "100"),
        ("v1", "5"),
        ("1.", "5"),
        ("10:", "30"),
        ("@", "lisa"),
        ("#", "fyp"),
        ("what", "!"),
    ],
)
def test_no_space_is_inserted_in_numbers_names_and_signs(before: str, after: str) -> None:
    assert between(before, 0.3, after) == before + after


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        ("de.código.abierto,", "de código abierto,"),
        ("su.PBX", "su PBX"),
        ("www.linktree.example", "www.linktree.example"),
        ("WHITEHOUSE.GOV", "WHITEHOUSE.GOV"),
        ("bit.ly/bread", "bit.ly/bread"),
        ("linktr.ee", "linktr.ee"),
        ("@lisa.bakery", "@lisa.bakery"),
        ("U.S.A.", "U.S.A."),
        ("a.m.", "a.m."),
        ("3.14", "3.14"),
        ("wait...what?", "wait...what?"),
    ],
)
def test_a_speck_between_two_words_is_a_space_and_addresses_keep_theirs(
    seen: str, said: str
) -> None:
    letters = [step for c in seen for step in ((c, 1.0, 0.0), ("", 1.0, 0.0))]
    assert decode_greedy(posteriors(*letters))[0] == said


def test_no_space_is_inserted_beside_ideographs() -> None:
    assert between("使用", 0.3, "新词") == "使用新词"
    assert between("使用", 0.3, "iPhone") == "使用iPhone"


def test_repeated_steps_are_one_letter_and_a_blank_between_makes_two() -> None:
    lasting = posteriors(("l", 0.8, 0.0), ("l", 0.9, 0.0), ("", 1.0, 0.0), ("l", 0.6, 0.0))
    letters, confidence = decode_greedy(lasting)
    assert letters == "ll"
    assert confidence == pytest.approx(0.7)


def test_blanks_alone_decode_to_no_text() -> None:
    assert decode_greedy(posteriors(("", 1.0, 0.0), ("", 1.0, 0.01))) == ("", 0.0)
