"""What measurers will want is loaded beside the others, and only where they will run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from analyzer.media.probe import probe
from analyzer.pipeline.measure import Loading
from analyzer.pipeline.results import Results, Timer
from analyzer.platforms.policy import asked_of
from analyzer.settings import Settings
from tests.conftest import MakeClip


@pytest.mark.parametrize(
    ("is_on", "at_once", "after"), [(True, ["transcript"], ["keywords"]), (False, [], [])]
)
def test_what_may_not_run_is_loaded_once_that_runs_on_which_it_depends(
    clips: MakeClip, is_on: bool, at_once: list[str], after: list[str]
) -> None:
    settings = Settings(transcript=is_on)
    draft = probe(clips("second.mp4", sound="sine"))
    results = Results(draft, asked_of(settings)[0], settings, {}, Timer())
    loaded: list[str] = []

    def telling(name: str) -> Callable[[], None]:
        return lambda: loaded.append(name)

    todo = [replace(one, loads=one.loads and telling(one.name)) for one in results.missing()]
    loading = Loading(todo, results)
    by_name = {one.name: one for one in todo}
    loading.begins(by_name["speech"])
    loading.wait()
    assert loaded == at_once
    loading.begins(by_name["transcript"])
    loading.wait()
    assert loaded == at_once + after
