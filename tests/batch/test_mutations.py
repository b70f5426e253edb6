"""150 damaged copies of eight small videos: an answer within bounds or one clear line, always."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from analyzer.batch import limits
from analyzer.errors import InputError
from analyzer.media.decode import Media
from analyzer.media.probe import probe
from analyzer.model import Probe
from analyzer.pipeline.analysis import analyze
from analyzer.settings import Settings
from scripts.bench.mutations import SECONDS, make_originals, mutants
from tests.conftest import MEDIA, encode

COUNT = 150

HOSTILE = MEDIA.parent / "cases" / "hostile"
HOSTILE_FILES: list[Path | None] = [*sorted(HOSTILE.glob("*"))] or [None]

MOST_BYTES = 1_300_000_000


class Answer(NamedTuple):
    """What was said of a file."""

    name: str
    facts: Probe | None = None
    refusal: str = ""
    crash: str = ""
    heard: float = 0.0


def ask(path: Path) -> Answer:
    """Probe, decode and listen to a file, as an analysis does before it measures."""
    facts = None
    try:
        facts = probe(path)
        media = Media(path, facts)
        media.watch([])
        audio = media.listen()
    except InputError as error:
        return Answer(path.name, facts, refusal=str(error))
    except Exception as error:  # noqa: BLE001
        return Answer(path.name, facts, crash=f"{type(error).__name__}: {error}")
    return Answer(path.name, facts, heard=audio.duration if audio else 0.0)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Answer]]:
    folder = tmp_path_factory.mktemp("mutants")
    paths = []
    for mutant in mutants(make_originals(folder), COUNT):
        paths.append(folder / mutant.name)
        paths[-1].write_bytes(mutant.data)
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        yield list(pool.map(ask, paths))


def test_nothing_crashes(answers: list[Answer]) -> None:
    assert [f"{answer.name}: {answer.crash}" for answer in answers if answer.crash] == []


def test_every_refusal_is_one_line(answers: list[Answer]) -> None:
    assert [answer for answer in answers if "\n" in answer.refusal] == []


def test_what_was_hardly_damaged_is_answered_and_what_was_cut_is_refused(
    answers: list[Answer],
) -> None:
    told = Counter("refused" if answer.refusal else "answered" for answer in answers)
    assert min(told["refused"], told["answered"]) > COUNT / 10


def test_every_number_is_within_the_bounds_of_the_schema(answers: list[Answer]) -> None:
    for answer in answers:
        if answer.facts:
            msgspec.convert(msgspec.to_builtins(answer.facts), Probe)


def test_no_answer_is_longer_than_the_film_was(answers: list[Answer]) -> None:
    long = [a for a in answers if a.facts and not a.refusal and a.facts.duration > 2 * SECONDS]
    assert [(answer.name, answer.facts.duration) for answer in long if answer.facts] == []
    assert max(answer.heard for answer in answers) < 2 * SECONDS + 2


@pytest.fixture(params=HOSTILE_FILES, ids=lambda path: path and path.name)
def found(request: pytest.FixtureRequest) -> Path:
    if request.param is None:
        pytest.skip(f"no hostile files in {HOSTILE}")
    return Path(request.param)


def test_a_file_that_broke_an_analysis_once_is_answered_or_refused(found: Path) -> None:
    before = limits.held()
    answer = ask(found)
    assert not answer.crash
    assert limits.held() - before < MOST_BYTES
    if answer.facts and not answer.refusal:
        assert answer.facts.duration == pytest.approx(3.0, abs=0.1)


@pytest.mark.parametrize("size", ["2x2", "4096x16", "16x4096", "2x1080"])
def test_a_tiny_picture_crashes_no_measurer(tmp_path: Path, size: str) -> None:
    source = ("-f", "lavfi", "-i", f"testsrc2=size={size}:rate=30", "-t", "1", "-c:v", "ffv1")
    report = analyze(encode(tmp_path / "tiny.mkv", *source), Settings(transcript=False))
    assert report.signals is not None
    assert [why for why in report.signals.unmeasured.values() if "crashed" in str(why)] == []
    assert report.signals.faces is not None
    assert not report.signals.faces.present
