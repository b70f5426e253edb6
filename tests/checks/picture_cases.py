"""Cases of the PX checks; see ``cases.py``."""

from __future__ import annotations

from analyzer.model import Bars, BarsKind, Box, Cover, Layout, LayoutKind, Music, Span
from tests.checks.cases import Case

BARS = Bars(BarsKind.BLACK, Box(0, 656, 1080, 608, 0.3167), "16:9", Span(0.0, 24.0))
ONE_BAR = Bars(BarsKind.BLACK, Box(0, 0, 1080, 1350, 0.7031), "4:5", Span(0.0, 24.0))
ONE_SHOT = {"cuts": (), "spans": (Span(0.0, 24.0),), "first_at": None, "per_minute": 0.0}
NO_PULSE = Music(True, 0.0, 24.0, 1.0, (Span(0.0, 24.0),), 0.0, 0.0, None, ())
STILL = {"still_spans": (Span(0.0, 24.0),), "spans": ()}


def stretches(name: str, *spans: Span) -> Case:
    """A draft whose picture has these black, frozen or flashing stretches."""
    return Case({"picture": {name: spans}})


def covers(*kept: tuple[str, ...], platform: str = "reels") -> Case:
    """A draft whose best covers keep their heads whole in these crops."""
    best = tuple(Cover(4.0 * i, 0.8, crops) for i, crops in enumerate(kept))
    return Case({"picture": {"covers": best}}, platform)


FLAGGED = {
    "PX01": [
        Case({"picture": {"bars": BARS}}),
        Case(
            {"picture": {"bars": Bars(BarsKind.BLURRED, BARS.content, "16:9", BARS.span)}}, "reels"
        ),
        Case({"picture": {"bars": ONE_BAR}}),
    ],
    "PX02": [
        stretches("black_spans", Span(10.0, 10.6)),
        stretches("black_spans", Span(22.0, 24.0)),
        stretches("black_spans", Span(0.0, 2.6)),
        stretches("black_spans", Span(10.0, 10.6), Span(14.0, 15.2)),
    ],
    "PX03": [
        stretches("frozen_spans", Span(10.0, 13.1)),
        stretches("frozen_spans", Span(0.0, 24.0)),
        stretches("frozen_spans", Span(4.0, 7.5), Span(10.0, 14.5)),
    ],
    "PX04": [
        stretches("flash_spans", Span(4.0, 5.5)),
        stretches("flash_spans", Span(4.0, 5.5), Span(9.0, 10.0)),
        stretches("red_flash_spans", Span(2.0, 3.5)),
    ],
    "PX05": [Case({"picture": {"dark_share": 0.51}})],
    "PX06": [Case({"picture": {"sharpness": 0.4, "upscaled_from": 768}})],
    "PX07": [Case({"picture": {"noise": 4.1}})],
    "PX08": [Case({"shots": ONE_SHOT, "motion": STILL})],
    "PX09": [Case({"shots": {"busiest": Span(3.0, 7.9), "busiest_count": 6}})],
    "PX10": [Case({"shots": {"on_beat_share": 0.7}})],
    "PX11": [Case({"subtitle_streams": 1})],
    "PX12": [stretches("black_spans", Span(0.0, 0.033))],
    "PX17": [covers((), ("1:1",))],
    "PX18": [stretches("black_spans", Span(0.0, 0.033), Span(5.0, 5.033), Span(9.0, 9.1))],
}

PASSED = {
    "PX01": [
        Case({}),
        Case({"picture": {"bars": BARS}, "layout": Layout(LayoutKind.STACKED, seam=0.5)}),
    ],
    "PX02": [
        stretches("black_spans", Span(10.0, 10.5)),
        stretches("black_spans", Span(0.0, 2.0)),
    ],
    "PX03": [
        stretches("frozen_spans", Span(10.0, 13.0)),
        stretches("frozen_spans", Span(0.0, 4.9)),
        Case(
            {
                "picture": {
                    "frozen_spans": (Span(10.0, 14.0),),
                    "black_spans": (Span(10.0, 14.0),),
                }
            }
        ),
    ],
    "PX04": [Case({})],
    "PX05": [Case({"picture": {"dark_share": 0.5}})],
    "PX06": [Case({})],
    "PX07": [Case({"picture": {"noise": 4.0}})],
    "PX08": [
        Case({"shots": ONE_SHOT}),
        Case({"motion": STILL}),
        Case({"shots": ONE_SHOT, "motion": {"still_spans": (Span(0.0, 12.0),)}}),
    ],
    "PX09": [Case({"shots": {"busiest": Span(3.0, 7.9), "busiest_count": 4}})],
    "PX10": [
        Case({"shots": {"on_beat_share": None}}),
        Case({"shots": {"on_beat_share": 0.9}, "music": NO_PULSE}),
    ],
    "PX11": [Case({})],
    "PX12": [Case({}), stretches("black_spans", Span(1.0, 1.2))],
    "PX17": [covers((), ("3:4", "4:5")), covers(), covers((), platform="tiktok")],
    "PX18": [
        Case({}),
        stretches("black_spans", Span(0.0, 0.1), Span(5.0, 5.2)),
        stretches("black_spans", *(Span(5 + n / 4, 5.1 + n / 4) for n in range(4))),
        Case(
            {
                "picture": {"black_spans": (Span(5.0, 5.1),)},
                "shots": {"gradual": (Span(4.5, 5.6),)},
            }
        ),
    ],
}
