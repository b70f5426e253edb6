"""A cluster on this machine: a scheduler and its workers, which end with the run."""

from __future__ import annotations

import os
import signal
from multiprocessing.connection import Connection
from typing import Any, Self

from ...errors import ClusterError
from .. import job_control
from ..spawned import spawned

START_SECONDS = 60.0
"""How long it may take to start."""

FAREWELL_SECONDS = 5.0
"""How long it may take to end by itself."""


class Local:
    """A scheduler with ``workers`` workers of one draft each, in processes of their own.

    It listens on 127.0.0.1 with certificates that only this run knows: whoever else may log in to
    this machine cannot use it. Raises ClusterError where it does not start.
    """

    def __init__(self, workers: int) -> None:
        self._process, self._pipe = spawned(_serve, workers, name="cluster", daemon=False)
        self.address, self.security = self._told()
        if not self.address:
            self.close()
            raise ClusterError("the cluster on this machine does not start")

    def _told(self) -> tuple[str, Any]:
        """The address and the security that the cluster tells once it is there; else nothing."""
        try:
            if self._pipe.poll(START_SECONDS):
                address, security = self._pipe.recv()
                return address, security
        except EOFError:  # it has ended
            pass
        return "", None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the cluster with all that it started."""
        self._pipe.close()
        self._process.join(FAREWELL_SECONDS)
        if self._process.pid is not None and hasattr(os, "killpg"):
            job_control.signal_group(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()


def _serve(parent: int, workers: int, pipe: Connection) -> None:
    """Start a cluster, tell its address and security, and end it when the pipe does."""
    job_control.stand_apart(parent)
    import dask
    from distributed import LocalCluster, Security

    security: Any = Security.temporary()
    with (
        dask.config.set({f"distributed.{who}.http.routes": [] for who in ("scheduler", "worker")}),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host="127.0.0.1",
            protocol="tls://",
            security=security,
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0",
            memory_limit=0,
            silence_logs=60,
        ) as cluster,
    ):
        pipe.send((cluster.scheduler_address, security))
        try:
            pipe.recv()
        except EOFError:
            return
