"""How many names are heard and spelled right with and without ``--vocabulary``, on made clips.

    python scripts/bench/vocabulary.py [--engine faster-whisper]

Each name stands in sentences that espeak-ng reads (which has to be on PATH), in English and in
Dutch, at two speeds. A name counts where the transcript writes it as the user does. Then a
sentence is read that has none of the names, with all of them told: a name in its transcript was put
in. Prints each sentence with what was heard, and the sums.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.media.sound import Audio  # noqa: E402
from analyzer.model import Span, Speech  # noqa: E402
from analyzer.signals.transcript.transcription import transcribed  # noqa: E402
from scripts.bench.audio_files import decoded  # noqa: E402

NAMES = (
    "Asterisk", "suPBX", "Kamailio", "Gaotie", "Remotion", "Grafana", "Vlisco",
    "Tony's Chocolonely", "Oatly", "Rituals", "Zeeman", "Swapfiets",
)  # fmt: skip
"""Names of products and brands: some that Whisper knows, and some that it cannot know."""

SENTENCES = {
    "en": (
        "Today I show you how we use {name} every day.",
        "Nobody told me that {name} could do this.",
    ),
    "nl": (
        "Vandaag laat ik zien hoe wij {name} elke dag gebruiken.",
        "Niemand zei dat {name} dit kon.",
    ),
}

WITHOUT = {
    "en": "Today I show you how we bake a loaf of bread without kneading it.",
    "nl": "Vandaag laat ik zien hoe je een brood bakt zonder te kneden.",
}

SPEEDS = (140, 175)
"""Words a minute."""


def read_aloud(text: str, language: str, speed: int, folder: Path) -> Audio:
    """The sentence as espeak-ng says it."""
    target = folder / "said.wav"
    command = ["espeak-ng", "-v", language, "-s", str(speed), "-w", str(target), text]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return Audio(decoded(target))


def heard(audio: Audio, language: str, engine: str, names: tuple[str, ...]) -> str:
    """What is transcribed of it, with ``names`` to expect."""
    spans = (Span(0.0, audio.duration),)
    speech = Speech(True, 0.0, audio.duration, spans)
    found = transcribed(audio, speech, engine=engine, language=language, vocabulary=names)
    return found.text


def main() -> None:
    """Print what was heard."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="faster-whisper")
    engine = parser.parse_args().engine
    right = {"told": 0, "untold": 0}
    count = put_in = readings = 0
    with tempfile.TemporaryDirectory(prefix="bench-vocabulary-") as name_of_folder:
        folder = Path(name_of_folder)
        for language, name, speed in product(SENTENCES, NAMES, SPEEDS):
            for sentence in SENTENCES[language]:
                audio = read_aloud(sentence.format(name=name), language, speed, folder)
                texts = {
                    "untold": heard(audio, language, engine, ()),
                    "told": heard(audio, language, engine, NAMES),
                }
                count += 1
                for way, text in texts.items():
                    right[way] += name in text
                marks = "".join("+" if name in texts[way] else "-" for way in ("untold", "told"))
                print(f"{marks} {name:20} {texts['untold']}  |  {texts['told']}", flush=True)
        for language, speed in product(WITHOUT, SPEEDS):
            audio = read_aloud(WITHOUT[language], language, speed, folder)
            text = heard(audio, language, engine, NAMES)
            readings += 1
            put_in += any(name in text for name in NAMES)
            print(f"   {'none':20} {text}", flush=True)
    for way, hits in right.items():
        print(f"{way}: {hits} of {count} names as the user spells them ({hits / count:.0%})")
    print(f"put in where nobody said one: {put_in} of {readings}")


if __name__ == "__main__":
    main()
