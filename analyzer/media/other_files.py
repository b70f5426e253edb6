"""What a file is that is no video: a sound, a picture, captions, an editor's project."""

from __future__ import annotations

from pathlib import Path

from ..errors import InputError

SOUNDS = {
    b"ID3": "MP3", b"\xff\xfb": "MP3", b"\xff\xf3": "MP3", b"\xff\xf2": "MP3",
    b"\xff\xf1": "AAC", b"\xff\xf9": "AAC", b"fLaC": "FLAC", b"FORM": "AIFF",
}  # fmt: skip
"""How sound files begin: ID3v2 and MPEG audio (ISO 11172-3), ADTS (ISO 13818-7), FLAC, IFF."""

PICTURES = {
    b"\xff\xd8\xff": "JPEG", b"\x89PNG": "PNG", b"GIF8": "GIF", b"BM": "BMP", b"8BPS": "PSD",
    b"II*\x00": "TIFF", b"MM\x00*": "TIFF",
}  # fmt: skip
"""How picture files begin."""

RIFF = {b"WAVE": "WAV", b"WEBP": "WebP"}
"""What stands behind the length in a RIFF file."""

CAPTIONS = frozenset({".srt", ".vtt", ".ass", ".ssa"})

PROJECTS = frozenset({
    ".aep", ".drp", ".fcpxml", ".kdenlive", ".mlt", ".prproj", ".veg", ".xges",
})  # fmt: skip
"""The projects of editors: After Effects, Resolve, Final Cut, Kdenlive, Shotcut, Premiere, Vegas,
Pitivi."""


def refusal(path: Path) -> InputError:
    """Why the file at ``path``, which is no video, cannot be analyzed, and what it is."""
    with path.open("rb") as file:
        start = file.read(12)
    kind = RIFF.get(start[8:12], "") if start.startswith(b"RIFF") else ""
    sound = next((name for sign, name in SOUNDS.items() if start.startswith(sign)), kind)
    picture = next((name for sign, name in PICTURES.items() if start.startswith(sign)), "")
    if picture or kind == "WebP":
        return InputError(
            "it is a picture ({kind}), not a video; give the video itself", kind=picture or kind
        )
    if sound:
        return InputError(
            "it is a sound file ({kind}), without a picture; give the video itself", kind=sound
        )
    if path.suffix.lower() in CAPTIONS:
        return InputError("it is a file of captions, not a video; give the video itself")
    if path.suffix.lower() in PROJECTS:
        return InputError(
            "it is an editor's project, not a video; export it as MP4 (H.264 and AAC)"
        )
    return InputError("it is not a video that can be read; export it as MP4 (H.264 and AAC)")
