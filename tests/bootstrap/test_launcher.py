"""``analyze.py`` hands over to the Python in ``.venv``, from any Python and any folder."""

from __future__ import annotations

import ast
import json
import os
import sys
from pathlib import Path

import pytest

from bootstrap import launcher
from tests.bootstrap.tiny import POSIX_ONLY, Project, script
from tests.conftest import ROOT

SOURCES = sorted((ROOT / "bootstrap").glob("*.py"))


def test_later_starts_set_up_nothing_and_work_where_the_project_was_moved_to(
    ready: Project,
) -> None:
    before = (ready.venv / "stamp.txt").stat().st_mtime_ns
    again = ready.start("again", PIP_FIND_LINKS="", UV_FIND_LINKS="")
    assert again.returncode == 7
    assert again.stderr == ""
    assert Path(json.loads(again.stdout)["prefix"]).samefile(ready.venv)
    assert (ready.venv / "stamp.txt").stat().st_mtime_ns == before


def test_arguments_pass_unchanged_from_any_folder(ready: Project, tmp_path: Path) -> None:
    arguments = [
        "a b.mp4",
        "ñ/日本.mov",
        "new\nline",
        "-dash",
        "\"quoted'",
        "",
        "*",
        "😀",
        "--help",
    ]
    if os.name != "nt":
        arguments.append(os.fsdecode(b"not-utf8-\xff.mp4"))
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    run = ready.start(*arguments, cwd=elsewhere)
    assert json.loads(run.stdout)["arguments"] == arguments


@pytest.mark.parametrize(
    ("arguments", "extras"),
    [
        ([], []),
        (["draft.mp4", "--cluster", "local"], ["cluster"]),
        (["--cluster=tcp://10.0.0.1:8786", "mcp"], ["cluster"]),
        (["mcp", "--platform", "reels"], ["mcp"]),
        (["./mcp"], []),
        (["draft.mp4", "--", "--cluster"], []),
    ],
)
def test_a_start_asks_for_the_extras_that_its_command_line_needs(
    arguments: list[str], extras: list[str]
) -> None:
    assert launcher.asked_extras(arguments) == extras


def test_an_option_installs_its_extra_at_its_first_use_and_keeps_it(ready: Project) -> None:
    ready.lock("cluster", "tiny-two")
    first = ready.start("--cluster", "local")
    assert first.returncode == 7, first.stderr
    assert "Bringing .venv up to date." in first.stderr
    assert "tiny_two" in json.loads(first.stdout)["has"]
    again = ready.start("draft.mp4", PIP_FIND_LINKS="", UV_FIND_LINKS="")
    assert again.stderr == ""
    assert "tiny_two" in json.loads(again.stdout)["has"]


def test_modules_lying_around_are_not_imported(ready: Project, tmp_path: Path) -> None:
    drafts = tmp_path / "drafts"
    (drafts / "analyzer").mkdir(parents=True)
    for name in ("analyzer/__init__.py", "bootstrap.py", "test.py", "json.py", "sitecustomize.py"):
        (drafts / name).write_text("raise SystemExit('imported from among the drafts')")
    run = ready.start(cwd=drafts, PYTHONPATH=str(drafts / "analyzer"))
    assert run.returncode == 7, run.stderr
    path = json.loads(run.stdout)["path"]
    assert path[-1] == str(ready.folder)
    assert not any(entry.startswith(str(drafts)) for entry in path)


@pytest.mark.parametrize(
    "name",
    [
        "analyze.py",
        "bootstrap/__init__.py",
        "bootstrap/environment.py",
        "bootstrap/launcher.py",
        "scripts/test.py",
    ],
)
def test_old_pythons_can_read_what_tells_them_so(name: str) -> None:
    ast.parse((ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_set_up_needs_nothing_that_is_not_installed_yet(source: Path) -> None:
    nodes = list(ast.walk(ast.parse(source.read_text(encoding="utf-8"))))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    rooms = {name.partition(".")[0] for name in names}
    assert rooms <= sys.stdlib_module_names | {"bootstrap"}


@pytest.mark.parametrize("source", [*SOURCES, ROOT / "scripts" / "test.py"], ids=lambda p: p.stem)
def test_a_child_process_is_told_what_its_standard_input_is(source: Path) -> None:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "subprocess":
            assert "stdin" in {keyword.arg for keyword in node.keywords}, ast.unparse(node)


@pytest.mark.parametrize("version", [(2, 7), (3, 6), (3, 8), (3, 10)])
def test_an_old_python_is_told_what_is_needed(fresh: Project, version: tuple[int, int]) -> None:
    run = fresh.start_as(f"sys.version_info = {(*version, 0, 'final', 0)}", PATH="")
    assert run.returncode == 2
    assert (
        f"this is Python {version[0]}.{version[1]}, and 3.11, 3.12 or 3.13 is needed" in run.stderr
    )
    assert "Traceback" not in run.stderr


@POSIX_ONLY
@pytest.mark.parametrize("version", [(3, 8), (3, 99)], ids=["old", "too new"])
def test_a_fitting_python_on_path_is_used_instead(
    started: Project, tmp_path: Path, version: tuple[int, int]
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for minor in range(11, 14):  # as pyenv does: there for every version, working for some
        script(
            programs / f"python3.{minor}",
            f'[ {minor} = {sys.version_info[1]} ] && exec "$python" "$@"',
        )
    run = started.start_as(f"sys.version_info = {(*version, 0, 'final', 0)}", PATH=str(programs))
    assert run.returncode == 7, run.stderr
