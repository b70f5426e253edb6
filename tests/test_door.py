"""The door, ``analyze.py``: it sets up ``.venv`` and hands over, here for a tiny real project."""

from __future__ import annotations

import ast
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOOR = [
    "analyze.py",
    *(f"scripts/{n}.py" for n in ("door", "set_up", "lock", "progress", "trouble")),
]
POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="signals, users and scripts of POSIX")
TALK = """\
import importlib.util, json, sys
words = {"arguments": sys.argv[1:], "prefix": sys.prefix, "path": sys.path}
words["has"] = [n for n in ("tiny_one", "tiny_two", "tiny_mirror") if importlib.util.find_spec(n)]
print(json.dumps(words))
sys.exit(7)
"""


def describe(
    needs: str = '"tiny-one"', offline: str = "vanished", mirror: str = "tiny-mirror"
) -> str:
    """Return a ``pyproject.toml`` with these requirements."""
    return (
        f'[project]\nname = "tiny"\ndependencies = [{needs}]\n[project.optional-dependencies]\n'
        f'offline = ["{offline}"]\noffline-mirror = ["{mirror}"]\n'
    )


def make_wheel(folder: Path, name: str) -> None:
    """Write a wheel of one empty module."""
    module = name.replace("-", "_")
    with zipfile.ZipFile(folder / f"{module}-1.0-py3-none-any.whl", "w") as wheel:
        info = f"{module}-1.0.dist-info"
        wheel.writestr(f"{module}.py", "")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", f"{module}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n")


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of wheels that pip has instead of an index."""
    folder = tmp_path_factory.mktemp("wheels")
    for name in ("tiny-one", "tiny-two", "tiny-mirror"):
        make_wheel(folder, name)
    return folder


@pytest.fixture(scope="module")
def environment(wheels: Path) -> dict[str, str]:
    """The variables of a process whose pip knows only ``wheels``."""
    return os.environ | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels.as_uri()}


class Project:
    """A tiny project with the real door."""

    def __init__(
        self, folder: Path, environment: dict[str, str], pyproject: str | None = None
    ) -> None:
        self.folder = folder
        self.environment = environment
        self.venv = folder / ".venv"
        self.partial = folder / ".venv.partial"
        self.pyproject = folder / "pyproject.toml"
        if pyproject is None:
            return
        for name in DOOR:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
        (folder / "analyzer").mkdir()
        (folder / "analyzer" / "__init__.py").touch()
        (folder / "analyzer" / "__main__.py").write_text(TALK)
        self.pyproject.write_text(pyproject)

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.folder / "analyze.py"), *arguments]

    def start(
        self, *arguments: str, cwd: Path | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            cwd=cwd,
            env=self.environment | variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def start_as(self, pretence: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Start the door in a Python that has been told ``pretence`` about itself."""
        door = str(self.folder / "analyze.py")
        code = f"import runpy, sys; {pretence}; sys.argv = [{door!r}]; "
        code += f"runpy.run_path({door!r}, run_name='__main__')"
        return subprocess.run(
            [sys.executable, "-c", code],
            env=self.environment | variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@pytest.fixture(scope="module")
def built(
    tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]
) -> tuple[Project, subprocess.CompletedProcess[str]]:
    """A project after its first start, and what that start said."""
    folder = tmp_path_factory.mktemp("door") / "a b ñ'[x]"
    project = Project(folder, environment, describe())
    return project, project.start("first")


@pytest.fixture
def ready(built: tuple[Project, object], tmp_path: Path) -> Project:
    """A project that was set up, and then moved to another folder."""
    folder = tmp_path / "moved è"
    shutil.copytree(built[0].folder, folder, symlinks=True)
    return Project(folder, built[0].environment)


@pytest.fixture
def started(built: tuple[Project, object], fresh: Project) -> Project:
    """A project whose first start was stopped just before the end."""
    shutil.copytree(built[0].venv, fresh.partial, symlinks=True)
    return fresh


@pytest.fixture
def fresh(tmp_path: Path, environment: dict[str, str]) -> Project:
    """A project that was never started."""
    return Project(tmp_path / "fresh ñ", environment, describe())


def test_the_first_start_sets_up_and_hands_over(
    built: tuple[Project, subprocess.CompletedProcess[str]],
) -> None:
    project, first = built
    assert first.returncode == 7, first.stderr
    said = json.loads(first.stdout)
    assert said["arguments"] == ["first"]
    assert Path(said["prefix"]).samefile(project.venv)
    assert "First start" in first.stderr
    assert "Ready." in first.stderr
    left = {path.name for path in project.folder.glob(".venv*")}
    assert left == {".venv", ".venv.lock", ".venv.log"}


def test_an_extra_that_has_vanished_is_replaced_by_its_mirror(
    built: tuple[Project, subprocess.CompletedProcess[str]],
) -> None:
    assert json.loads(built[1].stdout)["has"] == ["tiny_one", "tiny_mirror"]


def test_later_starts_set_up_nothing_and_work_where_the_project_was_moved_to(
    ready: Project,
) -> None:
    before = (ready.venv / "stamp.toml").stat().st_mtime_ns
    again = ready.start("again", PIP_FIND_LINKS="")
    assert again.returncode == 7
    assert again.stderr == ""
    assert Path(json.loads(again.stdout)["prefix"]).samefile(ready.venv)
    assert (ready.venv / "stamp.toml").stat().st_mtime_ns == before


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


def test_modules_lying_around_are_not_imported(ready: Project, tmp_path: Path) -> None:
    drafts = tmp_path / "drafts"
    (drafts / "analyzer").mkdir(parents=True)
    for name in ("analyzer/__init__.py", "test.py", "json.py", "sitecustomize.py"):
        (drafts / name).write_text("raise SystemExit('imported from among the drafts')")
    run = ready.start(cwd=drafts, PYTHONPATH=str(drafts / "analyzer"))
    assert run.returncode == 7, run.stderr
    path = json.loads(run.stdout)["path"]
    assert path[-1] == str(ready.folder)
    assert not any(entry.startswith(str(drafts)) for entry in path)


def test_a_changed_requirement_is_installed_beside_the_old_ones(ready: Project) -> None:
    ready.pyproject.write_text(describe('"tiny-one", "tiny-two"'))
    run = ready.start()
    assert "up to date" in run.stderr
    assert json.loads(run.stdout)["has"] == ["tiny_one", "tiny_two", "tiny_mirror"]
    assert ready.start().stderr == ""


def test_a_changed_setting_installs_nothing(ready: Project) -> None:
    ready.pyproject.write_text(describe() + "[tool.ruff]\nline-length = 99\n")
    run = ready.start(PIP_FIND_LINKS="")
    assert (run.returncode, run.stderr) == (7, "")


def test_an_update_that_fails_leaves_the_old_set_up_whole(ready: Project) -> None:
    ready.pyproject.write_text(describe('"tiny-one", "no-such-package"'))
    failed = ready.start()
    assert failed.returncode == 2
    assert "no-such-package" in failed.stderr
    assert "Traceback" not in failed.stderr
    ready.pyproject.write_text(describe())
    run = ready.start()
    assert (run.returncode, run.stderr) == (7, "")


def test_set_up_goes_on_without_an_extra_that_no_source_has(ready: Project) -> None:
    ready.pyproject.write_text(describe('"tiny-two"', mirror="vanished-too"))
    run = ready.start()
    assert run.returncode == 7, run.stderr
    assert "'offline' cannot be had now" in run.stderr


def test_a_python_that_has_gone_is_replaced(ready: Project) -> None:
    shutil.copytree(ready.venv, ready.partial, symlinks=True)
    (ready.venv / "stamp.toml").write_text("# python3.1 offline\n" + ready.pyproject.read_text())
    (ready.venv / "of the old one").touch()
    run = ready.start()
    assert run.returncode == 7, run.stderr
    assert not (ready.venv / "of the old one").exists()
    assert ready.start().stderr == ""


def test_a_damaged_pyproject_is_named(ready: Project) -> None:
    ready.pyproject.write_text("[project\n")
    run = ready.start()
    assert run.returncode == 2
    assert "pyproject.toml is missing or damaged" in run.stderr


def test_a_venv_of_somebody_else_is_left_alone(fresh: Project) -> None:
    fresh.venv.mkdir()
    (fresh.venv / "mine.txt").write_text("mine")
    run = fresh.start()
    assert run.returncode == 2
    assert "made by something else" in run.stderr
    assert (fresh.venv / "mine.txt").read_text() == "mine"


def test_a_failed_set_up_is_explained_and_gone_on_with(started: Project, tmp_path: Path) -> None:
    packages = next(started.partial.glob("[lL]ib/**/site-packages"))
    (packages / "tiny_one.py").unlink()
    (packages / "tiny_one-1.0.dist-info" / "INSTALLER").unlink()
    failed = started.start(PIP_FIND_LINKS=tmp_path.as_uri())
    assert failed.returncode == 2
    assert "No matching distribution" in failed.stderr
    assert str(started.folder / ".venv.log") in failed.stderr
    assert "Traceback" not in failed.stderr
    assert not started.venv.exists()
    run = started.start()
    assert "Going on" in run.stderr
    assert json.loads(run.stdout)["has"] == ["tiny_one", "tiny_mirror"]


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until ``condition`` holds, for a minute at most."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def interrupt(project: Project, how: int) -> tuple[int, str]:
    """Stop a first start while it writes pip; return its exit code and what it said."""
    first = subprocess.Popen(
        project.command(),
        env=project.environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_for(lambda: any(project.partial.glob("lib/*/site-packages/pip*")))
    os.killpg(first.pid, how)
    _, said = first.communicate(timeout=60)
    return first.returncode, said


@POSIX_ONLY
def test_a_killed_set_up_is_never_half_installed(fresh: Project) -> None:
    interrupt(fresh, signal.SIGKILL)
    assert not fresh.venv.exists()
    run = fresh.start()
    assert run.returncode == 7, run.stderr
    assert json.loads(run.stdout)["has"] == ["tiny_one", "tiny_mirror"]


@POSIX_ONLY
def test_ctrl_c_says_how_to_go_on(fresh: Project) -> None:
    code, said = interrupt(fresh, signal.SIGINT)
    assert code == 130
    assert "Run it again" in said
    assert "Traceback" not in said
    assert not fresh.venv.exists()


@POSIX_ONLY
def test_of_two_first_starts_at_once_one_waits(started: Project) -> None:
    import fcntl

    with (started.folder / ".venv.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        both = [
            subprocess.Popen(
                started.command(),
                env=started.environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        for process in both:
            assert process.stderr is not None
            assert "waiting for it" in process.stderr.readline()
    said = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [7, 7], said
    assert sorted("Going on" in words for words in said) == [False, True]


@pytest.mark.parametrize("name", ["analyze.py", "scripts/door.py", "scripts/test.py"])
def test_old_pythons_can_read_the_door(name: str) -> None:
    ast.parse((ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 7))


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


def script(path: Path, body: str) -> None:
    """Write a shell script in which ``$python`` is the Python that runs the tests."""
    path.write_text(f"#!/bin/sh\npython='{sys.executable}'\n{body}\nexit 9\n")
    path.chmod(0o755)


@POSIX_ONLY
def test_a_python_without_ensurepip_gets_pip_from_its_own(
    fresh: Project, wheels: Path, tmp_path: Path
) -> None:
    ensurepip = find_spec("ensurepip")
    bundled = (
        list((Path(ensurepip.origin).parent / "_bundled").glob("pip-*.whl")) if ensurepip else []
    )
    if not bundled:
        pytest.skip("this Python ships no pip wheel")
    shelf = tmp_path / "shelf"
    shutil.copytree(wheels, shelf)
    shutil.copy(bundled[0], shelf)
    python = tmp_path / "python"
    script(python, '[ "$3" = venv ] && [ "$4" != --without-pip ] || exec "$python" "$@"')
    run = fresh.start_as(f"sys.executable = {str(python)!r}", PIP_FIND_LINKS=shelf.as_uri())
    assert run.returncode == 7, run.stderr


@POSIX_ONLY
def test_a_python_that_cannot_make_environments_is_explained(
    fresh: Project, tmp_path: Path
) -> None:
    python = tmp_path / "python"
    script(python, 'echo "No module named venv"')
    run = fresh.start_as(f"sys.executable = {str(python)!r}")
    assert run.returncode == 2
    assert "sudo apt install python3-venv" in run.stderr
    assert "No module named venv" in run.stderr


@POSIX_ONLY
def test_a_folder_that_cannot_be_written_in_is_explained(environment: dict[str, str]) -> None:
    python, user = sys.executable, None
    if os.geteuid() == 0:  # who may write everywhere
        python, user = "/usr/bin/python3", "nobody"
        if not os.access(python, os.X_OK):
            pytest.skip("no Python that an ordinary user can start")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        project = Project(folder, environment, describe())
        Path(name).chmod(0o755)
        folder.chmod(0o555)
        run = subprocess.run(
            [python, *project.command()[1:]],
            cwd="/", env=environment, user=user, capture_output=True, text=True, check=False,
        )  # fmt: skip
        folder.chmod(0o755)
    assert run.returncode == 2
    assert f"cannot write in {folder}" in run.stderr
    assert "Traceback" not in run.stderr
