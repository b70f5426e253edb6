"""Captions say what is said, can be read, and lie where nothing else is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from msgspec.structs import replace

from analyzer.fix.captions import COLUMNS, CaptionPicture, Style, caption_pictures, not_drawn
from analyzer.fix.captions.drawing import LINE_HEIGHTS, SPOKEN, font_of
from analyzer.media.decode import Media
from analyzer.media.probe import probe
from analyzer.model import Box, OverlayLine, SafeZone, Span, TextKind, Transcript
from analyzer.platforms.profile import load, safe_zones
from analyzer.reports.phrases import phrases, text_of
from analyzer.signals.overlay_text.watcher import OverlayTextWatcher
from tests.reports.transcripts import said

SIZE = (1080, 1920)
TEXT = "Nobody talks about this trick, so wait until the very end and save it for tonight."
ZONE = load("tiktok").safe_zone


def drawn(
    transcript: Transcript,
    style: Style = Style.PLAIN,
    zone: SafeZone | None = ZONE,
    avoid: Sequence[tuple[Span, Box]] = (),
    size: tuple[int, int] = SIZE,
) -> list[CaptionPicture]:
    return list(caption_pictures(transcript, style, zone, avoid, size, 60.0))


def laid(picture: CaptionPicture, image: np.ndarray) -> None:
    """Lay a caption over an RGB image."""
    height, width = picture.picture.shape[:2]
    under = image[picture.top : picture.top + height, picture.left : picture.left + width]
    alpha = picture.picture[..., 3:] / 255
    under[:] = np.rint(alpha * picture.picture[..., :3] + (1 - alpha) * under)


def luminance(colour: Sequence[float]) -> float:
    """The relative luminance of an sRGB colour (WCAG 2.2)."""
    parts = [c / 255 for c in colour]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_line_has_25_characters_at_most_and_no_word_is_lost() -> None:
    shown = phrases(said(TEXT), columns=COLUMNS)
    lines = [text_of(line) for phrase in shown for line in phrase.lines]
    assert all(len(phrase.lines) <= 2 for phrase in shown)
    assert max(map(len, lines)) <= 25
    assert " ".join(lines) == TEXT


def test_doubtful_words_are_left_out() -> None:
    heard = said("one two three")
    doubted = (heard.words[0], replace(heard.words[1], is_doubtful=True), heard.words[2])
    left = replace(heard, words=doubted, text="one two three")
    bare = said("one three")
    assert drawn(left)[0].picture.shape == drawn(bare)[0].picture.shape


@pytest.mark.parametrize("size", [(1080, 1920), (720, 1280)])
def test_a_line_is_75_to_86_pixels_high_on_the_screen(size: tuple[int, int]) -> None:
    scale = 1080 / size[0]
    one, two = (drawn(said(text), size=size)[0].picture for text in ("Hi", TEXT))
    assert one.shape[0] < two.shape[0]
    for height in LINE_HEIGHTS:
        font = font_of(round(height / scale))
        _, top, _, bottom = font.getbbox("Ålpgjy", anchor="ls")
        assert height / scale - 3 <= bottom - top <= height / scale + 0.5


@pytest.mark.parametrize("zone", [*safe_zones(), None], ids=lambda z: z.name if z else "none")
def test_no_caption_lies_under_what_a_platform_shows(zone: SafeZone | None) -> None:
    for one in drawn(said("WWWWWW MMMMMM " * 6 + TEXT), zone=zone):
        height, width = one.picture.shape[:2]
        assert one.left >= 0
        assert one.left + width <= SIZE[0]
        for area in zone.areas if zone else ():
            across = min(one.left + width, area.x + area.width) - max(one.left, area.x)
            down = min(one.top + height, area.y + area.height) - max(one.top, area.y)
            assert across <= 0 or down <= 0


def test_captions_stay_at_one_height_that_is_clear_of_faces_and_text() -> None:
    face = Box(300, 1000, 500, 500, 0.12)
    title = Box(100, 700, 800, 120, 0.05)
    shown = drawn(said(TEXT), avoid=[(Span(0, 2), face), (Span(3, 9), title)])
    middles = {one.top + one.picture.shape[0] // 2 for one in shown}
    assert max(middles) - min(middles) <= 1
    for one in shown:
        for box in (face, title):
            height = one.picture.shape[0]
            assert one.top + height <= box.y or box.y + box.height <= one.top
    assert drawn(said(TEXT))[0].top != shown[0].top


@pytest.mark.parametrize("size", [(1080, 1920), (320, 180), (512, 512)])
@pytest.mark.parametrize("face", [(0.1, 0.5), (0.2, 0.75), (0.3, 0.9), (0.0, 1.0)])
@pytest.mark.parametrize("zone", [*safe_zones(), None], ids=lambda z: z.name if z else "none")
def test_a_caption_keeps_its_distance_from_the_edge_though_it_hides_a_face(
    zone: SafeZone | None, face: tuple[float, float], size: tuple[int, int]
) -> None:
    top, bottom = (round(share * size[1]) for share in face)
    box = Box(size[0] // 4, top, size[0] // 2, bottom - top, 0.2)
    for one in drawn(said(TEXT), zone=zone, avoid=[(Span(0, 60), box)], size=size):
        below = one.top + one.picture.shape[0]
        assert one.top >= 0.05 * size[1] - 1
        assert below <= 0.95 * size[1] + 1
        for area in zone.areas if zone and size == SIZE else ():
            if area.width == SIZE[0]:
                assert one.top >= area.y + area.height or below <= area.y


def test_the_spoken_word_is_marked_while_it_is_spoken() -> None:
    shown = drawn(said("one two three"), Style.KARAOKE)
    columns = []
    for one in shown:
        marked = (one.picture[..., :3] == SPOKEN).all(axis=2) & (one.picture[..., 3] == 255)
        columns.append(np.flatnonzero(marked.any(axis=0)).mean())
    assert columns == sorted(columns)
    assert [one.start for one in shown] == [0.0, 0.35, 0.7]
    assert all(a.end == b.start for a, b in pairwise(shown))


def test_what_the_font_has_no_letters_for_is_said_and_not_drawn_as_boxes() -> None:
    heard = said("你好 世界")
    assert not_drawn(heard) == ("你好", "世界")
    assert drawn(heard) == []
    for text in ("Größe écht", "Καλημέρα", "Доброе утро", "Tiếng Việt", "İğne"):
        assert not_drawn(said(text)) == ()
        assert drawn(said(text))


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("behind", [(255, 255, 255), (0, 0, 0), (128, 128, 128)])
def test_letters_have_contrast_whatever_is_behind_them(
    style: Style, behind: tuple[int, int, int]
) -> None:
    one = drawn(said("HHH"), style)[0]
    image = np.full((1920, 1080, 3), behind, np.uint8)
    laid(one, image)
    middle = one.top + one.picture.shape[0] // 2
    row = image[middle, one.left : one.left + one.picture.shape[1]]
    levels = [luminance(colour) for colour in row]
    edges = [i for i, level in enumerate(levels) if level > 0.7 and i > 15]
    around = min(levels[edges[0] - 8 : edges[0]])
    letters = max(levels[edges[0] : edges[0] + 8])
    assert (letters + 0.05) / (around + 0.05) >= 4.5


@pytest.mark.parametrize("style", Style)
def test_captions_are_read_back_as_they_were_said(style: Style, tmp_path: Path) -> None:
    path = tmp_path / "captioned.mp4"
    heard = said(TEXT)
    shown = drawn(heard, style)
    noise = np.random.default_rng(2).integers(30, 220, (24, 14, 3), np.uint8)
    ground = np.kron(noise, np.ones((80, 80, 1), np.uint8))[:1920]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for n in range(round(10 * shown[-1].end)):
            image = np.roll(ground, 4 * n, axis=1)[:, :1080].copy()
            for one in shown:
                if one.start <= n / 10 < one.end:
                    laid(one, image)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(stream.encode(None))
    reader = OverlayTextWatcher()
    Media(path, probe(path)).watch([reader])
    lines = [line for line in reader.result() if line.kind is TextKind.OVERLAY]
    assert read(lines) == TEXT.replace(" ", "")


def read(lines: Sequence[OverlayLine]) -> str:
    """All that was read, in order, without spaces."""
    return "".join(line.text for line in sorted(lines, key=lambda x: x.span.start)).replace(" ", "")
