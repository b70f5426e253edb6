"""A report too large for one file is a folder, whose pages are written as the drafts finish."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.cache.store import Store
from analyzer.cli.collection import Collection
from analyzer.cli.page_process import PageProcess
from analyzer.cli.pages import HtmlSink
from analyzer.errors import AnalyzerError, UsageError
from analyzer.reports import html
from analyzer.settings import Settings
from tests.reports.drafts import judged
from tests.waiting import wait_for

PATHS = [f"drafts/{i:03}.mp4" for i in range(html.MOST_IN_ONE_FILE + 1)]


@pytest.fixture
def collection() -> Iterator[Collection]:
    with Collection(PATHS) as collection:
        yield collection


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "cache") as store:
        yield store


def sink_to(target: Path, collection: Collection, store: Store) -> HtmlSink:
    return HtmlSink(target, collection, Settings(stills=True), store, "en", shown=False)


def add(path: str, collection: Collection, sink: HtmlSink) -> None:
    report = judged(path=path)
    collection.add(report)
    sink.add(report)


def names(folder: Path) -> list[str]:
    """The pages of drafts that lie in the report's folder."""
    return sorted(page.name for page in (folder / "report").glob("draft-*.html"))


def test_a_page_is_there_as_soon_as_its_draft_is_done(
    tmp_path: Path, collection: Collection, store: Store
) -> None:
    sink = sink_to(tmp_path / "report.html", collection, store)
    add(PATHS[6], collection, sink)
    add(PATHS[2], collection, sink)
    wait_for(lambda: names(tmp_path) == ["draft-0003.html", "draft-0007.html"])
    sink.finish()
    index = (tmp_path / "report" / html.INDEX).read_text(encoding="utf-8")
    assert index.index('href="draft-0003.html"') < index.index('href="draft-0007.html"')
    assert not (tmp_path / "report.html").exists()
    shared = {"report.css", "report.js"}
    assert shared <= {file.name for file in (tmp_path / "report").iterdir()}


def test_a_run_that_was_stopped_can_be_started_again(
    tmp_path: Path, collection: Collection, store: Store
) -> None:
    add(PATHS[0], collection, sink_to(tmp_path / "report.html", collection, store))
    again = sink_to(tmp_path / "report.html", collection, store)
    add(PATHS[1], collection, again)
    again.finish()
    assert (tmp_path / "report" / "draft-0002.html").exists()


def test_a_folder_that_holds_something_else_is_left_alone(
    tmp_path: Path, collection: Collection, store: Store
) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="it is taken"):
        add(PATHS[0], collection, sink_to(tmp_path / "report.html", collection, store))
    assert [file.name for file in (tmp_path / "report").iterdir()] == ["mine.txt"]


def test_drafts_that_come_later_turn_a_file_into_a_folder(tmp_path: Path, store: Store) -> None:
    with Collection(PATHS[:-1]) as collection:
        sink = sink_to(tmp_path / "report.html", collection, store)
        add(PATHS[0], collection, sink)
        sink.finish()
        assert not (tmp_path / "report").exists()
        add(PATHS[-1], collection, sink)
        sink.finish()
    assert names(tmp_path) == ["draft-0001.html", "draft-0201.html"]


def test_a_draft_that_is_gone_is_not_in_the_index(
    tmp_path: Path, collection: Collection, store: Store
) -> None:
    sink = sink_to(tmp_path / "report.html", collection, store)
    add(PATHS[0], collection, sink)
    add(PATHS[1], collection, sink)
    for one in (collection, sink):
        one.discard(PATHS[0])
    sink.finish()
    index = (tmp_path / "report" / html.INDEX).read_text(encoding="utf-8")
    assert 'href="draft-0001.html"' not in index
    assert 'href="draft-0002.html"' in index


def test_a_page_that_cannot_be_written_is_said_and_written_again(tmp_path: Path) -> None:
    pages = PageProcess(tmp_path / "report.html", 201, "en")
    in_the_way = tmp_path / "report" / "draft-0001.html"
    in_the_way.mkdir()
    pages.add(1, judged(), ())
    with pytest.raises(UsageError, match="draft-0001"):
        pages.finish()
    assert not pages.holds(1)
    in_the_way.rmdir()
    pages.add(1, judged(), ())
    assert 'href="draft-0001.html"' in pages.finish().read_text(encoding="utf-8")


def test_that_pages_are_drawn_no_more_is_an_error_and_no_wait(tmp_path: Path) -> None:
    others = set(multiprocessing.active_children())
    pages = PageProcess(tmp_path / "report.html", 201, "en")
    pages.add(1, judged(), ())
    (process,) = set(multiprocessing.active_children()) - others
    process.kill()
    for _ in range(2):
        with pytest.raises(AnalyzerError, match="has ended"):
            pages.finish()


def test_what_draws_the_pages_ends_with_its_run(tmp_path: Path) -> None:
    others = set(multiprocessing.active_children())
    pages = PageProcess(tmp_path / "report.html", 201, "en")
    pages.finish()
    (process,) = set(multiprocessing.active_children()) - others
    del pages
    process.join(10)
    assert process.exitcode == 0
