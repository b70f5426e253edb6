"""Reports for the terminal: verdict first, then what to fix, then the facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from ..model import (
    KIND_NAMES,
    Finding,
    Report,
    Result,
    Score,
    Signals,
    Status,
    named_ratio,
)
from . import judged, lanes, word_rows
from .text import STYLES, clock, draw, printable, sentence


def render(report: Report, *, width: int = 80, color: bool = False) -> str:
    """The card of one report, as text of at most ``width`` columns."""
    return draw(Group(*_card(report, width)), width=width, color=color)


def line(report: Report, *, width: int = 80, color: bool = False) -> str:
    """The verdict of one report on one line, for lists too long for cards."""
    word = report.score.verdict if report.score else "error"
    right = f"{report.platform} {report.score.value}/100" if report.score else ""
    room = max(10, width - 8 - len(right) - 1)
    path = printable(report.path)
    if cell_len(path) > room:
        path = "…" + path[-room + 1 :]
    said = word.upper().ljust(8)
    if color:
        said = Style.parse(STYLES.get(word, "bold red")).render(said)
    return f"{said}{set_cell_size(path, room)} {right}".rstrip() + "\n"


def _card(report: Report, width: int) -> Iterator[RenderableType]:
    if report.status is Status.ERROR or report.score is None or report.signals is None:
        yield _headline("ERROR", "bold red", report.path, "")
        if report.error is not None:
            yield Padding(Text(printable(report.error.message)), (0, 0, 0, 2))
        return
    score = report.score
    right = f"{report.platform} {score.value}/100"
    yield _headline(score.verdict.upper(), STYLES[score.verdict], report.path, right)
    yield Padding(_findings(report.findings), (1, 0, 0, 0))
    yield Padding(_facts(report), (1, 0, 0, 0))
    timeline = lanes.drawn(report, width)
    if timeline is not None:
        yield Padding(timeline, (1, 0, 0, 0))


def _headline(word: str, style: str, path: str, right: str) -> RenderableType:
    headline = Table.grid(padding=(0, 1), expand=True)
    headline.add_column(no_wrap=True)
    headline.add_column(ratio=1, overflow="fold")
    headline.add_column(no_wrap=True, justify="right")
    headline.add_row(Text(word, style), Text(printable(path), "bold"), Text(right))
    return headline


def _findings(findings: Sequence[Finding]) -> RenderableType:
    if not findings:
        return Text("Nothing to fix.")
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True, width=5)
    table.add_column(no_wrap=True, width=4)
    table.add_column(overflow="fold")
    for finding in findings:
        style = STYLES[finding.severity]
        said = Text(sentence(printable(finding.message)))
        said.append("\n→ " + printable(finding.remedy), "dim")
        table.add_row(Text(finding.severity.upper(), style), Text(finding.code, style), said)
    return table


def _facts(report: Report) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, width=lanes.LABEL_WIDTH)
    table.add_column(overflow="fold")
    for label, fact in _fact_rows(report):
        table.add_row(Text(label, "bold"), fact if isinstance(fact, Text) else Text(fact))
    return table


def _fact_rows(report: Report) -> Iterator[tuple[str, str | Text]]:
    probe, signals = report.probe, report.signals
    if probe is None or signals is None:
        return
    sound = "no audio"
    if probe.audio_codec:
        sound = f"{probe.audio_codec} {probe.audio_channels}ch {probe.audio_sample_rate} Hz"
    ratio = named_ratio(probe.display_width, probe.display_height).text
    picture = f"{probe.display_width}x{probe.display_height} ({ratio})"
    rate = f"{probe.fps:.4g} fps{' variable' if probe.is_vfr else ''}"
    kind = f"{probe.container} {probe.video_codec}, {sound}, {probe.size_bytes / 1e6:.1f} MB"
    yield from _summary_rows(report.score, signals)
    yield "File", f"{picture}, {clock(probe.duration)}, {rate}, {kind}"
    if signals.hook is not None:
        strength = signals.hook.strength
        yield (
            "Hook",
            Text.assemble(
                (strength.value, STYLES[strength]), ": ", ", ".join(signals.hook.evidence)
            ),
        )
    if signals.motion is not None:
        yield "Camera", signals.motion.camera
    yield from _picture_rows(signals)
    yield from _sound_rows(signals)
    yield from word_rows.rows(signals)
    for name, reason in _reasons(signals):
        yield "Unknown", f"{name}: {printable(reason)}"
    if report.score is not None and report.score.coverage < 1:
        yield "Checked", f"{report.score.coverage:.0%} of the checks, by weight; see Unknown"
    for outcome in report.outcomes:
        if outcome.outcome is Result.CRASHED:
            yield "Crashed", Text(f"{outcome.code}: {printable(outcome.note)}", "red")


def _summary_rows(score: Score | None, signals: Signals) -> Iterator[tuple[str, str]]:
    """The parts of the score, and the kind of draft."""
    parts = judged.parts(score)
    if parts:
        yield "Score", ", ".join(f"{name} {value}" for name, value in parts)
    if signals.kind is not None:
        yield "Kind", f"{KIND_NAMES[signals.kind.kind]}: {', '.join(signals.kind.evidence)}"


def _picture_rows(signals: Signals) -> Iterator[tuple[str, str]]:
    shots, picture = signals.shots, signals.picture
    if shots is not None:
        parts = ["one shot" if len(shots.spans) < 2 else f"{len(shots.spans)} shots"]
        if shots.first_at is not None:
            parts.append(f"{shots.per_minute:.0f} changes a minute")
            parts.append(f"the first at {shots.first_at:.1f} s")
        if shots.on_beat_share is not None:
            parts.append(f"{shots.on_beat_share:.0%} of the cuts on the beat")
        yield "Pace", ", ".join(parts)
    if picture is not None:
        parts = [
            f"{judged.sharpness(picture)} ({picture.sharpness:.0%} of the detail it could hold)",
            f"{judged.brightness(picture)} ({picture.brightness:.0%})",
            f"{judged.grain(picture)} ({picture.noise:.1f} gray levels)",
        ]
        if picture.bars is not None:
            inside = named_ratio(picture.bars.content.width, picture.bars.content.height).text
            parts.append(f"{inside} within {picture.bars.kind} bars")
        if picture.covers:
            times = ", ".join(f"{cover.time:.1f}" for cover in picture.covers)
            parts.append(f"best covers at {times} s")
        yield "Picture", ", ".join(parts)


def _sound_rows(signals: Signals) -> Iterator[tuple[str, str]]:
    loudness, speech, music = signals.loudness, signals.speech, signals.music
    if loudness is not None:
        peak = f"true peak {loudness.true_peak_dbtp or 0.0:+.1f} dBTP"
        if loudness.integrated_lufs is not None:
            level = f"{loudness.integrated_lufs:.1f} LUFS"
            yield "Loudness", f"{level}, {peak}, range {loudness.range_lu or 0.0:.1f} LU"
        elif loudness.is_too_short and not loudness.is_silent:
            yield "Loudness", f"too short to measure, {peak}"
        else:
            yield "Loudness", "silent" if loudness.is_silent else "below -70 LUFS"
    if speech is not None:
        start = speech.first_at
        yield "Speech", "none" if start is None else f"{speech.seconds:.1f} s from {start:.1f} s"
    if music is not None:
        if music.first_at is None:
            yield "Music", "none"
        else:
            parts = [f"{music.seconds:.1f} s ({music.share:.0%}) from {music.first_at:.1f} s"]
            if music.under_voice_seconds:
                parts.append(f"{music.under_voice_seconds:.1f} s under a voice")
            if music.singing_seconds:
                parts.append(f"{music.singing_seconds:.1f} s sung")
            if music.tempo_bpm is not None:
                parts.append(f"{music.tempo_bpm:.0f} bpm")
            yield "Music", ", ".join(parts)


def _reasons(signals: Signals) -> Iterator[tuple[str, str]]:
    """Unmeasured signals, those with the same reason together."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in signals.unmeasured.items():
        by_reason.setdefault(reason, []).append(name.replace("_", " "))
    for reason, names in by_reason.items():
        yield ", ".join(names), reason
