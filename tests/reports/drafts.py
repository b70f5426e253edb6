"""Drafts with everything that a page can show, and pictures of them."""

from __future__ import annotations

from functools import cache
from typing import Any

import cv2
import msgspec
import numpy as np

from analyzer import checks
from analyzer.fix.planning import outline
from analyzer.model import (
    Aspect,
    Bars,
    BarsKind,
    Box,
    Cover,
    CoveredArea,
    CutComparison,
    Failure,
    Finding,
    Judgement,
    Keyword,
    KeywordSource,
    Outcome,
    OverlayLine,
    Picture,
    Piece,
    PieceKind,
    Report,
    SafeZone,
    Score,
    Shots,
    Sighting,
    Span,
    Standing,
    Status,
    Still,
    StillUse,
    Suggestion,
    Suggestions,
    TextKind,
    Timing,
    Tool,
    Verdict,
    WantedKeyword,
    Way,
    Wording,
)
from analyzer.platforms.profile import load
from analyzer.score import score
from tests.checks.cases import CAPTIONS, GOOD_SIGNALS, Case

TOOL = Tool("short-draft-analyzer", "1.2.3")

ZONES = (
    SafeZone(
        "tiktok",
        "organic",
        "TikTok",
        (
            CoveredArea("header", 0, 0, 1080, 140),
            CoveredArea("caption", 0, 1550, 940, 370),
            CoveredArea("buttons", 940, 900, 140, 650),
        ),
        "measured on a phone, 2026",
    ),
    SafeZone(
        "reels", "organic", "Reels", (CoveredArea("edge", 0, 0, 60, 1920),), "a vendor's, 2026"
    ),
)

BOX = Box(x=120, y=300, width=840, height=120, share=0.0486)

SAID_TWICE = Wording(
    "said {count} times, first at {start:.1f} s", values={"count": 2, "start": 0.6}
)
SAID = Wording("said at {start:.1f} s, and names what it is about", values={"start": 0.3})


def suggestion(text: str, why: Wording) -> Suggestion:
    return Suggestion(text, why.text, why)


FULL: dict[str, Any] = {
    "overlay_text": (
        OverlayLine("POV: no kneading", Span(0.2, 3.4), BOX, 0.97),
        OverlayLine("@baker", Span(0.0, 24.0), BOX, 0.9, TextKind.WATERMARK),
    ),
    "shots": Shots(
        cuts=(3.5, 8.0, 20.0),
        gradual=(Span(12.0, 12.5),),
        spans=(Span(0, 3.5), Span(3.5, 8), Span(8, 12.25), Span(12.25, 20), Span(20, 24)),
        per_minute=10.0,
        first_at=3.5,
        busiest=Span(3.5, 8.0),
        busiest_count=2,
        on_beat_share=0.5,
    ),
    "picture": Picture(
        bars=Bars(BarsKind.BLURRED, BOX, "1:1", Span(0, 24)),
        black_spans=(),
        frozen_spans=(Span(21.0, 23.0),),
        flash_spans=(),
        red_flash_spans=(),
        sharpness=0.7,
        brightness=0.5,
        dark_share=0.1,
        noise=1.5,
        upscaled_from=480,
        covers=(Cover(5.0, 0.9), Cover(9.0, 0.8)),
    ),
    "faces": {
        "spans": (Span(0.0, 24.0),),
        "sightings": (Sighting(0.0, (BOX,)), Sighting(5.0, (BOX,))),
    },
    "loudness": {"levels": (-20.0, -14.0, -30.0, -70.0) * 12},
    "motion": {"levels": tuple(float(i % 17) for i in range(240))},
    "keywords": (
        Keyword("sourdough bread", 1.0, 2, 0.6),
        Keyword("POV", 0.5, 1, 0.2, KeywordSource.SHOWN),
    ),
    "wanted_keywords": (
        WantedKeyword("kneading", True, (1.6,)),
        WantedKeyword("rye", False, ()),
    ),
    "suggestions": Suggestions(
        (suggestion("#sourdoughbread", SAID_TWICE),),
        suggestion("This sourdough bread needs no kneading.", SAID),
    ),
}


CLEAN: dict[str, Any] = {
    "wanted_keywords": FULL["wanted_keywords"][:1],
    "overlay_text": (*FULL["overlay_text"][:1], *CAPTIONS),
    "picture": GOOD_SIGNALS.picture,
}
"""Changes to ``FULL`` that leave nothing to fix."""


def judgement(
    findings: tuple[Finding, ...] = (),
    outcomes: tuple[Outcome, ...] = (),
    platform: str = "tiktok",
    said: Score | None = None,
) -> Judgement:
    """What was found for one platform, with the score that follows from it."""
    return Judgement(platform, "organic", findings, outcomes, said or score(findings, outcomes))


def judged(
    changes: dict[str, Any] | None = None,
    *platforms: str,
    path: str = "drafts/bread.mp4",
) -> Report:
    """The report of a draft with every signal, and these changes to it."""
    platforms = platforms or ("tiktok",)
    case = Case({**FULL, **(changes or {})}, platforms[0])
    return Report(
        path=path,
        status=Status.OK,
        probe=case.probe,
        signals=case.signals,
        judgements=tuple(
            judgement(*checks.run(case.probe, case.signals, load(platform)), platform)
            for platform in platforms
        ),
        timing=Timing(total=12.3, stages={}),
        content="0123456789abcdef0123456789abcdef",
    )


PIECES = (
    Piece(PieceKind.REPEATED, Span(2, 3), Span(0, 1)),
    Piece(PieceKind.KEPT, Span(0, 4), Span(1, 5)),
    Piece(PieceKind.CUT, Span(4, 8), None),
    Piece(PieceKind.MOVED, Span(20, 24), Span(5, 9)),
    Piece(PieceKind.ADDED, None, Span(9, 12)),
    Piece(PieceKind.KEPT, Span(8, 20), Span(12, 24)),
)
"""What may become of the pieces of a cut."""


def two_cuts(way: Way = Way.BETTER, pieces: tuple[Piece, ...] | None = PIECES) -> CutComparison:
    """Two cuts next to each other, the second as much better or worse as ``way`` says."""
    numbers: dict[str, tuple[float | None, float | None]] = {
        "score": (60, 71),
        "file": (100, 100),
        "hook": (40, 40),
        "sound": (50, None),
    }
    numbers |= {"content": (30, 20), "loudness": (-24.0, -14.0), "words": (80, 60)}
    numbers |= {"pace": (140.0, 160.0), "cuts": (10.0, 22.0), "length": (24.0, 24.0)}
    ranked = (Aspect("hook strength", "weak", "fair", Way.OTHER),)
    return CutComparison(
        "drafts/bread.mp4",
        "drafts/bread2.mp4",
        "tiktok",
        (
            Aspect("verdict", "improve", "ready", way),
            *(Aspect(name, *both, Way.EQUAL) for name, both in numbers.items()),
            *ranked,
        ),
        ("SD03",),
        ("PX01",),
        ("HK03",),
        pieces,
    )


def mended(path: str = "drafts/bread.mp4", result: str = "drafts/bread.fixed.mp4") -> Report:
    """The report of a draft that lay on its side and was too quiet, and was mended."""
    report = judged(
        {
            "display_width": 1920, "display_height": 1080, "width": 1920, "height": 1080,
            "loudness": {"integrated_lufs": -24.0, "true_peak_dbtp": -9.0},
            "sharpness": 0.1, "fps": 12.0,
        },
        path=path,
    )  # fmt: skip
    fix = outline(report)
    gone = {code for edit in fix.edits for code in edit.codes}
    assert fix.before is not None
    codes = tuple(code for code in fix.before.codes if code not in gone)
    after = Standing(Score(value=86, coverage=1.0, verdict=Verdict.IMPROVE), codes)
    return msgspec.structs.replace(
        report, fix=msgspec.structs.replace(fix, path=result, after=after)
    )


def unheard(path: str = "drafts/mute.mp4") -> Report:
    """The report of a draft without sound, in which nothing was measured on the picture either."""
    silent = dict.fromkeys(("audio_codec", "audio_channels", "audio_sample_rate", "audio_index"))
    reason = "the draft has no audio track"
    report = judged(silent, path=path)
    assert report.probe is not None
    names = ("speech", "music", "loudness", "transcript", "keywords", "wanted_keywords")
    signals = msgspec.structs.replace(
        GOOD_SIGNALS, **dict.fromkeys(names), unmeasured=dict.fromkeys(names, reason)
    )
    found = judgement(*checks.run(report.probe, signals, load("tiktok")))
    return msgspec.structs.replace(report, signals=signals, judgements=(found,))


BROKEN = Report(
    path="drafts/broken.mp4",
    status=Status.ERROR,
    error=Failure("input", "the file is cut off: copy or export it again"),
)


@cache
def stills(noise: int = 12) -> tuple[Still, ...]:
    """Pictures as the stills watcher keeps them; more noise makes them larger."""
    random = np.random.default_rng(7)
    hook, strip = StillUse.HOOK, StillUse.STRIP
    made = [_still(hook, 0.2 * i, 480, 854, 30 + 15 * i, noise, random) for i in range(11)]
    made += [_still(strip, 24.0 * i / 30, 180, 320, 20 + 7 * i, noise, random) for i in range(30)]
    return tuple(sorted(made, key=lambda still: (still.time, -still.width)))


def _still(
    use: StillUse,
    time: float,
    width: int,
    height: int,
    level: int,
    noise: int,
    random: np.random.Generator,
) -> Still:
    image = np.full((height, width, 3), level % 230, np.int16)
    image[height // 3 : height // 2, width // 4 : width // 2] = (90, 140, 200)
    image += random.integers(-noise, noise + 1, image.shape, dtype=np.int16)
    data = cv2.imencode(
        ".webp", image.clip(0, 255).astype(np.uint8), (cv2.IMWRITE_WEBP_QUALITY, 55)
    )[1]
    return Still(use, round(time, 3), width, height, data.tobytes())
