"""What is dropped is copied, analyzed, shown and removed, whatever happens on the way."""

from __future__ import annotations

import re
import shutil
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from analyzer.batch.pool import Pool
from analyzer.cache.store import Store, home
from analyzer.model import Failure, Report, Signals, Status, Still, Transcript, Wording
from analyzer.reports.language import catalogues, load
from analyzer.settings import Settings
from analyzer.web import analyst as analyst_module
from analyzer.web import copying
from analyzer.web import desk as desk_module
from analyzer.web.analyst import Analyst
from analyzer.web.privacy import renamed
from analyzer.web.words import all_words, english, size
from tests.conftest import ROOT, MakeClip
from tests.web.serving import TOKEN, Patient, site


def test_a_real_draft_gets_its_report() -> None:
    def verdict(report: Report, stills: tuple[Still, ...]) -> str:
        assert report.score is not None
        return f"{report.path}: {report.score.verdict.value}"

    sample = (ROOT / "sample_videos" / "no_audio.mp4").read_bytes()
    with site(
        Analyst(Settings(transcript=False), cache=home(), jobs=1, timeout=300), render=verdict
    ) as page:
        draft = msgspec.json.decode(page.drop(sample, "my draft.mp4").read())
        done = page.until("done")
        assert (done["id"], done["name"], done["verdict"]) == (
            draft["id"],
            "my draft.mp4",
            "improve",
        )
        answer = page.ask("GET", f"/{TOKEN}/report/{draft['id']}")
        assert answer.read() == b"my draft.mp4: improve"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        page.wait_until_nothing_is_left()


def test_no_more_measurements_are_kept_than_there_is_room_for(
    clips: MakeClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analyst_module, "TIDY_DRAFTS", 2)
    monkeypatch.setattr(analyst_module, "KEPT_BYTES", 0)
    clip = clips("tiny.mp4", seconds=0.5).read_bytes()
    analyst = Analyst(Settings(transcript=False), cache=tmp_path, jobs=1, timeout=300)
    with site(analyst) as page, Store(tmp_path) as store:
        page.drop(clip + b"1", "1.mp4")
        page.until("done", name="1.mp4")
        assert store.holdings().drafts == 1
        page.drop(clip + b"2", "2.mp4")
        page.until("done", name="2.mp4")
        deadline = time.monotonic() + 5
        while store.holdings().drafts:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_what_is_no_video_is_said_so_without_a_path() -> None:
    with site(Analyst(Settings(transcript=False), cache=home(), jobs=1, timeout=300)) as page:
        page.drop(b"plain text", "notes.mp4")
        failed = page.until("failed")
        assert "not a video" in failed["detail"]
        assert str(page.desk.folder) not in str(failed)
        assert failed["id"] not in failed["detail"]
        page.wait_until_nothing_is_left()


def test_the_folder_is_the_users_own_and_no_file_has_the_browsers_name() -> None:
    analyst = Patient()
    analyst.go.clear()
    with site(analyst) as page:
        assert stat.S_IMODE(page.desk.folder.stat().st_mode) == 0o700
        page.drop(b"film", "../../etc/passwd.mp4")
        assert page.until("analyzing")["name"] == "passwd.mp4"
        (path,) = analyst.paths
        assert path.parent == page.desk.folder
        assert "passwd" not in path.name


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("film.WEBM", ".webm"), ("film.mp4", ".mp4"), ("film.exe", ".draft"), ("film./etc", ".draft")],
)
def test_only_the_suffix_of_a_video_is_kept(name: str, suffix: str) -> None:
    analyst = Patient()
    with site(analyst) as page:
        page.drop(b"film", name)
        page.until("done")
    assert [path.suffix for path in analyst.paths] == [suffix]


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("C:\\fakepath\\bread.mp4", "bread.mp4"),
        ("<img src=x>.mp4", "<img src=x>.mp4"),
        ("\x1b[2J\u202eevil.mp4", "\\x1b[2J\\u202eevil.mp4"),
        ("a\u2066b\u200fc\u200bd.mp4", "a\\u2066b\\u200fc\\u200bd.mp4"),
        ("草稿 naïve.mp4", "草稿 naïve.mp4"),
        ("", "draft"),
        ("x" * 999, "x" * 255),
    ],
)
def test_a_name_is_text_to_show(sent: str, shown: str) -> None:
    with site() as page:
        page.drop(b"film", sent)
        assert page.until("done")["name"] == shown


def test_a_second_tab_sees_what_the_first_one_dropped() -> None:
    with site() as page:
        first, second = page.news(), page.news()
        page.drop(b"film", "a.mp4")
        page.drop(b"film", "b.mp4")
        for tab in (first, second):
            done: set[str] = set()
            while len(done) < 2:
                draft = next(tab)
                done |= {draft["name"]} if draft["stage"] == "done" else set()
        assert page.until("done", name="a.mp4")


def test_a_draft_over_the_limit_is_refused_before_it_is_copied() -> None:
    with site(largest=1000) as page:
        answer = page.drop(None, X_Draft_Size="2000", Content_Length="0")
        assert answer.status == 413
        assert answer.read() == b"too large: it is 2 kB, and a draft may be 1 kB"
        assert page.until("failed")["detail"].startswith("too large")
        assert page.left() == []


def test_a_draft_that_turns_out_to_be_over_the_limit_is_dropped_on_the_way() -> None:
    with site(largest=100_000) as page:
        chunks = (b"x" * 50_000 for _ in range(5))
        assert page.drop(chunks).status == 413
        assert page.until("failed")["detail"].startswith("too large")
        assert page.left() == []


def test_an_empty_file_is_refused() -> None:
    with site() as page:
        assert page.drop(b"").status == 422
        assert page.left() == []


def test_no_more_drafts_wait_than_there_is_patience_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_module, "MOST_WAITING", 2)
    analyst = Patient()
    analyst.go.clear()
    with site(analyst) as page:
        assert [page.drop(b"film").status for _ in range(3)] == [201, 201, 429]
        analyst.go.set()
        page.wait_until_nothing_is_left()
        assert page.drop(b"film").status == 201


def test_old_cards_make_room_for_new_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_module, "MOST_KEPT", 1)
    with site() as page:
        for name in ("a.mp4", "b.mp4"):
            page.drop(b"film", name)
            page.until("done", name=name)
        assert next(page.news())["name"] == "b.mp4"
        assert len(list(page.desk.folder.glob("*.html"))) == 1


def test_a_full_disk_is_said_before_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage("/")._replace(free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    with site() as page:
        assert page.drop(b"film").status == 507
        assert page.left() == []


def test_a_copy_that_is_broken_off_leaves_nothing() -> None:
    with site() as page:
        with socket.create_connection(("127.0.0.1", page.port)) as connection:
            head = f"POST /{TOKEN}/drafts HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\n"
            head += f"Origin: http://127.0.0.1:{page.port}\r\nContent-Length: 1000\r\n\r\n"
            connection.sendall(head.encode() + b"x" * 10)
            page.until("copying")
        assert page.until("failed")["detail"] == "the copying was broken off"
        assert page.left() == []


def test_the_cards_say_how_far_the_copying_is() -> None:
    def chunks() -> Iterator[bytes]:
        for quarter in (25, 50, 75):
            yield b"x" * (1 << 20)
            assert next(d for d in page.news() if d["percent"] >= quarter)["percent"] == quarter
            seen.append(quarter)
        yield b"x" * (1 << 20)

    seen: list[int] = []
    with site() as page:
        assert page.drop(chunks(), X_Draft_Size=str(4 << 20)).status == 201
        assert seen == [25, 50, 75]


def test_a_report_that_cannot_be_written_costs_that_draft() -> None:
    def render(report: Report, stills: tuple[Still, ...]) -> str:
        if report.path == "bad.mp4":
            raise ZeroDivisionError
        return "fine"

    with site(render=render) as page:
        page.drop(b"film", "bad.mp4")
        page.drop(b"film", "good.mp4")
        assert page.until("done")["name"] == "good.mp4"
        assert page.until("failed")["detail"] == "the report could not be written"
        page.wait_until_nothing_is_left()


def test_no_place_on_this_machine_is_in_a_report() -> None:
    path = Path('/tmp/drafts-é"1/abc.draft')
    message = f"{path}: cannot be read, {path.name} in {path.parent}; see {Path.home() / 'log'}"
    failure = Failure("input", message)
    report = renamed(Report(str(path), Status.ERROR, failure), path, 'my "é".mp4')
    assert report.path == 'my "é".mp4'
    assert report.error is not None
    assert report.error.message == 'my "é".mp4: cannot be read, my "é".mp4 in ; see ~/log'


def test_what_is_said_in_a_draft_stays_when_it_names_a_folder_of_this_machine() -> None:
    home = str(Path.home())
    transcript = Transcript("en", f"cd {home} please", (), "auto", "base")
    crash = Wording("its measurer crashed: {what}", values={"what": f"no {home}/x"})
    signals = Signals(
        transcript=transcript, unmeasured={"faces": crash.text}, reasons={"faces": crash}
    )
    path = Path("drafts/abc.draft")
    report = renamed(Report(str(path), Status.OK, signals=signals), path, "bread.mp4")
    assert report.signals is not None
    assert report.signals.transcript == transcript
    assert report.signals.unmeasured == {"faces": "its measurer crashed: no ~/x"}
    assert report.signals.reasons["faces"].text == "its measurer crashed: no ~/x"


def test_the_page_speaks_the_language_that_it_is_given() -> None:
    def translate(words: str, **values: str) -> str:
        return f"[{english(words, **values)}]"

    with site(language="nl", translate=translate, largest=10) as page:
        text = page.ask("GET", f"/{TOKEN}/").read().decode()
        assert '<html lang="nl">' in text
        assert ">[Choose drafts]<" in text
        assert "[Up to 10 bytes a draft.]" in text
        assert '"analyzing": "[analyzing]"' in text
        refusal = page.drop(b"x" * 11).read()
        assert refusal == b"[too large: it is 11 bytes, and a draft may be 10 bytes]"


def test_every_word_of_the_page_is_in_the_list_for_translators() -> None:
    from analyzer.web.app import _resource
    from analyzer.web.words import PAGE, REFUSALS, SCRIPT

    used = re.findall(r"\bt\([\"'](.+?)[\"']\)", _resource("page.html"))
    assert set(used) == set(PAGE)
    script = _resource("page.js")
    said = set(re.findall(r"\bsay\(\"(.+?)\"", script))
    assert said == set(SCRIPT)
    modules = (Path(module.__file__ or "") for module in (desk_module, copying))
    source = "".join(module.read_text(encoding="utf-8") for module in modules)
    assert all(words in source for words in REFUSALS)


def test_the_page_speaks_dutch_as_well() -> None:
    assert [words for words in all_words() if words not in catalogues()["nl"].templates] == []


@pytest.mark.parametrize("words", all_words())
def test_a_translation_has_the_places_of_its_english(words: str) -> None:
    places = re.findall(r"\{\w+\}", words)
    assert sorted(re.findall(r"\{\w+\}", load("nl")(words))) == sorted(places)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (999_999, "1 MB"), (4 * 10**9, "4 GB")],
)
def test_sizes_are_written_as_disks_count_them(number: int, text: str) -> None:
    assert size(number) == text


def test_a_pool_that_breaks_costs_those_who_wait_and_not_those_who_come_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = Pool.submit

    def stumble(pool: Pool, draft: Path, settings: Settings, **_: object) -> None:
        monkeypatch.setattr(Pool, "submit", real)
        raise OSError("no process can be started")

    monkeypatch.setattr(Pool, "submit", stumble)
    with site(Analyst(Settings(transcript=False), cache=home(), jobs=1, timeout=300)) as page:
        page.drop(b"plain text", "first.mp4")
        assert page.until("failed", name="first.mp4")["detail"]
        page.drop(b"plain text", "second.mp4")
        assert "not a video" in page.until("failed", name="second.mp4")["detail"]
