"""Every word that the drop page says, in English; a translation is keyed by these."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Translate = Callable[..., str]
"""Says a template in a language, with the values that are given by name."""


def english(template: str, /, **values: float | str) -> str:
    """The template as it stands, with its values put in."""
    return template.format(**values) if values else template


PAGE = (
    "Drop your drafts",
    "Drop your drafts here",
    "Choose drafts",
    "or drag them from your folder onto this page",
    "Everything happens on this computer. Nothing is uploaded to the internet.",
    "Up to {size} a draft.",
    "Your drafts",
    "The report",
    "How to judge",
    "Platform",
    "Posted as",
    "Keywords",
    "sourdough, no knead",
    "Voice-over",
    "recognise it",
)
"""In the page as it is served."""

ALL_PLATFORMS = "All platforms"

PLACEMENT_WORDS = ("an ordinary post", "an ad")
"""What a draft may be posted as, in the order of the placements."""

SCRIPT = (
    "Let go to analyze",
    "Read the report",
    "Open the report of {name}",
    "waiting",
    "copying, {percent} %",
    "analyzing",
    "Ready to post",
    "Improve it first",
    "Do not post it yet",
    "{score} of 100",
    "Could not be analyzed",
    "{name}: {state}",
    "The analyzer was stopped. Start it again to go on.",
    "The analyzer does not answer. Is it still running?",
    "These are not files: {count}",
    "Caption",
    "The caption of {name}",
    "Nothing to fix in this caption.",
    "Mend it",
    "Mend {name}",
    "mending",
    "Mended",
    "Not mended",
    "Download the mended draft",
    "Download {name}, mended",
)
"""In what the page's script shows while it runs."""

REFUSALS = (
    "too large: it is {size}, and a draft may be {limit}",
    "too many drafts are waiting; drop this one again when some are done",
    "there is not enough room on the disk for it",
    "the file is empty",
    "the copying was broken off",
    "the copying stood still for {seconds} s; drop it again",
    "the disk did not take it",
    "the analyzer was stopped",
    "the report could not be written",
)
"""In the card of a draft that was not analyzed."""

NOT_WRITTEN = "the mended file could not be written"
"""In the card of a draft that could not be mended."""

STAGES = {
    "standstill": "standing still: nothing has moved for a minute",
    "probe": "looking into the file",
    "decode": "watching the picture",
    "sound": "listening to the sound",
    "speech": "listening for voices",
    "music": "listening for music",
    "loudness": "measuring how loud it is",
    "channels": "comparing left and right",
    "transcript": "writing down what is said",
    "keywords": "finding what it is about",
    "kind": "recognising what kind of draft it is",
    "hook": "judging the first two seconds",
    "checks": "checking everything",
    "mending": "mending the sound",
    "reframing": "looking for what has to stay in the picture",
    "rendering": "writing the mended file",
    "proof": "checking the mended file",
}
"""What is going on while a draft is analyzed, by the analysis' own name for it."""

UNITS = ("bytes", "kB", "MB", "GB")


def for_script(translate: Translate) -> dict[str, str]:
    """What the script shows, by its English."""
    return {words: translate(words) for words in SCRIPT}


def doing(stage: str) -> str:
    """What goes on at a stage of the analysis; nothing for one that has no words."""
    return STAGES.get(stage, "")


def size(number: int) -> str:
    """``"4 GB"``, ``"1.5 MB"``: bytes as disks count them."""
    scaled = float(number)
    for unit in UNITS[:-1]:
        if scaled < 999.5:
            return f"{scaled:.3g} {unit}"
        scaled /= 1000
    return f"{scaled:.3g} {UNITS[-1]}"


def all_words() -> Sequence[str]:
    """Everything that a catalogue has to translate."""
    return (
        *PAGE,
        ALL_PLATFORMS,
        *PLACEMENT_WORDS,
        *SCRIPT,
        *REFUSALS,
        NOT_WRITTEN,
        *STAGES.values(),
    )
