"""What the command line asks for that cannot be: said before any draft is opened."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from ..errors import UsageError

ADDRESS = re.compile(
    r"(?:(?:tcp|tls|ucx|ws|wss)://)?[^\s/:]+:\d{1,5}|(?:\w+://)?\[[0-9a-fA-F:]+\]:\d+"
)
"""How Dask writes where a scheduler is."""

LAST_PORT = 65_535
"""The highest number that a TCP port has."""


def refuse_nonsense(asked: Mapping[str, Any]) -> None:
    """Raise UsageError for values that make no sense by themselves or together."""
    _refuse_bad_numbers(asked)
    _refuse_captions_without_words(asked)
    _refuse_bad_cluster(asked)
    _refuse_sheets_without_a_browser(asked)


def _refuse_bad_numbers(asked: Mapping[str, Any]) -> None:
    jobs, timeout, port = asked["jobs"], asked["timeout"], asked["port"]
    if jobs is not None and jobs < 1:
        raise UsageError("--jobs {jobs}: give a number of 1 or more", jobs=jobs)
    if not 0 < timeout < math.inf:
        raise UsageError("--timeout {timeout:g}: give a number of seconds above 0", timeout=timeout)
    if port is not None and not 0 <= port <= LAST_PORT:
        raise UsageError(
            "--port {port}: give a number up to {last}, or leave it out to take a free one",
            port=port,
            last=LAST_PORT,
        )


def _refuse_bad_cluster(asked: Mapping[str, Any]) -> None:
    """Raise UsageError for what is no address of a scheduler, and where nothing can be sent."""
    address = asked["cluster"]
    if address is None:
        return
    if asked["serve"]:
        raise UsageError("--serve --cluster: what is dropped stays on this computer; leave one out")
    if address != "local" and not ADDRESS.fullmatch(address):
        raise UsageError(
            "--cluster {address}: give the address that the scheduler printed, such as "
            "tcp://192.168.1.20:8786, or local",
            address=address,
        )


def _refuse_captions_without_words(asked: Mapping[str, Any]) -> None:
    for option in ("srt", "vtt"):
        if asked[option] and asked["no_transcript"]:
            raise UsageError(
                "--{option} --no-transcript: captions are made of the words, so there would be "
                "nothing to write; leave one of the two out",
                option=option,
            )


def _refuse_sheets_without_a_browser(asked: Mapping[str, Any]) -> None:
    for option in ("pdf", "share"):
        if not asked[option]:
            continue
        from .printing import browser

        if browser() is None:
            raise UsageError(
                "--{option}: it takes Chrome, Edge or Chromium, and none was found here; install "
                "one, or print the page of --html from your own browser",
                option=option,
            )
