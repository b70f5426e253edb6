"""The page is one file that lets nothing in, and says all that the report holds."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from html.parser import HTMLParser

import msgspec
import pytest

from analyzer.model import (
    Failure,
    Gist,
    OverlayLine,
    Report,
    Result,
    Severity,
    Span,
    Status,
    Still,
    StillUse,
    Transcript,
    Word,
)
from analyzer.reports import html, summary
from analyzer.reports.html.document import tight
from analyzer.reports.html.pictures import thinned
from analyzer.reports.html.timeline import build, markers, stacks
from analyzer.reports.language import load
from analyzer.reports.text import printable
from tests.checks.cases import NO_MUSIC, half_doubted
from tests.reports.drafts import BOX, BROKEN, CLEAN, FULL, TOOL, ZONES, judged, stills, unheard

HOSTILE = (
    """<img src=x onerror="document.title='taken'">&amp;'"`"""
    "</script><script>document.title='taken'</script>"
)
HOSTILE_NAME = HOSTILE.replace("/", "")
REVERSED = "\u202efdp.exe\u202c 🎬"


class Outline(HTMLParser):
    """What a browser would make of a page: its elements, their attributes, its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(report: Report, language: str = "en") -> str:
    return html.page(report, stills(), ZONES, language=language, tool=TOOL)


def hostile() -> Report:
    """A draft whose name, words and pictures are out to run something."""
    words = tuple(
        Word(text, 0.3 + i, 1.0 + i, 0.9) for i, text in enumerate([HOSTILE, REVERSED, "{{ 7*7 }}"])
    )
    return judged(
        {
            "transcript": Transcript("en", HOSTILE, words, "faster-whisper", "base"),
            "overlay_text": (OverlayLine(HOSTILE, FULL["overlay_text"][0].span, BOX, 0.9),),
            "keywords": (),
            "music": NO_MUSIC,
        },
        path=f"drafts/{HOSTILE_NAME}{REVERSED}.mp4",
    )


def policy_of(outline: Outline) -> str:
    policy = next(m for m in outline.of("meta") if m.get("http-equiv"))["content"]
    assert policy is not None
    return policy


def test_the_policy_lets_only_the_pages_own_style_and_script_run() -> None:
    document = page(judged())
    policy = policy_of(Outline(document))
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for tag, text in (("style", "<style>"), ("script", "<script>")):
        inside = document.split(text)[1].split(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


@pytest.mark.parametrize("report", [judged(), hostile(), unheard(), BROKEN])
def test_nothing_comes_from_elsewhere_and_nothing_is_forbidden(report: Report) -> None:
    outline = Outline(page(report))
    for tag, attributes in outline.elements:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag
        for name in ("src", "href"):
            address = attributes.get(name) or "#"
            assert address.startswith(("#", "data:image/webp;base64,")), address
    assert [s for s in outline.of("script") if "data-island" not in s] == [{}]


def test_what_a_draft_says_stays_text() -> None:
    outline = Outline(page(hostile()))
    assert not outline.of("img")
    assert HOSTILE in outline.text
    assert "{{ 7*7 }}" in outline.text
    assert HOSTILE_NAME + printable(REVERSED) in outline.text


@pytest.mark.parametrize(
    ("path", "name"),
    [("drafts/a.mp4", "a.mp4"), ("C:\\drafts\\a.mp4", "a.mp4"), ("drafts/a\\b.mp4", "a\\b.mp4")],
)
def test_a_draft_is_called_by_its_file_name(path: str, name: str) -> None:
    assert f"<bdi>{name}</bdi>" in page(judged(path=path))


STEERING = "gpj\u202e\u2066a\u200f\u200b\x1b[2J"
SPELLED = "gpj\\u202e\\u2066a\\u200f\\u200b\\x1b[2J"


def test_what_steers_text_in_a_name_is_spelled_out_wherever_the_name_is_shown() -> None:
    path = f"drafts{STEERING}/{STEERING}.mp4"
    good = judged(path=path)
    failure = Failure("input", f"{path}: there is no such file")
    bad = Report(path, Status.ERROR, failure)
    entries = [html.Entry(good, stills()), html.Entry(bad)]
    gallery = html.gallery(entries, ZONES, tool=TOOL)
    for shown in (page(good), page(bad), gallery):
        assert f"<bdi>{SPELLED}.mp4</bdi>" in shown or f">{SPELLED}.mp4</bdi>" in shown
        assert not set(STEERING) - set(SPELLED) & set(shown)


def test_the_data_of_the_script_cannot_end_its_element() -> None:
    document = page(hostile())
    island = document.split("data-island>")[1].split("</script>")[0]
    assert "<" not in island
    assert json.loads(island)["words"][0][2] == HOSTILE


def test_the_three_worst_findings_come_first_with_their_act() -> None:
    report = judged({"fps": 15.0, "duration": 2.0, "music": NO_MUSIC, "bitrate": 1})
    document = page(report)
    first = document.split('class="cards"')[1].split("</ol>")[0]
    todo = [f for f in report.findings if f.severity is not Severity.INFO][:3]
    assert first.count("<h3>") == 3
    text = Outline(first).text
    for finding in todo:
        assert finding.code in text
        assert tight(finding.remedy) in text


def test_a_good_draft_is_told_so() -> None:
    clean = judged(CLEAN)
    text = Outline(page(clean)).text
    assert "Ready to post" in text
    assert "Nothing to fix for TikTok." in text
    assert "Fix th" not in text


def test_a_draft_that_could_not_be_analyzed_has_a_page() -> None:
    text = Outline(page(BROKEN)).text
    assert "Could not be analyzed" in text
    assert "The file is cut off: copy or export it again" in text


def test_a_page_needs_no_stills_and_no_zones() -> None:
    document = html.page(judged(), (), (), tool=TOOL)
    assert not Outline(document).of("image")
    assert "What the app covers" not in document


def test_a_still_is_in_the_page_once() -> None:
    sources = [image["href"] for image in Outline(page(judged())).of("image")]
    assert len(sources) == len(set(sources)) == len(stills())


def test_every_picture_that_is_shown_is_there() -> None:
    outline = Outline(page(judged({"music": NO_MUSIC})))
    names = {f"#{one['id']}" for tag in ("image", "g") for one in outline.of(tag) if "id" in one}
    assert {use["href"] for use in outline.of("use") if use} <= names


def test_keywords_are_marked_where_they_are_said() -> None:
    document = page(judged())
    marked = re.findall(r"<mark>([^<]*)</mark>", document)
    assert marked == ["sourdough", "bread", "kneading"]


def test_every_check_says_how_it_ended() -> None:
    report = unheard()
    text = Outline(page(report)).text
    for outcome in report.outcomes:
        assert (outcome.code in text) == (outcome.outcome is not Result.UNASKED)
    assert "the draft has no audio track" in text


def test_a_passed_check_is_told_by_what_was_measured() -> None:
    text = Outline(page(judged())).text
    assert tight("True peak -1.5 dBTP, of -1 at most") in text
    assert "The peaks are so high" not in text


def test_a_finding_that_follows_from_another_one_is_told_with_its_cause() -> None:
    hot = {"integrated_lufs": -6.4, "true_peak_dbtp": 1.8}
    text = Outline(page(judged({"loudness": hot}))).text
    assert tight("True peak +1.8 dBTP is over -1") in text
    assert "explained by SD06" in text


def test_a_dutch_page_is_dutch() -> None:
    outline = Outline(page(judged({"duration": 9.5}), "nl"))
    assert outline.of("html") == [{"lang": "nl"}]
    assert tight("9,5 s is kort") in outline.text
    assert "Alle feiten" in outline.text
    assert "All facts" not in outline.text


def test_the_timeline_lies_where_things_happen() -> None:
    report = judged()
    assert report.probe is not None
    assert report.signals is not None
    timeline = build(report.probe, report.signals, load("en"))
    assert timeline is not None
    lanes = {lane.kind: lane for lane in timeline.lanes}
    assert lanes["cuts"].ticks == (145.8, 333.3, 833.3)
    assert (lanes["speech"].bars[0].x, lanes["speech"].bars[0].width) == (12.5, 833.3)
    assert timeline.hook is not None
    assert timeline.hook.width == 83.3
    assert set(lanes) == {
        "cuts", "motion", "faces", "text", "speech", "keywords", "music", "loudness",
    }  # fmt: skip


def test_findings_at_one_moment_are_stacked_and_others_stand_apart() -> None:
    finding = judged({"fps": 15.0}).findings[0]
    spans = [(0.0,), (0.5,), (12.0,), (23.9,)]
    findings = [msgspec.structs.replace(finding, spans=(Span(s[0], 24.0),)) for s in spans]
    marks = markers(findings, 24.0, None, load("en"))
    numbers = [[mark.number for mark in stack] for stack in stacks(marks)]
    assert numbers == [[1, 2], [3], [4]]


def test_numbers_are_not_torn_from_their_units() -> None:
    assert tight("-24.0 LUFS in 2 s or 5 seconds") == "-24.0\u00a0LUFS in 2\u00a0s or 5 seconds"


def test_the_words_of_a_mask_are_placed_on_the_platforms_screen() -> None:
    outline = Outline(page(judged({"display_width": 540, "display_height": 960})))
    line = next(r for r in outline.of("rect") if r.get("class") == "line")
    assert (line["x"], line["y"], line["width"]) == ("240", "600", "1680")


def test_a_page_is_written_in_half_a_second() -> None:
    report, pictures = judged(), stills()
    page(report)
    began = time.perf_counter()
    html.page(report, pictures, ZONES, tool=TOOL)
    assert time.perf_counter() - began < 0.5


def test_two_hundred_drafts_fit_in_thirty_megabytes() -> None:
    heavy = stills(noise=60)
    assert sum(len(still.data) for still in heavy) > 400_000
    entries = [html.Entry(judged(path=f"drafts/{i}.mp4"), heavy) for i in range(4)]
    document = html.gallery(entries * 50, ZONES, tool=TOOL)
    assert len(document.encode()) < 30_000_000
    assert document.count('<template id="draft-') == 200


def test_stills_are_thinned_to_what_there_is_room_for() -> None:
    kept = thinned(stills(), times=[12.0], most_bytes=20_000)
    assert sum(len(still.data) for still in kept) <= 20_000
    assert min(abs(still.time - 12.0) for still in kept) < 0.5
    assert thinned((), times=[0.0], most_bytes=20_000) == []


def test_every_card_opens_a_page_in_the_same_file() -> None:
    entries = [html.Entry(judged(), stills()), html.Entry(BROKEN)]
    outline = Outline(html.gallery(entries, ZONES, tool=TOOL))
    cards = [a["href"] for a in outline.of("a") if (a["href"] or "").startswith("#draft-")]
    assert cards == ["#draft-2", "#draft-1"]
    assert {f"#{t['id']}" for t in outline.of("template") if "id" in t} == set(cards)


def test_a_folder_of_pages_has_an_index() -> None:
    folder = html.Folder(ZONES, language="nl", tool=TOOL)
    pages = dict(folder.page(i, judged(path=f"drafts/{i}.mp4"), stills()) for i in (3, 1, 2))
    outline = Outline(folder.index())
    links = [a["href"] for a in outline.of("a") if (a["href"] or "").endswith(".html")]
    assert links == ["draft-0001.html", "draft-0002.html", "draft-0003.html"]
    assert set(links) == set(pages)
    assert len(outline.of("img")) == 3


def test_the_pages_of_a_folder_load_their_style_and_script_once() -> None:
    folder = html.Folder(ZONES, tool=TOOL)
    _, page = folder.page(1, judged(), stills())
    shared = sum(len(text.encode()) for text in folder.shared().values())
    assert len(page.encode()) < len(html.page(judged(), stills(), ZONES, tool=TOOL)) - shared / 2
    for document in (page, folder.index()):
        outline = Outline(document)
        assert [link["href"] for link in outline.of("link")] == ["report.css"]
        policy = policy_of(outline)
        assert "'strict-dynamic'" in policy
        assert "unsafe" not in policy
        assert "file:" not in policy.partition("script-src")[2].partition(";")[0]


def test_an_index_leads_to_no_draft_that_is_gone() -> None:
    folder = html.Folder(ZONES, tool=TOOL)
    for i in (1, 2):
        folder.page(i, judged(), stills())
    folder.discard(1)
    assert 'href="draft-0002.html"' in folder.index()
    assert 'href="draft-0001.html"' not in folder.index()


def test_a_page_takes_seventy_kilobytes_without_its_pictures() -> None:
    assert len(html.page(judged(), (), ZONES, tool=TOOL).encode()) < 70_000


def test_a_clock_is_said_alike_however_often_it_is_asked() -> None:
    say = load("nl")
    assert [say.clock(t) for t in (9.54, 9.46, 9.5, 59.96)] == ["9,5 s", "9,5 s", "9,5 s", "1:00"]


def test_a_gallery_shows_a_small_picture_of_each_draft() -> None:
    small = min(stills(), key=lambda still: still.width)
    outline = Outline(html.gallery([html.Entry(judged(), stills())], ZONES, tool=TOOL))
    assert [image["width"] for image in outline.of("img")] == [str(small.width)]
    thumbnail = msgspec.structs.replace(small, use=StillUse.THUMBNAIL, width=77, data=b"thumbnail")
    entry = html.Entry(judged(), (*stills(), thumbnail))
    document = html.gallery([entry], ZONES, tool=TOOL)
    assert [image["width"] for image in Outline(document).of("img")] == ["77"]
    assert document.count(base64.b64encode(b"thumbnail").decode()) == 1


def test_stills_of_one_size_are_enough() -> None:
    tiny = [msgspec.structs.replace(still, width=90, height=160) for still in stills()]
    assert isinstance(tiny[0], Still)
    document = html.page(judged(), tiny, ZONES, tool=TOOL)
    assert "What the app covers" not in document
    assert 'class="film"' in document


def test_a_gallery_shows_the_worst_draft_first() -> None:
    best, worst = judged(CLEAN, path="best.mp4"), judged({"duration": 2.0}, path="worst.mp4")
    document = html.gallery(
        [html.Entry(best), html.Entry(worst), html.Entry(BROKEN)], ZONES, tool=TOOL
    )
    places = [document.index(f'data-name="{name}.mp4"') for name in ("broken", "worst", "best")]
    assert places == sorted(places)


def test_a_gallery_lists_the_most_frequent_findings_as_the_terminal_does() -> None:
    drafts = [judged({"duration": 2.0}), judged({"audio_index": None}), judged()]
    page = html.gallery([html.Entry(draft) for draft in drafts], ZONES, tool=TOOL)
    text = summary.render(Gist.of(draft) for draft in drafts)
    told = re.findall(r"^ *(?:WARN|ERROR) +([A-Z]{2}\d\d)", text, re.MULTILINE)
    listed = re.findall(r'<option value="([A-Z]{2}\d\d)"', page)
    assert len(told) > 2
    assert told == listed[: len(told)]
    assert told != sorted(told)


def test_doubtful_words_are_marked_and_speech_that_was_not_understood_is_said() -> None:
    changes = {"transcript": half_doubted(), "keywords": (), "wanted_keywords": ()}
    page = html.page(judged(changes), stills(), ZONES, tool=TOOL)
    assert re.search(r'<em class="?doubt"? title="[^"]+">reals \(\?\)</em>', page)
    assert "speech that could not be understood</em>" in page
    assert "Xing" not in page
    assert re.search(r'<p dir="?auto"? lang="?nl"?>', page)
