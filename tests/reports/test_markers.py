"""Markers stand on the very frames that drafts show, in every format, at every rate."""

from __future__ import annotations

import csv
import io
import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import av
import opentimelineio
import pytest
from msgspec.structs import replace
from opentimelineio import opentime

from analyzer.media.probe import probe as probed
from analyzer.model import Finding, Probe, Report, Severity, Span, Status
from analyzer.reports import markers
from analyzer.reports.rates import Rate
from tests.checks.cases import GOOD_PROBE, NO_MUSIC
from tests.conftest import MakeClip, encode
from tests.reports.drafts import judged, judgement

MEDIA = "file:///drafts/my%20bread.mp4"

RATES = ("24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "60")

LONG = 18_030
"""Frames: more than ten minutes at 30000/1001, in which drop-frame timecode drops 18 numbers."""


def report_on(probe: Probe, findings: tuple[Finding, ...], path: str = "a.mp4") -> Report:
    return Report(path, Status.OK, probe=probe, judgements=(judgement(findings),))


def finding(*spans: Span, severity: Severity = Severity.WARN, code: str = "PX01") -> Finding:
    return Finding(code, severity, "it flickers", "Take it out.", spans)


def frames_of(path: Path) -> list[Fraction]:
    """When each frame is shown, by decoding them all."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.time_base is not None
        return [frame.pts * stream.time_base for frame in container.decode(stream)]


def read(text: str, form: str, rate: float = 30.0) -> list[Any]:
    """The markers as the library reads them; an EDL does not say at which rate."""
    adapter = {"otio": "otio_json", "edl": "cmx_3600", "xml": "fcp_xml", "fcpxml": "fcpx_xml"}[form]
    how = {"rate": rate} if form == "edl" else {}
    timeline = opentimelineio.adapters.read_from_string(text, adapter, **how)
    if isinstance(timeline, opentimelineio.schema.SerializableCollection):
        timeline = next(one for one in timeline if isinstance(one, opentimelineio.schema.Timeline))
    clip = timeline.find_clips()[0]
    return [*clip.markers, *timeline.tracks.markers]


def frames_in(text: str, form: str, fps: Fraction) -> list[int]:
    """The markers' frames by what the text itself says, without the library."""
    if form == "edl":
        return [frame_of(code, fps) for code in re.findall(r"^\* LOC: (\S+)", text, re.MULTILINE)]
    if form == "csv":
        return [int(row["frame"]) for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff")))]
    if form == "otio":
        found = re.findall(r'"marked_range".*?"start_time".*?"value": ([\d.]+)', text, re.DOTALL)
        return [int(float(value)) for value in found]
    root = ElementTree.fromstring(text)
    if form == "xml":
        return [int(str(mark.findtext("in"))) for mark in root.iter("marker")]
    starts = (Fraction(mark.attrib["start"].rstrip("s")) for mark in root.iter("marker"))
    frames = [start * fps for start in starts]
    assert all(frame.denominator == 1 for frame in frames)
    return [int(frame) for frame in frames]


def frame_of(timecode: str, fps: Fraction) -> int:
    """SMPTE ST 12-1: drop-frame leaves out the first numbers of each minute, not of each tenth."""
    hours, minutes, seconds, frame = map(int, re.split("[:;]", timecode))
    nominal, dropped = round(fps), round(fps) // 15 if ";" in timecode else 0
    whole = hours * 60 + minutes
    return (whole * 60 + seconds) * nominal + frame - dropped * (whole - whole // 10)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_a_marker_stands_on_the_frame_that_is_shown_at_its_time(
    clips: MakeClip, rate: str, suffix: str
) -> None:
    clip = clips(f"a.{suffix}", size="64x64", seconds=3, fps=rate, options=("-shortest",))
    probe, fps = probed(clip), Fraction(rate)
    times = frames_of(clip)
    asked = [0, 1, 2, 29, 30, 31, len(times) - 1]
    for digits in (2, 3, 6):
        at = [round(float(times[n]), digits) for n in asked]
        report = report_on(probe, tuple(finding(Span(time, time + 0.2)) for time in at))
        for form in ("otio", "edl", "xml", "fcpxml", "csv"):
            text = markers.render(report, form, media=MEDIA)
            assert text is not None
            assert frames_in(text, form, fps) == asked, (form, digits)


@pytest.mark.parametrize("rate", ["24000/1001", "30000/1001", "60000/1001"])
def test_no_frame_is_lost_in_ten_minutes(tmp_path: Path, rate: str) -> None:
    picture = f"color=size=16x16:rate={rate}"
    clip = encode(tmp_path / "long.mp4", "-f", "lavfi", "-i", picture, "-frames:v", str(LONG),
                  "-c:v", "libx264", "-preset", "ultrafast")  # fmt: skip
    probe, fps, times = probed(clip), Fraction(rate), frames_of(clip)
    asked = [1798, 1799, 1800, 1801, 3597, 3600, 17_981, 17_982, 17_983, LONG - 1]
    found = tuple(finding(Span(float(times[n]), float(times[n]) + 0.1)) for n in asked)
    for form in ("otio", "edl", "xml", "fcpxml", "csv"):
        text = markers.render(report_on(probe, found), form, media=MEDIA)
        assert text is not None
        assert frames_in(text, form, fps) == asked, form
        if form in ("otio", "xml"):
            starts = [mark.marked_range.start_time for mark in read(text, form)]
            assert [start.value for start in starts] == asked
            assert all(start.rate == pytest.approx(float(fps)) for start in starts)


def test_drop_frame_timecode_says_that_it_is(clips: MakeClip) -> None:
    clip = clips("ntsc.mp4", size="64x64", fps="30000/1001")
    report = report_on(replace(probed(clip), duration=90.0, video_duration=90.0),
                       (finding(Span(60.06, 60.1)),))  # fmt: skip
    edl = markers.render(report, "edl", media=MEDIA) or ""
    assert "\nFCM: DROP FRAME\n" in edl
    assert "* LOC: 00:01:00;02 " in edl  # two numbers are left out
    assert opentime.from_timecode("00:01:00;02", 30000 / 1001).value == 1800
    assert "<displayformat>DF<" in (markers.render(report, "xml", media=MEDIA) or "")
    assert 'tcFormat="DF"' in (markers.render(report, "fcpxml", media=MEDIA) or "")
    plain = report_on(replace(GOOD_PROBE, fps=30.0), ())
    assert "\nFCM: NON-DROP FRAME\n" in (markers.render(plain, "edl", media=MEDIA) or "")


@pytest.mark.parametrize("rate", RATES)
def test_timecode_is_the_librarys(rate: str) -> None:
    ours = Rate(Fraction(rate), is_own=True, first=0.0, frames=1)
    fps = float(ours.fps)
    for frame in (*range(0, 130_000, 7), *range(1790, 1810), *range(17_975, 17_990), 107_892):
        assert ours.timecode(frame) == opentime.to_timecode(opentime.RationalTime(frame, fps))


def test_a_variable_rate_is_conformed_and_a_marker_never_half_a_frame_off(tmp_path: Path) -> None:
    clip = encode(tmp_path / "phone.mp4", "-f", "lavfi", "-i", "testsrc2=size=64x64:rate=30",
                  "-t", "6", "-vf", "settb=1/90000,setpts='(N/30+0.008*sin(N))/TB'",
                  "-fps_mode", "vfr", "-enc_time_base", "1/90000", "-c:v", "libx264",
                  "-preset", "ultrafast")  # fmt: skip
    probe, times = probed(clip), frames_of(clip)
    assert probe.is_vfr
    rate = Rate.of(probe)
    assert not rate.is_own
    first = times[0]
    for shown in times[:-1]:
        frame = rate.at(float(shown - first))
        assert abs(frame / rate.fps - (shown - first)) <= 1 / rate.fps / 2 + Fraction(1, 10**9)


@pytest.mark.parametrize(
    ("fps", "timeline"),
    [(15.0, "30"), (12.0, "24"), (12.5, "25"), (10.0, "30"), (29.97, "30000/1001"),
     (23.976, "24000/1001"), (120.0, "60"), (28.3, "30000/1001"), (0.0, "30")],
)  # fmt: skip
def test_an_unusual_rate_gets_the_timeline_that_an_editor_would_give_it(
    fps: float, timeline: str
) -> None:
    assert Rate.of(replace(GOOD_PROBE, fps=fps, is_vfr=False)).fps == Fraction(timeline)


def test_a_picture_that_begins_late_is_counted_from_its_first_frame() -> None:
    late = replace(GOOD_PROBE, fps=30.0, video_start=0.021, video_duration=10.021)
    rate = Rate.of(late)
    assert rate.frames == 301
    for n in (0, 1, 100):  # the first frame is the second of a timeline that begins with the sound
        assert rate.at(0.021 + n / 30) == n + 1


@pytest.mark.parametrize("form", ["otio", "edl", "xml", "fcpxml"])
def test_the_library_reads_back_names_colours_and_notes(form: str) -> None:
    spans = (Span(1.0, 2.0), Span(3.0, 4.0), Span(5.0, 6.0))
    found = tuple(
        finding(span, severity=severity) for span, severity in zip(spans, Severity, strict=True)
    )
    text = markers.render(report_on(replace(GOOD_PROBE, fps=30.0), found), form, media=MEDIA)
    assert text is not None
    marks = read(text, form)
    starts = [mark.marked_range.start_time.value for mark in marks]
    assert starts == [30, 90, 150]
    colours = {
        "fcpxml": ["RED", "PURPLE", "PURPLE"],  # a to-do, and ordinary markers
        "xml": [mark.metadata.get("fcp_xml", {}).get("pproColor") for mark in marks],
    }.get(form, ["RED", "YELLOW", "BLUE"])
    if form == "xml":
        assert colours == ["4281740498", "4281049552", "4294741314"]
        assert [mark.metadata["fcp_xml"]["comment"] for mark in marks] == ["Take it out."] * 3
    else:
        assert [mark.color for mark in marks] == colours
    if form == "edl":
        assert [mark.name for mark in marks] == ["IT FLICKERS → TAKE IT OUT."] * 3
    else:
        assert [mark.name for mark in marks] == ["It flickers"] * 3
    if form == "otio":
        assert [mark.comment for mark in marks] == ["Take it out."] * 3
        assert [mark.marked_range.duration.value for mark in marks] == [30, 30, 30]
    if form == "fcpxml":
        assert text.count('note="Take it out."') == 3


def test_what_is_of_the_whole_draft_is_one_marker_at_its_start_with_all_of_it() -> None:
    found = (finding(code="SD01", severity=Severity.ERROR), finding(Span(0, 1)), finding(code="B"))
    report = report_on(GOOD_PROBE, found)
    (mark,) = read(markers.render(report, "otio", media=MEDIA) or "", "otio")
    assert mark.marked_range.start_time.value == 0
    assert mark.color == "RED"
    assert mark.name == "It flickers (+2)"
    assert mark.comment.splitlines() == ["Take it out.", *["It flickers → Take it out."] * 2]
    rows = list(csv.DictReader(io.StringIO((markers.render(report, "csv", media=MEDIA) or "")[1:])))
    assert [row["timecode"] for row in rows] == ["", "", "00:00:00:00"]


def test_no_two_markers_share_a_frame_and_none_lies_outside(  # an editor would lose one
) -> None:
    spans = [Span(1.0, 2.0), Span(1.001, 2.0), Span(23.9, 30.0), Span(99.0, 100.0)]
    report = report_on(GOOD_PROBE, tuple(finding(span) for span in spans))
    marks = read(markers.render(report, "otio", media=MEDIA) or "", "otio")
    ranges = [mark.marked_range for mark in marks]
    assert all(a.start_time < b.start_time for a, b in pairwise(ranges))
    last = Rate.of(GOOD_PROBE).frames
    assert all(r.start_time.value < last for r in ranges)
    assert all(r.end_time_exclusive().value <= last for r in ranges)


def test_a_finding_says_for_which_platforms_it_is_where_not_for_all() -> None:
    report = replace(
        report_on(GOOD_PROBE, ()),
        judgements=(judgement((finding(Span(1, 2)),)), judgement((), (), "reels")),
    )
    (mark,) = read(markers.render(report, "otio", media=MEDIA) or "", "otio")
    assert mark.name == "tiktok: It flickers"


def test_dutch_markers_are_dutch_and_open_in_a_dutch_spreadsheet() -> None:
    report = judged({"music": NO_MUSIC})
    table = markers.render(report, "csv", media=MEDIA, language="nl") or ""
    assert table.startswith("\ufeffframe;frames;timecode;")
    assert ";warn;SD03;" in table
    assert "Er is geen muziek gevonden" in table


@pytest.mark.parametrize("form", ["otio", "edl", "xml", "fcpxml", "csv"])
def test_a_hostile_draft_writes_nothing_but_its_text(form: str) -> None:
    evil = "=cmd|'/c calc'!A1\n* LOC: 00:00:09:09 RED X]]><x a=\"&\x00\x1b[2J"
    found = (Finding("PX01", Severity.WARN, evil, evil, (Span(1, 2),)),)
    text = markers.render(report_on(GOOD_PROBE, found, f"a/{evil}.mp4"), form, media=MEDIA)
    assert text is not None
    assert not {"\x00", "\x1b"} & set(text)
    assert len(frames_in(text, form, Fraction(30))) == 1
    if form == "csv":
        assert ",=cmd" not in text


def test_a_file_tells_no_more_of_where_the_draft_lies_than_its_format_needs() -> None:
    report = report_on(GOOD_PROBE, (finding(Span(1, 2)),), "/films/secret/my bread.mp4")
    for form, tells in {"otio": 0, "edl": 0, "csv": 0, "xml": 1, "fcpxml": 1}.items():
        text = markers.render(report, form, media="file:///films/secret/my%20bread.mp4") or ""
        assert ("secret" in text) == bool(tells), form
