"""For every check, drafts that it flags and drafts that it lets pass, as changes to a good one."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from analyzer.model import (
    Box,
    Channels,
    Damage,
    DraftKind,
    Faces,
    Hook,
    HookFaces,
    HookMotion,
    HookMusic,
    HookSpeech,
    HookText,
    Keyword,
    KeywordSource,
    Kind,
    Loudness,
    Motion,
    Music,
    Opening,
    OverlayLine,
    Passage,
    Picture,
    Probe,
    Shots,
    Signals,
    Span,
    Speech,
    Strength,
    Transcript,
    Upright,
    WantedKeyword,
    Word,
)
from analyzer.platforms.policy import asked_of
from analyzer.platforms.profile import Profile
from analyzer.settings import Settings

GOOD_PROBE = Probe(
    container="mp4",
    size_bytes=20_000_000,
    duration=24.0,
    width=1080,
    height=1920,
    rotation=0,
    display_width=1080,
    display_height=1920,
    aspect_ratio="9:16",
    is_vertical=True,
    video_codec="h264",
    pixel_format="yuv420p",
    fps=30.0,
    is_vfr=False,
    is_interlaced=False,
    bitrate=6_600_000,
    hdr=None,
    audio_codec="aac",
    audio_channels=2,
    audio_sample_rate=48_000,
    faststart=True,
    video_index=0,
    audio_index=1,
    video_streams=1,
    video_duration=24.0,
    has_cover_art=False,
    start_time=0.0,
)


def said(text: str, start: float = 0.3) -> Transcript:
    """A transcript that says ``text``, a third of a second a word."""
    words = tuple(
        Word(word, start + i / 3, start + (i + 1) / 3, 0.95) for i, word in enumerate(text.split())
    )
    return Transcript("en", text, words, "faster-whisper", "base")


def doubted(transcript: Transcript) -> Transcript:
    """The same, hardly believed: speech that could not be understood."""
    words = tuple(msgspec.structs.replace(word, is_doubtful=True) for word in transcript.words)
    span = Span(words[0].start, words[-1].end)
    passage = Passage(span, None, transcript.text, False, len(words))
    return msgspec.structs.replace(transcript, words=words, passages=(passage,))


def half_doubted() -> Transcript:
    """Bread in English with one doubtful word, speech that nobody understood, bread in Dutch."""
    words = said("Bake bread reals today. Xing reals both Bak zelf brood").words
    doubtful = {2, 4, 5, 6}
    marked = tuple(
        msgspec.structs.replace(word, is_doubtful=n in doubtful) for n, word in enumerate(words)
    )
    spans = [Span(words[a].start, words[b].end) for a, b in ((0, 3), (4, 6), (7, 9))]
    passages = (
        Passage(spans[0], "en", "Bake bread reals today.", True, 4),
        Passage(spans[1], None, "Xing reals both", False, 3),
        Passage(spans[2], "nl", "Bak zelf brood", True, 3),
    )
    text = " ".join(word.text for word in words)
    return Transcript("en", text, marked, "faster-whisper", "base", passages)


def asked_in_dutch() -> Transcript:
    """A question in Dutch, and more of it in English."""
    transcript = said("Wist je dat brood leeft? I bake it with flour and water only.")
    question, rest = transcript.words[:5], transcript.words[5:]
    passages = tuple(
        Passage(
            Span(words[0].start, words[-1].end),
            language,
            " ".join(word.text for word in words),
            True,
            len(words),
        )
        for language, words in (("nl", question), ("en", rest))
    )
    return msgspec.structs.replace(transcript, passages=passages)


GOOD_HOOK = Hook(
    window=Span(0.0, 2.0),
    motion=HookMotion(level=8.0, first_at=0.1, is_moving=True),
    faces=HookFaces(present=True, first_at=0.0, count=1, largest_share=0.12),
    speech=HookSpeech(present=True, first_at=0.3, seconds=1.7),
    opening=Opening.NORMAL,
    strength=Strength.STRONG,
    evidence=("moves from 0.1 s", "face from 0.0 s", "voice from 0.3 s"),
    text=HookText(present=True, first_at=0.0, text="Sourdough, no kneading"),
    music=HookMusic(present=True, first_at=0.0),
)


def of_kind(kind: Kind) -> dict[str, Any]:
    """The change that makes a draft of this kind."""
    return {"kind": DraftKind(kind, ())}


def shown(text: str, start: float, end: float, top: int = 300, height: int = 90) -> OverlayLine:
    """A line of overlay text where no platform covers it."""
    box = Box(140, top, 780, height, 0.034)
    return OverlayLine(text, Span(start, end), box, 0.99, line_height=height)


CAPTIONS = (
    shown("This sourdough bread", 0.3, 5.0, top=700),
    shown("needs no kneading at all", 5.0, 12.0, top=700),
    shown("Follow for more bread", 14.0, 20.3, top=700),
)
"""What is said, written beside it."""

GOOD_SIGNALS = Signals(
    kind=DraftKind(Kind.TALK, ("a voice for 83% of the time", "a face for 100% of the time")),
    hook=GOOD_HOOK,
    motion=Motion(
        level=8.0,
        first_at=0.1,
        is_moving=True,
        camera="static",
        subject_share=0.9,
        step=0.1,
        levels=(8.0,) * 240,
        spans=(Span(0.1, 24.0),),
        still_spans=(),
        black_spans=(),
        fade_in_ends_at=None,
    ),
    faces=Faces(present=True, first_at=0.0, count=1, largest_share=0.12, seconds=24.0),
    shots=Shots(
        cuts=(3.0, 8.1, 15.2),
        gradual=(),
        spans=(Span(0.0, 3.0), Span(3.0, 8.1), Span(8.1, 15.2), Span(15.2, 24.0)),
        per_minute=7.5,
        first_at=3.0,
        busiest=Span(3.0, 3.0),
        busiest_count=1,
        on_beat_share=0.3,
    ),
    picture=Picture(
        bars=None,
        black_spans=(),
        frozen_spans=(),
        flash_spans=(),
        red_flash_spans=(),
        sharpness=0.9,
        brightness=0.45,
        dark_share=0.0,
        noise=0.6,
        upscaled_from=None,
        covers=(),
    ),
    speech=Speech(present=True, first_at=0.3, seconds=20.0, spans=(Span(0.3, 20.3),)),
    music=Music(
        present=True,
        first_at=0.0,
        seconds=24.0,
        share=1.0,
        spans=(Span(0.0, 24.0),),
        singing_seconds=0.0,
        under_voice_seconds=20.0,
        tempo_bpm=120.0,
        beats=(0.5, 1.0),
    ),
    loudness=Loudness(
        is_silent=False,
        integrated_lufs=-14.0,
        true_peak_dbtp=-1.5,
        range_lu=4.0,
        clipped_samples=0,
    ),
    channels=Channels(count=2, seconds=24.0, balance_db=0.1, correlation=0.9),
    transcript=said("This sourdough bread needs no kneading at all."),
    keywords=(Keyword("sourdough bread", 1.0, 1, 0.6),),
    wanted_keywords=(WantedKeyword("sourdough", True, (0.6,), (0.0,)),),
    damage=Damage(0, None),
    upright=Upright(None),
    overlay_text=(shown("Sourdough, no kneading", 0.0, 4.0), *CAPTIONS),
    typos=(),
)


class Case(NamedTuple):
    """A draft: the good one with these changes, judged for this platform."""

    changes: dict[str, Any]
    platform: str = "tiktok"
    placement: str = "organic"

    @property
    def profile(self) -> Profile:
        asked = {n: v for n, v in self.changes.items() if n in Settings.__struct_fields__}
        asked = {n: v for n, v in asked.items() if n in {"policy", "expect_sound"}}
        return asked_of(Settings((self.platform,), self.placement, **asked))[0]

    @property
    def probe(self) -> Probe:
        fields = {k: v for k, v in self.changes.items() if k in Probe.__struct_fields__}
        return msgspec.structs.replace(GOOD_PROBE, **fields)

    @property
    def signals(self) -> Signals:
        signals = GOOD_SIGNALS
        for name, change in self.changes.items():
            if name in Signals.__struct_fields__:
                part = getattr(signals, name)
                is_partial = isinstance(change, dict)
                new = msgspec.structs.replace(part, **change) if is_partial else change
                signals = msgspec.structs.replace(signals, **{name: new})
        return signals


def shape(width: int, height: int, ratio: str) -> dict[str, Any]:
    """The changes that make a draft of this displayed size."""
    return {
        "display_width": width,
        "display_height": height,
        "aspect_ratio": ratio,
        "is_vertical": height > width,
    }


IPHONE = {"container": "mov", "video_codec": "hevc"}
"""What an iPhone films."""

LANDSCAPE = shape(1920, 1080, "16:9")
SQUARE = shape(1080, 1080, "1:1")
NO_AUDIO = {
    "audio_codec": None,
    "audio_channels": None,
    "audio_sample_rate": None,
    "audio_index": None,
}
NO_MUSIC = Music(False, None, 0.0, 0.0, (), 0.0, 0.0, None, ())
STILL = HookMotion(level=0.0, first_at=None, is_moving=False)

from tests.checks import text_cases  # noqa: E402  (it needs Case)

SHOWN_ONLY = Keyword("rye", 1.0, 1, 0.0, KeywordSource.SHOWN)

FLAGGED: dict[str, list[Case]] = {
    "FM01": [
        Case(LANDSCAPE),
        Case({**LANDSCAPE, "upright": Upright(270)}),
        Case(SQUARE, "shorts"),
        Case(shape(1080, 1350, "4:5"), "reels"),
        Case(shape(1080, 2400, "9:20")),
    ],
    "FM02": [
        Case(LANDSCAPE, "shorts"),
        Case({**LANDSCAPE, "upright": Upright(90)}, "shorts"),
    ],
    "FM03": [
        Case(shape(720, 1280, "9:16")),
        Case(shape(1280, 720, "16:9"), "reels"),
        Case(shape(1075, 1075, "1:1")),
    ],
    "FM04": [Case({"duration": 2.9}), Case({"duration": 0.3}, "reels")],
    "FM05": [
        Case({"duration": 9.9}),
        Case({"duration": 0.3}, "shorts"),
    ],
    "FM06": [
        Case({"duration": 601.0}),
        Case({"duration": 181.0}, "reels"),
        Case({"duration": 91.0}, "reels", "ads"),
    ],
    "FM07": [
        Case({"duration": 3601.0}),
        Case({"duration": 601.0}, placement="ads"),
        Case({"duration": 1201.0}, "reels"),
        Case({"duration": 181.0}, "shorts"),
    ],
    "FM08": [Case({"video_codec": "prores"}), Case({"video_codec": "ffv1"}, "shorts")],
    "FM09": [Case({"container": "avi"}), Case({"container": "mkv"}, "shorts")],
    "FM10": [Case({"faststart": False}, "reels"), Case({"faststart": False}, "shorts")],
    "FM11": [Case({"fps": 15.0}), Case({"fps": 120.0}), Case({"fps": 15.0}, "reels")],
    "FM12": [
        Case({"size_bytes": 256_000_000_001}, "shorts"),
        Case({"size_bytes": 500_000_001}, placement="ads"),
    ],
    "FM13": [
        Case({"audio_codec": "mp3"}, "reels"),
        Case({"audio_channels": 6}, "reels"),
        Case({"audio_sample_rate": 96_000}, "reels"),
    ],
    "FM14": [Case({"is_interlaced": True}, "reels"), Case({"pixel_format": "yuv444p"}, "shorts")],
    "FM15": [Case({"bitrate": 25_000_001}, "reels"), Case({"bitrate": 515_999}, placement="ads")],
    "FM16": [Case({"video_streams": 2})],
    "FM17": [Case({"hdr": "HLG"})],
    "FM25": [
        Case(shape(202, 360, "9:16")),
        Case(shape(2304, 4098, "9:16")),
        Case(shape(700, 1244, "9:16"), "reels"),
        Case(shape(530, 942, "9:16"), placement="ads"),
    ],
    "FM26": [
        Case({"fps": 25.0}, "reels"),
        Case({"fps": 15.0}, "shorts"),
        Case({"fps": 120.0}, "shorts"),
    ],
    "FM27": [
        Case({"size_bytes": 300_000_001}, "reels"),
        Case({"container": "webm", "video_codec": "vp9"}, "reels"),
        Case({"duration": 601.0}),
        Case({"size_bytes": 4_000_000_001}),
    ],
    "FM28": [
        Case({"edited_seconds": 1.2}, "reels"),
        Case({"edited_seconds": 0.4}, "shorts"),
    ],
    "FM29": [Case({"has_open_gop": True}, "reels")],
    "HK01": [
        Case({"hook": {"opening": Opening.BLACK}}),
        Case({"hook": {"opening": Opening.ABSENT}, "video_start": 1.7}),
        Case({"hook": {"opening": Opening.FADE_IN}}),
        Case({"hook": {"opening": Opening.STILL, "motion": STILL}}),
        Case({"hook": {"opening": Opening.STILL, "motion": HookMotion(2.0, 1.3, True)}}),
    ],
    "HK02": [Case({"hook": {"faces": HookFaces(False, None, 0, 0.0)}})],
    "HK03": [Case({"hook": {"speech": HookSpeech(False, None, 0.0)}, "speech": {"first_at": 2.5}})],
    "HK04": [
        Case({"hook": {"strength": Strength.WEAK}}),
        Case({"hook": {"strength": Strength.WEAK}, **of_kind(Kind.MUSIC)}),
        Case({"hook": {"strength": Strength.WEAK}, **of_kind(Kind.HANDS)}),
    ],
    "HK05": [
        Case({"transcript": said("Wait until the end of this one.")}),
        Case({"transcript": said("Why does nobody bake bread at home")}),
        Case({"transcript": said("You bake your own bread, right? Good.")}),
        Case({"transcript": Transcript("nl", "", said("Wist je dat brood leeft?").words, "", "")}),
        Case({"transcript": Transcript("es", "", said("¿Por qué no sube el pan?").words, "", "")}),
        Case({"transcript": asked_in_dutch()}),
    ],
    "HK06": [
        Case({"hook": {"text": HookText(False, None, "")}}),
        Case({"hook": {"text": HookText(False, None, "")}, **of_kind(Kind.SCENERY)}),
    ],
    "SD01": [Case(NO_AUDIO)],
    "SD02": [
        Case({"loudness": {"is_silent": True, "integrated_lufs": None}}),
        Case({"loudness": {"integrated_lufs": -45.1}}),
        Case({"loudness": {"integrated_lufs": None}}),
    ],
    "SD03": [Case({"music": NO_MUSIC})],
    "SD04": [
        Case({"duration": 60.1}, "shorts"),
        Case({"duration": 60.1, "music": {"spans": (Span(0.0, 10.0), Span(20.0, 24.0))}}, "shorts"),
    ],
    "SD05": [
        Case({"loudness": {"integrated_lufs": -16.1}}),
        Case({"loudness": {"integrated_lufs": -26.0, "true_peak_dbtp": -13.5}}),
    ],
    "SD06": [
        Case({"loudness": {"integrated_lufs": -11.9}}),
        Case({"loudness": {"integrated_lufs": -6.4, "true_peak_dbtp": -2.0}}),
        Case({"loudness": {"integrated_lufs": -6.4, "clipped_samples": 731}}),
    ],
    "SD07": [
        Case({"loudness": {"true_peak_dbtp": -0.9}}),
        Case({"loudness": {"true_peak_dbtp": 1.2}}),
        Case({"loudness": {"true_peak_dbtp": -0.04}}),
    ],
    "SD08": [
        Case({"loudness": {"clipped_samples": 24_000, "clip_level_dbfs": 0.0}}),
        Case({"loudness": {"clipped_samples": 24_000, "clip_level_dbfs": -3.0}}),
    ],
    "SD09": [Case({"channels": {"opposed_spans": (Span(1.0, 3.0), Span(4.0, 4.6))}})],
    "SD10": [
        Case({"channels": {"left_spans": (Span(0.0, 24.0),)}}),
        Case({"channels": {"right_spans": (Span(0.0, 6.1),)}}),
    ],
    "SD11": [Case({"loudness": {"dc_offset": 0.05}})],
    "WD01": [
        Case({"keywords": ()}),
        Case({"transcript": said(""), "keywords": ()}),
        Case({"transcript": said(""), "keywords": (SHOWN_ONLY,)}),
        Case({"keywords": (SHOWN_ONLY,)}),
        Case({"transcript": doubted(said("Xing, reals and both")), "keywords": ()}),
    ],
    "WD02": [Case({"wanted_keywords": (WantedKeyword("rye", False, ()),)})],
    "WD07": [Case({"transcript": doubted(said("Xing, reals and both"))})],
    **text_cases.FLAGGED,
}

PASSED: dict[str, list[Case]] = {
    "FM01": [Case(shape(1082, 1920, "9:16")), Case(LANDSCAPE, "shorts")],
    "FM02": [Case(LANDSCAPE), Case(SQUARE, "shorts")],
    "FM03": [Case(LANDSCAPE), Case(shape(2160, 3840, "9:16"))],
    "FM04": [Case({"duration": 3.0}), Case({"duration": 1.0}, "shorts")],
    "FM05": [
        Case({"duration": 10.0}),
        Case({"duration": 21.0}, placement="ads"),
    ],
    "FM06": [
        Case({"duration": 600.0}),
        Case({"duration": 180.0}, "reels"),
    ],
    "FM07": [
        Case({"duration": 3600.0}),
        Case({"duration": 1200.0}, "reels"),
        Case({"duration": 180.0}, "shorts"),
    ],
    "FM08": [
        Case({"video_codec": "vp9"}),
        Case({"video_codec": "vp9"}, "reels"),
        Case(IPHONE, "shorts"),
    ],
    "FM09": [Case({"container": "webm"}), Case(IPHONE, "shorts"), Case(IPHONE, "reels")],
    "FM10": [Case({"faststart": False}), Case({"faststart": None}, "reels")],
    "FM11": [
        Case({"fps": 23.976}),
        Case({"fps": 59.94}),
        Case({"fps": 60.06}),
        Case({"fps": 15.0}, "shorts"),
    ],
    "FM12": [Case({"size_bytes": 500_000_001}), Case({"size_bytes": 300_000_001}, "reels")],
    "FM13": [Case({"audio_codec": "mp3"}), Case(NO_AUDIO, "reels")],
    "FM14": [
        Case({"pixel_format": "yuv444p"}),
        Case({"pixel_format": "yuv420p10le"}, "reels"),
        Case({"pixel_format": "yuvj420p"}, "reels"),
    ],
    "FM15": [Case({"bitrate": 25_000_000}, "reels"), Case({"bitrate": 100_000})],
    "FM16": [Case({})],
    "FM17": [Case({})],
    "FM25": [Case(shape(720, 1280, "9:16"), "reels"), Case(shape(60, 100, "3:5"), "shorts")],
    "FM26": [
        Case({"fps": 29.97}, "reels"),
        Case({"fps": 23.976}, "shorts"),
        Case({"fps": 25.0}),
    ],
    "FM27": [Case(IPHONE, "reels"), Case({"container": "avi"}, "shorts"), Case({})],
    "FM28": [Case({"edited_seconds": 1.2}), Case({"edited_seconds": 0.04}, "reels")],
    "FM29": [Case({}, "reels"), Case({"has_open_gop": True}, "shorts")],
    "HK01": [Case({})],
    "HK02": [
        Case({}),
        Case({"hook": {"faces": None}}),
        Case({"hook": {"faces": HookFaces(False, None, 0, 0.0)}, **of_kind(Kind.HANDS)}),
    ],
    "HK03": [
        Case({}),
        Case({"hook": {"speech": None}}),
        Case({"hook": {"speech": HookSpeech(False, None, 0.0)}, **of_kind(Kind.MUSIC)}),
    ],
    "HK04": [Case({"hook": {"strength": Strength.FAIR}})],
    "HK05": [
        Case({}),
        Case({"transcript": said("Why does nobody bake?", start=2.5)}),
        Case({"transcript": said("Whatever you bake, bake it twice.")}),
        Case({"transcript": said("What a lovely loaf this is!")}),
        Case({"transcript": doubted(said("Why does nobody bake bread at home"))}),
        Case({"transcript": said("")}),
    ],
    "HK06": [Case({}), Case({"hook": {"text": None}})],
    "SD01": [Case({})],
    "SD02": [
        Case({"loudness": {"integrated_lufs": -44.9}}),
        Case({"loudness": {"integrated_lufs": None, "is_too_short": True}}),
        Case({"loudness": {"is_silent": True, "heard_on": 2}}),
    ],
    "SD03": [Case({})],
    "SD04": [
        Case({"duration": 60.0}, "shorts"),
        Case({"duration": 61.0}),
        Case({"duration": 61.0, "music": NO_MUSIC}, "shorts"),
    ],
    "SD05": [
        Case({"loudness": {"integrated_lufs": -16.0}}),
        Case({"loudness": {"integrated_lufs": -50.0}}),
    ],
    "SD06": [
        Case({"loudness": {"integrated_lufs": -12.0}}),
        Case({"loudness": {"integrated_lufs": None}}),
    ],
    "SD07": [
        Case({"loudness": {"true_peak_dbtp": -1.0}}),
        Case({"loudness": {"true_peak_dbtp": None}}),
    ],
    "SD08": [Case({"loudness": {"clipped_samples": 40, "clip_level_dbfs": -9.0}})],
    "SD09": [Case({}), Case({"channels": {"opposed_spans": (Span(1.0, 3.0),)}})],
    "SD10": [Case({}), Case({"channels": {"left_spans": (Span(1.0, 6.0),)}})],
    "SD11": [Case({"loudness": {"dc_offset": 0.019}})],
    "WD01": [Case({})],
    "WD07": [Case({}), Case({"transcript": said("")})],
    "WD02": [Case({}), Case({"wanted_keywords": (WantedKeyword("rye", True, (), (1.0,)),)})],
    **text_cases.PASSED,
}
