"""Whether this process has a window of its own, as when a file is dropped onto ``analyze.py``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import PureWindowsPath

from . import console

MOST_PROCESSES = 16
"""A console that more processes than this are attached to was not opened for a file."""


def is_own() -> bool:
    """Whether the console was opened for this process alone, and will close with it.

    So it is on Windows where nothing but Python and its launcher is attached to the console: a
    shell would be. Elsewhere nothing tells, and the answer is no.
    """
    return sys.platform == "win32" and only_python(_attached())


def only_python(images: Iterable[str]) -> bool:
    """Whether these programs, by the paths of their files, are Python and its launcher alone."""
    names = [PureWindowsPath(image).name.lower() for image in images]
    return bool(names) and all(name.startswith(("py.", "pyw.", "python")) for name in names)


def wait_for_a_key() -> None:
    """Keep the window open until somebody has read it."""
    if sys.platform == "win32":
        import msvcrt

        sys.stderr.write(console.language()("Press any key to close this window."))
        sys.stderr.flush()
        msvcrt.getch()


def _attached() -> list[str]:
    """The programs attached to this console, by the paths of their files."""
    images: list[str] = []
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        kernel = ctypes.windll.kernel32
        pids = (wintypes.DWORD * MOST_PROCESSES)()
        count = kernel.GetConsoleProcessList(pids, MOST_PROCESSES)
        if not 0 < count <= MOST_PROCESSES:
            return images
        for pid in pids[:count]:
            process = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
            size = wintypes.DWORD(32768)
            path = ctypes.create_unicode_buffer(size.value)
            kernel.QueryFullProcessImageNameW(process, 0, path, ctypes.byref(size))
            kernel.CloseHandle(process)
            images.append(path.value)
    return images
