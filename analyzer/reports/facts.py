"""What was measured on a draft, as rows of the card in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from ..model import (
    KIND_NAMES,
    Judgement,
    Layout,
    LayoutKind,
    Match,
    Music,
    Probe,
    Report,
    Result,
    Signals,
    Sound,
    named_ratio,
)
from . import judged, word_rows
from .language import Language
from .text import STYLES, printable

HEARD_SPEED = 0.005
"""Difference in speed from which it is told; chosen by hand."""


def rows(report: Report, say: Language) -> Iterator[tuple[str, str | Text]]:
    """Each fact with its label, which is still in English."""
    probe, signals = report.probe, report.signals
    if probe is None or signals is None:
        return
    yield from _summary_rows(report.judgements, signals, say)
    yield "File", _file(probe, say)
    if signals.hook is not None:
        strength, evidence = signals.hook.strength, say.evidence(signals.hook)
        yield (
            "Hook",
            Text.assemble((say(strength.value), STYLES[strength]), ": ", ", ".join(evidence)),
        )
    if signals.motion is not None:
        yield "Camera", say(signals.motion.camera)
    yield from _picture_rows(probe, signals, say)
    yield from _sound_rows(signals, say)
    yield from word_rows.rows(signals, say)
    for match in signals.matches or ():
        yield "Seen in", matched(match, say)
    for sound in signals.sounds or ():
        yield "Your track", heard(sound, say)
    for name, reason in _reasons(signals, say):
        yield "Unknown", f"{name}: {printable(reason)}"
    if report.score is not None and report.score.coverage < 1:
        share = report.score.coverage
        yield "Checked", say("{share:.0%} of the checks, by weight; see Unknown", share=share)
    for outcome in report.outcomes:
        if outcome.outcome is Result.CRASHED:
            yield "Crashed", Text(f"{outcome.code}: {printable(outcome.note)}", "red")


def matched(match: Match, say: Language) -> str:
    """What of the draft is in another video, and where there."""
    parts = [
        say("{path}: {seconds:.1f} s of it", path=printable(match.path), seconds=match.seconds),
        say(
            "there from {start_clock}",
            start_clock=say.clock(match.spans_there[0].start),
        ),
    ]
    parts += [say("mirrored")] if match.mirrored else []
    parts += [say("cropped")] if match.cropped else []
    parts += [say("with other sound")] if match.sound is False else []
    return ", ".join(parts)


def heard(sound: Sound, say: Language) -> str:
    """Which of the user's own tracks is heard, for how long, and from where in it."""
    parts = [
        say("{path}: {seconds:.1f} s of it", path=printable(sound.path), seconds=sound.seconds),
        say("from {start:.1f} s", start=sound.spans[0].start),
        say("there from {start_clock}", start_clock=say.clock(sound.spans_there[0].start)),
    ]
    if abs(sound.speed - 1) >= HEARD_SPEED:
        parts.append(say("{share:.0%} of its speed", share=sound.speed))
    return ", ".join(parts)


def _summary_rows(
    judgements: Sequence[Judgement], signals: Signals, say: Language
) -> Iterator[tuple[str, str]]:
    """The parts of the score for each platform, and the kind of draft."""
    for judgement in judgements:
        if parts := judged.parts(judgement.score):
            told = ", ".join(f"{say(name)} {value}" for name, value in parts)
            yield "Score", f"{judgement.platform}: {told}" if len(judgements) > 1 else told
    if signals.kind is not None:
        evidence = [*map(say.wording, signals.kind.wordings)] or signals.kind.evidence
        yield "Kind", f"{say(KIND_NAMES[signals.kind.kind])}: {', '.join(evidence)}"
    if signals.layout is not None and signals.layout.kind is not LayoutKind.SINGLE:
        yield "Layout", laid_out(signals.layout, say)


def laid_out(layout: Layout, say: Language) -> str:
    """How the pictures lie, and what that is recognised by."""
    evidence = ", ".join(say.wording(wording) for wording in layout.wordings)
    return f"{say(layout.kind.value)}: {evidence}"


def _file(probe: Probe, say: Language) -> str:
    ratio = say.wording(named_ratio(probe.display_width, probe.display_height))
    rate = say("{fps:.4g} fps", fps=probe.fps)
    sound = say("no audio")
    if probe.audio_codec:
        sound = f"{probe.audio_codec} {probe.audio_channels}ch {probe.audio_sample_rate} Hz"
    if probe.audio_streams > 1:
        sound += say(" (1 of {count} tracks)", count=probe.audio_streams)
    parts = (
        f"{probe.display_width}x{probe.display_height} ({ratio})",
        say.clock(probe.duration),
        f"{rate} {say('variable')}" if probe.is_vfr else rate,
        f"{probe.container} {probe.video_codec}",
        sound,
        say("{megabytes:,.1f} MB", megabytes=probe.size_bytes / 1e6),
    )
    return ", ".join(parts)


def _picture_rows(probe: Probe, signals: Signals, say: Language) -> Iterator[tuple[str, str]]:
    shots, picture = signals.shots, signals.picture
    if shots is not None:
        several = say("{count} shots", count=len(shots.spans))
        parts = [several if len(shots.spans) > 1 else say("one shot")]
        if shots.first_at is not None:
            parts.append(say("{rate:.0f} changes a minute", rate=shots.per_minute))
            parts.append(say("the first at {time:.1f} s", time=shots.first_at))
        if shots.on_beat_share is not None:
            parts.append(say("{share:.0%} of the cuts on the beat", share=shots.on_beat_share))
        yield "Pace", ", ".join(parts)
    if picture is not None:
        detail = say("{share:.0%} of the detail it could hold", share=picture.sharpness)
        light = say("{share:.0%}", share=picture.brightness)
        parts = [
            f"{say(judged.sharpness(picture))} ({detail})",
            f"{say(judged.brightness(picture))} ({light})",
            say(
                "{grain_words} ({noise:.1f} gray levels)",
                grain_words=judged.grain(picture),
                noise=picture.noise,
            ),
        ]
        if picture.bars is not None:
            content = picture.bars.content
            inside = say.wording(named_ratio(content.width, content.height))
            words = picture.bars.filling(probe)
            parts.append(say("{inside} beside {filling_words}", inside=inside, filling_words=words))
        if picture.covers:
            times = say.times(cover.time for cover in picture.covers)
            parts.append(say("best covers at {times} s", times=times))
        yield "Picture", ", ".join(parts)


def _sound_rows(signals: Signals, say: Language) -> Iterator[tuple[str, str]]:
    loudness, speech, music = signals.loudness, signals.speech, signals.music
    if loudness is not None:
        peak = say("true peak {peak:+z.1f} dBTP", peak=loudness.true_peak_dbtp or 0.0)
        if loudness.integrated_lufs is None and loudness.is_too_short and not loudness.is_silent:
            yield "Loudness", f"{say('too short to measure')}, {peak}"
        elif loudness.integrated_lufs is None:
            yield "Loudness", say("silent") if loudness.is_silent else say("below -70 LUFS")
        else:
            told = [say("{level:.1f} LUFS", level=loudness.integrated_lufs), peak]
            if loudness.range_lu is not None:
                told.append(say("range {range:.1f} LU", range=loudness.range_lu))
            yield "Loudness", ", ".join(told)
    if speech is not None:
        heard = say(
            "{seconds:.1f} s from {start:.1f} s", seconds=speech.seconds, start=speech.first_at or 0
        )
        yield "Speech", say("none") if speech.first_at is None else heard
    if music is not None:
        yield "Music", say("none") if music.first_at is None else _music(music, say)


def _music(music: Music, say: Language) -> str:
    parts = [
        say(
            "{seconds:.1f} s ({share:.0%}) from {start:.1f} s",
            seconds=music.seconds,
            share=music.share,
            start=music.first_at or 0.0,
        )
    ]
    if music.under_voice_seconds:
        parts.append(say("{seconds:.1f} s under a voice", seconds=music.under_voice_seconds))
    if music.singing_seconds:
        parts.append(say("{seconds:.1f} s sung", seconds=music.singing_seconds))
    if music.tempo_bpm is not None:
        parts.append(say("{tempo:.0f} bpm", tempo=music.tempo_bpm))
    return ", ".join(parts)


def _reasons(signals: Signals, say: Language) -> Iterator[tuple[str, str]]:
    """Unmeasured signals, those with the same reason together."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in signals.unmeasured.items():
        said = say.reason(reason, signals.reasons.get(name))
        by_reason.setdefault(said, []).append(say(name.replace("_", " ")))
    for reason, names in by_reason.items():
        yield ", ".join(names), reason
