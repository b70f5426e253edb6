"""What search finds: each wanted keyword said, shown and written, and what a post could say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...model import Signals
from ..language import Language


@dataclass(frozen=True, slots=True)
class Wanted:
    """One keyword, and where it is."""

    text: str
    said: str
    shown: str
    written: str


def wanted(signals: Signals, say: Language) -> tuple[Wanted, ...]:
    """Return the search triple of every wanted keyword."""

    def at(times: tuple[float, ...]) -> str:
        return ", ".join(map(say.clock, times)) or say("no")

    written = {True: say("yes"), False: say("no"), None: "–"}
    return tuple(
        Wanted(one.text, at(one.times), at(one.shown_times), written[one.written])
        for one in signals.wanted_keywords or ()
    )


def suggested(signals: Signals, say: Language) -> Iterator[tuple[str, str]]:
    """Yield what the post could say, and why."""
    made = signals.suggestions
    if made is None:
        return
    for one in (*((made.first_line,) if made.first_line else ()), *made.hashtags):
        yield one.text, say.reason(one.reason, one.wording)
