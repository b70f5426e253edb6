"""Marks as timelines that editing programs import, written by OpenTimelineIO and its adapters.

What an adapter leaves out is put in where its format has a place for it: whether timecode drops
frames, and in FCPXML the exact duration of a frame, the size of the picture, the sound, and the
notes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple
from xml.etree import ElementTree

from ...model import Probe, Severity
from ..rates import Rate
from .marks import Mark

COLORS = {Severity.ERROR: "RED", Severity.WARN: "YELLOW", Severity.INFO: "BLUE"}
"""Of the colours that OpenTimelineIO and Avid's locators know."""

PREMIERE_COLORS = {
    Severity.ERROR: "4281740498",
    Severity.WARN: "4281049552",
    Severity.INFO: "4294741314",
}
"""What Premiere Pro writes for its red, yellow and blue markers, as 0xAABBGGRR."""

PROGRAM_KEY = "short_draft_analyzer"
"""What a mark's own data is found under, among what else a timeline holds."""


class Source(NamedTuple):
    """The draft that the marks are on."""

    name: str
    url: str
    """Its address, ``file:///…``."""
    probe: Probe
    rate: Rate


def otio(marks: Sequence[Mark], source: Source) -> str:
    """Return OpenTimelineIO's own JSON, which names the draft beside it."""
    return _written(_timeline(marks, source, source.url.rpartition("/")[2]), "otio_json")


def edl(marks: Sequence[Mark], source: Source) -> str:
    """Return a CMX 3600 EDL with a locator a mark, in capitals and on one line, as they are."""
    whole = [mark._replace(name=" → ".join((mark.name, *mark.note.split("\n")))) for mark in marks]
    timeline = _timeline(whole, source, "")
    timeline.tracks[0][0].metadata["cmx_3600"] = {"reel": "AX"}
    counting = "DROP FRAME" if source.rate.is_drop_frame else "NON-DROP FRAME"
    title, _, events = _written(timeline, "cmx_3600").partition("\n\n")
    return f"{title}\nFCM: {counting}\n\n{events}"


def xml(marks: Sequence[Mark], source: Source) -> str:
    """Return Final Cut Pro 7 XML, in which the marks are those of the sequence."""
    written = _written(_timeline(marks, source, source.url, on_clip=False), "fcp_xml")
    if source.rate.is_drop_frame:
        written = written.replace(
            "<displayformat>NDF</displayformat>", "<displayformat>DF</displayformat>"
        ).replace("<string>00:00:00:00</string>", "<string>00:00:00;00</string>")
    return written


def fcpxml(marks: Sequence[Mark], source: Source) -> str:
    """Return FCPXML, in which what must be fixed is a to-do, for it has no colours.

    The adapter would have a program on PATH open the draft, so it is told of none; nor of its name,
    for it stumbles over an apostrophe in one.
    """
    probe, rate = source.probe, source.rate
    written = _written(_timeline(marks, source._replace(name="draft"), ""), "fcpx_xml")
    root = ElementTree.fromstring(written)  # noqa: S314 (the adapter's own)
    shown = {
        "frameDuration": f"{rate.fps.denominator}/{rate.fps.numerator}s",
        "width": str(probe.display_width),
        "height": str(probe.display_height),
    }
    for form in root.iter("format"):
        del form.attrib["name"]
        form.attrib |= shown
    sound = {"hasAudio": "1"} if probe.audio_codec else {}
    for asset in root.iter("asset"):
        del asset.attrib["hasAudio"]
        asset.attrib |= {"src": source.url, **sound}
        resource, format_id = asset.attrib["id"], asset.attrib["format"]
    for project in root.iter("project"):
        del project.attrib["uid"]
    for named in root.iterfind(".//*[@name='draft']"):
        named.set("name", source.name)
    for sequence in root.iter("sequence"):
        sequence.set("tcFormat", "DF" if rate.is_drop_frame else "NDF")
    for clip in list(root.iter("clip")):
        clip.tag = "asset-clip"
        clip.attrib |= {"ref": resource, "format": format_id}
        clip.remove(clip[0])
        for element, mark in zip(clip.iter("marker"), marks, strict=True):
            element.set("note", mark.note)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n{text}\n'


WRITERS: Mapping[str, Callable[[Sequence[Mark], Source], str]] = {
    "otio": otio,
    "edl": edl,
    "xml": xml,
    "fcpxml": fcpxml,
}
"""What writes each format."""


def _written(timeline: Any, adapter: str) -> str:
    from opentimelineio import adapters

    return adapters.write_to_string(timeline, adapter).rstrip("\n") + "\n"  # type: ignore[no-any-return]


def _timeline(marks: Sequence[Mark], source: Source, media: str, *, on_clip: bool = True) -> Any:
    """The draft as one clip from 00:00:00:00 on, offline where ``media`` is empty."""
    from opentimelineio import opentime, schema

    fps = float(source.rate.fps)
    start = opentime.RationalTime(0, fps)
    whole = opentime.TimeRange(start, opentime.RationalTime(source.rate.frames, fps))
    reference = (
        schema.ExternalReference(media, available_range=whole)
        if media
        else schema.MissingReference(available_range=whole)
    )
    clip = schema.Clip(source.name, media_reference=reference, source_range=whole)
    timeline = schema.Timeline(source.name, global_start_time=start)
    timeline.tracks.append(schema.Track("V1", [clip], kind=schema.TrackKind.Video))
    if media and source.probe.audio_codec:
        sound = schema.Track("A1", [clip.clone()], kind=schema.TrackKind.Audio)
        timeline.tracks.append(sound)
    holder = clip if on_clip else timeline.tracks
    for mark in marks:
        marked = opentime.TimeRange(
            opentime.RationalTime(mark.start, fps), opentime.RationalTime(mark.frames, fps)
        )
        told = {"comment": mark.note, "pproColor": PREMIERE_COLORS[mark.severity]}
        own = {"severity": mark.severity.value, "codes": list(mark.codes)}
        holder.markers.append(
            schema.Marker(
                mark.name,
                marked,
                COLORS[mark.severity],
                {PROGRAM_KEY: own} if on_clip else {"fcp_xml": told},
                comment=mark.note,
            )
        )
    return timeline
