"""What is said of a draft whose worker crashed, never started, stands still or takes too long."""

from __future__ import annotations

from pathlib import Path

from ..errors import CrashError, TimeLimitError
from ..model import Wording
from ..paths import display_path
from .worker_handle import Worker

USED_LOAD = 0.1
"""Share of one core that a draft has to use for its time limit to be called too short: a busy one
still gets that much where five others want the core."""


def crashed(worker: Worker) -> CrashError:
    """What is said of a draft that has cost its last worker."""
    return CrashError(
        "the analysis crashed (exit code {code}); the file may be damaged: export it again",
        code=str(worker.process.exitcode),
    )


def not_started(worker: Worker) -> CrashError:
    """What is said of every draft when no worker can take one."""
    what = worker.unable or f"exit code {worker.process.exitcode}"
    return CrashError("the analysis does not start: {what}", what=what)


def standstill(draft: Path, worker: Worker, seconds: float) -> Wording:
    """What the user is told while ``draft`` stands still, after so many ``seconds`` of it."""
    path, stage = display_path(draft), worker.stage_name
    return Wording(
        "{path}: it stands still at the stage “{stage_words}”: no processor time used for "
        "{seconds:.0f} s; Ctrl-C ends the run",
        values={"path": path, "stage_words": stage, "seconds": seconds},
    )


def too_slow(worker: Worker, limit: float) -> TimeLimitError:
    """What is said of the draft of ``worker``, still alive, that has used up ``limit`` seconds."""
    used = worker.used()
    if used >= USED_LOAD * limit:
        return TimeLimitError(
            "it took longer than {limit_digits} s and was stopped; give it more with --timeout",
            limit_digits=f"{limit:g}",
        )
    return TimeLimitError(
        "it stood still at the stage “{stage_words}” and was stopped after {limit_digits} s, of "
        "which it used {used_digits} s of processor time; run it again, and if it stands "
        "still again, export the file again",
        stage_words=worker.stage_name,
        limit_digits=f"{limit:g}",
        used_digits=f"{used:.1f}",
    )
