"""``--compare A B`` as a user's shell runs it, on cuts of really encoded films."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from analyzer.cli import options
from analyzer.errors import UsageError
from tests.command import analyze
from tests.conftest import encode

QUICK = ("--no-transcript", "--fail-on", "never")

SCENES = "mandelbrot=s=320x568:r=24:start_scale=2:end_scale=0.02,trim=end=6,setpts=PTS-STARTPTS"

LIFE = "life=s=320x568:r=24:mold=10:ratio=0.1:seed=1:death_color=#C83232:life_color=#00ff00"


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A film of ten seconds in two shots, and a cut without two seconds of its first."""
    folder = tmp_path_factory.mktemp("cuts")
    first = encode(folder / "first.mp4", "-f", "lavfi", "-i", SCENES, "-f", "lavfi", "-i",
                   LIFE,
                   "-filter_complex", "[1:v]trim=end=4,setpts=PTS-STARTPTS[b];[0:v][b]concat",
                   "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast")  # fmt: skip
    second = encode(folder / "second.mp4", "-i", str(first), "-vf",
                    "select='not(between(t,1.99,3.99))',setpts=N/24/TB", "-c:v", "libx264",
                    "-preset", "ultrafast")  # fmt: skip
    return first, second


def test_what_was_cut_is_on_the_card_in_the_document_and_on_the_page(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    done = analyze("--compare", *two, *QUICK, "--html", tmp_path / "cuts.html",
                   "--json", tmp_path / "cuts.json")  # fmt: skip
    assert done.code == 0, done.err
    assert "FIRST CUT" in done.out or "BOTH CUTS" in done.out or "SECOND CUT" in done.out
    assert "2.0 s cut" in done.out
    assert "cut: 2.0 s – 4.0 s" in done.out
    written = json.loads((tmp_path / "cuts.json").read_text())
    schema = json.loads(analyze("--schema").out)
    jsonschema.validate(written, schema)
    kinds = [piece["kind"] for piece in written["comparison"]["pieces"]]
    assert kinds == ["kept", "cut", "kept"]
    assert [video["signals"]["matches"] for video in written["videos"]] == [[], []]
    page = (tmp_path / "cuts.html").read_text()
    assert "Cut: 2.0 s – 4.0 s" in page.replace("\N{NO-BREAK SPACE}", " ")


def test_it_speaks_dutch(two: tuple[Path, Path]) -> None:
    done = analyze("--compare", *two, *QUICK, "--lang", "nl")
    assert "2,0 s weggeknipt" in done.out
    assert "Tweede versie" in done.out


def test_without_it_a_document_has_no_comparison(two: tuple[Path, Path]) -> None:
    done = analyze(two[0], *QUICK, "--json", "-")
    assert "comparison" not in json.loads(done.out)


def test_a_cut_that_is_no_video_is_told_and_nothing_compared(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"\0\0\0\x18ftypmp42")
    done = analyze("--compare", two[0], broken, *QUICK, "--html", tmp_path / "page.html")
    assert done.code == 2
    assert "broken.mp4: " in done.err
    assert not (tmp_path / "page.html").exists()


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (("--compare", "a.mp4"), "write --compare A B"),
        (("--compare", "a.mp4", "b.mp4", "c.mp4"), "leave c.mp4 out"),
        (("--compare", "a.mp4", "a.mp4"), "the same file twice"),
        (("--compare", "a.mp4", "b.mp4", "--watch"), "--compare --watch"),
        (("--compare", "a.mp4", "b.mp4", "--fix-to", "x"), "--compare --fix-to"),
        (("--compare", "a.mp4", "."), "that is a folder"),
    ],
)
def test_anything_but_two_files_is_refused(given: tuple[str, ...], complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        options.read(given)
