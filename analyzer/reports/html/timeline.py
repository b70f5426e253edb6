"""The timeline: one lane for each thing that has times, as shapes and as data for the script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from ...model import Finding, Hook, Probe, Signals, Span
from ..language import Language
from .scale import Bar, Scale

MARKER_WIDTH = 9
"""Percent of a phone's width that a marker takes."""

LAST_PLACE = 98
"""Percent of the width at which the last marker still stands on the page."""

MOST_SAID = 8
"""Stretches or times that a lane's summary names."""

QUIETEST = -48.0
"""LUFS at the bottom of the loudness lane."""

LOUDEST = 0.0
"""LUFS at its top: full scale."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the timeline."""

    kind: str
    label: str
    height: int
    bars: tuple[Bar, ...] = ()
    ticks: tuple[float, ...] = ()
    curve: str = ""
    summary: str = ""
    """What the lane shows, for those who cannot see it."""
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def shapes(self) -> Markup:
        """What is drawn in it: a path for each kind of shape."""
        tall, long = self.height - 8, self.height - 4
        drawn = {
            "bar": "".join(f"M{b.x:g},4h{b.width:g}v{tall}h-{b.width:g}z" for b in self.bars),
            "tick": "".join(f"M{x:g},2v{long}" for x in self.ticks),
            "curve": self.curve,
        }
        paths = (f'<path class="{kind}" d="{path}"/>' for kind, path in drawn.items() if path)
        return Markup("".join(paths))  # noqa: S704


@dataclass(frozen=True, slots=True)
class Marker:
    """A finding's mark on the timeline."""

    number: int
    place: int
    """Percent of the draft's length."""
    bars: tuple[Bar, ...]
    message: str
    severity: str
    time: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """All lanes, and what the script reads out."""

    duration: float
    lanes: tuple[Lane, ...]
    ruler: tuple[str, ...]
    hook: Bar | None

    def data(self) -> dict[str, Any]:
        """Return what the script needs to say what is there at a moment."""
        lanes = [{"label": lane.label, "kind": lane.kind, **lane.data} for lane in self.lanes]
        return {"duration": self.duration, "lanes": lanes}


def markers(
    findings: Sequence[Finding], duration: float, hook: Hook | None, say: Language
) -> tuple[Marker, ...]:
    """Return the marks of the findings that have a time; none where the draft has no length."""
    if duration <= 0:
        return ()
    scale = Scale(duration)
    return tuple(
        Marker(
            number,
            min(LAST_PLACE, round(100 * finding.spans[0].start / duration)),
            scale.bars(finding.spans),
            say.message(finding, hook),
            finding.severity.value,
            finding.spans[0].start,
        )
        for number, finding in enumerate(findings, 1)
        if finding.spans
    )


def stacks(markers: Sequence[Marker]) -> list[list[Marker]]:
    """Return the markers in order of time, those together that would cover each other."""
    stacks: list[list[Marker]] = []
    for flag in sorted(markers, key=lambda flag: (flag.place, flag.number)):
        last = stacks[-1] if stacks else None
        if last is not None and flag.place < last[0].place + MARKER_WIDTH * len(last):
            last.append(flag)
        else:
            stacks.append([flag])
    return stacks


def build(probe: Probe, signals: Signals, say: Language, longest: float = 0.0) -> Timeline | None:
    """Return the timeline of a draft; none where it has no length.

    Beside one that is the ``longest``, in seconds, it takes as much less of the width.
    """
    duration = probe.duration
    if duration <= 0:
        return None
    scale = Scale(max(duration, longest), duration)
    hook = scale.bars((signals.hook.window,))[0] if signals.hook else None
    ruler = tuple(say.clock(duration * part / 4) for part in range(5))
    return Timeline(duration, tuple(_lanes(signals, scale, say)), ruler, hook)


def _lanes(signals: Signals, scale: Scale, say: Language) -> Iterator[Lane]:
    if signals.shots is not None:
        cuts = signals.shots.cuts
        yield Lane(
            "cuts",
            say("Cuts"),
            18,
            bars=scale.bars(signals.shots.gradual),
            ticks=tuple(scale.x(cut) for cut in cuts),
            summary=_at(cuts, say),
            data={"shots": _pairs(signals.shots.spans)},
        )
    if signals.motion is not None:
        top = max(*signals.motion.levels, 1.0) if signals.motion.levels else 1.0
        yield Lane(
            "motion",
            say("Motion"),
            34,
            curve=scale.curve([v / top for v in signals.motion.levels], signals.motion.step, 34),
            summary=_during(signals.motion.spans, say),
            data=_levels(
                signals.motion.levels,
                signals.motion.step,
                "{level:.0f}% of the height per second",
                say,
            ),
        )
    if signals.faces is not None:
        yield _spans("faces", say("Faces"), signals.faces.spans, scale, say)
    if signals.overlay_text is not None:
        lines = signals.overlay_text
        lane = _spans("text", say("Text"), [line.span for line in lines], scale, say)
        lane.data["texts"] = [say.written(line) for line in lines]
        yield lane
    if signals.speech is not None:
        yield _spans("speech", say("Speech"), signals.speech.spans, scale, say)
    if signals.keywords:
        times = [keyword.first_at for keyword in signals.keywords]
        yield Lane(
            "keywords",
            say("Keywords"),
            18,
            ticks=tuple(scale.x(time) for time in times),
            summary=_at(times, say),
            data={"marks": [[k.first_at, k.text] for k in signals.keywords]},
        )
    if signals.music is not None:
        yield _spans("music", say("Music"), signals.music.spans, scale, say)
    if signals.loudness is not None and signals.loudness.levels:
        loudness = signals.loudness
        heights = [
            min(1.0, max(0.0, (level - QUIETEST) / (LOUDEST - QUIETEST)))
            for level in loudness.levels
        ]
        yield Lane(
            "loudness",
            say("Loudness"),
            34,
            curve=scale.curve(heights, loudness.step, 34),
            summary=say("{level:.0f} LUFS", level=max(loudness.levels)),
            data=_levels(loudness.levels, loudness.step, "{level:.0f} LUFS", say),
        )


def _spans(kind: str, label: str, spans: Sequence[Span], scale: Scale, say: Language) -> Lane:
    return Lane(
        kind,
        label,
        18,
        bars=scale.bars(spans),
        summary=_during(spans, say),
        data={"spans": _pairs(spans)},
    )


def _levels(levels: Sequence[float], step: float, wording: str, say: Language) -> dict[str, Any]:
    unit = say(wording).partition("}")[2]
    return {"step": step, "levels": [round(level) for level in levels], "unit": unit}


def _pairs(spans: Sequence[Span]) -> list[list[float]]:
    return [[round(span.start, 2), round(span.end, 2)] for span in spans]


def _during(spans: Sequence[Span], say: Language) -> str:
    if not spans:
        return say("none")
    said = [say.stretch(span) for span in spans[:MOST_SAID]]
    return ", ".join([*said, "…"] if len(spans) > MOST_SAID else said)


def _at(times: Sequence[float], say: Language) -> str:
    if not times:
        return say("none")
    said = [say.clock(time) for time in times[:MOST_SAID]]
    return ", ".join([*said, "…"] if len(times) > MOST_SAID else said)
