"""The cases of the checks of overlay text, its keywords and its place on the screen."""

from __future__ import annotations

from typing import Any

import msgspec

from analyzer.model import (
    Box,
    Faces,
    Kind,
    OverlayLine,
    Policy,
    Sighting,
    Span,
    TextKind,
    Transcript,
    Typo,
    WantedKeyword,
)
from tests.checks.cases import CAPTIONS, Case, of_kind, said, shape, shown


def text(
    x: int,
    y: int,
    width: int,
    height: int = 90,
    *,
    says: str = "No kneading",
    span: Span = Span(1.0, 3.0),  # noqa: B008
    kind: TextKind = TextKind.OVERLAY,
    share: float = 0.03,
) -> OverlayLine:
    """A piece of text at this place."""
    return OverlayLine(says, span, Box(x, y, width, height, share), 0.99, kind)


def texts(*lines: OverlayLine) -> dict[str, Any]:
    return {"overlay_text": lines}


def looking(x: int, y: int, side: int = 300, seconds: float = 4.0) -> dict[str, Any]:
    """A face at this place, looked at twice a second."""
    box = Box(x, y, side, side, round(side * side / (1080 * 1920), 4))
    sightings = tuple(Sighting(n / 2, (box,)) for n in range(int(2 * seconds) + 1))
    faces = Faces(
        present=True,
        first_at=0.0,
        count=1,
        largest_share=box.share,
        seconds=seconds,
        sightings=sightings,
    )
    return {"faces": faces}


MARK = text(40, 80, 260, 60, says="TikTok @baker", kind=TextKind.WATERMARK)
WHOLE = Span(0.0, 24.0)

RUSSIAN = Transcript("ru", "", said("Это новый iPod").words, "faster-whisper", "base")
HEBREW = Transcript("he", "", said("זה אייפון חדש").words, "faster-whisper", "base")
UNREAD = [
    text(140, 900, 700, says="", span=Span(start, start + 1.9), kind=TextKind.UNREAD)
    for start in range(0, 24, 2)
]
"""Captions all the way, in letters that are not read."""

TYPOS = tuple(
    Typo(text, likely, Span(start, start + 2.0))
    for start, (text, likely) in enumerate(
        [("recieve", "receive"), ("vandag", "vandaag"), ("OCCURED", "occurred"), ("wiht", "with")]
    )
)
TITLE = shown("Sourdough, no kneading", 0.0, 24.0)
SMALL = shown("Recipe in the description", 2.0, 6.0, height=30)
FLEETING = shown("Mix flour, water, salt and the starter", 10.0, 11.2)
ASKED = said("Now comment what you bake.", start=19.0)


def pale(contrast: float) -> OverlayLine:
    """A line that stands out by this ratio."""
    return msgspec.structs.replace(shown("Recipe in the description", 2.0, 6.0), contrast=contrast)


FLAGGED: dict[str, list[Case]] = {
    "WD04": [
        Case(texts()),
        Case(texts(TITLE)),
        Case(texts(CAPTIONS[0])),
        Case({**texts(), "transcript": RUSSIAN}),
    ],
    "WD05": [
        Case(texts(SMALL)),
        Case(
            {
                **shape(2160, 3840, "9:16"),
                **texts(shown("Bake it at 250 degrees", 1.0, 4.0, height=60)),
            }
        ),
        Case(texts(FLEETING)),
        Case(texts(SMALL, FLEETING)),
        Case(texts(pale(2.4), pale(1.6))),
    ],
    "WD06": [
        Case(texts(*CAPTIONS[:2])),
        Case({**texts(shown("Follow for more", 0.0, 4.0)), "transcript": said("Bread is good.")}),
    ],
    "WD08": [
        Case({"typos": (Typo("receit", "receipt", Span(1.0, 3.0)),)}),
        Case({"typos": TYPOS}),
    ],
    "OR01": [Case(texts(MARK)), Case(texts(MARK), "reels")],
    "SZ01": [
        Case(texts(text(140, 60, 700))),
        Case(texts(text(500, 1000, 560))),
        Case(texts(text(140, 1690, 700))),
        Case(texts(text(140, 1690, 700), text(140, 1760, 700, span=Span(2.0, 5.0)))),
        Case(texts(text(140, 1300, 700)), placement="ads"),
        Case(texts(text(500, 1200, 500)), "reels"),
        Case(texts(text(140, 1300, 700)), "shorts", "ads"),
        Case(texts(text(500, 1000, 560)), "shorts"),
        Case(texts(text(400, 1150, 520)), "reels", "ads"),
        Case(texts(text(500, 1000, 560, says="", kind=TextKind.UNREAD))),
        Case(
            texts(
                text(500, 1000, 560, says="", kind=TextKind.UNREAD),
                text(500, 1100, 500, says="", span=Span(3.0, 5.0), kind=TextKind.UNREAD),
            )
        ),
        Case({**shape(720, 1280, "9:16"), **texts(text(400, 800, 300, 60))}),
        Case({**shape(1080, 2400, "9:20"), **texts(text(140, 20, 700))}),
    ],
    "SZ02": [
        Case(looking(900, 1200, 240)),
        Case(looking(400, 1700)),
        Case(looking(300, 1500), placement="ads"),
        Case(looking(200, 60), "reels"),
    ],
    "SZ03": [Case(texts(text(0, 300, 1000, 1200, span=WHOLE, share=0.58)), "reels")],
    "WD03": [
        Case({"wanted_keywords": (WantedKeyword("rye", True, (4.0,)),)}),
        Case(
            {
                "wanted_keywords": (
                    WantedKeyword("rye", True, (4.0, 6.0)),
                    WantedKeyword("oven", True, (2.0,)),
                )
            }
        ),
    ],
}

PASSED: dict[str, list[Case]] = {
    "WD04": [
        Case({}),
        Case({**texts(*UNREAD), "transcript": RUSSIAN}),
        Case({**texts(), "transcript": HEBREW}),
        Case({**texts(), "speech": {"seconds": 1.5}}),
    ],
    "WD05": [
        Case({}),
        Case(texts(shown("Recipe in the description", 2.0, 6.0, height=31))),
        Case(texts(shown("12:45", 2.0, 6.0, height=12))),
        Case(texts(pale(2.6))),
        Case(texts(shown("Bake it at 250", 2.0, 2.75))),
        Case(
            {**texts(FLEETING), "transcript": said("Mix flour, water, salt and the starter", 9.9)}
        ),
    ],
    "WD06": [
        Case({}),
        Case({**texts(), "transcript": ASKED}),
        Case({**texts(), **of_kind(Kind.SCENERY)}),
        Case({**texts(), "transcript": RUSSIAN}),
        Case(texts(*UNREAD)),
    ],
    "WD08": [
        Case({}),
        Case({**texts(), "typos": ()}),
        Case({"typos": TYPOS[:1], "wanted_keywords": (WantedKeyword("Recieve it", True, (4.0,)),)}),
    ],
    "OR01": [
        Case(texts(text(40, 80, 260))),
        Case(texts()),
        Case({**texts(MARK), "policy": Policy("Jansen", own_marks=("@Baker",))}),
    ],
    "SZ01": [
        Case(texts()),
        Case(texts(text(140, 300, 700))),
        Case(texts(text(24, 1300, 910))),
        Case(texts(text(0, 300, 1080))),
        Case(texts(text(500, 1000, 560, kind=TextKind.SCENE))),
        Case(texts(text(500, 1000, 560, kind=TextKind.WATERMARK))),
        Case(texts(text(360, 1000, 580)), "shorts"),
        Case(texts(text(500, 1000, 560)), "reels"),
        Case({**shape(1920, 1080, "16:9"), **texts(text(100, 900, 1500))}),
    ],
    "SZ02": [
        Case({}),
        Case(looking(390, 500)),
        Case(looking(900, 1200, 240, seconds=0.5)),
        Case(looking(400, 1200), "shorts"),
        Case(looking(950, 1200, 80)),
    ],
    "SZ03": [
        Case({}, "reels"),
        Case(texts(text(0, 300, 1000, 1200, span=WHOLE, share=0.58))),
        Case(texts(text(0, 300, 1000, 1200, span=Span(0.0, 11.0), share=0.58)), "reels"),
    ],
    "WD03": [
        Case({"wanted_keywords": ()}),
        Case({"wanted_keywords": (WantedKeyword("rye", True, (), (4.0,)),)}),
        Case({"wanted_keywords": (WantedKeyword("rye", False, ()),)}),
    ],
}
