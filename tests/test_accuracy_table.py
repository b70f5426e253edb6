"""The figures of accuracy that are published are of the measurers that there are."""

from __future__ import annotations

import pytest

from scripts.bench import published

FIGURES = published.read()


def test_every_signal_that_is_measured_has_a_row() -> None:
    assert list(FIGURES) == list(published.MEASURERS)


@pytest.mark.parametrize("name", published.MEASURERS)
def test_no_row_is_older_than_the_measurers_that_it_is_of(name: str) -> None:
    measurers = published.MEASURERS[name]
    assert FIGURES[name]["sources"] == published.digest(measurers), (
        f"signals/{', '.join(measurers)} changed since {FIGURES[name]['date']}: "
        "run python scripts/bench/accuracy.py --publish"
    )


def test_the_readme_shows_the_figures_as_they_are_kept() -> None:
    readme = (published.ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.partition(published.START)[2].partition(published.END)[0]
    assert shown == published.table(FIGURES)


def test_a_digest_changes_with_any_source_of_a_measurer() -> None:
    digests = {published.digest(measurers) for measurers in published.MEASURERS.values()}
    assert len(digests) == len(set(published.MEASURERS.values()))
