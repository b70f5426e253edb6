"""The command line keeps its contract: paths, options, streams, exit codes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import msgspec
import pytest

from analyzer.cli import arguments, options
from analyzer.cli.verdicts import Verdicts
from analyzer.errors import InputError
from analyzer.media.probe import probe
from analyzer.model import Finding, Outcome, Report, Result, Severity, Status
from tests.command import analyze
from tests.conftest import MakeClip
from tests.reports.drafts import judgement


def draft(*severities: Severity, status: Status = Status.OK) -> Report:
    findings = tuple(Finding("FM01", severity, "m", "r") for severity in severities)
    outcomes = [Outcome("FM01", severity, Result.FLAGGED) for severity in severities]
    found = judgement(findings, tuple(outcomes))
    return Report("a.mp4", status, judgements=(found,) if status is Status.OK else ())


@pytest.mark.parametrize(
    ("drafts", "fail_on", "code"),
    [
        ([draft()], "error", 0),
        ([draft(Severity.WARN, Severity.INFO)], "error", 0),
        ([draft(Severity.WARN)], "warn", 1),
        ([draft(Severity.INFO)], "warn", 0),
        ([draft(), draft(Severity.ERROR)], "error", 1),
        ([draft(Severity.ERROR)], "never", 0),
        ([draft(Severity.ERROR), draft(status=Status.ERROR)], "never", 2),
    ],
)
def test_the_exit_code_follows_the_contract(drafts: list[Report], fail_on: str, code: int) -> None:
    verdicts = Verdicts()
    for number, report in enumerate(drafts):
        verdicts.add(msgspec.structs.replace(report, path=f"{number}.mp4"))
    assert verdicts.exit_code(fail_on) == code


def test_a_dropped_path_may_be_quoted_or_a_url(tmp_path: Path) -> None:
    spaced = tmp_path / "my draft é.mp4"
    assert arguments.path(f"'{spaced}'") == spaced
    assert arguments.path(f'"{spaced}"') == spaced
    assert arguments.path(spaced.as_uri()) == spaced
    assert arguments.path(str(spaced)) == spaced


def test_a_file_that_really_has_quotes_in_its_name_keeps_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("'a.mp4'").touch()
    assert arguments.path("'a.mp4'") == Path("'a.mp4'")


def test_help_and_version_and_schema_need_no_draft() -> None:
    assert "PATH" in analyze("--help").out
    assert analyze("--version").out.startswith("analyze.py ")
    assert json.loads(analyze("--schema").out)["$defs"]


def test_no_arguments_at_all_print_the_usage_in_two_lines_and_one_example() -> None:
    done = analyze()
    assert done.code == 0
    assert done.out.startswith("usage: analyze.py [options] PATH ...\n       analyze.py --serve")
    assert done.out.count("analyze.py draft.mp4") == 1
    assert "--help" in done.out
    assert len(done.out.splitlines()) < 10


def test_the_help_begins_with_a_usage_of_two_lines() -> None:
    usage = analyze("--help").out.partition("\n\n")[0]
    assert len(usage.splitlines()) == 2


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (("--platform", "vine"), "--platform vine: invalid choice; choose from tiktok, reels"),
        (("--platform", "tiktik"), "did you mean tiktok?"),
        (
            ("--platfrom", "tiktok"),
            "--platfrom: there is no such option (did you mean --platform?)",
        ),
        (("--fail-no=warn",), "did you mean --fail-on?"),
        (("--nonsense",), "--nonsense"),
        (("--jobs", "two"), "--jobs two: give a number"),
        (("--watch=yes",), "--watch: it takes no value; leave yes out"),
        (("--json",), "write --json FILE"),
        (("--srt", "--no-transcript"), "nothing to write"),
        (("--vtt", "--no-transcript"), "--vtt --no-transcript"),
    ],
)
def test_a_command_that_makes_no_sense_says_why(given: tuple[str, ...], complaint: str) -> None:
    done = analyze("draft.mp4", *given)
    assert done.code == 2
    assert complaint in done.err
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err


def test_a_path_that_a_space_cut_in_two_is_shown_in_quotes(tmp_path: Path) -> None:
    (tmp_path / "my first draft.mp4").touch()
    done = analyze("my", "first", "draft.mp4", cwd=tmp_path)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert 'put it in quotes: analyze.py "my first draft.mp4"' in done.err


def test_options_may_stand_between_drafts_and_what_follows_two_dashes_is_a_draft() -> None:
    assert options.read(["a.mp4", "--quiet", "b.mp4"]).paths == (Path("a.mp4"), Path("b.mp4"))
    assert options.read(["--quiet", "--", "-a.mp4"]).paths == (Path("-a.mp4"),)


def test_captions_of_a_draft_without_words_are_said_not_to_be_made(
    clips: MakeClip, tmp_path: Path
) -> None:
    draft = Path(shutil.copy(clips("second.mp4"), tmp_path / "draft.mp4"))
    done = analyze(draft, "--srt", "--fail-on", "never")
    assert f"{draft}: no words were heard, so it gets no captions" in done.err
    assert not draft.with_suffix(".srt").exists()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("song.mp3", b"ID3\x04\x00" + bytes(600), "a sound file (MP3)"),
        ("song.mp4", b"ID3\x04\x00" + bytes(600), "a sound file (MP3)"),
        ("voice.wav", b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(600), "a sound file (WAV)"),
        ("cover.jpg", b"\xff\xd8\xff\xe0" + bytes(600), "a picture (JPEG)"),
        ("draft.prproj", b"\x1f\x8b" + bytes(600), "an editor's project"),
        ("draft.srt", b"1\n00:00:00,000 --> 00:00:01,000\nHi\n", "a file of captions"),
    ],
)
def test_a_file_that_is_no_video_is_told_for_what_it_is(
    tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=re.escape(f"it is {kind}")):
        probe(tmp_path / name)


def test_a_missing_draft_and_an_empty_folder_are_said(tmp_path: Path) -> None:
    missing = analyze(tmp_path / "nothing.mp4")
    assert (missing.code, missing.out) == (2, "")
    assert "no such file" in missing.err
    empty = analyze(tmp_path)
    assert (empty.code, empty.out) == (2, "")
    assert "no video in this folder" in empty.err


def test_the_report_never_overwrites_a_draft(clips: MakeClip) -> None:
    clip = clips("tiny.mp4", seconds=0.5)
    before = clip.read_bytes()
    done = analyze(clip, "--json", clip)
    assert done.code == 2
    assert "is a draft" in done.err
    assert clip.read_bytes() == before


def test_a_card_goes_to_standard_output_and_json_to_its_file(
    clips: MakeClip, tmp_path: Path
) -> None:
    target = tmp_path / "report ü.json"
    done = analyze(
        clips("second.mp4"), "--json", target, "--keywords", "bread, rye", "--fail-on", "warn"
    )
    assert done.code == 1
    assert done.out.startswith("IMPROVE ")
    assert max(map(len, done.out.splitlines())) <= 80
    assert "\x1b" not in done.out
    document = json.loads(target.read_text(encoding="utf-8"))
    wanted = document["videos"][0]["signals"]["wanted_keywords"]
    assert [keyword["text"] for keyword in wanted] == ["bread", "rye"]
    assert list(tmp_path.iterdir()) == [target]


def test_json_on_standard_output_stands_alone(clips: MakeClip) -> None:
    done = analyze(
        clips("second.mp4"),
        "--json",
        "-",
        "--platform",
        "shorts",
        "--no-transcript",
        "--kind",
        "hands",
    )
    video = json.loads(done.out)["videos"][0]
    assert video["signals"]["kind"]["kind"] == "hands"
    (judged,) = video["judgements"]
    assert (judged["platform"], judged["placement"]) == ("shorts", "organic")
    assert video["signals"]["transcript"] is None
    assert "--no-transcript" in video["signals"]["unmeasured"]["transcript"]
    reason = video["signals"]["reasons"]["transcript"]
    assert reason["message"] == video["signals"]["unmeasured"]["transcript"]


def test_quiet_prints_nothing(clips: MakeClip) -> None:
    done = analyze(clips("second.mp4"), "--quiet", "--no-transcript", "--fail-on", "never")
    assert (done.code, done.out, done.err) == (0, "", "")
