"""A sound file as samples: a track of the user's own, which holds no moving picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ..errors import InputError
from . import binaries
from .channels import heard, sides_of
from .ffprobe import DEMUXERS, running
from .sound import SAMPLE_RATE

SOUND_DEMUXERS = f"{DEMUXERS},aac,aiff,caf,flac,mp3,w64,wav"
"""The containers that are opened as a track."""

MOST_SECONDS = 900
"""Seconds of a track that are listened to: a quarter of an hour."""


def track_samples(path: Path) -> np.ndarray:
    """The sound of the file at ``path`` as mono samples at 16 kHz, as it is heard.

    Raises InputError when there is no sound in it that can be decoded.
    """
    reading = ("-protocol_whitelist", "file,pipe", "-format_whitelist", SOUND_DEMUXERS)
    writing = ("-vn", "-ac", "2", "-ar", str(SAMPLE_RATE), "-t", str(MOST_SECONDS), "-f", "s16le")
    command = [binaries.ffmpeg(), "-nostdin", "-nostats", "-hide_banner", *reading]
    with running([*command, "-i", f"file:{path.absolute()}", *writing, "pipe:"]) as (process, _):
        data = process.stdout.read(4 * SAMPLE_RATE * MOST_SECONDS)
    stereo = np.frombuffer(data, "<i2", len(data) // 4 * 2).reshape(-1, 2).copy()
    if not len(stereo):
        raise InputError("there is no sound in it that can be decoded; give a sound or a video")
    return heard(stereo, sides_of(stereo))
