"""A process beside the run, on the other end of a pipe."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from . import job_control


def spawned(
    work: Callable[..., None], *arguments: Any, name: str, daemon: bool = True
) -> tuple[BaseProcess, Connection]:
    """Start ``work(parent, *arguments, pipe)`` in a new process; return it and our end of the pipe.

    ``parent`` is the id of this process, for ``job_control.stand_apart``, with which ``work``
    begins. A ``daemon`` ends when this process does, and can start no process of its own.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    everything = (os.getpid(), *arguments, theirs)
    process = context.Process(target=work, args=everything, name=name, daemon=daemon)
    if os.name == "posix":
        resource_tracker.ensure_running()  # its own start would let Ctrl-C through again
    with job_control.interrupts_held():
        process.start()
    theirs.close()
    return process, ours
