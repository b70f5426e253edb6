"""Every fact that was measured, as rows under headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...model import LANGUAGE_NAMES, LayoutKind, Origin, Probe, Report, Signals, merge, named_ratio
from .. import judged
from ..facts import heard, laid_out, matched
from ..language import Language
from ..text import printable

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that belong together."""

    title: str
    rows: tuple[Row, ...]


def groups(report: Report, say: Language) -> tuple[Group, ...]:
    """Return all groups that have something to tell."""
    probe, signals = report.probe, report.signals
    if probe is None or signals is None:
        return ()
    named = {
        say("File"): _file(report, probe, say),
        say("Picture"): _picture(probe, signals, say),
        say("Movement and faces"): _sight(signals, say),
        say("Rhythm"): _rhythm(signals, say),
        say("Sound"): _sound(probe, signals, say),
        say("Words"): _words(signals, say),
        say("Post"): _post(signals, say),
        say("Seen before"): _matches(signals, say),
        say("Your tracks"): _tracks(signals, say),
        say("Not measured"): _unmeasured(signals, say),
    }
    made = [Group(title, tuple(rows)) for title, rows in named.items()]
    return tuple(group for group in made if group.rows)


def _matches(signals: Signals, say: Language) -> Iterator[Row]:
    for match in signals.matches or ():
        where = say("in the library") if match.of is Origin.LIBRARY else say("in this folder")
        yield where, matched(match, say)


def _tracks(signals: Signals, say: Language) -> Iterator[Row]:
    for sound in signals.sounds or ():
        yield ", ".join(map(say.stretch, sound.spans)), heard(sound, say)


def _file(report: Report, probe: Probe, say: Language) -> Iterator[Row]:
    yield say("Path"), printable(report.path)
    yield say("Length"), say.clock(probe.duration)
    yield say("Size"), say("{megabytes:,.1f} MB", megabytes=probe.size_bytes / 1e6)
    yield say("Container"), probe.container
    yield say("Bitrate"), say("{rate:.1f} Mbps", rate=probe.bitrate / 1e6)
    if probe.faststart is not None:
        yield say("Fast start"), say("yes") if probe.faststart else say("no")
    if report.timing is not None:
        yield say("Analyzed in"), say("{seconds:.1f} s", seconds=report.timing.total)
    if report.content is not None:
        yield say("Fingerprint"), report.content


def _picture(probe: Probe, signals: Signals, say: Language) -> Iterator[Row]:
    ratio = say.wording(named_ratio(probe.display_width, probe.display_height))
    yield say("Size on screen"), f"{probe.display_width} × {probe.display_height} ({ratio})"
    yield (
        say("Frame rate"),
        say("{fps:.4g} frames a second", fps=probe.fps)
        + (f", {say('variable')}" if probe.is_vfr else ""),
    )
    yield say("Encoding"), f"{probe.video_codec}, {probe.pixel_format}"
    yield say("Dynamic range"), probe.hdr or "SDR"
    if probe.rotation or probe.mirrored:
        mirrored = f", {say('mirrored')}" if probe.mirrored else ""
        yield say("Rotation"), f"{probe.rotation}°{mirrored}"
    if signals.layout is not None and signals.layout.kind is not LayoutKind.SINGLE:
        yield say("Layout"), laid_out(signals.layout, say)
    picture = signals.picture
    if picture is None:
        return
    detail = say("{share:.0%} of the detail it could hold", share=picture.sharpness)
    yield say("Sharpness"), f"{say(judged.sharpness(picture))} ({detail})"
    light = say("{share:.0%}", share=picture.brightness)
    yield say("Brightness"), f"{say(judged.brightness(picture))} ({light})"
    yield say("Too dark"), say("{share:.0%} of the time", share=picture.dark_share)
    grain = say("{noise:.1f} of 255 steps", noise=picture.noise)
    yield say("Grain"), f"{say(judged.grain(picture))} ({grain})"
    if picture.upscaled_from is not None:
        yield say("Enlarged from"), say("about {lines} lines", lines=picture.upscaled_from)
    if picture.bars is not None:
        inside = named_ratio(picture.bars.content.width, picture.bars.content.height)
        yield say("Bars around"), f"{say(picture.bars.filling(probe))}, {say.wording(inside)}"
    for label, spans in (
        (say("Black"), picture.black_spans),
        (say("Frozen"), picture.frozen_spans),
        (say("Flashes"), merge((*picture.flash_spans, *picture.red_flash_spans), gap=0.0)),
    ):
        yield label, ", ".join(map(say.stretch, spans)) or say("none")
    if picture.covers:
        best = picture.covers[0]
        yield say("Best cover"), ", ".join(say.clock(cover.time) for cover in picture.covers)
        crops = ", ".join(best.keeps_heads_in) or say("the whole frame only")
        yield say("Crops that cut no head"), crops


def _sight(signals: Signals, say: Language) -> Iterator[Row]:
    if signals.motion is not None:
        motion = signals.motion
        yield say("Camera"), say(motion.camera)
        level = say("{level:.0f}% of the height per second", level=motion.level)
        yield say("Movement"), f"{say(judged.movement(motion))} ({level})"
        yield say("Subject moves"), say("{share:.0%} of the time", share=motion.subject_share)
    if signals.faces is not None:
        faces = signals.faces
        if not faces.present or faces.first_at is None:
            yield say("Faces"), say("none")
        else:
            yield say("Faces at once"), say("at most {count}", count=faces.count)
            yield say("First face"), say.clock(faces.first_at)
            yield say("Faces seen for"), say.clock(faces.seconds)
            yield say("Largest face"), say("{share:.0%} of the frame", share=faces.largest_share)


def _rhythm(signals: Signals, say: Language) -> Iterator[Row]:
    if signals.shots is not None:
        shots = signals.shots
        yield say("Cuts"), say("{count}", count=len(shots.cuts))
        yield say("Dissolves, fades and wipes"), say("{count}", count=len(shots.gradual))
        yield say("Pace"), say("{rate:.1f} changes a minute", rate=shots.per_minute)
        if shots.first_at is not None:
            yield say("First change"), say.clock(shots.first_at)
        if shots.busiest is not None and shots.busiest_count > 1:
            yield (
                say("Busiest"),
                say(
                    "{count} changes from {start:.1f} s to {end:.1f} s",
                    count=shots.busiest_count,
                    start=shots.busiest.start,
                    end=shots.busiest.end,
                ),
            )
        if shots.on_beat_share is not None:
            yield say("Cuts on the beat"), say("{share:.0%}", share=shots.on_beat_share)
    if signals.music is not None and signals.music.tempo_bpm is not None:
        yield say("Tempo"), say("{tempo:.0f} beats a minute", tempo=signals.music.tempo_bpm)


def _sound(probe: Probe, signals: Signals, say: Language) -> Iterator[Row]:
    if probe.audio_codec is None:
        yield say("Audio track"), say("none")
        return
    yield (
        say("Audio track"),
        say(
            "{codec}, {channels} channels, {rate:,} Hz",
            codec=probe.audio_codec,
            channels=probe.audio_channels or 0,
            rate=probe.audio_sample_rate or 0,
        ),
    )
    if signals.loudness is not None:
        loudness = signals.loudness
        level = loudness.integrated_lufs
        low = say("too short to measure") if loudness.is_too_short else say("below -70 LUFS")
        yield say("Loudness"), low if level is None else say("{level:.1f} LUFS", level=level)
        if loudness.true_peak_dbtp is not None:
            yield say("True peak"), say("{peak:+z.1f} dBTP", peak=loudness.true_peak_dbtp)
        if loudness.range_lu is not None:
            yield say("Loudness range"), say("{range:.1f} LU", range=loudness.range_lu)
        yield say("Clipped samples"), say("{count:,}", count=loudness.clipped_samples)
    if signals.channels is not None and signals.channels.correlation is not None:
        correlation = signals.channels.correlation
        yield say("Left and right"), say("correlation {value:+.2f}", value=correlation)
    if signals.speech is not None:
        yield say("Speech"), _heard(signals.speech.seconds, signals.speech.first_at, say)
    if signals.music is not None:
        music = signals.music
        yield say("Music"), _heard(music.seconds, music.first_at, say)
        if music.present:
            yield say("Music under a voice"), say.clock(music.under_voice_seconds)
            yield say("Singing"), say.clock(music.singing_seconds)


def _heard(seconds: float, first_at: float | None, say: Language) -> str:
    if first_at is None:
        return say("none")
    return say("{seconds:.1f} s, from {start:.1f} s", seconds=seconds, start=first_at)


def _words(signals: Signals, say: Language) -> Iterator[Row]:
    if signals.transcript is not None:
        transcript = signals.transcript
        yield say("Words spoken"), say("{count}", count=len(transcript.words))
        if transcript.language is not None:
            yield say("Language"), say(LANGUAGE_NAMES.get(transcript.language, transcript.language))
        yield say("Transcribed by"), f"{transcript.engine}, {transcript.model}"
    for keyword in signals.keywords or ():
        times = say("{count} times", count=keyword.count) if keyword.count > 1 else say("once")
        yield keyword.text, f"{say(keyword.source.value)}, {times}, {say.clock(keyword.first_at)}"


def _post(signals: Signals, say: Language) -> Iterator[Row]:
    post = signals.post
    if post is None:
        return
    if post.title:
        yield say("Title"), post.title
    yield say("Caption"), post.text or say("none")
    yield say("Length"), say("{count:,} characters", count=post.length.characters)
    yield say("Hashtags"), " ".join(f"#{tag}" for tag in post.hashtags) or say("none")


def _unmeasured(signals: Signals, say: Language) -> Iterator[Row]:
    """Signals that are missing and why, those with the same reason together."""
    names = {
        "kind": say("Kind"),
        "layout": say("Layout"),
        "hook": say("Hook"),
        "motion": say("Motion"),
        "faces": say("Faces"),
        "overlay_text": say("Text"),
        "shots": say("Cuts"),
        "picture": say("Picture"),
        "speech": say("Speech"),
        "music": say("Music"),
        "loudness": say("Loudness"),
        "channels": say("Left and right"),
        "transcript": say("Transcript"),
        "keywords": say("Keywords"),
        "wanted_keywords": say("Wanted keywords"),
        "post": say("Caption"),
        "suggestions": say("The caption could say"),
        "typos": say("Typos"),
    }
    by_reason: dict[str, list[str]] = {}
    for name, reason in signals.unmeasured.items():
        said = say.reason(reason, signals.reasons.get(name))
        by_reason.setdefault(said, []).append(names.get(name, name))
    for said, missing in by_reason.items():
        yield ", ".join(missing), said
