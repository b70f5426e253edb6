"""Everything that the command line says, it says in the reader's language."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from analyzer.batch import losses
from analyzer.batch.worker_handle import Worker
from analyzer.cli import console
from analyzer.errors import DependencyError
from analyzer.media import binaries
from analyzer.reports.language import load
from tests.command import analyze
from tests.conftest import MakeClip

ENGLISH = re.compile(r"\b(the|and|with|from|what|drafts?|warn|improve|blocked|speech)\b")
"""Words that no Dutch line holds."""


@pytest.fixture
def drafts(clips: MakeClip, tmp_path: Path) -> Path:
    """A folder of two drafts and a file that is none."""
    folder = tmp_path / "map"
    folder.mkdir()
    for n in range(2):
        shutil.copy(clips(f"clip{n}.mp4", seconds=0.5 + n / 10), folder / f"{n}.mp4")
    (folder / "leeg.mp4").touch()
    return folder


@pytest.mark.parametrize("way", [("--lang", "nl"), ("--lang=nl",), ()])
def test_cards_table_and_messages_are_dutch_by_the_option_and_by_the_locale(
    drafts: Path, way: tuple[str, ...]
) -> None:
    locale = "C.UTF-8" if way else "nl_BE.UTF-8"
    done = analyze(drafts, *way, "--no-transcript", LC_ALL=locale)
    assert done.code == 2
    assert done.out.startswith("AANPASSEN ")
    assert "LET OP FM04 0,5 s is te kort voor planningstools" in done.out
    assert "\nOordeel " in done.out
    assert "2 aanpassen, 1 fout" in done.out
    assert "leeg.mp4: het bestand is leeg (0 bytes)" in done.err
    said = (done.out + done.err).replace(str(drafts), "")
    assert [line for line in said.splitlines() if ENGLISH.search(line)] == []


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (("--platfrom", "x"), "--platfrom: die optie bestaat niet (bedoel je --platform?)"),
        (("--platform", "tiktik"), "(bedoel je tiktok?); kies uit tiktok, reels, shorts"),
        (("--language", "duthc"), "die taal kent Whisper niet (bedoel je dutch?)"),
        (("--model", "bsae"), "dat model bestaat niet (bedoel je base?)"),
        (("--jobs", "x"), "geef een getal"),
        (("--srt", "--no-transcript"), "niets te schrijven"),
        (("--json", "geen/map/x.json"), "die map bestaat niet; maak hem eerst"),
    ],
)
def test_what_is_wrong_with_a_command_is_said_in_dutch(
    drafts: Path, given: tuple[str, ...], complaint: str
) -> None:
    done = analyze(drafts, *given, "--lang", "nl")
    assert done.code == 2
    assert complaint in done.err
    assert not ENGLISH.search(done.err)


def test_the_help_and_the_example_are_dutch() -> None:
    assert "gebruik: analyze.py" in analyze("--lang", "nl").out
    usage, _, rest = analyze("--lang", "nl", "--help").out.partition("\n\n")
    assert len(usage.splitlines()) == 2
    names = re.compile(r"--[a-z-]+|\{error,warn,never\}")
    assert not ENGLISH.search(names.sub("", rest))


def test_a_dutch_spreadsheet_opens_the_table_as_it_is(clips: MakeClip) -> None:
    done = analyze(clips("second.mp4"), "--csv", "-", "--lang", "nl", "--no-transcript")
    row = next(csv.DictReader(io.StringIO(done.out, newline=""), delimiter=";"))
    assert row["verdict"] == "aanpassen"
    assert row["main_remedy"] == "Maak het concept langer."
    numbers = [value for value in row.values() if re.fullmatch(r"-?\d+\.\d+", value or "")]
    assert numbers == []
    assert float(row["integrated_lufs"].replace(",", ".")) < 0
    assert not re.fullmatch(r"\d+:\d+", row["aspect_ratio"])  # which it would take for a time
    assert row["aspect_ratio"].replace("\u2236", ":") == "9:16"


@pytest.mark.skipif(os.name == "nt", reason="programs are scripts of POSIX here")
def test_a_program_that_is_too_old_is_told_in_dutch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "ffmpeg"
    old.write_text("#!/bin/sh\necho ffmpeg version 4.3.1\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    (notice,) = binaries.notices()
    monkeypatch.setattr(console, "_spoken", "nl")
    console.say(notice.message, **notice.values)
    said = capsys.readouterr().err
    assert f"{old} is versie 4.3, ouder dan 4.4: de ffmpeg die bij dit programma hoort" in said


def test_what_is_missing_from_this_machine_is_told_in_dutch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANALYZER_FFMPEG", str(tmp_path / "ffmpeg"))
    with pytest.raises(DependencyError) as caught:
        binaries._find("ffmpeg")
    assert "en dat programma bestaat niet" in load("nl").error(caught.value)


def test_a_standstill_is_told_in_dutch() -> None:
    stuck = SimpleNamespace(stage_name="decode")
    notice = losses.standstill(Path("a.mp4"), cast("Worker", stuck), 60.0)
    said = load("nl").wording(notice)
    assert "a.mp4: het staat stil bij de stap “beeld”: al 60 s geen rekentijd gebruikt" in said
