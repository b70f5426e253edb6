"""Options are valid before any work begins, and the README lists all that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analyzer.cli import arguments, options
from analyzer.errors import UsageError
from analyzer.model import Kind
from analyzer.platforms import profile
from analyzer.settings import DEFAULT_TIMEOUT
from analyzer.weights import whisper_names
from tests.command import analyze
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (["--language", "duthc"], "did you mean dutch?"),
        (["--language", "xx"], "--language xx"),
        (["--model", "bsae"], "did you mean base?"),
        (["--model", "no/such/folder"], "--model no/such/folder: there is nothing there"),
        (["--model", "README.md"], "no such model"),
        (["--model", "tests/conftest.py"], "neither a CTranslate2 folder"),
        (["--jobs", "0"], "--jobs 0"),
        (["--timeout", "-1"], "--timeout -1"),
        (["--timeout", "nan"], "--timeout nan"),
        (["--timeout", "inf"], "--timeout inf"),
        (["--port", "70000"], "--port 70000"),
        (["--lang", "xx"], "--lang xx"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(given: list[str], complaint: str) -> None:
    with pytest.raises(UsageError) as caught:
        options.read(["draft.mp4", *given])
    assert complaint in str(caught.value)


def test_a_misspelt_value_is_said_once_however_many_drafts_there_are(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.mp4").write_text("no draft is opened for this")
    done = analyze(tmp_path, "--language", "duthc")
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert done.err.startswith("analyze.py: --language duthc: ")


def test_faster_whisper_is_not_given_a_torch_file(tmp_path: Path) -> None:
    model = tmp_path / "mine.pt"
    model.touch()
    with pytest.raises(UsageError, match=r"cannot read a \.pt file"):
        options.read(["--engine", "faster-whisper", "--model", str(model)])
    assert options.read(["--model", str(model)]).model == str(model)


@pytest.mark.parametrize("model", ["base", "large-v3", "somebody/whisper-of-theirs"])
def test_a_model_is_known_by_its_name_or_as_somebodys(model: str) -> None:
    assert options.read(["--model", model]).model == model


def test_what_is_asked_for_becomes_settings() -> None:
    asked = options.read(["a.mp4", "--language", "Dutch", "--keywords", " rye , ,bread", "--srt"])
    settings, jobs = asked.settings(1)
    assert (settings.language, settings.keywords, jobs) == ("nl", ("rye", "bread"), 1)
    assert asked.captions == (".srt",)
    assert asked.timeout == DEFAULT_TIMEOUT
    assert not settings.stills


def test_every_option_has_its_field_and_every_field_its_option() -> None:
    known = {action.dest for action in arguments.parser()._actions} - {"help", "version"}
    read_from_files = {"planned", "policy"}
    assert known == set(options.Options.__struct_fields__) - read_from_files


def test_the_choices_of_the_command_line_are_the_profiles_own() -> None:
    choices = {action.dest: action.choices for action in arguments.parser()._actions}
    assert choices["platform"] == profile.PLATFORMS
    assert choices["placement"] == profile.PLACEMENTS
    assert choices["kind"] == ("auto", *Kind)
    assert choices["engine"] == whisper_names.ENGINES


def test_the_readme_lists_the_options_that_there_are() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## Options")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    listed = {name for row in rows for name in re.findall(r"`(--[a-z-]+)", row.split(" | ")[0])}
    known = {name for action in arguments.parser()._actions for name in action.option_strings}
    assert listed == {name for name in known if name.startswith("--")} - {"--help", "--version"}


def test_the_readme_and_the_help_say_the_default_time_limit() -> None:
    said = f"(default: {DEFAULT_TIMEOUT:g})"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"`--timeout SECONDS`.*{re.escape(said)}", readme)
    assert said in arguments.parser().format_help()
