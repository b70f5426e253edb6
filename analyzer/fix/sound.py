"""The sound made anew: one gain, an oversampled limiter, AAC, and measured after that.

The encoder's run-up is not hidden by an edit list: as many samples of the sound are left out at
its start as the encoder puts there, so that it is in time without one.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..errors import MendError
from ..media.sound import levels_in
from ..model import Cut, Loudness, Plan, Probe, Sides, SoundEdit
from . import programs
from .planning.levels import MOST_LIMITED_DB, TRUE_PEAK_DBTP

RATE = 48_000
"""Samples a second of what is written."""

PRIMING = 1_024
"""Samples that ffmpeg's AAC encoder puts before the sound (its one block of run-up)."""

BITRATE = "256k"
"""Of AAC in stereo; the platforms encode it again at 128 at most."""

OVERSAMPLED = 192_000
"""Samples a second at which peaks are cut: four times as many (ITU-R BS.1770-4, annex 2)."""

LIMITERS = ((2.5, 20.0), (1.0, 5.0))
"""Milliseconds in which the limiter sets in and lets go: the softer pair, and where that would
take too much of the loudness range, the shorter (two voices that lost 1.3 and 0.9 LU with the
first lost 0.9 and 0.6 with the second; November 2026)."""

NEAR_LU = 0.3
"""Loudness units by which the result may miss its target, well within the 0.5 that are asked."""

HEADROOM_DB = 0.3
"""Decibels under the highest true peak at which it is first cut: encoding raises it again."""

MOST_ROUNDS = 6
"""Encodings until loudness and peak are right: real drafts take two or three."""

MOST_LRA_CHANGE = 1.0
"""Loudness units by which the loudness range may change."""

PANS = {
    Sides.KEPT: "",
    Sides.LEFT: ",pan=stereo|c0=c0|c1=c0",
    Sides.RIGHT: ",pan=stereo|c0=c1|c1=c1",
    Sides.TURNED: ",pan=stereo|c0=c0|c1=-1*c1",
}

SUB_SONIC = ",highpass=f=20"
"""What takes a DC offset away."""


class SoundRefusedError(MendError):
    """The sound cannot be brought to its target without harm; all else can be done."""


class Levels(NamedTuple):
    """Loudness, true peak and loudness range; null where they cannot be measured."""

    lufs: float | None
    peak: float | None
    lra: float | None


def encode(draft: Path, probe: Probe, plan: Plan, loudness: Loudness | None, folder: Path) -> Path:
    """Write the draft's sound as the plan asks for it into ``folder``, and return that file.

    Raises SoundRefusedError where its loudness cannot be brought to the target without harm.
    """
    edit = plan.sound or SoundEdit()
    chain = _chain(probe, edit, plan.cut)
    source = [*_source(draft, probe, plan), "-vn", "-sn", "-dn"]
    target = folder / "sound.aac"
    is_levelled = edit.target_lufs is not None
    is_all = edit == SoundEdit(target_lufs=edit.target_lufs) and not plan.cut
    told = loudness if is_levelled and is_all else None
    before = _told(told) if told else _measured([*source, "-af", chain], folder)
    is_limited = is_levelled or (before.peak is not None and before.peak <= TRUE_PEAK_DBTP)
    refusal = SoundRefusedError("its loudness could not be brought to the target")
    for pace in LIMITERS if is_limited else (None,):
        try:
            _settle([*source, "-af"], chain, edit.target_lufs, before, pace, target)
        except SoundRefusedError as why:
            refusal = why
        else:
            return target
    raise refusal


def _settle(
    source: list[str],
    chain: str,
    lufs: float | None,
    before: Levels,
    pace: tuple[float, float] | None,
    target: Path,
) -> None:
    """Write ``target`` until its peaks and its loudness, ``lufs`` where that is set, are right.

    Without a ``pace`` nothing is limited, and it is written once.
    """
    gain, ceiling = 0.0, TRUE_PEAK_DBTP - HEADROOM_DB
    if lufs is not None and before.lufs is not None:
        gain = lufs - before.lufs
    for _ in range(MOST_ROUNDS):
        if lufs is not None:
            _refuse_hard_limiting((before.peak or 0.0) + gain, lufs)
        filters = chain + (_levelled(gain, ceiling, *pace) if pace else "")
        programs.ffmpeg([*source, filters, *_aac(), target.name], target.parent)
        after = _measured(["-i", target.name], target.parent)
        off = lufs - after.lufs if lufs is not None and after.lufs is not None else 0.0
        over = after.peak - TRUE_PEAK_DBTP if pace and after.peak is not None else 0.0
        if abs(off) <= NEAR_LU and over <= 0.0:
            _refuse_flattening(before, after)
            return
        gain += off
        ceiling -= over + HEADROOM_DB / 3 if over > 0.0 else 0.0
    raise SoundRefusedError("its loudness could not be brought to the target")


def _source(draft: Path, probe: Probe, plan: Plan) -> list[str]:
    track = f"0:{probe.audio_index}"
    if plan.sound and plan.sound.track is not None:
        track = f"0:a:{plan.sound.track}"
    return ["-copyts", *programs.opened(draft, probe), "-map", track]


def _chain(probe: Probe, edit: SoundEdit, cut: Cut | None) -> str:
    """The sound from the draft's start on, in stereo, of the length that is kept."""
    start = (cut.start if cut else 0.0) + PRIMING / RATE
    end = cut.end if cut else probe.duration
    both = (
        "pan=stereo|c0=c0|c1=c0" if probe.audio_channels == 1 else "aformat=channel_layouts=stereo"
    )
    return (
        f"asetpts=PTS-{probe.start_time:f}/TB,aresample={RATE}:async=1:first_pts=0,{both}"
        f"{PANS[edit.sides]}{SUB_SONIC if edit.is_centred else ''}"
        f",atrim=start={start:.6f}:end={end:.6f},asetpts=PTS-STARTPTS"
    )


def _levelled(gain: float, ceiling: float, attack: float, release: float) -> str:
    """A gain and a limiter at four times the rate, whose delay is taken off again."""
    return (
        f",volume={gain:.3f}dB,aresample={OVERSAMPLED}"
        f",alimiter=limit={10 ** (ceiling / 20):.6f}:attack={attack}:release={release}"
        f":level=disabled,atrim=start={attack / 1000},asetpts=PTS-STARTPTS,aresample={RATE}"
    )


def _aac() -> list[str]:
    return ["-c:a", "aac", "-b:a", BITRATE, "-ar", str(RATE), "-ac", "2", "-f", "adts"]


def _told(loudness: Loudness) -> Levels:
    return Levels(loudness.integrated_lufs, loudness.true_peak_dbtp, loudness.range_lu)


def _measured(source: list[str], folder: Path) -> Levels:
    """Loudness, true peak and range (EBU R 128) of what ffmpeg reads and filters."""
    arguments, meter = list(source), "ebur128=peak=true:framelog=verbose"
    if "-af" in arguments:
        arguments[-1] += f",{meter}"
    else:
        arguments += ["-af", meter]
    log = programs.ffmpeg([*arguments, "-f", "null", "-"], folder, log_level="info")
    found = levels_in(log)
    return Levels(found["integrated_lufs"], found["true_peak_dbtp"], found["range_lu"])


def _refuse_hard_limiting(peak: float, lufs: float) -> None:
    if peak - TRUE_PEAK_DBTP > MOST_LIMITED_DB:
        raise SoundRefusedError(
            "at {target:g} LUFS its peaks would lose {limited:.1f} dB, and more than 6 is heard: "
            "compress it in the editor",
            target=lufs,
            limited=peak - TRUE_PEAK_DBTP,
        )


def _refuse_flattening(before: Levels, after: Levels) -> None:
    if before.lra is not None and after.lra is not None:
        change = abs(after.lra - before.lra)
        if change > MOST_LRA_CHANGE:
            raise SoundRefusedError(
                "its loudness range would change by {change:.1f} LU, and more than 1 is heard: "
                "compress it in the editor",
                change=change,
            )
