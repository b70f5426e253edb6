"""What is built from the project can be installed and used elsewhere, without the project."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from analyzer import __version__
from tests.conftest import ROOT

pytestmark = pytest.mark.slow
NAME = "short_draft_analyzer"
SAMPLE = ROOT / "sample_videos" / "good_draft.mp4"
NOT_SOURCE = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "*.egg-info")


def run(*command: object, cwd: Path) -> str:
    """Run a command that has to succeed, without this project's variables and folder."""
    foreign = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd, env=foreign | {"PIP_NO_INDEX": "1"}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, built from a copy."""
    out = tmp_path_factory.mktemp("sdist")
    shutil.copytree(ROOT, out / "copy", ignore=NOT_SOURCE)
    code = "from setuptools import build_meta; print(build_meta.build_sdist('..'))"
    name = run(sys.executable, "-c", code, cwd=out / "copy").splitlines()[-1]
    return out / name


@pytest.fixture(scope="module")
def wheel(sdist: Path) -> Path:
    """The wheel, built from the source distribution as an installer would."""
    pip = [sys.executable, "-I", "-m", "pip", "wheel", "--no-build-isolation", "--no-deps"]
    run(*pip, "--wheel-dir", sdist.parent, sdist, cwd=sdist.parent)
    return next(sdist.parent.glob("*.whl"))


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed command, in a clean environment that borrows this one's dependencies."""
    folder = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-I", "-m", "venv", "--without-pip", "venv", cwd=folder)
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-I", "-m", "pip", "--python", programs / "python"]
    run(*pip, "install", "--no-deps", wheel, cwd=folder)
    packages = next((folder / "venv").glob("[lL]ib/**/site-packages"))
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return programs / "short-draft-analyzer"


def test_the_wheel_holds_all_of_the_package_and_nothing_else(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    there = {
        f"{NAME}/{path.relative_to(ROOT / 'analyzer').as_posix()}"
        for path in (ROOT / "analyzer").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert held == there


def test_the_wheel_says_who_may_use_it(wheel: Path) -> None:
    (info,) = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()} - {NAME}
    with zipfile.ZipFile(wheel) as held:
        about = held.read(f"{info}/METADATA").decode()
        assert "License-Expression: Apache-2.0\n" in about
        assert "License-File: LICENSE\n" in about
        assert held.read(f"{info}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()


def test_the_source_distribution_can_be_started_and_tested(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    for name in ("analyze.py", "LICENSE", "bootstrap/launcher.py", "requirements/runtime.txt"):
        assert name in held
    for name in ("scripts/test.py", "tests/conftest.py", "sample_videos/good_draft.mp4"):
        assert name in held


def test_the_installed_command_says_its_name_and_version(command: Path, tmp_path: Path) -> None:
    assert run(command, "--version", cwd=tmp_path) == f"short-draft-analyzer {__version__}\n"


def test_the_installed_command_analyzes_a_draft_from_another_folder(
    command: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    said = run(command, SAMPLE, "--no-transcript", "--json", "-", "--html", page, cwd=tmp_path)
    (video,) = json.loads(said)["videos"]
    expected = json.loads(SAMPLE.with_suffix(".expected.json").read_text())
    (judged,) = video["judgements"]
    assert judged["score"]["verdict"] == expected["verdict"]
    assert {finding["code"] for finding in judged["findings"]} == set(expected["findings"])
    assert "<style" in page.read_text(encoding="utf-8")
