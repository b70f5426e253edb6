"""FM18 to FM24, PX15, SD15: do the tracks hold what they should, and what else is in the file?"""

from __future__ import annotations

from ..model import Damage, Loudness, Probe, Severity, Span
from . import Flag, Passed, Said, check

HELD_OUT = 0.75
"""Seconds for which sound may go on without a picture: exports are not exact to more than that
(54 real videos: up to 0.49 s)."""

SILENT_ENDS = 1.0
"""Seconds without sound at the start or the end that are told; by hand: a breath is shorter."""

NOT_APPLE = ("hev1", "dvhe")
"""Sample entries of HEVC that Apple's players do not open; they open hvc1 and dvh1 (Apple, HLS
authoring specification, 1.5 and 1.10)."""


@check(
    "FM18",
    Severity.WARN,
    remedy="Cut the sound to the length of the picture, or let the picture go on.",
)
def picture_ends_early(probe: Probe) -> Said:
    """The picture ends while the sound goes on."""
    end, sound = probe.video_duration, probe.audio_end
    if sound is not None and sound - end > HELD_OUT:
        yield Flag(
            "the picture ends at {end:.1f} s, and the sound goes on until {sound:.1f} s",
            (Span(end, sound),),
            values={"end": end, "sound": sound},
        )
    elif sound is not None:
        yield Passed("the picture lasts as long as the sound")


@check("FM19", Severity.INFO, remedy="Keep it if the silence is meant.")
def sound_is_shorter(probe: Probe) -> Said:
    """The sound begins after the picture, or ends before it."""
    start, end, picture = probe.audio_start, probe.audio_end, probe.video_duration
    if start is not None and start > SILENT_ENDS:
        yield Flag(
            "the sound begins at {start:.1f} s only",
            (Span(0.0, start),),
            values={"start": start},
        )
    if end is not None and picture - end > SILENT_ENDS:
        yield Flag(
            "the sound ends at {end:.1f} s, and the picture goes on until {picture:.1f} s",
            (Span(end, picture),),
            values={"end": end, "picture": picture},
        )
    if end is not None and not (start or 0.0) > SILENT_ENDS and not picture - end > SILENT_ENDS:
        yield Passed("the sound lasts as long as the picture")


@check("FM20", Severity.INFO, remedy="Export with one audio track that holds all the sound.")
def several_sounds(probe: Probe, loudness: Loudness | None = None) -> Said:
    """The file holds more than one audio track, and apps play one of them."""
    is_told = loudness is not None and loudness.heard_on is not None
    if probe.audio_streams > 1 and not is_told:
        yield Flag(
            "the file holds {count} audio tracks; apps play the first",
            values={"count": probe.audio_streams},
        )
    elif probe.audio_streams == 1:
        yield Passed("one audio track")


@check("SD15", Severity.WARN, remedy="Export with one audio track that holds all the sound.")
def silent_track_first(probe: Probe, loudness: Loudness) -> Said:
    """The audio track that apps play is silent, and the sound is on another one."""
    if loudness.heard_on is not None:
        yield Flag(
            "the file holds {count} audio tracks: apps play the first, which is silent, and the "
            "sound is on track {track}",
            values={"count": probe.audio_streams, "track": loudness.heard_on},
        )
    else:
        yield Passed("the track that apps play has the sound")


@check(
    "PX15",
    Severity.WARN,
    remedy="Copy or export it again; if that changes nothing, the recording itself is damaged.",
)
def damaged(probe: Probe, damage: Damage) -> Said:
    """Some of the picture cannot be decoded, so that frames are missing or broken."""
    span = damage.span
    if span is not None and span.end >= probe.video_start:
        yield Flag(
            "frames are missing or broken: {count} damaged packets between {start:.1f} and "
            "{end:.1f} s"
            if damage.packets > 1
            else "frames are missing or broken: a damaged packet at {start:.1f} s",
            (span,),
            values={"count": damage.packets, "start": span.start, "end": span.end},
        )
    else:
        yield Passed("every frame can be decoded")


@check(
    "FM21",
    Severity.INFO,
    remedy="Export it again, or have its index written anew: ffmpeg -i IN.mp4 -c copy OUT.mp4",
)
def index_contradicts(probe: Probe) -> Said:
    """The file promises another length than its tracks have."""
    if probe.promised_duration is not None:
        yield Flag(
            "the file says that it lasts {promised:.1f} s, and its tracks last {length:.1f} s",
            values={"promised": probe.promised_duration, "length": probe.duration},
        )
    else:
        yield Passed("the index and the tracks are of one length")


@check(
    "FM22",
    Severity.INFO,
    remedy="Export it as H.264, or tag it hvc1: ffmpeg -i IN.mp4 -c copy -tag:v hvc1 OUT.mp4",
)
def unknown_to_apple(probe: Probe) -> Said:
    """The HEVC picture is tagged in a way that iPhones and QuickTime do not play."""
    if probe.video_tag in NOT_APPLE:
        yield Flag(
            "the picture is HEVC tagged {tag}, which iPhones and QuickTime do not play",
            values={"tag": probe.video_tag},
        )
    elif probe.video_codec == "hevc":
        yield Passed("the picture is tagged {tag}", {"tag": probe.video_tag or "hvc1"})


@check(
    "FM23",
    Severity.INFO,
    remedy="Remove that before you hand the file on: "
    "ffmpeg -i IN.mp4 -map_metadata -1 -c copy OUT.mp4",
)
def tells_of_its_maker(probe: Probe) -> Said:
    """The file says where it was filmed, or with what."""
    with_what = {"device": probe.device or ""}
    if probe.has_location and probe.device:
        yield Flag("the file says where it was filmed, and with what: {device}", values=with_what)
    elif probe.has_location:
        yield Flag("the file says where it was filmed")
    elif probe.device:
        yield Flag("the file says with what it was filmed: {device}", values=with_what)
    else:
        yield Passed("the file does not say where it was filmed, or with what")


@check(
    "FM24", Severity.WARN, remedy="Export it again in SDR (Rec. 709), with its colours tagged so."
)
def colours_contradict(probe: Probe) -> Said:
    """What the file says of its colours contradicts the picture, so that apps show them wrongly."""
    if probe.colour_conflict is not None:
        said, found = probe.colour_conflict
        yield Flag(
            "the file says that its colours are {said}, and the picture says {found}; apps show "
            "one or the other",
            values={"said": said, "found": found},
        )
    else:
        yield Passed("what the file says of its colours is true of the picture")
