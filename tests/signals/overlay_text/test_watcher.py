"""Text is read where it is, once for as long as it stands, and told apart by whose it is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import ImageFont

from analyzer.fix.captions import font as captions
from analyzer.media.decode import Media
from analyzer.media.frames import Frame
from analyzer.media.probe import probe
from analyzer.model import OverlayLine, TextKind
from analyzer.signals.overlay_text.watcher import OverlayTextWatcher
from tests.signals.overlay_text.scenes import (
    FPS,
    HEIGHT,
    WIDTH,
    scenery,
    unspaced,
    watched,
    watcher_of,
    write,
)


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
def test_text_that_fades_in_over_a_still_picture_is_seen_before_the_next_full_scan(
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
    assert [line.kind for line in watcher.result()] == [TextKind.SCENE]


def signpost(*, outline: int = 4) -> np.ndarray:
    """A picture of a wall with a sign on it, a little wider and higher than a frame."""
    picture = scenery()[: HEIGHT + 40, : WIDTH + 40] // 2
    picture[::24] += 90
    picture[:, ::48] += 90
    write(picture, "Baker Street", x=290, y=520, stroke=outline)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.8))


def kinds_seen(pictures: Iterable[np.ndarray]) -> set[TextKind]:
    """What kinds of text are in pictures that come eight times a second."""
    watcher = OverlayTextWatcher()
    for n, picture in enumerate(pictures):
        if watcher.wants(n / 8):
            watcher.observe(Frame(n / 8, picture, 2.0))
    return {line.kind for line in watcher.result()}


def swayed(picture: np.ndarray, n: int) -> np.ndarray:
    """A frame of the picture, the nth of a camera that is held in the hand."""
    sway = np.array([[1, 0, 20 + 1.5 * np.sin(n / 3)], [0, 1, 20 + np.cos(n / 4)]])
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(picture, sway, (WIDTH, HEIGHT), flags=how))


def test_a_sign_before_a_camera_in_the_hand_is_no_overlay_text() -> None:
    sign = signpost()
    assert kinds_seen(swayed(sign, n) for n in range(32)) == {TextKind.SCENE}


def test_a_caption_over_what_a_camera_in_the_hand_films_is_overlay_text() -> None:
    def captioned(n: int) -> np.ndarray:
        picture = swayed(scenery(), n)
        write(picture, "Bread in an hour")
        return picture

    assert kinds_seen(captioned(n) for n in range(32)) == {TextKind.OVERLAY}


@pytest.mark.parametrize("speed", [0.0, 60.0], ids=["still", "panned"])
def test_a_caption_that_shakes_over_the_picture_is_overlay_text(speed: float) -> None:
    def shaken(image: np.ndarray, time: float) -> None:
        x, y = np.random.default_rng(int(time * 12)).integers(-4, 5, 2).tolist()
        write(image, "save it for tonight", x=270 + x, y=640 + y)

    (line,) = watched(3.0, shaken, speed=speed)
    assert line.kind is TextKind.OVERLAY


def test_a_sign_that_someone_walked_past_did_not_appear() -> None:
    sign = signpost(outline=0)[:HEIGHT, :WIDTH]
    coat = scenery(5)[:400, :300]

    def passed(n: int) -> np.ndarray:
        picture, left = sign.copy(), 20 * n - 100
        inside = picture[300:700, max(0, left) : max(0, left + 300)]
        inside[:] = coat[:, max(0, -left) :][:, : inside.shape[1]]
        return picture

    assert kinds_seen(passed(n) for n in range(44)) == {TextKind.SCENE}


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


def test_a_draft_of_no_frames_shows_no_text() -> None:
    assert OverlayTextWatcher().result() == ()


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


RUSSIAN = ("Сегодня я покажу вам", "как испечь хлеб", "без дрожжей за час")


@pytest.mark.parametrize("size", [30, 44, 64])
def test_captions_in_a_script_that_is_not_read_are_seen_to_be_there(size: int) -> None:
    def draw(image: np.ndarray, time: float) -> None:
        if 0.5 <= time < 5.0:
            text = RUSSIAN[int((time - 0.5) / 1.5)]
            write(image, text, size=size, font=captions.letters(size))

    lines = watched(6.0, draw)
    assert {(line.kind, line.text) for line in lines} == {(TextKind.UNREAD, "")}
    assert [line.span.start for line in lines] == pytest.approx([0.5, 2.0, 3.5], abs=0.2)
    assert [line.span.end for line in lines] == pytest.approx([2.0, 3.5, 5.0], abs=0.2)
    assert all(line.kind.is_set for line in lines)


def test_what_is_filmed_and_cannot_be_read_is_nobodys_caption() -> None:
    """Letters that move with the picture belong to it."""
    font = captions.letters(44)

    def draw(image: np.ndarray, time: float) -> None:
        write(image, RUSSIAN[0], x=600 - round(time * 60), font=font)

    assert [line.kind for line in watched(5.0, draw)] == []
