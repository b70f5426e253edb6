"""The lock files hold what ``pyproject.toml`` asks for, all that this needs, and a hash of each."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from bootstrap.environment import ALWAYS
from bootstrap.packages import CHOICES
from tests.conftest import ROOT

ONLY_BESIDE_CUDA = "triton"
"""What Whisper's package asks for and uses on a GPU alone: torch without CUDA comes without it."""
FILES = {path.stem: path for path in (ROOT / "requirements").glob("*.txt")}
SYSTEMS = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}
MACHINES = [
    {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": platform,
     "platform_system": SYSTEMS[platform], "platform_machine": "x86_64",
     "platform_python_implementation": "CPython", "implementation_name": "cpython"}
    for python in ("3.11", "3.12", "3.13") for platform in SYSTEMS
]  # fmt: skip


def described() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def named_in(*parts: str) -> list[Requirement]:
    """The packages that lock files name, each with a pinned version."""
    lines = [line for part in parts for line in FILES[part].read_text().splitlines()]
    return [Requirement(line.rstrip(" \\")) for line in lines if re.match(r"\w", line)]


def on(machine: dict[str, str], requirements: list[Requirement]) -> dict[str, Version]:
    """The versions that a machine gets."""
    return {
        canonicalize_name(need.name): Version(str(need.specifier).removeprefix("=="))
        for need in requirements
        if need.marker is None or need.marker.evaluate(machine)
    }


def wanted(part: str) -> list[Requirement]:
    """What ``pyproject.toml`` asks for in a part."""
    project = described()["project"]
    if part == "build":
        return [Requirement(need) for need in described()["build-system"]["requires"]]
    return [
        Requirement(n) for n in project["optional-dependencies"].get(part, project["dependencies"])
    ]


EXTRAS = sorted(described()["project"]["optional-dependencies"])


def test_there_is_a_lock_file_for_each_part_and_no_other() -> None:
    ways = {way for part in ALWAYS for way in CHOICES.get(part, (part,))}
    assert set(FILES) == ways | set(EXTRAS)


@pytest.mark.parametrize(
    "machine", MACHINES, ids=lambda m: f"{m['python_version']} {m['sys_platform']}"
)
@pytest.mark.parametrize("extra", ["build", "dependencies", *EXTRAS])
def test_the_lock_satisfies_what_the_project_asks_for(extra: str, machine: dict[str, str]) -> None:
    parts = ["build", "runtime", "torch", *([extra] if extra in FILES else [])]
    locked = on(machine, named_in(*dict.fromkeys(parts)))
    for need in wanted(extra):
        assert need.specifier.contains(locked[canonicalize_name(need.name)]), need


@pytest.mark.parametrize("extra", [None, *EXTRAS])
def test_the_lock_holds_all_that_installed_packages_need(extra: str | None) -> None:
    here = {**MACHINES[0], "extra": ""}
    for choice in ("torch-cpu", "torch"):
        locked = on(here, named_in("build", "runtime", choice, *([extra] if extra else [])))
        for name, version in locked.items():
            try:
                needs = metadata.requires(name) or []
            except metadata.PackageNotFoundError:
                continue  # an extra, or a build of torch, that is not installed here
            for need in map(Requirement, needs):
                if need.marker is None or need.marker.evaluate(here):
                    if (need.name, choice) == (ONLY_BESIDE_CUDA, "torch-cpu"):
                        continue
                    got = locked.get(canonicalize_name(need.name))
                    assert got is not None, f"{name} {version} needs {need}"
                    assert need.specifier.contains(got, prereleases=True), f"{name}: {need}"


@pytest.mark.parametrize("part", sorted(FILES))
def test_every_locked_package_has_a_hash_and_no_file_says_where_it_comes_from(part: str) -> None:
    text = FILES[part].read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert entries[0].startswith("#")
    for entry in entries[1:]:
        assert re.fullmatch(
            r"\S[^\n]*==[^\n]+ \\\n( +--hash=sha256:[0-9a-f]{64}( \\\n)?)+", entry
        ), entry
    assert "://" not in text
    assert not re.search(r"^-|^ +--(?!hash)", text, re.MULTILINE)


def test_what_only_cuda_uses_comes_with_it_alone() -> None:
    assert ONLY_BESIDE_CUDA in {need.name for need in named_in("torch")}
    assert ONLY_BESIDE_CUDA not in {need.name for need in named_in("runtime", "torch-cpu")}


def test_torch_without_cuda_is_the_same_torch() -> None:
    (small,) = named_in("torch-cpu")
    (large,) = [need for need in named_in("torch") if need.name == "torch"]
    assert str(small.specifier) == f"{large.specifier}+cpu"
