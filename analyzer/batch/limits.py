"""The memory of a worker: how it is kept low, and a ceiling, so that no draft takes the machine's.

What a file may ask for is bounded where it is read; the ceiling is for what nobody thought of.
"""

from __future__ import annotations

import ctypes
import itertools
import os
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil

from ..errors import InputError

CEILING = 2_600_000_000
"""Bytes that a worker may hold with all that it started: twice what ten honest minutes take."""

MEMORY_PER_DRAFT = 1_300_000_000
"""Bytes that one worker may come to hold: models, frames and ten minutes of sound."""

ROOM_FOR_MODEL = {"small": 1_000_000_000, "medium": 3_100_000_000, "turbo": 3_300_000_000}
"""Bytes for a speech model beyond ``base``: twice its weights, which are held while converted."""

ROOM_FOR_LARGEST = 6_200_000_000
"""Bytes for the largest models (``large-v3``), and for one of unknown size."""

SHARE_OF_CONTAINER = 0.9
"""How much of a container's memory one worker may hold: beyond it the system ends whom it will."""

ADDRESSES = 2
"""The limit on what is allocated, in ceilings: a good part of it is never touched."""

PERIOD = 0.25
"""Seconds between two looks at what is held: ffmpeg fills 0.2 GB in one."""

TRIM_PERIODS = 8
"""After so many looks the heap is trimmed: what a model took while it was loaded, and what a still
or a spectrum took, is given back while the draft goes on."""

EXIT_CODE = 86
"""What a worker ends with that went over its ceiling."""

CGROUPS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
"""Where Linux tells how much memory the container has (cgroup 2 and 1)."""

M_ARENA_MAX = -8
"""How glibc's ``mallopt`` numbers the most heaps that threads may have of their own."""

_watched = False


def ceiling(model: str = "base") -> int:
    """Bytes that a worker with this speech model may hold."""
    room = ROOM_FOR_MODEL.get(model, ROOM_FOR_LARGEST)
    most = CEILING + (0 if model.startswith(("tiny", "base")) else room)
    return min(most, int(machine_memory() * SHARE_OF_CONTAINER))


def machine_memory() -> int:
    """Bytes that this machine has, or the container that this process runs in."""
    memory = int(psutil.virtual_memory().total)
    for place in map(Path, CGROUPS):
        with suppress(OSError, ValueError):
            memory = min(memory, int(place.read_text(encoding="ascii")))
    return memory


def hold(most: int) -> None:
    """End this process, with all that it started, once they hold more than ``most`` bytes.

    A single allocation far above it fails with a MemoryError where the system has such a limit.
    """
    global _watched  # noqa: PLW0603
    if not _watched:
        _watched = True
        _limit_allocations(most * ADDRESSES)
        threading.Thread(target=_watch, args=(most,), name="memory", daemon=True).start()


def share_heap() -> None:
    """Have all threads allocate from one heap, where the C library has one for each.

    A draft is watched by some ten threads, and a heap keeps what it was given: 642 MB of a process
    that analyzed 30 s at 1080x1920 twice were 387 MB with one heap (glibc 2.36), at the same speed.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def trim_heap() -> None:
    """Give back to the system what the heap no longer needs, where the C library can."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def too_much(most: int) -> InputError:
    """What is said of a draft that went over the ceiling."""
    return InputError(
        "it asks for more memory than {most:.1f} GB; export it again as MP4 (H.264 and AAC) in "
        "1080 x 1920",
        most=most / 1e9,
    )


def held() -> int:
    """Bytes that this process holds with all that it started."""
    me = psutil.Process()
    total = 0
    for process in (me, *me.children(recursive=True)):
        with suppress(psutil.Error):
            total += process.memory_info().rss
    return total


def _limit_allocations(most: int) -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _watch(most: int) -> None:
    for count in itertools.count():
        if held() > most:
            break
        if count % TRIM_PERIODS == 0:
            trim_heap()
        time.sleep(PERIOD)
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            child.kill()
    os._exit(EXIT_CODE)
