"""Which way up a picture is shown, and what a file says of its codec, colours and maker."""

from __future__ import annotations

import shlex
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest

from analyzer import checks
from analyzer.media import binaries
from analyzer.media.decode import Media
from analyzer.media.frames import Frame
from analyzer.media.probe import probe
from tests.conftest import MakeClip, encode


class First:
    """Keeps the first frame."""

    long_side = 80

    def __init__(self) -> None:
        self.frame: Frame | None = None

    def wants(self, time: float) -> bool:
        return self.frame is None

    def observe(self, frame: Frame) -> None:
        self.frame = frame


def shown_by(source: Path, target: Path, matrix: tuple[int, int, int, int]) -> Path:
    """A copy whose track is shown through the display matrix (a, b, c, d)."""
    a, b, c, d = matrix
    rows = struct.pack(">9i", *(n << 16 for n in (a, b, 0, c, d, 0, 0, 0)), 1 << 30)
    data = bytearray(source.read_bytes())
    start = data.index(b"tkhd") + 44
    data[start : start + len(rows)] = rows
    target.write_bytes(data)
    return target


MATRICES = [
    (a, b, c, d)
    for a, d in ((1, 1), (-1, 1), (1, -1), (-1, -1))
    for b, c in ((0, 0),)
] + [(0, b, c, 0) for b in (1, -1) for c in (1, -1)]  # fmt: skip


@pytest.mark.parametrize("matrix", MATRICES)
def test_a_picture_is_turned_and_mirrored_as_its_matrix_says(
    clips: MakeClip, tmp_path: Path, matrix: tuple[int, int, int, int]
) -> None:
    corner = ("-vf", "drawbox=w=80:h=45:color=white:t=fill")
    stored = clips("corner.mp4", picture="color=c=black", size="320x180", options=corner)
    draft = shown_by(stored, tmp_path / "shown.mp4", matrix)
    first = First()
    Media(draft, probe(draft)).watch([first])
    assert first.frame is not None
    image = first.frame.gray
    a, b, c, d = matrix
    assert image.shape == ((45, 80) if a else (80, 45))
    x, y = (
        a + c,
        b + d,
    )  # where the top left corner goes: the side on which the axes point inwards
    assert image[0 if y > 0 else -1, 0 if x > 0 else -1] > 200
    assert np.count_nonzero(image > 128) == pytest.approx(image.size / 16, rel=0.2)
    facts = probe(draft)
    assert facts.mirrored == (a * d - b * c < 0)
    assert facts.is_vertical == (a == 0)


@pytest.mark.parametrize("tag", ["hev1", "hvc1"])
def test_the_tag_of_the_codec_is_kept(clips: MakeClip, tag: str) -> None:
    codec = ("-c:v", "libx265", "-x265-params", "log-level=error", "-tag:v", tag)
    assert probe(clips("hevc.mp4", seconds=0.5, options=codec)).video_tag == tag


def test_a_container_without_tags_of_the_codec_has_none(clips: MakeClip) -> None:
    assert probe(clips("plain.mkv")).video_tag is None


MAKER = {
    "com.apple.quicktime.location.ISO6709": "+52.3702+004.8952+003.0/",
    "com.apple.quicktime.make": "Apple",
    "com.apple.quicktime.model": "iPhone 15 Pro",
}


def tagged(clips: MakeClip, target: Path, tags: dict[str, str]) -> Path:
    words = [word for name, value in tags.items() for word in ("-metadata", f"{name}={value}")]
    options = ("-c", "copy", "-movflags", "use_metadata_tags")
    return encode(target, "-i", str(clips("plain.mp4")), *options, *words)


def test_the_place_is_told_without_saying_which(clips: MakeClip, tmp_path: Path) -> None:
    facts = probe(tagged(clips, tmp_path / "phone.mov", MAKER))
    assert (facts.has_location, facts.device) == (True, "Apple iPhone 15 Pro")
    assert "52.37" not in repr(facts)


def test_androids_place_is_found_too(clips: MakeClip, tmp_path: Path) -> None:
    maker = {"com.android.manufacturer": "Google", "com.android.model": "Pixel 8"}
    place = {"location": "+52.3702+004.8952/"}
    facts = probe(tagged(clips, tmp_path / "phone.mp4", place | maker))
    assert (facts.has_location, facts.device) == (True, "Google Pixel 8")


def test_a_file_that_says_nothing_of_its_maker_is_told_so(clips: MakeClip) -> None:
    facts = probe(clips("plain.mp4", options=("-metadata", "title=My model of a location")))
    assert (facts.has_location, facts.device) == (False, None)


def test_the_remedy_removes_the_place_and_the_device(clips: MakeClip, tmp_path: Path) -> None:
    draft = tagged(clips, tmp_path / "phone.mp4", MAKER)
    remedy = next(check.remedy for check in checks.all_checks() if check.code == "FM23")
    words = shlex.split(remedy.partition(": ")[2])
    names = {"ffmpeg": binaries.ffmpeg(), "IN.mp4": str(draft), "OUT.mp4": str(tmp_path / "o.mp4")}
    command = [names.get(word, word) for word in words]
    subprocess.run([*command, "-v", "error"], check=True, stdin=subprocess.DEVNULL)
    facts = probe(tmp_path / "o.mp4")
    assert (facts.has_location, facts.device) == (False, None)


def coloured(target: Path, curve: str, primaries: str, pixels: str = "yuv420p") -> Path:
    """A clip whose picture itself says which colours it has."""
    matrix = "bt709" if primaries == "bt709" else "bt2020nc"
    said = f"setparams=color_trc={curve}:color_primaries={primaries}:colorspace={matrix}"
    source = ("-f", "lavfi", "-i", "testsrc2=size=180x320:rate=30", "-t", "0.5", "-vf", said)
    return encode(target, *source, "-c:v", "libx264", "-pix_fmt", pixels)


def claimed(source: Path, target: Path, codes: tuple[int, int, int]) -> Path:
    """A copy whose index claims these colours (ITU-T H.273)."""
    data = bytearray(source.read_bytes())
    struct.pack_into(">HHH", data, data.index(b"colrnclx") + 8, *codes)
    target.write_bytes(data)
    return target


def test_an_index_that_claims_other_colours_than_the_picture_is_told(tmp_path: Path) -> None:
    plain = coloured(tmp_path / "plain.mp4", "bt709", "bt709")
    assert probe(plain).colour_conflict is None
    wide = claimed(plain, tmp_path / "wide.mp4", (9, 1, 9))
    assert probe(wide).colour_conflict == ("Rec. 2020", "Rec. 709")
    bright = claimed(plain, tmp_path / "bright.mp4", (1, 18, 1))
    assert probe(bright).colour_conflict == ("HLG", "SDR")


def test_a_picture_that_is_hdr_under_an_index_that_says_nothing_of_it_is_told(
    tmp_path: Path,
) -> None:
    hlg = coloured(tmp_path / "hlg.mp4", "arib-std-b67", "bt2020", "yuv420p10le")
    assert probe(hlg).colour_conflict is None
    plain = claimed(hlg, tmp_path / "plain.mp4", (9, 1, 9))
    assert probe(plain).colour_conflict == ("SDR", "HLG")


@pytest.mark.parametrize(
    ("primaries", "pixels", "conflict"),
    [
        ("bt2020", "yuv420p", ("HDR10", "8 bit")),
        ("bt709", "yuv420p10le", ("HDR10", "Rec. 709")),
        ("bt2020", "yuv420p10le", None),
    ],
)
def test_hdr_that_cannot_be_is_told(
    tmp_path: Path, primaries: str, pixels: str, conflict: tuple[str, str] | None
) -> None:
    draft = coloured(tmp_path / "hdr.mp4", "smpte2084", primaries, pixels)
    assert probe(draft).colour_conflict == conflict
