"""What is dropped can be mended with one press, and fetched; its files make room for newer ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analyzer.cache.store import home
from analyzer.media.probe import probe
from analyzer.settings import Settings
from analyzer.web import bench
from analyzer.web.analyst import Analyst
from tests.conftest import MakeClip
from tests.web.serving import TOKEN, Patient, Site, site


def files(page: Site) -> list[str]:
    """The drafts' files that are there, mended or not."""
    return sorted(p.name for p in page.desk.folder.iterdir() if p.suffix == ".mp4")


@pytest.mark.slow
def test_a_real_draft_is_mended_and_fetched(clips: MakeClip, tmp_path: Path) -> None:
    options = ("-c:a", "aac", "-ac", "2")
    sound = "anoisesrc=color=pink:amplitude=0.1:seed=3:sample_rate=48000"
    clip = clips("quiet.mp4", size="540x960", seconds=3.0, sound=sound, options=options)
    analyst = Analyst(
        Settings(transcript=False, platforms=("reels",)), cache=home(), jobs=1, timeout=300
    )
    with site(analyst) as page:
        page.drop(clip.read_bytes(), "my draft.mp4")
        draft = page.mending("offered")
        page.until("done")
        assert page.ask("POST", f"/{TOKEN}/mend/{draft['id']}").status == 202
        done = next(d for d in page.news() if d["mending"] in {"done", "refused"})
        assert done["mending"] == "done", done["detail"]
        answer = page.ask("GET", f"/{TOKEN}/mended/{draft['id']}")
        result = tmp_path / "mended.mp4"
        result.write_bytes(answer.read())
        assert probe(result).faststart
        assert files(page) == [f"{draft['id']}.fixed.mp4"]


def test_what_is_fetched_is_a_download_under_the_drafts_name() -> None:
    analyst = Patient()
    with site(analyst) as page:
        draft = page.mendable(analyst, 'a "b"; naïve\r\nX-Evil: 1.mp4')
        assert page.ask("GET", f"/{TOKEN}/mended/{draft['id']}").status == 404
        page.ask("POST", f"/{TOKEN}/mend/{draft['id']}")
        page.mending("done")
        answer = page.ask("GET", f"/{TOKEN}/mended/{draft['id']}")
        assert answer.read() == b"mended"
        told = answer.headers["Content-Disposition"]
        assert told.startswith("attachment; filename*=utf-8''")
        assert re.fullmatch(r"[\w%.~'*=; -]+", told)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "X-Evil" not in answer.headers


def test_a_draft_is_mended_once_and_its_file_is_gone_then() -> None:
    analyst = Patient()
    with site(analyst) as page:
        draft = page.mendable(analyst)
        assert len(page.left()) == 1
        analyst.go.clear()
        assert page.ask("POST", f"/{TOKEN}/mend/{draft['id']}").status == 202
        assert page.mending("running")["stage"] == "done"
        assert page.ask("POST", f"/{TOKEN}/mend/{draft['id']}").status == 404
        analyst.go.set()
        page.mending("done")
        page.wait_until_nothing_is_left()
        report = page.ask("GET", f"/{TOKEN}/report/{draft['id']}").read().decode()
        assert "bread.mp4" in report


def test_why_a_draft_stays_as_it_is_is_said() -> None:
    analyst = Patient()
    analyst.refusal = "the mended file is no better; it was not kept"
    with site(analyst) as page:
        draft = page.mendable(analyst)
        page.ask("POST", f"/{TOKEN}/mend/{draft['id']}")
        assert page.mending("refused")["detail"] == analyst.refusal
        assert page.ask("GET", f"/{TOKEN}/mended/{draft['id']}").status == 404
        page.wait_until_nothing_is_left()


def test_a_draft_with_nothing_to_mend_is_not_kept() -> None:
    with site() as page:
        page.drop(b"film")
        draft = page.until("done")
        assert draft["mending"] == "none"
        assert page.ask("POST", f"/{TOKEN}/mend/{draft['id']}").status == 404
        page.wait_until_nothing_is_left()


def test_the_oldest_drafts_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "MOST_FILES", 2)
    analyst = Patient()
    with site(analyst) as page:
        drafts = [page.mendable(analyst, f"{n}.mp4") for n in range(3)]
        assert page.mending("none")["id"] == drafts[0]["id"]
        assert len(page.left()) == 2
        assert page.ask("POST", f"/{TOKEN}/mend/{drafts[0]['id']}").status == 404
        assert page.ask("POST", f"/{TOKEN}/mend/{drafts[1]['id']}").status == 202
        assert page.mending("done")["id"] == drafts[1]["id"]


def test_no_more_is_kept_than_is_left_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench.Files, "_free", lambda _: 100)
    kept = bench.Files(tmp_path)
    for name, size in (("a", 60), ("b", 40), ("c", 50)):
        (tmp_path / name).write_bytes(bytes(size))
    assert kept.keep("1", tmp_path / "a") == []
    assert kept.keep("2", tmp_path / "b") == []
    assert kept.keep("3", tmp_path / "c") == ["1"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "c"]
    (tmp_path / "d").write_bytes(bytes(101))
    assert kept.keep("4", tmp_path / "d") == ["2", "3", "4"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("draft", ["../../etc/passwd", "nobody", "%2e%2e%2fpage", "a" * 9999])
def test_nothing_but_a_mended_draft_can_be_fetched(draft: str) -> None:
    with site() as page:
        assert page.ask("GET", f"/{TOKEN}/mended/{draft}").status in {400, 404}
        assert page.ask("POST", f"/{TOKEN}/mend/{draft}").status in {400, 404, 405}


def test_only_the_page_itself_has_a_draft_mended() -> None:
    analyst = Patient()
    with site(analyst) as page:
        draft = page.mendable(analyst)
        path = f"/{TOKEN}/mend/{draft['id']}"
        assert page.ask("POST", path, Origin="https://evil.example").status == 403
        assert page.ask("POST", path, Host="evil.example").status in {403, 421}
        assert page.ask("GET", path).status == 405
        assert page.ask("POST", f"/wrong/mend/{draft['id']}").status in {403, 404}
        assert len(page.left()) == 1


def test_stopping_while_a_draft_is_mended_leaves_nothing() -> None:
    analyst = Patient()
    with site(analyst) as page:
        draft = page.mendable(analyst)
        analyst.go.clear()
        page.ask("POST", f"/{TOKEN}/mend/{draft['id']}")
        page.mending("running")
    assert not page.desk.folder.exists()
