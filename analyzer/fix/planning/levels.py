"""The sound: one loudness, peaks under the limit, both sides, and the track that is heard."""

from __future__ import annotations

from ...model import MAX_DC_OFFSET, EditKind, Sides, SoundEdit, Span
from .draft import Draft

TRUE_PEAK_DBTP = -1.0
"""Highest true peak: EBU R 128, and what lossy encoders need (AES TD1008, 2021)."""

MOST_LIMITED_DB = 6.0
"""Decibels by which peaks are cut at most: more is heard as pumping. Chosen by hand."""

WHOLE_SHARE = 0.9
"""Share of the sounding time for which a fault of the sides has to stand, to be mended for all of
it; chosen by hand: the rest is pauses."""

LEVEL = ("SD05", "SD06", "SD07")


def plan(draft: Draft) -> None:
    """Decide on the sound."""
    if draft.probe.audio_index is None:
        return
    track, sides = _track(draft), _sides(draft)
    is_new = track is not None or sides is not Sides.KEPT
    target = draft.profile.target_lufs if _is_levelled(draft, is_new=is_new) else None
    is_off = draft.among(["SD11"])
    is_centred = bool(is_off) or _is_off_once_raised(draft, target)
    if is_centred:
        draft.mend(EditKind.SOUND, is_off, "take the DC offset away")
    if "SD08" in draft.found:
        draft.leave(["SD08"], "what was cut off by clipping is lost: it takes the recording")
    if target is not None or is_centred:
        draft.sound = SoundEdit(
            track=track,
            sides=sides,
            target_lufs=target,
            is_centred=is_centred,
        )


def _is_off_once_raised(draft: Draft, target: float | None) -> bool:
    """Whether an offset that is slight now is none any more at the loudness that is wanted."""
    loudness = draft.signals.loudness
    if target is None or loudness is None or loudness.integrated_lufs is None:
        return False
    gain = 10 ** ((target - loudness.integrated_lufs) / 20)
    return gain * loudness.dc_offset > MAX_DC_OFFSET


def _track(draft: Draft) -> int | None:
    """Which track is made the only one, counted from 0; null where that is the one that plays."""
    loudness = draft.signals.loudness
    if not draft.among(["SD15"]) or loudness is None or loudness.heard_on is None:
        return None
    draft.mend(
        EditKind.SOUND, ["SD15"], "make track {track}, which has the sound, the only one",
        track=loudness.heard_on,
    )  # fmt: skip
    return loudness.heard_on - 1


def _sides(draft: Draft) -> Sides:
    channels = draft.signals.channels
    codes = draft.among(["SD09", "SD10"])
    if channels is None or not codes:
        return Sides.KEPT
    faults = {
        Sides.TURNED: (channels.opposed_spans, "SD09", "turn the phase of the right channel"),
        Sides.LEFT: (channels.left_spans, "SD10", "put the sound of the left on both sides"),
        Sides.RIGHT: (channels.right_spans, "SD10", "put the sound of the right on both sides"),
    }
    for sides, (spans, code, what) in faults.items():
        if code in codes and _seconds(spans) >= WHOLE_SHARE * channels.seconds:
            draft.mend(EditKind.SOUND, [code], what)
            draft.leave(draft.among(["SD09", "SD10"]), "it is there for a part of the draft only")
            return sides
    draft.leave(codes, "it is there for a part of the draft only")
    return Sides.KEPT


def _is_levelled(draft: Draft, *, is_new: bool) -> bool:
    """Whether the loudness is set; ``is_new`` where what is heard then was not measured."""
    codes, loudness = draft.among(LEVEL), draft.signals.loudness
    target = draft.profile.target_lufs
    if is_new:
        draft.mend(
            EditKind.SOUND, codes, "bring it to {target:g} LUFS, with a limiter at {limit:g} dBTP",
            target=target, limit=TRUE_PEAK_DBTP,
        )  # fmt: skip
        return True
    if not codes or loudness is None:
        return False
    level, peak = loudness.integrated_lufs, loudness.true_peak_dbtp
    if level is None or peak is None:
        draft.leave(codes, "its loudness cannot be measured")
        return False
    gain = target - level
    limited = peak + gain - TRUE_PEAK_DBTP
    values = {"gain": gain, "target": target, "limit": TRUE_PEAK_DBTP, "limited": limited}
    if limited > MOST_LIMITED_DB:
        draft.leave(
            codes,
            "at {target:g} LUFS its peaks would lose {limited:.1f} dB, and more than 6 is heard: "
            "compress it in the editor",
            **{name: values[name] for name in ("target", "limited")},
        )
        return False
    draft.mend(
        EditKind.SOUND,
        codes,
        "change the sound by {gain:+.1f} dB to {target:g} LUFS, with a limiter at {limit:g} dBTP "
        "that takes {limited:.1f} dB off the peaks"
        if limited > 0
        else "change the sound by {gain:+.1f} dB to {target:g} LUFS",
        **{k: v for k, v in values.items() if limited > 0 or k in ("gain", "target")},
    )
    return True


def _seconds(spans: tuple[Span, ...]) -> float:
    return sum(span.seconds for span in spans)
