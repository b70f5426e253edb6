"""A browser reads the WebVTT file as it was meant."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.model import Transcript, Word
from analyzer.reports.cues import cues
from analyzer.reports.subtitles import vtt

pytestmark = pytest.mark.browser

TEXT = (
    "Don't <b>ever</b> knead & fold --> this dough! It rests for 90 minutes, then you bake it. "
    "مرحبا بكم في مطبخي 今天我们来做面包"
)
PAGE = "<!doctype html><video><track default kind=captions src=draft.vtt></video>"


def test_every_cue_is_there_with_its_time_and_its_text(chromium: Any) -> None:
    words = tuple(Word(w, n * 0.5, n * 0.5 + 0.4, 0.9) for n, w in enumerate(TEXT.split()))
    transcript = Transcript("en", TEXT, words, "none", "none")
    written = vtt(transcript)
    page = chromium.new_page()
    page.route("**/draft.vtt", lambda r: r.fulfill(content_type="text/vtt", body=written))
    page.route("**/page", lambda r: r.fulfill(content_type="text/html", body=PAGE))
    page.goto("http://captions.test/page")
    page.wait_for_function("document.querySelector('track').readyState >= 2")
    shown = page.evaluate("""() => {
        const track = document.querySelector("track");
        return [track.readyState, [...track.track.cues].map(
            (cue) => [cue.startTime, cue.endTime, cue.getCueAsHTML().textContent])];
    }""")
    page.close()
    loaded = 2
    made = cues(transcript)
    assert shown == [loaded, [[c.start / 1000, c.end / 1000, "\n".join(c.lines)] for c in made]]
    assert len(made) == 3
