"""Music, effects and voices of free games, to tell how well music is found that nobody fitted on.

    python scripts/bench/game_sounds.py FOLDER

Downloads the packages of ``SOURCES`` (5 GB; needs ``apt-get`` and ``dpkg-deb``), and lays what they
hold into ``FOLDER/music``, ``noise`` and ``speech``, in one folder for each package. Jingles among
the effects are left out: nobody could say which they are.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import librosa
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from analyzer.media.sound import SAMPLE_RATE

SOURCES: dict[str, dict[str, str]] = {
    "0ad-data": {
        "music": r"audio/music/",
        "noise": r"audio/(actor|attack|resource|ambient)/",
        "speech": r"audio/voice/",
    },
    "ardentryst": {"music": r"/Music/", "noise": r"/Sounds/(MonsterSounds|NYX|PYR)/"},
    "asc-music": {"music": r"."},
    "asterisk-core-sounds-en-wav": {"speech": r"Allison/(?!silence)"},
    "asterisk-core-sounds-it-wav": {"speech": r"Carlo/(?!silence)"},
    "asterisk-moh-opsound-wav": {"music": r"."},
    "colobot-common-sounds": {"music": r"/music/"},
    "drascula-music": {"music": r"."},
    "endless-sky-data": {"noise": r"."},
    "flare-game": {"music": r"/music/", "noise": r"/soundfx/"},
    "flightgear-data-base": {"noise": r"/Aircraft/", "speech": r"/mk-viii/"},
    "freedroidrpg-data": {"music": r"/music/", "noise": r"/effects/(?!Takeover|Mission|new_heal)"},
    "hedgewars-data": {
        "music": r"/Music/",
        "noise": r"/Sounds/(?!voices|[0-9][A-G]\.|ride_of|TARDIS|hogchant|custom)",
        "speech": r"/Sounds/voices/",
    },
    "klettres-data": {"speech": r"/(de|en|es|fr|it|nl|pt_BR|ru)/"},
    "megaglest-data": {"music": r"/music/", "noise": r"/(sounds|water_sounds|techs)/"},
    "pushover-data": {"music": r"."},
    "redeclipse-data": {
        "music": r"/sounds/music/",
        "noise": r"/sounds/(player|sfx|weapons)/",
        "speech": r"/sounds/(announcer|voice)/",
    },
    "singularity-music": {"music": r"."},
    "supertux-data": {"music": r"/music/"},
    "supertuxkart-data": {"music": r"/data/music/"},
    "unknown-horizons": {
        "music": r"/audio/music/", "speech": r"/audio/voice/",
    },
    "warzone2100-music": {"music": r"."},
    "wesnoth-1.16-data": {"noise": r"/core/sounds/(?!horn-signals|ambient)[a-z-]+[0-9.]"},
    "wesnoth-1.16-music": {"music": r"."},
    "widelands-data": {"music": r"/music/", "noise": r"/(sound|critters)/[a-z]+/"},
    "xmoto-data": {"music": r"."},
    "zaz-data": {"music": r"/mus[0-9]"},
}  # fmt: skip
"""What of each package is which: patterns of the paths."""

SHORTEST = {"music": 10.0, "noise": 1.0, "speech": 0.3}
"""Seconds from which a file is heard: shorter music is a jingle."""

PIECE_SECONDS = 10
"""Seconds that are heard of a longer one."""

SINGLES, SCENES = 60, 30
"""Effects of each game that are heard alone at most, and scenes made of them or of its voices."""

SUFFIXES = (".ogg", ".oga", ".opus", ".flac", ".mp3", ".wav")
ARCHIVE = "mods/public/public.zip"


class Sound(NamedTuple):
    """A piece of music, an effect, or a scene of several effects or voices."""

    kind: str
    name: str
    files: tuple[Path, ...]

    def samples(self) -> np.ndarray:
        """What is heard, always the same: float32 of shape (n,) at ``SAMPLE_RATE``."""
        chance = chance_of(self.name)
        if self.kind == "speech":
            pauses = [np.zeros(int(chance.uniform(0.1, 0.6) * SAMPLE_RATE)) for _ in self.files]
            parts = zip((read(file, 4) for file in self.files), pauses, strict=True)
            return np.concatenate([part for pair in parts for part in pair]).astype(np.float32)
        if len(self.files) > 1:
            return scene([read(file, 4) for file in self.files], chance)
        whole = read(self.files[0], 60)
        room = max(0, len(whole) - PIECE_SECONDS * SAMPLE_RATE)
        return whole[int(chance.integers(0, room + 1)) :][: PIECE_SECONDS * SAMPLE_RATE]


def sounds(folder: Path) -> Iterator[Sound]:
    """The music, the effects alone and in scenes, and the voices in scenes."""
    for place in sorted(folder.glob("*/*")):
        kind, name = place.parent.name, f"{place.parent.name}/{place.name}"
        chance = chance_of(name)
        files = [
            file
            for file in shuffled(place.iterdir(), chance)
            if librosa.get_duration(path=file) >= SHORTEST[kind]
        ]
        if kind != "speech":
            alone = files if kind == "music" else files[:SINGLES]
            yield from (Sound(kind, f"{name}/{file.name}", (file,)) for file in alone)
        for number in range(min(SCENES, len(files) // 2) if kind != "music" else 0):
            count = min(len(files), int(chance.integers(3, 9)))
            yield Sound(kind, f"{name}/scene {number}", shuffled(files, chance)[:count])


def shuffled(files: Iterable[Path], chance: np.random.Generator) -> tuple[Path, ...]:
    """The files in an order by chance."""
    ordered = sorted(files)
    return tuple(ordered[i] for i in chance.permutation(len(ordered)))


def scene(effects: list[np.ndarray], chance: np.random.Generator) -> np.ndarray:
    """The effects here and there over noise that is 20 to 50 dB quieter, 5 to 9 s."""
    count = int(chance.uniform(5, 9) * SAMPLE_RATE)
    spectrum = np.fft.rfft(chance.normal(size=count))
    spectrum[1:] /= np.arange(1, len(spectrum)) ** chance.uniform(0, 1)  # white to brown
    noise = np.fft.irfft(spectrum, count)
    whole = noise / np.abs(noise).max() * 10 ** (-chance.uniform(20, 50) / 20)
    for effect in effects:
        begin = int(chance.integers(0, count - SAMPLE_RATE))
        room = whole[begin : begin + len(effect)]
        room += effect[: len(room)] / max(1e-6, np.abs(effect).max()) * chance.uniform(0.2, 1)
    return np.asarray(whole, np.float32)


def read(file: Path, seconds: float) -> np.ndarray:
    """The first seconds of a file, without a program that is started for each."""
    samples, _ = librosa.load(file, sr=SAMPLE_RATE, duration=seconds)
    return np.asarray(samples, np.float32)


def chance_of(name: str) -> np.random.Generator:
    """Chance that is always the same for a name."""
    return np.random.default_rng(int(hashlib.md5(name.encode()).hexdigest()[:8], 16))


def main() -> None:
    """Download, and lay out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for package, patterns in SOURCES.items():
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            subprocess.run(["apt-get", "download", "-q", package], cwd=scratch, check=True)
            (deb,) = Path(scratch).glob("*.deb")
            print(package, lay_out(deb, package, patterns, folder), flush=True)


def lay_out(deb: Path, package: str, patterns: dict[str, str], folder: Path) -> dict[str, int]:
    """Write the sounds of a package; return how many there were of each kind."""
    counts = dict.fromkeys(patterns, 0)
    for name, data in packed(deb):
        kind = next((k for k, pattern in patterns.items() if re.search(pattern, name)), None)
        if kind is None:
            continue
        target = folder / kind / package
        target.mkdir(parents=True, exist_ok=True)
        counts[kind] += 1
        (target / f"{counts[kind]:04}_{PurePosixPath(name).name}").write_bytes(data)
    return counts


def packed(deb: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of each sound of a package, or of the archive within it."""
    command = ["dpkg-deb", "--fsys-tarfile", str(deb)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE) as unpacked,
        tarfile.open(fileobj=unpacked.stdout, mode="r|") as tar,
    ):
        for member in tar:
            held = tar.extractfile(member) if member.isfile() else None
            if held is None:
                continue
            if member.name.endswith(ARCHIVE):
                archive = zipfile.ZipFile(io.BytesIO(held.read()))
                names = [name for name in archive.namelist() if name.endswith(SUFFIXES)]
                yield from ((name, archive.read(name)) for name in names)
            elif member.name.endswith(SUFFIXES):
                yield member.name, held.read()


if __name__ == "__main__":
    main()
