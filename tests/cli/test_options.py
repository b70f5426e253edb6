"""Options are valid before any work begins, and the docs list all that there are."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from analyzer.choices import DEFAULT_TIMEOUT
from analyzer.cli import arguments, options
from analyzer.errors import UsageError
from analyzer.model import Kind
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
        (["--cluster", "192.168.1.20"], "--cluster 192.168.1.20: give the address"),
        (["--cluster", "http://a b:8786"], "give the address that the scheduler printed"),
        (["--cluster", "lcoal"], "or local"),
        (["--cluster", "local", "--serve"], "what is dropped stays on this computer"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(given: list[str], complaint: str) -> None:
    with pytest.raises(UsageError) as caught:
        options.read(["draft.mp4", *given])
    assert complaint in str(caught.value)


@pytest.mark.parametrize(
    "address", ["local", "tcp://10.0.0.1:8786", "tls://mill.lan:8786", "mill:8786", "[::1]:8786"]
)
def test_the_address_of_a_scheduler_is_taken_as_dask_writes_it(address: str) -> None:
    assert options.read(["draft.mp4", "--cluster", address]).cluster == address


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


@pytest.mark.parametrize("name", ["nl", "Dutch", "nederlands", "flemish", "nl-BE"])
def test_a_language_is_known_by_its_code_and_by_its_names(name: str) -> None:
    assert options.read(["a.mp4", "--language", name]).language == "nl"
    if name != "flemish":
        assert options.read(["a.mp4", "--lang", name]).lang == "nl"


def test_every_option_has_its_field_and_every_field_its_option() -> None:
    known = {action.dest for action in arguments.parser()._actions} - {"help", "version"}
    read_from_files = {"planned", "policy"}
    known = {"platforms" if name == "platform" else name for name in known}
    assert known == set(options.Options.__struct_fields__) - read_from_files


def test_the_kinds_of_the_command_line_are_those_that_there_are() -> None:
    choices = {action.dest: action.choices for action in arguments.parser()._actions}
    assert choices["kind"] == ("auto", *Kind)


LOADED_BY_HELP = """
import contextlib, os, sys
before = set(sys.modules)
from analyzer.cli.main import main
with contextlib.suppress(SystemExit), open(os.devnull, "w") as sys.stdout:
    main(["--help"])
print(*set(sys.modules) - before, file=sys.__stdout__)
"""


def test_help_loads_nothing_but_the_options_and_little_of_the_standard_library() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED_BY_HELP],
        capture_output=True, text=True, check=True, cwd=ROOT, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    loaded = done.stdout.split()
    ours = [name for name in loaded if name.partition(".")[0] == "analyzer"]
    foreign = {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names - {"analyzer"}
    assert "analyzer.cli.arguments" in ours
    assert len(ours) <= 14, sorted(ours)
    assert not foreign
    assert len(loaded) <= 80, sorted(loaded)


def test_the_docs_list_the_options_that_there_are() -> None:
    table = (ROOT / "docs" / "options.md").read_text(encoding="utf-8")
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    listed = {name for row in rows for name in re.findall(r"`(--[a-z-]+)", row.split(" | ")[0])}
    known = {name for action in arguments.parser()._actions for name in action.option_strings}
    assert listed == {name for name in known if name.startswith("--")} - {"--help", "--version"}


def test_the_readme_names_no_option_that_there_is_not() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## Options")[2].partition("\n## ")[0]
    known = {name for action in arguments.parser()._actions for name in action.option_strings}
    assert set(re.findall(r"`(--[a-z-]+)", table)) <= known


def test_the_first_screen_of_the_readme_says_how_to_drag_how_large_and_how_long() -> None:
    screen = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:24])
    for said in ("Windows", "macOS", "Linux", "drag", " GB", "minutes"):
        assert said in screen


def test_the_docs_and_the_help_say_the_default_time_limit() -> None:
    said = f"(default: {DEFAULT_TIMEOUT:g})"
    readme = (ROOT / "docs" / "options.md").read_text(encoding="utf-8")
    assert re.search(rf"`--timeout SECONDS`.*{re.escape(said)}", readme)
    assert said in arguments.parser().format_help()


@pytest.mark.parametrize(
    ("asked", "platforms"),
    [
        ("all", ("tiktok", "reels", "shorts")),
        ("shorts,reels", ("shorts", "reels")),
        ("reels,reels", ("reels",)),
    ],
)
def test_one_run_judges_for_several_platforms(asked: str, platforms: tuple[str, ...]) -> None:
    settings, _ = options.read(["a.mp4", "--platform", asked]).settings()
    assert settings.platforms == platforms


def test_a_mistyped_platform_of_several_is_refused() -> None:
    with pytest.raises(UsageError, match="choose from tiktok, reels, shorts, all"):
        options.read(["a.mp4", "--platform", "tiktok,reals"])
