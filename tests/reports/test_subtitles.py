"""Both caption files hold the same cues, as players expect them."""

from __future__ import annotations

import html
import re

from hypothesis import given

from analyzer.model import Transcript
from analyzer.reports.cues import cues
from analyzer.reports.subtitles import srt, vtt
from tests.reports.transcripts import said, transcripts


@given(transcripts())
def test_both_files_hold_the_same_captions(transcript: Transcript) -> None:
    made = cues(transcript)
    blocks = srt(transcript).rstrip("\n").split("\n\n") if made else []
    vtt_blocks = vtt(transcript).rstrip("\n").split("\n\n")
    assert vtt_blocks[0] == "WEBVTT"
    assert len(blocks) == len(vtt_blocks) - 1 == len(made)
    for n, (cue, block, vtt_block) in enumerate(zip(made, blocks, vtt_blocks[1:], strict=True), 1):
        number, time, *shown = block.split("\n")
        vtt_time, *vtt_shown = vtt_block.split("\n")
        assert number == str(n)
        assert time.replace(",", ".") == vtt_time
        assert re.fullmatch(r"(\d\d+:\d\d:\d\d\.\d{3}) --> (\d\d+:\d\d:\d\d\.\d{3})", vtt_time)
        assert tuple(html.unescape(line) for line in vtt_shown) == cue.lines
        assert tuple(line.replace("-->", "→") for line in cue.lines) == tuple(shown)


def test_markup_and_arrows_are_text() -> None:
    transcript = said("<b>Fish&chips --> 00:01 </b>")
    assert "&lt;b&gt;Fish&amp;chips --&gt; 00:01 &lt;/b&gt;" in vtt(transcript)
    assert "<b>Fish&chips → 00:01 </b>" in srt(transcript)


def test_nothing_said_is_no_caption() -> None:
    silence = Transcript(None, "", (), "none", "none")
    assert srt(silence) == ""
    assert vtt(silence) == "WEBVTT\n"


def test_the_file_is_as_players_expect_it() -> None:
    transcript = said("Never knead this dough again.", seconds=0.5)
    assert srt(transcript) == "1\n00:00:00,000 --> 00:00:02,500\nNever knead this dough again.\n"
    assert vtt(transcript) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.500\nNever knead this dough again.\n"
    )
