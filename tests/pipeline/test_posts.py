"""The post of a draft is found where people keep it, and never costs a measurement."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import msgspec
import pytest

from analyzer.cache.store import Store
from analyzer.errors import InputError
from analyzer.model import PlannedPost, PostSource, Result
from analyzer.pipeline.analysis import analyze, recaller
from analyzer.pipeline.keys import keys
from analyzer.pipeline.posts import names, post_of
from analyzer.platforms.profile import load
from analyzer.settings import Settings
from tests.conftest import MakeClip

TEXT = "Voilà, ça c’est un pain à l’œil : 100 % beurré…\nTu l’as goûté ?"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_text_beside_the_draft_is_read_in_the_encodings_that_people_save_in(
    tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))
    post = post_of(tmp_path / "a.mp4", Settings())
    assert post is not None
    assert (post.source, post.text) == (PostSource.FILE, TEXT)


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0", b"na\x81ve \xff", b"\xff\xfea\0\x00\xd8"]
)
def test_a_text_that_cannot_be_read_is_refused_with_a_clear_line(
    tmp_path: Path, data: bytes
) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(InputError, match=r"a\.txt cannot be read: it is neither UTF-8"):
        post_of(tmp_path / "a.mp4", Settings())


def test_without_a_text_there_is_no_post_and_with_a_table_an_empty_one(tmp_path: Path) -> None:
    assert post_of(tmp_path / "a.mp4", Settings()) is None
    planned = post_of(tmp_path / "a.mp4", Settings(planned=(PlannedPost("b.mp4", "", "B"),)))
    assert planned is not None
    assert (planned.source, planned.text) == (PostSource.TABLE, "")


def test_what_is_given_for_one_draft_comes_before_what_lies_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("beside")
    given = post_of(tmp_path / "a.mp4", Settings(caption="given"))
    assert given is not None
    assert given.text == "given"


@pytest.mark.parametrize(
    ("row", "is_named"),
    [
        ("Brood.MP4", True),
        ("brood", True),
        (unicodedata.normalize("NFD", "week 1/brood.mp4"), True),
        ("week 1\\brood.mp4", True),
        ("week 2/brood.mp4", False),
        ("rood.mp4", False),
        ("", False),
    ],
)
def test_a_row_names_a_draft_by_its_name_and_what_it_says_of_its_folder(
    row: str, is_named: bool
) -> None:
    assert names(PlannedPost(row, "", ""), Path("drafts/week 1/brood.mp4")) is is_named


def test_another_text_measures_nothing_again(clips: MakeClip, tmp_path: Path) -> None:
    draft = tmp_path / "draft.mp4"
    draft.write_bytes(clips("tiny.mp4", seconds=0.5).read_bytes())
    settings = Settings(transcript=False)
    plain = load("tiktok")
    assert keys(settings, plain) == keys(msgspec.structs.replace(settings, caption="x"), plain)
    with Store(tmp_path / "kept") as store:
        first = analyze(draft, settings, store)
        assert first.signals is not None
        assert first.signals.post is None
        draft.with_suffix(".txt").write_text("Hello #fyp")
        again = recaller(settings, store)(draft)
    assert again is not None
    assert again.signals is not None
    assert again.signals.post is not None
    assert again.signals.post.hashtags == ("fyp",)
    results = {outcome.code: outcome.outcome for outcome in again.outcomes}
    assert results["PO06"] is Result.FLAGGED


def test_a_text_that_cannot_be_read_costs_its_checks_alone(clips: MakeClip, tmp_path: Path) -> None:
    draft = tmp_path / "draft.mp4"
    draft.write_bytes(clips("tiny.mp4", seconds=0.5).read_bytes())
    draft.with_suffix(".txt").write_bytes(b"\x81\x82")
    report = analyze(draft, Settings(transcript=False))
    assert report.signals is not None
    assert "save it as UTF-8" in report.signals.unmeasured["post"]
    results = {outcome.code: outcome.outcome for outcome in report.outcomes}
    assert results["PO01"] is Result.SKIPPED
