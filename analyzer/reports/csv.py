"""Reports as a table for a spreadsheet: one row a draft, columns that keep their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..model import Finding, Report, Severity
from .language import ENGLISH, Language, load
from .spreadsheet import BOM, cell, has_comma, line

__all__ = ["BOM", "COLUMNS", "render"]

RATIO = "\u2236"
"""The sign of a ratio, which looks like a colon: with a colon, ``9:16`` becomes a quarter past
nine."""

COLUMNS = (
    "path", "status", "verdict", "score", "coverage", "platform",
    "errors", "warnings", "main_finding", "main_remedy", "codes",
    "hook", "hook_motion_at", "hook_face_at", "hook_speech_at", "hook_text_at",
    "duration", "width", "height", "aspect_ratio", "fps", "video_codec", "audio_codec",
    "size_bytes",
    "integrated_lufs", "true_peak_dbtp", "speech_seconds", "music_share", "tempo_bpm",
    "cuts", "changes_per_minute",
    "language", "keywords", "wanted_missing", "overlay_text", "transcript",
    "error_kind", "error_message", "placement",
    "kind", "score_file", "score_hook", "score_sound", "score_content",
    "title", "caption", "hashtags",
    "same_as", "same_seconds", "own_tracks", "layout",
)  # fmt: skip

PER_PLATFORM = ("verdict", "score", "codes")
"""What stands in a column for each platform, where there is more than one."""


def render(
    reports: Iterable[Report], *, platforms: Sequence[str] = (), language: str = ENGLISH
) -> Iterator[str]:
    """The table's lines, the header first; lines end as RFC 4180 says.

    A draft that is judged for several ``platforms`` has columns for each at the end of its row;
    the others are of the platform where it does worst.

    English is written as programs read it. Where the decimal mark is a comma, semicolons stand
    between the cells, as spreadsheets in that language expect, and a ratio is written so that they
    do not take it for a time of day.
    """
    say = load(language)
    several = platforms if len(platforms) > 1 else ()
    columns = (*COLUMNS, *(f"{name}_{what}" for name in several for what in PER_PLATFORM))
    yield line(columns, say)
    for report in reports:
        row = _row(report, say)
        yield line((cell(row.get(column), say) for column in columns), say)


def _row(report: Report, say: Language) -> dict[str, object]:
    row: dict[str, object] = {
        "path": report.path,
        "status": say(report.status.value),
    }
    for one in report.judgements:
        row |= {
            f"{one.platform}_verdict": say(one.score.verdict.value),
            f"{one.platform}_score": one.score.value,
            f"{one.platform}_codes": _codes(one.findings),
        }
    if report.error is not None:
        why = say.reason(report.error.message, report.error.wording)
        row |= {"error_kind": report.error.kind, "error_message": why}
    if report.worst is not None and report.score is not None:
        row |= {
            "platform": report.worst.platform,
            "placement": report.worst.placement,
            "verdict": say(report.score.verdict.value),
            "score": report.score.value,
            "coverage": report.score.coverage,
            "score_file": report.score.parts.file,
            "score_hook": report.score.parts.hook,
            "score_sound": report.score.parts.sound,
            "score_content": report.score.parts.content,
        }
    if report.signals is not None and report.signals.kind is not None:
        row["kind"] = say(report.signals.kind.kind.value)
    if report.signals is not None and report.signals.layout is not None:
        row["layout"] = say(report.signals.layout.kind.value)
    severities = [finding.severity for finding in report.findings]
    main = next((f for f in report.findings if f.severity is not Severity.INFO), None)
    row |= {
        "errors": severities.count(Severity.ERROR) if report.error is None else None,
        "warnings": severities.count(Severity.WARN) if report.error is None else None,
        "main_finding": main and _message(main, report, say),
        "main_remedy": main and say.remedy(main),
        "codes": _codes(report.findings),
    }
    matches = report.signals.matches if report.signals else None
    if matches:
        row |= {"same_as": matches[0].path, "same_seconds": matches[0].seconds}
    sounds = report.signals.sounds if report.signals else None
    if sounds is not None:
        row["own_tracks"] = "; ".join(sound.path for sound in sounds)
    return row | _file(report, say) | _hook(report, say) | _sound(report) | _words(report)


def _codes(findings: Iterable[Finding]) -> str:
    return " ".join(sorted({finding.code for finding in findings}))


def _message(finding: Finding, report: Report, say: Language) -> str:
    """What was found, with its source; in English as everything that reads tables knows it."""
    if say.code == ENGLISH:
        return finding.message
    return say.message(finding, report.signals.hook if report.signals else None)


def _file(report: Report, say: Language) -> dict[str, object]:
    probe = report.probe
    if probe is None:
        return {}
    return {
        "duration": probe.duration,
        "width": probe.display_width,
        "height": probe.display_height,
        "aspect_ratio": probe.aspect_ratio.replace(":", RATIO)
        if has_comma(say)
        else probe.aspect_ratio,
        "fps": probe.fps,
        "video_codec": probe.video_codec,
        "audio_codec": probe.audio_codec,
        "size_bytes": probe.size_bytes,
    }


def _hook(report: Report, say: Language) -> dict[str, object]:
    hook = report.signals.hook if report.signals else None
    if hook is None:
        return {}
    return {
        "hook": say(hook.strength.value),
        "hook_motion_at": hook.motion and hook.motion.first_at,
        "hook_face_at": hook.faces and hook.faces.first_at,
        "hook_speech_at": hook.speech and hook.speech.first_at,
        "hook_text_at": hook.text and hook.text.first_at,
    }


def _sound(report: Report) -> dict[str, object]:
    signals = report.signals
    if signals is None:
        return {}
    loudness, music, shots = signals.loudness, signals.music, signals.shots
    return {
        "integrated_lufs": loudness and loudness.integrated_lufs,
        "true_peak_dbtp": loudness and loudness.true_peak_dbtp,
        "speech_seconds": signals.speech and signals.speech.seconds,
        "music_share": music and music.share,
        "tempo_bpm": music and music.tempo_bpm,
        "cuts": shots and len(shots.cuts),
        "changes_per_minute": shots and shots.per_minute,
    }


def _words(report: Report) -> dict[str, object]:
    signals = report.signals
    if signals is None:
        return {}
    transcript = signals.transcript
    post = signals.post
    missed = [w.text for w in signals.wanted_keywords or () if not w.found and not w.shown_times]
    return {
        "language": transcript and transcript.language,
        "transcript": transcript and transcript.text,
        "keywords": ", ".join(keyword.text for keyword in signals.keywords or ()),
        "wanted_missing": ", ".join(missed),
        "title": post and post.title,
        "caption": post and post.text,
        "hashtags": post and " ".join(f"#{tag}" for tag in post.hashtags),
        "overlay_text": " / ".join(x.text for x in signals.overlay_text or () if x.text),
    }
