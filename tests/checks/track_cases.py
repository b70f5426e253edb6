"""Cases of the checks of tracks and of what else is in the file; see ``cases.py``."""

from __future__ import annotations

from analyzer.model import Damage, Span, Upright
from tests.checks.cases import Case

SECOND = {"audio_streams": 2, "loudness": {"is_silent": True, "heard_on": 2}}


def damage(packets: int, start: float, end: float) -> dict[str, Damage]:
    """A picture of which so many packets were damaged between these times."""
    return {"damage": Damage(packets, Span(start, end))}


FLAGGED = {
    "FM16": [Case({"video_streams": 2})],
    "FM17": [Case({"hdr": "HLG"})],
    "FM18": [Case({"video_duration": 20.0, "audio_end": 24.0})],
    "FM19": [
        Case({"audio_start": 1.5, "audio_end": 24.0}),
        Case({"audio_start": 0.0, "audio_end": 10.0}),
    ],
    "FM20": [Case({"audio_streams": 2})],
    "FM21": [Case({"promised_duration": 120.0})],
    "FM22": [Case({"video_codec": "hevc", "video_tag": "hev1"})],
    "FM23": [
        Case({"has_location": True}),
        Case({"device": "Apple iPhone 15"}),
        Case({"has_location": True, "device": "Apple iPhone 15"}),
    ],
    "FM24": [Case({"colour_conflict": ("HLG", "SDR")})],
    "PX15": [Case(damage(7, 3.1, 4.0)), Case(damage(1, 3.1, 3.1))],
    "PX16": [Case({"upright": Upright(90)}), Case({"upright": Upright(180)})],
    "SD15": [Case(SECOND)],
}

PASSED = {
    "FM16": [Case({})],
    "FM17": [Case({})],
    "FM18": [Case({"video_duration": 23.5, "audio_end": 24.0}), Case({"audio_end": None})],
    "FM19": [
        Case({"audio_start": 0.9, "audio_end": 23.1}),
        Case({"audio_start": None, "audio_end": None}),
    ],
    "FM20": [Case({"audio_streams": 1}), Case(SECOND)],
    "FM21": [Case({})],
    "FM22": [Case({"video_codec": "hevc", "video_tag": "hvc1"}), Case({"video_tag": None})],
    "FM23": [Case({})],
    "FM24": [Case({})],
    "PX15": [
        Case({"damage": Damage(0, None)}),
        Case({"video_start": 1.7} | damage(40, 0.0, 1.6)),
    ],
    "PX16": [Case({"upright": Upright(None)})],
    "SD15": [Case({}), Case({"audio_streams": 2, "loudness": {"is_silent": True}})],
}
