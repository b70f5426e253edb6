"""The cases of the checks of what is written beside the draft."""

from __future__ import annotations

from typing import Any

from analyzer.model import Policy, PostSource, Transcript, WantedKeyword
from analyzer.signals.post import parse
from tests.checks.cases import Case, said, shown

ENOUGH = said("This sourdough bread needs no kneading at all, and it is baked in an iron pot.")
"""What says enough to tell what a draft is about."""

GOOD = "Sourdough bread without kneading. Would you try it? #sourdoughbread #baking"


def post(text: str = GOOD, title: str = "Sourdough bread, no kneading") -> dict[str, Any]:
    """The change that puts this text beside the draft."""
    return {"post": parse(PostSource.TABLE, text, title), "transcript": ENOUGH}


def wanted(text: str, *, written: bool) -> dict[str, Any]:
    return {"wanted_keywords": (WantedKeyword(text, True, (0.6,), (0.0,), written),)}


def tags(count: int) -> dict[str, Any]:
    return post(" ".join(f"#bread{n}x" for n in range(count)))


POLICY: dict[str, Any] = {
    "policy": Policy("Bakery Jansen", banned_words=("goedkoop", "best in town"))
}

FLAGGED: dict[str, list[Case]] = {
    "PO01": [Case(post("")), Case(post("", ""), "shorts")],
    "PO02": [
        Case(post("a" * 4001)),
        Case(post("🍞" * 2001)),
        Case(post("é" * 2501), "shorts"),
        Case(post(title="a" * 101), "shorts"),
    ],
    "PO03": [Case(post("🍞" * 1101)), Case(post("a" * 2201), "reels")],
    "PO04": [Case(tags(6), "reels"), Case(tags(61), "shorts")],
    "PO05": [Case(tags(6)), Case(tags(16), "shorts")],
    "PO06": [
        Case(post("Bread. #fyp #foryoupage #sourdough")),
        Case(post("#fyp #viral #foryou #trending #reels #explore")),
        Case(post("Brot. #FürDich")),
    ],
    "PO07": [Case(post("Bread? #sourdough #catsofinstagram"))],
    "PO08": [
        Case(post() | wanted("rye", written=False)),
        Case(post("a " * 30 + "rye, no? Sourdough") | wanted("rye", written=True)),
    ],
    "PO09": [Case(post("A quick one, right?", ""))],
    "PO10": [Case(post("Sourdough bread without kneading."))],
    "PO11": [
        Case(post("Recipe? https://example.com/bread.")),
        Case(post("Recipe? example.nl/brood"), "shorts"),
    ],
    "PO12": [Case(post("Bread <3 ok?"), "shorts"), Case(post(title="a > b"), "shorts")],
    "PO13": [Case(post(" ".join(f"@baker{n}" for n in range(21))), "reels")],
    "PO14": [Case(post("Dit brood hoef je helemaal niet te kneden, en dat proef je ook."))],
    "PO15": [Case(post(title=""), "shorts")],
    "PO16": [
        Case(POLICY | post("Our bread is never goedkoop.")),
        Case(POLICY | {"transcript": said("The best in town, is it not?")}),
        Case(POLICY | {"overlay_text": (shown("GOEDKOOP!", 1.0, 3.0),)}),
    ],
}

NONE: dict[str, Any] = {"post": None}

PASSED: dict[str, list[Case]] = {
    "PO01": [Case(post()), Case(NONE)],
    "PO02": [
        Case(post("🍞" * 2000)),
        Case(post("é" * 2500), "shorts"),
        Case(post(title="é" * 100), "shorts"),
        Case(post("a" * 5000), "reels"),
    ],
    "PO03": [Case(post("a" * 2200)), Case(post("🍞" * 2200), "reels"), Case(post(), "shorts")],
    "PO04": [Case(tags(5), "reels"), Case(tags(61))],
    "PO05": [Case(tags(5)), Case(tags(6), "reels")],
    "PO06": [Case(post()), Case(post("No hashtag"))],
    "PO07": [
        Case(post("Bread? #SourdoughBaking #breads #ironpot")),
        Case(post("Bread? #cats") | {"transcript": said("Only this bread."), "overlay_text": ()}),
    ],
    "PO08": [
        Case(post() | wanted("sourdough bread", written=True)),
        Case(post("#ryebread") | wanted("rye bread", written=True)),
    ],
    "PO09": [Case(post()), Case(post("#breadmaking #sourdough"))],
    "PO10": [Case(post()), Case(post("Wait until the end")), Case(post("Volg voor meer brood"))],
    "PO11": [Case(post("Link in bio. Mail me: a@example.com")), Case(post("Bread.So good"))],
    "PO12": [Case(post(), "shorts"), Case(post("Bread <3"))],
    "PO13": [Case(post("@a @b"), "reels"), Case(post(" ".join(f"@b{n}" for n in range(21))))],
    "PO14": [
        Case(post("Bread with no kneading at all, and that is what you taste.")),
        Case(post() | {"transcript": Transcript(None, "", (), "", "")}),
    ],
    "PO15": [Case(post(), "shorts"), Case(post(title=""))],
    "PO16": [Case(POLICY | post("Goedkoopst is goed")), Case(post("goedkoop"))],
}
