"""Threads that work beside the caller's, and that the process keeps.

OpenCV gives back none of the kilobyte that it has for each thread that ever used it, and a draft
takes ten threads: so they are used again, and a worker stays as large as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

MOST = 64
"""Threads there can be: more than several drafts in one process take, for one waits for another."""

_kept = ThreadPoolExecutor(MOST, thread_name_prefix="beside")


def beside(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
    """Have ``work`` done in a thread of its own, from now on; the future holds what it returns."""
    return _kept.submit(work, *args, **kwargs)
