"""The cases of the checks of overlay text, its keywords and its place on the screen."""

from __future__ import annotations

from typing import Any

from analyzer.model import Box, Faces, OverlayLine, Sighting, Span, TextKind, WantedKeyword
from tests.checks.cases import Case, shape


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

FLAGGED: dict[str, list[Case]] = {
    "OR01": [Case(texts(MARK)), Case(texts(MARK), "reels")],
    "SZ01": [
        Case(texts(text(140, 60, 700))),
        Case(texts(text(500, 1000, 560))),
        Case(texts(text(140, 1690, 700))),
        Case(texts(text(140, 1690, 700), text(140, 1760, 700, span=Span(2.0, 5.0)))),
        Case(texts(text(140, 1300, 700)), placement="ads"),
        Case(texts(text(500, 1200, 500)), "reels"),
        Case(texts(text(140, 1300, 700)), "shorts", "ads"),
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
    "OR01": [Case(texts(text(40, 80, 260))), Case(texts())],
    "SZ01": [
        Case(texts()),
        Case(texts(text(140, 300, 700))),
        Case(texts(text(24, 1300, 910))),
        Case(texts(text(0, 300, 1080))),
        Case(texts(text(500, 1000, 560, kind=TextKind.SCENE))),
        Case(texts(text(500, 1000, 560, kind=TextKind.WATERMARK))),
        Case(texts(text(500, 1000, 560)), "shorts"),
        Case(texts(text(500, 1000, 560)), "reels"),
        Case({**shape(1920, 1080, "16:9"), **texts(text(100, 900, 1500))}),
    ],
    "SZ02": [
        Case({}),
        Case(looking(390, 500)),
        Case(looking(900, 1200, 240, seconds=0.5)),
        Case(looking(400, 1700), "shorts"),
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
