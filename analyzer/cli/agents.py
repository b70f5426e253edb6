"""The command ``mcp``: a server for assistants and pipelines, on standard input and output."""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
import threading
from collections.abc import Sequence

from ..errors import DependencyError, ExitCode, UsageError
from . import arguments, console
from .tool import TOOL

SETTLE_SECONDS = 1.5
"""How long calls may take to end by themselves, after Ctrl-C."""

MEANINGLESS = (
    "json", "jsonl", "csv", "junit", "github", "html", "open", "srt", "vtt", "pdf", "share", "fix",
    "fix_to", "burn_captions", "watch", "serve", "cluster", "library", "caption", "captions_from",
    "quiet",
)  # fmt: skip
"""Options of a run that a server has nothing to do with: a call says such things by itself."""


def serve(argv: Sequence[str]) -> int:
    """Serve until the client ends it; the options say what a call leaves open.

    Raises UsageError for drafts and outputs, DependencyError where the protocol is not installed.
    """
    given = arguments.given(argv)
    from . import options

    unasked = vars(arguments.given([]))
    for name in MEANINGLESS:
        if getattr(given, name) != unasked[name]:
            raise UsageError(
                "mcp --{option}: a server has no use for it; leave it out",
                option=name.replace("_", "-"),
            )
    asked = options.checked(given)
    if asked.paths:
        raise UsageError("mcp {path}: a server is told its drafts later", path=asked.paths[0])
    if os.path.lexists(arguments.MCP):
        console.say("mcp is the command; the file of that name is ./mcp")
    if importlib.util.find_spec("mcp") is None:
        raise DependencyError(
            "mcp needs a package that is not installed: {python} -m pip install {package}",
            python=sys.executable,
            package="mcp",
        )
    from ..agents.server import serve as speak
    from ..agents.tools import Tools
    from .main import store_folder

    settings, jobs = asked.settings()
    with store_folder(asked) as folder:
        tools = Tools(settings, folder=folder, jobs=jobs, timeout=asked.timeout)
        closing = threading.Event()

        def end(*_: object) -> None:
            """End at once: a thread reads standard input, and nothing else would end it."""
            closing.set()
            tools.settle(SETTLE_SECONDS)
            os._exit(ExitCode.INTERRUPTED)

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, end)
        speak(tools, TOOL, closing)
    return ExitCode.FINE
