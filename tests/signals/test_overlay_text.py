"""Text is read where it is, once for as long as it stands, and told apart by whose it is."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from analyzer.media import Frame, Media
from analyzer.model import OverlayLine, TextKind
from analyzer.probe import probe
from analyzer.signals import inference
from analyzer.signals.overlay_text import detector, networks, reader
from analyzer.signals.overlay_text.watcher import OverlayTextWatcher

WIDTH, HEIGHT, FPS = 540, 960, 24

ACCENTED = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
"""Pillow's own font has no accents."""

Draw = Callable[[np.ndarray, float], None]


def scenery(seed: int = 3) -> np.ndarray:
    """Soft blotches, wider and higher than a frame, to be panned over."""
    noise = np.random.default_rng(seed).integers(0, 255, (60, 60, 3), dtype=np.uint8)
    return cv2.resize(noise, (WIDTH * 2, HEIGHT * 2), interpolation=cv2.INTER_CUBIC)


def write(
    image: np.ndarray,
    text: str,
    *,
    y: int = 640,
    x: int = WIDTH // 2,
    size: int = 44,
    fill: str = "white",
    stroke: int = 4,
) -> None:
    """Outlined text, centred on ``x``, ``y``."""
    canvas = Image.fromarray(image)
    font = ImageFont.load_default(size)
    draw = ImageDraw.Draw(canvas)
    draw.text((x, y), text, fill, font, "mm", stroke_width=stroke, stroke_fill="black")
    image[:] = np.asarray(canvas)


def watched(seconds: float, draw: Draw, *, speed: float = 60.0) -> tuple[OverlayLine, ...]:
    return watcher_of(seconds, draw, speed=speed).result()


def watcher_of(seconds: float, draw: Draw, *, speed: float = 60.0) -> OverlayTextWatcher:
    """A watcher that has seen scenery pan by ``speed`` pixels a second, drawn upon."""
    watcher, behind = OverlayTextWatcher(), scenery()
    for n in range(round(seconds * FPS)):
        time = n / FPS
        if watcher.wants(time):
            left = round(time * speed) % WIDTH
            image = behind[:HEIGHT, left : left + WIDTH].copy()
            draw(image, time)
            watcher.observe(Frame(time, image, 2.0))
    return watcher


def unspaced(text: str) -> str:
    """The text without spaces, of which a few are still lost."""
    return text.replace(" ", "")


def test_a_caption_over_a_moving_picture_is_one_text_with_its_span_and_box() -> None:
    def draw(image: np.ndarray, time: float) -> None:
        if 1.0 <= time < 3.0:
            write(image, "Bread without kneading")

    (line,) = watched(4.0, draw)
    assert (unspaced(line.text), line.kind) == ("Breadwithoutkneading", TextKind.OVERLAY)
    assert line.span.start == pytest.approx(1.0, abs=0.15)
    assert line.span.end == pytest.approx(3.0, abs=0.15)
    assert line.confidence > 0.9
    assert 2 * 600 < line.box.y < line.box.y + line.box.height < 2 * 680
    assert line.box.share == pytest.approx(
        line.box.width * line.box.height / (4 * WIDTH * HEIGHT), rel=0.02
    )


def test_a_picture_without_text_has_none_and_is_hardly_searched() -> None:
    watcher = watcher_of(12.0, lambda image, time: None)
    assert watcher.result() == ()
    assert watcher.searches <= 4


@pytest.mark.parametrize("seconds", [1.0, 3.0, 4.0])
def test_text_that_fades_in_over_a_still_picture_is_seen_before_the_next_sweep(
    seconds: float,
) -> None:
    def draw(image: np.ndarray, time: float) -> None:
        image[:] = 110
        if time > 1.0:
            shown = image.copy()
            write(shown, "Link in my bio", stroke=0)
            alpha = min(1.0, (time - 1.0) / seconds)
            cv2.addWeighted(shown, alpha, image, 1 - alpha, 0, dst=image)

    (line,) = watched(5.8, draw, speed=0.0)
    assert unspaced(line.text) == "Linkinmybio"
    assert line.span.start < 1.0 + seconds


def test_text_that_stands_is_read_once_however_the_picture_moves() -> None:
    watcher = watcher_of(9.0, lambda image, time: write(image, "Never knead again"))
    assert [unspaced(line.text) for line in watcher.result()] == ["Neverkneadagain"]
    assert watcher.readings <= 3
    assert watcher.searches <= 6


@pytest.mark.parametrize(
    "sentence",
    ["you never have to knead this dough", "more bread for more people and more days"],
    ids=["different words", "a word that comes again"],
)
def test_one_word_at_a_time_makes_one_sentence(sentence: str) -> None:
    words = sentence.split()

    def draw(image: np.ndarray, time: float) -> None:
        spoken = int((time - 0.5) / 0.4)
        if time >= 0.5 and spoken < len(words):
            write(image, words[spoken].upper(), size=60)

    (line,) = watched(4.0, draw)
    assert line.text == sentence.upper()
    assert line.span.start == pytest.approx(0.5, abs=0.15)
    assert line.span.end == pytest.approx(0.5 + 0.4 * len(words), abs=0.15)


def test_a_line_that_grows_word_by_word_is_told_once_as_a_whole() -> None:
    words = ["Bread", "that", "nobody", "ever", "kneads"]

    def draw(image: np.ndarray, time: float) -> None:
        if time >= 0.5:
            write(image, " ".join(words[: 1 + int((time - 0.5) / 0.4)]), size=32)

    (line,) = watched(3.5, draw)
    assert unspaced(line.text) == "Breadthatnobodyeverkneads"
    assert line.span.start == pytest.approx(0.5, abs=0.15)


@pytest.mark.parametrize("left_edge", [None, 40])
def test_a_line_that_grows_is_told_to_its_last_word_however_short_that_stands(
    left_edge: int | None,
) -> None:
    sentences = ["Bread that nobody ever kneads", "rises while you are asleep", "or at work"]
    steps = [s.split()[: n + 1] for s in sentences for n in range(len(s.split()))]

    def draw(image: np.ndarray, time: float) -> None:
        text = " ".join(steps[min(len(steps) - 1, int(time / 0.4))])
        half = ImageFont.load_default(32).getlength(text) / 2
        write(image, text, size=32, x=WIDTH // 2 if left_edge is None else left_edge + round(half))

    lines = watched(0.4 * len(steps), draw)
    assert [unspaced(line.text) for line in lines] == [unspaced(s) for s in sentences]


def test_captions_that_follow_each_other_stay_apart() -> None:
    captions = ["flour and water", "a pinch of salt", "and then we wait"]

    def draw(image: np.ndarray, time: float) -> None:
        write(image, captions[min(2, int(time))])

    assert [unspaced(line.text) for line in watched(3.0, draw)] == [
        unspaced(caption) for caption in captions
    ]


def test_small_captions_of_one_shape_stay_apart() -> None:
    """Their outlines lie where the last one's lay, over a picture that stands."""
    captions = ["where did the cream go", "this is how it is done", "keep it for tonight too"]

    def draw(image: np.ndarray, time: float) -> None:
        write(image, captions[min(2, int(time / 1.5))], size=19, stroke=2)

    lines = watched(4.5, draw, speed=0.0)
    starts = [line.span.start for line in lines]
    assert starts == pytest.approx([0.0, 1.5, 3.0], abs=0.15)
    assert [unspaced(line.text)[:5] for line in lines] == ["where", "thisi", "keepi"]


def test_a_logo_of_two_small_lines_is_a_mark_from_its_start_on() -> None:
    def draw(image: np.ndarray, time: float) -> None:
        image[20:62, 470:512] = (150, 90, 20)
        write(image, "WH", x=491, y=35, size=15, stroke=0)
        write(image, ".GOV", x=491, y=48, size=12, stroke=0)

    lines = watched(8.0, draw)
    assert {line.kind for line in lines} == {TextKind.WATERMARK}
    assert " ".join(line.text for line in lines).startswith("WH")
    assert lines[0].span.start == 0.0


def test_lines_above_each_other_are_one_text() -> None:
    def draw(image: np.ndarray, time: float) -> None:
        write(image, "The bread that", y=300)
        write(image, "nobody kneads", y=350)

    (line,) = watched(2.0, draw)
    assert unspaced(line.text) == "Thebreadthatnobodykneads"


def test_a_handle_in_a_corner_is_a_mark_and_no_overlay_text() -> None:
    def draw(image: np.ndarray, time: float) -> None:
        write(image, "TikTok", x=70, y=60, size=26, stroke=2)
        write(image, "@lisabakes", x=80, y=90, size=22, stroke=2)
        write(image, "Bread without kneading")

    lines = watched(3.0, draw)
    overlay = {unspaced(line.text) for line in lines if line.kind is TextKind.OVERLAY}
    assert overlay == {"Breadwithoutkneading"}
    marks = [line.text for line in lines if line.kind is TextKind.WATERMARK]
    assert any("TikTok" in text for text in marks)
    assert any("@lisabakes" in text for text in marks)


def test_a_sign_that_moves_with_the_picture_is_no_overlay_text() -> None:
    behind = scenery(5)
    sign = behind[300:420, 300:700]
    sign[:] = 225
    write(sign, "BAKERY OPEN", x=200, y=60, size=50, fill="black", stroke=0)
    watcher = OverlayTextWatcher()
    for n in range(5 * FPS):
        time = n / FPS
        if watcher.wants(time):
            left, top = round(200 * time / 5), round(60 * time / 5)
            image = behind[top : top + HEIGHT, left : left + WIDTH].copy()
            watcher.observe(Frame(time, image, 2.0))
    assert all(line.kind is TextKind.SCENE for line in watcher.result())


def test_text_that_outlives_a_cut_was_burned_in() -> None:
    other = scenery(9)

    def draw(image: np.ndarray, time: float) -> None:
        if time >= 1.5:
            image[:] = other[:HEIGHT, :WIDTH]
        write(image, "Wait for the crumb", stroke=0, size=40)

    lines = [line for line in watched(3.0, draw) if line.kind is TextKind.OVERLAY]
    assert [unspaced(line.text) for line in lines] == ["Waitforthecrumb"]
    assert lines[0].span.start == 0.0
    assert lines[0].span.end == pytest.approx(3.0, abs=0.15)


@pytest.mark.skipif(not ACCENTED.is_file(), reason="no DejaVu Sans here to set accents with")
def test_letters_keep_their_accents() -> None:
    image = np.full((200, WIDTH, 3), 60, np.uint8)
    canvas = Image.fromarray(image)
    font = ImageFont.truetype(str(ACCENTED), 38)
    ImageDraw.Draw(canvas).text((WIDTH / 2, 100), "Où est le café crème ?", "white", font, "mm")
    image = np.asarray(canvas)
    (quad,) = reader.find(image, HEIGHT)
    assert unspaced(reader.read(image, quad).text) == "Oùestlecafécrème?"


def test_a_draft_of_no_frames_shows_no_text() -> None:
    assert OverlayTextWatcher().result() == ()


def test_reading_text_fetches_nothing_prints_nothing_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.chdir(tmp_path)
    inference.session.cache_clear()
    image = np.full((200, WIDTH, 3), 90, np.uint8)
    write(image, "No kneading", y=100)
    (quad,) = reader.find(image, HEIGHT)
    assert unspaced(reader.read(image, quad).text) == "Nokneading"
    assert reader.find(np.full((200, WIDTH, 3), 90, np.uint8), HEIGHT) == []
    assert capfd.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []


def test_lines_are_found_where_rapidocr_finds_them() -> None:
    from rapidocr import RapidOCR

    theirs = RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "error",
            "Det.limit_type": "max",
            "Det.limit_side_len": detector.LONGEST,
            "Det.model_path": networks.model_path(detector.MODEL),
        }
    )
    image = np.ascontiguousarray(scenery()[:HEIGHT, :WIDTH])
    for y, size in ((200, 44), (500, 24), (520, 18), (800, 70)):
        write(image, "Never knead", y=y, size=size)
    small = cv2.resize(image, (360, 640), interpolation=cv2.INTER_AREA)
    found = sorted(detector.detect(small), key=lambda corners: corners[0, 1])
    expected = sorted(theirs(small, use_det=True, use_rec=False).boxes, key=lambda c: c[0, 1])
    assert len(found) == len(expected) == 4
    assert np.abs(np.array(found) - np.array(expected)).max() < 3


def real(media: Path, name: str) -> tuple[OverlayLine, ...]:
    path = media / "video" / name
    if not path.exists():
        pytest.skip("this clip is not in the test media")
    watcher = OverlayTextWatcher()
    Media(path, probe(path)).watch([watcher])
    return watcher.result()


@pytest.mark.slow
def test_the_captions_of_a_real_clip_are_read_in_order(real_media: Path) -> None:
    lines = real(real_media, "vert_standup_captions_360x640.mp4")
    texts = [line.text for line in lines if line.kind is TextKind.OVERLAY]
    wanted = [
        "I THINK WE CAN ALL AGREE,",
        "THOUGH, THE BIGGEST MISTAKE",
        "FAST FOOD EVER DID",
        "YOU THINK WE GIVE A SHIT?",
        "IS 2100 CALORIES.",
    ]
    assert [text for text in texts if text in wanted] == wanted


@pytest.mark.slow
def test_chinese_titles_are_read_and_stand_throughout(real_media: Path) -> None:
    lines = real(real_media, "vert_short_moviestrip_486x864.mp4")
    title = next(line for line in lines if "这段笑喷了" in line.text)
    assert title.kind is TextKind.OVERLAY
    assert "直接被超人拖着往前走" in title.text
    assert title.span.seconds > 29


@pytest.mark.parametrize("name", ["land_asl_help.mkv", "square_talk_vr2.mp4"])
def test_lettering_on_a_shirt_or_a_map_is_no_overlay_text(real_media: Path, name: str) -> None:
    assert [line for line in real(real_media, name) if line.kind is not TextKind.SCENE] == []
