"""What a type checker sees of the package is what is there."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import analyzer
from tests.conftest import ROOT


def test_the_typed_names_are_those_that_are_loaded_when_asked_for() -> None:
    tree = ast.parse((ROOT / "analyzer" / "__init__.py").read_text(encoding="utf-8"))
    typed = {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level == 1
        for alias in node.names
    }
    loaded = analyzer._HOMES
    assert typed == loaded
    assert {*typed, "__version__"} == set(analyzer.__all__)
    for name in typed:
        assert getattr(analyzer, name).__name__ == name


@pytest.mark.slow
def test_a_type_checker_knows_what_an_analysis_returns(tmp_path: Path) -> None:
    code = tmp_path / "caller.py"
    code.write_text(
        "import analyzer\n"
        "report = analyzer.analyze('draft.mp4')\n"
        "reveal_type(report)\n"
        "report.scores\n"
        "analyzer.analyse('draft.mp4')\n"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-m", "mypy", "--config-file", ROOT / "pyproject.toml", code],
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert 'Revealed type is "analyzer.model.report.Report"' in run.stdout, run.stdout + run.stderr
    assert '"Report" has no attribute "scores"' in run.stdout
    assert 'Module has no attribute "analyse"' in run.stdout
