"""What the command line and the reports in a terminal say, collected from the code that says it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeGuard

from analyzer.batch.discovery import PASSED_KINDS, PASSED_OVER
from analyzer.choices import DID_YOU_MEAN
from analyzer.cli.groups import GROUPS
from analyzer.model import (
    BEYOND,
    LANGUAGE_NAMES,
    Kind,
    LayoutKind,
    Severity,
    Signals,
    Status,
    Strength,
    Verdict,
)
from analyzer.reports.language import SYSTEM_REASONS
from analyzer.web.words import STAGES
from analyzer.weights import REINSTALL
from tests.conftest import ROOT

SPEAKERS = {"say", "_say", "language", "speaker"}
"""The names that templates are handed to."""


def said_in_a_terminal() -> set[str]:
    """Every template, and every word that is chosen from a list of them."""
    words: set[str] = {*Severity, *Verdict, *Status, *Strength, *Kind, *LayoutKind, *STAGES}
    names = set(Signals.__struct_fields__) - {"unmeasured", "reasons"}
    said = {str(word) for word in words} | {name.replace("_", " ") for name in names}
    said |= {
        REINSTALL,
        PASSED_OVER,
        *PASSED_KINDS,
        DID_YOU_MEAN,
        *LANGUAGE_NAMES.values(),
        *SYSTEM_REASONS,
        *GROUPS,
    }
    for file in (ROOT / "analyzer").rglob("*.py"):
        said |= set(_said_in(file))
    return said


def said_of_mending() -> set[str]:
    """What is said of what can be mended, and of what is left."""
    said = {BEYOND}
    for file in (ROOT / "analyzer" / "fix" / "planning").glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        docs = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
        docs |= {id(one.exc.args[0]) for one in ast.walk(tree) if _raises(one)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in docs and " " in str(node.value):
                said.add(str(node.value))
    return said


def _raises(node: ast.AST) -> TypeGuard[Any]:
    return isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and bool(node.exc.args)


def _said_in(file: Path) -> Iterator[str]:
    in_a_terminal = file.parent.name in {"cli", "reports"}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and (node.arg or "").endswith("_words"):
            yield from _texts(node.value)
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and str(key.value).endswith("_words"):
                    yield from _texts(value)
        elif not in_a_terminal:
            continue
        elif isinstance(node, ast.Call) and node.args and _name(node.func) in SPEAKERS:
            yield from _texts(node.args[0])
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            yield from _texts(node.value.elts[0])
        elif isinstance(node, ast.Assign) and [_name(one) for one in node.targets] == ["name"]:
            yield from (text for text in _texts(node.value) if not text.startswith("--"))


def _name(node: ast.expr) -> str:
    """What a call, an attribute or a name goes by."""
    if isinstance(node, ast.Call):
        return _name(node.func)
    return str(getattr(node, "attr", getattr(node, "id", "")))


def _texts(node: ast.expr) -> Iterator[str]:
    """The texts that a value may be."""
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
