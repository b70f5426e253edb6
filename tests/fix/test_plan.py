"""What is planned for a draft follows from what was found in it, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.choices import PLATFORMS
from analyzer.fix.mend import retold
from analyzer.fix.planning import plan
from analyzer.model import (
    Area,
    Bars,
    BarsKind,
    Box,
    EditKind,
    HookMotion,
    Opening,
    OverlayLine,
    Plan,
    Sides,
    Span,
    Upright,
    Word,
    Wording,
)
from analyzer.settings import Mending
from tests.checks.cases import said
from tests.reports.drafts import CLEAN, judged

LANDSCAPE = {"display_width": 1920, "display_height": 1080, "width": 1920, "height": 1080}

SILENT = {"audible": Span(2.1, 24.0)}


def planned(changes: dict[str, Any], *, only: tuple[str, ...] = Mending().only) -> Plan:
    """The plan for a clean draft with these changes, where the index has to come first."""
    return plan(judged({**CLEAN, **changes}, "reels"), Mending(only))


def mended(found: Plan) -> set[str]:
    return {code for edit in found.edits for code in edit.codes}


def reasons(found: Plan) -> dict[str, str]:
    return {left.code: left.reason for left in found.left}


def test_every_finding_is_mended_or_left_with_a_reason() -> None:
    report = judged({**CLEAN, **LANDSCAPE, "faststart": False, "fps": 12.0}, "reels")
    found = plan(report)
    assert {f.code for f in report.findings} == mended(found) | set(reasons(found))
    assert all(reasons(found).values())


def test_a_landscape_picture_is_cut_to_nine_by_sixteen_in_its_middle() -> None:
    found = planned(LANDSCAPE)
    assert found.frame is not None
    assert found.frame.crop == Area(656, 0, 608, 1080)
    assert (found.frame.width, found.frame.height) == (1080, 1920)
    assert "FM01" in mended(found)
    assert any("adds no detail" in edit.what for edit in found.edits)


@pytest.mark.parametrize("seconds", [3.0, 24.0])
def test_what_is_shown_over_its_blur_takes_the_place_of_the_crop(seconds: float) -> None:
    wanted = planned(LANDSCAPE)
    told = Wording("{seconds:.1f} s over the blur", values={"seconds": seconds})
    edits = retold(wanted.edits, told, 24.0)
    is_cropped = any(edit.what.startswith("cut the picture") for edit in edits)
    assert is_cropped == (seconds < 24.0)
    assert edits[-1].what == f"{seconds} s over the blur"
    assert {c for e in edits for c in e.codes} == {c for e in wanted.edits for c in e.codes}


def test_nothing_is_enlarged_more_than_twice() -> None:
    small = {"display_width": 360, "display_height": 640, "width": 360, "height": 640}
    found = planned(small)
    assert found.frame is None
    assert "enlarged 3.0 times" in reasons(found)["FM25"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_tiny_picture_is_left_whole(platform: str) -> None:
    tiny = {"display_width": 320, "display_height": 192, "width": 320, "height": 192}
    found = plan(judged({**CLEAN, **tiny}, platform))
    assert found.frame is None
    assert {"FM01", "FM03"} & set(reasons(found))
    assert all(
        "enlarged 10.0 times" in reasons(found)[c]
        for c in ("FM01", "FM03", "FM25")
        if c in reasons(found)
    )


def test_bars_are_cropped_where_the_rest_can_fill_the_screen() -> None:
    bars = Bars(BarsKind.BLACK, Box(0, 240, 1080, 1440, 0.75), "3:4", Span(0.0, 24.0))
    found = planned({"picture": {"bars": bars}})
    assert found.frame is not None
    assert found.frame.content == Area(0, 240, 1080, 1440)
    assert found.frame.crop is not None
    assert found.frame.crop.width == 810
    assert "PX01" in mended(found)


def test_bars_that_come_and_go_are_left() -> None:
    bars = Bars(BarsKind.BLACK, Box(0, 240, 1080, 1440, 0.75), "3:4", Span(5.0, 12.0))
    assert "part of the draft" in reasons(planned({"picture": {"bars": bars}}))["PX01"]


@pytest.mark.parametrize(("top", "is_on_them"), [(100, True), (225, True), (300, False)])
def test_bars_with_text_on_them_are_left(top: int, is_on_them: bool) -> None:
    bars = Bars(BarsKind.BLACK, Box(0, 240, 1080, 1440, 0.75), "3:4", Span(0.0, 24.0))
    title = OverlayLine("The title", Span(0.0, 3.0), Box(200, top, 600, 100, 0.03), 0.9)
    found = planned({"picture": {"bars": bars}, "overlay_text": (title,)})
    assert (found.frame is None) == is_on_them
    assert ("text stands on the bars" in reasons(found).get("PX01", "")) == is_on_them


@pytest.mark.parametrize(("codec", "is_encoded"), [("vp8", True), ("vp9", False), ("h264", False)])
def test_a_picture_that_mp4_does_not_hold_is_encoded_with_anything(
    codec: str, is_encoded: bool
) -> None:
    quiet = {"loudness": {"integrated_lufs": -24.0, "true_peak_dbtp": -9.0}}
    found = planned({**quiet, "video_codec": codec}, only=("sound",))
    assert "SD05" in mended(found)
    assert found.encodes_picture == is_encoded
    assert any(edit.what == "encode the picture as H.264" for edit in found.edits) == is_encoded
    assert not planned({"video_codec": codec}, only=("sound",)).encodes_picture


def test_a_film_that_lies_on_its_side_is_turned_and_not_cropped() -> None:
    found = planned({**LANDSCAPE, "upright": Upright(90)})
    assert found.frame is not None
    assert found.frame.turn == 90
    assert found.frame.crop is None
    assert {"PX16", "FM01"} <= mended(found)


@pytest.mark.parametrize(
    ("level", "peak", "codes"), [(-24.0, -9.0, {"SD05"}), (-8.0, 0.5, {"SD06"})]
)
def test_loudness_is_brought_to_the_target(level: float, peak: float, codes: set[str]) -> None:
    found = planned({"loudness": {"integrated_lufs": level, "true_peak_dbtp": peak}})
    assert found.sound is not None
    assert found.sound.target_lufs == -14
    assert codes <= mended(found)


@pytest.mark.parametrize(
    ("level", "offset", "is_centred"), [(-24.0, 0.01, True), (-24.0, 0.004, False)]
)
def test_an_offset_that_shows_once_the_sound_is_raised_is_taken_away(
    level: float, offset: float, is_centred: bool
) -> None:
    sound = {"integrated_lufs": level, "true_peak_dbtp": -12.0, "dc_offset": offset}
    found = planned({"loudness": sound})
    assert found.sound is not None
    assert found.sound.is_centred is is_centred
    assert any(edit.what == "take the DC offset away" for edit in found.edits) is is_centred


def test_more_than_six_decibels_of_limiting_are_refused() -> None:
    found = planned({"loudness": {"integrated_lufs": -30.0, "true_peak_dbtp": -6.0}})
    assert found.sound is None
    assert "lose 11.0 dB" in reasons(found)["SD05"]


def test_a_voice_on_one_side_is_put_on_both() -> None:
    sides = {"channels": {"count": 2, "seconds": 20.0, "left_spans": (Span(0.0, 20.0),)}}
    found = planned(sides)
    assert found.sound is not None
    assert found.sound.sides is Sides.LEFT
    assert found.sound.target_lufs == -14


def test_one_side_for_a_part_of_the_draft_is_left() -> None:
    sides = {"channels": {"count": 2, "seconds": 20.0, "left_spans": (Span(0.0, 8.0),)}}
    assert "part of the draft" in reasons(planned(sides))["SD10"]


def opening(first_word: float, **others: Any) -> dict[str, Any]:
    """A draft that is black and silent for two seconds, and long enough to be cut."""
    word = Word("Hello", first_word, first_word + 0.4, 0.99)
    return {
        "hook": {"opening": Opening.BLACK},
        "motion": {"fade_in_ends_at": None},
        "picture": {"black_spans": (Span(0.0, 2.0),)},
        "loudness": SILENT,
        "speech": {"first_at": first_word, "spans": (Span(first_word, 20.0),)},
        "transcript": {"words": (word,)},
        **others,
    }


def test_a_black_silent_opening_is_cut_where_it_ends() -> None:
    found = planned(opening(2.4))
    assert found.cut is not None
    assert found.cut.start == pytest.approx(2.0)
    assert found.cut.end == pytest.approx(24.0)
    assert "HK01" in mended(found)


@pytest.mark.parametrize(("dark_until", "at"), [(2.08, 2.0), (2.3, 2.3)])
def test_an_opening_is_cut_where_it_is_no_longer_dark(dark_until: float, at: float) -> None:
    dark = {"motion": {"black_spans": (Span(0.0, dark_until),), "first_at": 2.4}}
    found = planned(opening(2.6, **dark, loudness={"audible": Span(2.5, 24.0)}))
    assert found.cut is not None
    assert found.cut.start == pytest.approx(at, abs=1 / 30)


def test_what_stands_still_after_its_black_opening_is_left() -> None:
    found = planned(opening(2.4, motion={"first_at": None}))
    assert found.cut is None
    assert "nothing moves" in reasons(found)["HK01"]


def test_nothing_is_cut_into_a_word() -> None:
    found = planned(opening(1.5, loudness={"audible": Span(1.4, 24.0)}))
    assert found.cut is None
    assert "somebody speaks from 1.5 s" in reasons(found)["HK01"]


def test_no_word_is_where_nothing_is_heard_whatever_a_transcript_says() -> None:
    found = planned(opening(1.8, loudness={"audible": Span(2.0, 24.0)}))
    assert found.cut is not None
    assert found.cut.start == pytest.approx(2.0)


def test_a_voice_that_comes_before_the_picture_is_kept_whole() -> None:
    found = planned(opening(1.85, loudness={"audible": Span(1.6, 24.0)}))
    assert found.cut is not None
    assert found.cut.start == pytest.approx(1.6)
    assert "HK01" in mended(found)


def test_an_opening_with_sound_is_left() -> None:
    loud = {"loudness": {"audible": Span(0.0, 24.0)}}
    assert "there is sound" in reasons(planned(opening(2.4, **loud)))["HK01"]


def test_an_opening_whose_sound_was_not_measured_is_left() -> None:
    assert "there is sound" in reasons(planned(opening(2.4, loudness=None)))["HK01"]


def test_a_still_opening_is_cut_just_before_the_first_word() -> None:
    still = {
        "hook": {"opening": Opening.STILL, "motion": HookMotion(0.0, None, is_moving=False)},
        "motion": {"first_at": 2.2},
        "picture": {"black_spans": ()},
    }
    found = planned(opening(2.2, **still))
    assert found.cut is not None
    assert found.cut.start == pytest.approx(2.05, abs=1 / 30)
    assert found.cut.start <= 2.05


def test_more_than_a_tenth_is_told() -> None:
    long_black = opening(
        4.0,
        picture={"black_spans": (Span(0.0, 3.0),)},
        loudness={"audible": Span(3.5, 24.0)},
    )
    assert any("12% of the draft" in edit.what for edit in planned(long_black).edits)
    assert not any("% of the draft" in edit.what for edit in planned(opening(2.4)).edits)


def test_what_is_shorter_than_recommended_after_a_cut_is_told() -> None:
    found = planned(opening(2.4, duration=11.0, video_duration=11.0))
    assert found.cut is not None
    assert "FM05" in found.announced
    assert any("lasts 9.0 s, and at least 10 are recommended" in one.what for one in found.edits)
    assert "FM05" not in planned(opening(2.4)).announced


def test_one_black_frame_is_left_where_a_cut_would_make_a_draft_too_short() -> None:
    frame = {"duration": 10.0, "video_duration": 10.0, "hook": {"opening": Opening.NORMAL}}
    frame["picture"] = {"black_spans": (Span(0.0, 0.1),)}
    found = planned(opening(0.5, loudness={"audible": Span(0.4, 10.0)}, **frame))
    assert found.cut is None
    assert "at least 10 are recommended" in reasons(found)["PX12"]


def test_nothing_is_cut_that_schedulers_would_refuse_afterwards() -> None:
    short = {"duration": 4.0, "video_duration": 4.0}
    found = planned(opening(2.4, loudness={"audible": Span(2.1, 4.0)}, **short))
    assert found.cut is None
    assert "too short for schedulers" in reasons(found)["HK01"]


def test_an_index_alone_encodes_nothing() -> None:
    found = planned({"faststart": False})
    assert mended(found) == {"FM10"}
    assert not found.encodes_picture
    assert not found.encodes_sound


def test_how_sharp_an_hdr_picture_is_can_be_told_of_what_it_is_mapped_to() -> None:
    found = planned({"hdr": "HLG"})
    assert "FM17" in mended(found)
    assert "PX06" in found.announced
    assert any("how sharp it is" in edit.what for edit in found.edits)
    dolby = planned({"hdr": "Dolby Vision", "has_open_gop": True})
    assert "FM17" in reasons(dolby)
    assert "PX06" not in dolby.announced


def test_frames_that_were_not_filmed_are_not_made() -> None:
    found = planned({"fps": 12.0})
    assert not found.edits
    assert "not filmed" in reasons(found)["FM11"]


def test_what_is_not_chosen_is_left_as_such() -> None:
    found = planned({**LANDSCAPE, "faststart": False}, only=("file",))
    assert mended(found) == {"FM10"}
    assert reasons(found)["FM01"] == "--fix-only leaves it out"


def test_what_only_schedulers_refuse_is_mended_as_what_the_app_refuses() -> None:
    opened = planned({"has_open_gop": True, "edited_seconds": 1.2})
    assert {"FM28", "FM29"} <= mended(opened)
    assert opened.file is not None
    assert opened.file.encodes_picture
    foreign = planned({"container": "webm", "video_codec": "vp9"})
    assert "FM27" in mended(foreign)
    assert "FM27" not in mended(planned({"size_bytes": 300_000_001}))


def ending(last_word: float, audible: float) -> dict[str, Any]:
    """A draft that is black for its last four seconds."""
    return {
        "picture": {"black_spans": (Span(20.0, 24.0),)},
        "loudness": {"audible": Span(0.0, audible)},
        "speech": {"spans": (Span(0.3, last_word),)},
        "transcript": {"words": (Word("Bye", last_word - 0.4, last_word, 0.99),)},
    }


@pytest.mark.parametrize(
    ("word", "audible", "end"), [(19.95, 20.1, 20.1), (19.5, 19.6, 20.0), (20.3, 20.0, 20.0)]
)
def test_a_tail_is_cut_where_the_last_sound_has_ended(
    word: float, audible: float, end: float
) -> None:
    found = planned(ending(word, audible))
    assert "PX02" in mended(found), reasons(found)
    assert found.cut is not None
    assert found.cut.end == pytest.approx(end, abs=1 / 30)
    assert found.cut.end >= end


@pytest.mark.parametrize(
    ("word", "audible", "why"), [(21.0, 21.2, "speaks until 21.0 s"), (19.0, 24.0, "sound goes on")]
)
def test_a_tail_is_left_in_which_anything_is_heard(word: float, audible: float, why: str) -> None:
    found = planned(ending(word, audible))
    assert found.cut is None
    assert why in reasons(found)["PX02"]


def test_words_that_the_font_has_no_letters_for_are_told() -> None:
    spoken = {**CLEAN, "overlay_text": (), "transcript": said("Wir backen 面包 ohne Kneten.")}
    found = plan(judged(spoken), Mending(captions="plain"))
    (edit,) = [edit for edit in found.edits if edit.kind is EditKind.CAPTIONS]
    assert "1 of 5" in edit.what
    none = {**spoken, "transcript": said("面包 不用 揉面")}
    found = plan(judged(none), Mending(captions="plain"))
    assert found.captions is None
    assert "no font" in reasons(found)["WD04"]
