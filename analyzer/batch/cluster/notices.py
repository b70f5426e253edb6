"""What is said of a cluster and its workers, and of a draft that they could not analyze."""

from __future__ import annotations

from pathlib import Path

from ...errors import ClusterError, CrashError, InputError
from ...model import Wording
from ...paths import display_path


def alone(address: str) -> Wording:
    """There is no worker, and drafts wait."""
    return Wording(
        "the cluster at {address} has no worker that can take drafts; waiting for one",
        values={"address": address},
    )


def deserted(address: str, seconds: float) -> ClusterError:
    """There was none for too long."""
    return ClusterError(
        "the cluster at {address} has had no worker that can take drafts for {seconds:.0f} s; "
        "start one: dask worker {address}",
        address=address,
        seconds=seconds,
    )


def gone(address: str, what: str) -> ClusterError:
    """The scheduler is gone."""
    return ClusterError(
        "the cluster at {address} is gone: {what}; what is done is kept",
        address=address,
        what=what,
    )


def bereft(worker: str) -> Wording:
    """A worker has died, or left, while it had a draft."""
    return Wording(
        "the worker {worker} is gone; what it was busy with goes to another one",
        values={"worker": worker},
    )


def lacking(worker: str, draft: Path) -> Wording:
    """A worker does not see a draft that is seen here."""
    return Wording(
        "the worker {worker} does not see {path}; another one gets it. See that the drive is "
        "mounted there at the same path",
        values={"worker": worker, "path": display_path(draft)},
    )


def nowhere(workers: int) -> InputError:
    """No worker sees a draft."""
    return InputError(
        "none of the {count} workers of the cluster sees it; put it on the drive that all of them "
        "have, at the same path",
        count=workers,
    )


def deadly(workers: int) -> CrashError:
    """A draft has cost its last worker."""
    return CrashError(
        "{count} workers of the cluster died over it, one after another; the file may be damaged, "
        "or their machines be short of memory",
        count=workers,
    )


def outdated(worker: str, theirs: str, ours: str) -> Wording:
    """A worker has another version of this tool."""
    return Wording(
        "the worker {worker} has version {theirs} of this tool, and this is {ours}; it gets no "
        "drafts until both are the same",
        values={"worker": worker, "theirs": theirs, "ours": ours},
    )


def foreign(worker: str, what: str) -> Wording:
    """A worker could not even be asked."""
    return Wording(
        "the worker {worker} has not this tool, or another version of it; it gets no drafts "
        "({what})",
        values={"worker": worker, "what": what},
    )
