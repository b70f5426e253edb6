"""A set-up that is stopped at any moment is gone on with by the next start."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time

import pytest

from tests.bootstrap.conftest import Built
from tests.bootstrap.tiny import POSIX_ONLY, Project
from tests.waiting import wait_for

pytestmark = POSIX_ONLY
MOMENTS = 6


def begin(project: Project) -> subprocess.Popen[str]:
    """Start a project in a session of its own."""
    return subprocess.Popen(
        project.command(),
        env=project.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def interrupt_writing_pip(project: Project, how: int) -> tuple[int, str]:
    """Stop a first start while it writes pip; return its exit code and what it said."""
    first = begin(project)
    wait_for(lambda: any(project.partial.glob("lib/*/site-packages/pip*")))
    os.killpg(first.pid, how)
    _, said = first.communicate(timeout=60)
    return first.returncode, said


def whole_tree(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGKILL)


def parent_alone(process: subprocess.Popen[str]) -> None:
    process.kill()


@pytest.fixture(scope="module")
def seconds(tmp_path_factory: pytest.TempPathFactory, built: Built) -> float:
    """How long a first start takes here."""
    project = Project(tmp_path_factory.mktemp("timed") / "project", built[0].wheels)
    started = time.monotonic()
    assert project.start().returncode == 7
    return time.monotonic() - started


@pytest.mark.slow
@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_set_up_killed_at_any_moment_is_completed_by_the_next_start(
    fresh: Project, seconds: float, moment: int
) -> None:
    kill = (whole_tree, parent_alone)[moment % 2]
    first = begin(fresh)
    time.sleep(seconds * (moment + 0.5) / MOMENTS)
    kill(first)
    first.wait(timeout=60)
    run = fresh.start()
    if first.stderr is not None:
        first.stderr.close()
    assert run.returncode == 7, run.stderr
    assert json.loads(run.stdout)["has"] == ["tiny_one", "tiny_mirror"]
    assert fresh.start().stderr == ""


def test_a_killed_set_up_is_never_half_installed(fresh: Project) -> None:
    interrupt_writing_pip(fresh, signal.SIGKILL)
    assert not fresh.venv.exists()
    run = fresh.start()
    assert run.returncode == 7, run.stderr
    assert json.loads(run.stdout)["has"] == ["tiny_one", "tiny_mirror"]


def test_ctrl_c_says_how_to_go_on(fresh: Project) -> None:
    code, said = interrupt_writing_pip(fresh, signal.SIGINT)
    assert code == 130
    assert "Run it again" in said
    assert "Traceback" not in said
    assert not fresh.venv.exists()


def test_of_two_first_starts_at_once_one_waits(started: Project) -> None:
    import fcntl

    with (started.folder / ".venv.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        both = [begin(started) for _ in range(2)]
        for process in both:
            assert process.stderr is not None
            assert "waiting for it" in process.stderr.readline()
    said = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [7, 7], said
    assert sorted("Going on" in words for words in said) == [False, True]
