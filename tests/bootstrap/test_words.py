"""What set-up says, it says in the reader's language."""

from __future__ import annotations

import ast
import string
import sys

import pytest

from bootstrap import words
from tests.conftest import ROOT

SPEAKERS = {"said", "say"}


def templates() -> set[str]:
    """Everything that set-up says, collected from the code that says it."""
    found = set()
    for file in (ROOT / "bootstrap").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SPEAKERS:
                text = node.args[0]
                found |= {str(text.value)} if isinstance(text, ast.Constant) else set()
    from bootstrap.diagnose import CAUSES

    return found | set(CAUSES.values())


def fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def test_all_that_set_up_says_has_its_dutch_and_none_is_left_over() -> None:
    assert templates() == set(words.DUTCH)
    for english, dutch in words.DUTCH.items():
        assert fields(english) == fields(dutch)


@pytest.mark.parametrize(
    ("arguments", "locale", "ready"),
    [
        ((), "C.UTF-8", "Ready."),
        ((), "nl_BE.UTF-8", "Klaar."),
        (("--lang", "nl"), "en_GB.UTF-8", "Klaar."),
        (("--lang=dutch",), "", "Klaar."),
        (("--lang", "en"), "nl_NL", "Ready."),
    ],
)
def test_the_language_is_the_options_or_the_locales(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], locale: str, ready: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["analyze.py", "draft.mp4", *arguments])
    monkeypatch.setenv("LC_ALL", locale)
    for name in ("LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert words.said("Ready.") == ready
