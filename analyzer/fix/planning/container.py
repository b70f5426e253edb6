"""The file: codecs, frame rate, colours, index, tracks and what it tells of its maker."""

from __future__ import annotations

from msgspec.structs import replace

from ...model import Edit, EditKind, FileEdit, Plan, Wording
from .draft import Draft

REWRITTEN = {
    "FM10": "write the index before the media data",
    "FM16": "keep the picture that was analyzed as the only one",
    "FM20": "keep the track that apps play as the only one",
    "FM21": "write the index anew",
    "FM22": "tag the picture hvc1",
    "FM23": "leave out where and with what it was filmed",
}
"""What is mended without encoding anything."""

ENCODED = {
    "FM08": "encode the picture as H.264",
    "FM14": "encode the picture as progressive H.264 with 4:2:0 colour",
    "FM17": "map the picture from HDR to SDR (Rec. 709), which shows how sharp it is",
    "FM28": "encode the picture that is shown, without an edit list",
    "FM29": "encode the picture with closed GOPs",
}
"""What is mended by encoding the picture."""

COPIED = frozenset({"h264", "hevc"})
"""Codecs of the picture that an MP4 file holds and every platform takes."""

HELD = COPIED | {"av1", "mpeg1video", "mpeg2video", "mpeg4", "vp9"}
"""Codecs of the picture that ffmpeg writes into an MP4 file as they are."""

MAPPED = frozenset({"HLG", "HDR10"})
"""The kinds of HDR whose curves are published (ITU-R BT.2100)."""

FASTEST = 60.0
"""Frames a second of the fastest picture that is written."""

ROOM = 0.85
"""Share of a limit on bytes or bits that the picture may take: the rest is sound and overhead."""

LEAST_BITRATE = 2_000_000
"""Bits a second below which 1080x1920 falls apart; chosen by hand."""


def plan(draft: Draft) -> None:
    """Decide on the file."""
    picture, sound = _encodes_picture(draft), _sound(draft)
    most = _bitrate(draft)
    rewritten = draft.among(REWRITTEN)
    for code in rewritten:
        draft.mend(EditKind.FILE, [code], REWRITTEN[code])
    container = [code for code in draft.among(["FM09", "FM27"]) if _is_foreign(draft, code)]
    if container:
        draft.mend(EditKind.FILE, container, "write it as MP4")
        picture = picture or draft.probe.video_codec not in COPIED
    if "FM24" in draft.found:
        draft.leave(["FM24"], "which of the two is true only its maker can see")
    if picture or sound or most or rewritten or container:
        draft.file = FileEdit(
            encodes_picture=picture or most is not None, encodes_sound=sound, most_bitrate=most
        )


def held(wanted: Plan, codec: str) -> Plan:
    """The plan with its picture encoded where what is written could not hold a copy of it."""
    if not wanted.edits or wanted.encodes_picture or codec in HELD:
        return wanted
    said = Wording(ENCODED["FM08"])
    edit = Edit(EditKind.FILE, (), said.text, said)
    file = replace(wanted.file or FileEdit(), encodes_picture=True)
    return replace(wanted, edits=(*wanted.edits, edit), file=file)


def _encodes_picture(draft: Draft) -> bool:
    probe = draft.probe
    codes = list(draft.among(ENCODED))
    if "FM17" in codes and probe.hdr not in MAPPED:
        codes.remove("FM17")
        draft.leave(["FM17"], "{hdr} is mapped by its maker's own tables", hdr=probe.hdr or "")
    for code in codes:
        draft.mend(EditKind.FILE, [code], ENCODED[code])
    taken = draft.profile.api_video_codecs
    if taken and probe.video_codec not in taken and draft.among(["FM27"]):
        draft.mend(EditKind.FILE, ["FM27"], ENCODED["FM08"])
        codes.append("FM27")
    if not draft.among(["FM11"]):
        return bool(codes)
    if probe.fps <= FASTEST:
        draft.leave(["FM11"], "frames that were not filmed cannot be made")
        return bool(codes)
    draft.mend(EditKind.FILE, ["FM11"], "leave out frames, down to {fps:g} a second", fps=FASTEST)
    return True


def _is_foreign(draft: Draft, code: str) -> bool:
    """Whether it is the kind of file that ``code`` complains of."""
    taken = draft.profile.api_containers or ()
    return code == "FM09" or (bool(taken) and draft.probe.container not in taken)


def _sound(draft: Draft) -> bool:
    if not draft.among(["FM13"]):
        return False
    draft.mend(EditKind.FILE, ["FM13"], "encode the sound as AAC, stereo, 48 kHz")
    return True


def _bitrate(draft: Draft) -> int | None:
    """The most that the picture may take where the file is too large; null where it is not."""
    probe, profile = draft.probe, draft.profile
    limits = []
    codes = draft.among(["FM12", "FM15"])
    if "FM12" in codes and profile.max_bytes:
        limits.append(profile.max_bytes * 8 / probe.duration)
    if "FM15" in codes and profile.max_bitrate and probe.bitrate > profile.max_bitrate:
        limits.append(profile.max_bitrate)
    elif "FM15" in codes:
        draft.leave(["FM15"], "detail that was not encoded cannot be added")
    if not limits:
        return None
    most = int(min(limits) * ROOM)
    codes = draft.among(codes)
    if most < LEAST_BITRATE:
        draft.leave(codes, "at {rate:.1f} Mbps the picture would fall apart", rate=most / 1e6)
        return None
    draft.mend(
        EditKind.FILE, codes, "encode the picture at {rate:.1f} Mbps at most", rate=most / 1e6
    )
    return most
