"""Tiny projects before, during and after their first start."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.bootstrap.tiny import Project, make_wheel

Built = tuple[Project, subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of wheels that pip has instead of an index."""
    folder = tmp_path_factory.mktemp("wheels")
    for name in ("tiny-one", "tiny-two", "tiny-mirror", "tiny-cuda"):
        make_wheel(folder, name)
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, wheels: Path) -> Built:
    """A project after its first start, and what that start said."""
    project = Project(tmp_path_factory.mktemp("set-up") / "a b ñ'[x]", wheels)
    return project, project.start("first")


@pytest.fixture
def ready(built: Built, tmp_path: Path) -> Project:
    """A project that was set up, and then moved to another folder."""
    folder = tmp_path / "moved è"
    shutil.copytree(built[0].folder, folder, symlinks=True)
    return Project(folder, built[0].wheels, is_new=False)


@pytest.fixture
def fresh(tmp_path: Path, wheels: Path) -> Project:
    """A project that was never started."""
    return Project(tmp_path / "fresh ñ", wheels)


@pytest.fixture
def started(built: Built, fresh: Project) -> Project:
    """A project whose first start was stopped just before the end."""
    shutil.copytree(built[0].venv, fresh.partial, symlinks=True)
    return fresh
