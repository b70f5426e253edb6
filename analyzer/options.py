"""The command line's options, and what they ask for."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from analyzer import PROGRAM, __version__
from analyzer.errors import UsageError
from analyzer.settings import Settings, cores

MEMORY_PER_JOB = 1_300_000_000
"""Bytes that one worker may come to hold: models, frames and ten minutes of sound."""


def parser() -> argparse.ArgumentParser:
    """What ``analyze.py`` understands."""
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Analyze short vertical video drafts (TikTok, Reels, Shorts) before posting.",
        epilog="exit codes: 0 all is well; 1 findings at or above --fail-on; "
        "2 a draft could not be analyzed, or bad usage",
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="video files and folders of them")
    _judging(parser.add_argument_group("what to judge by").add_argument)
    _measuring(parser.add_argument_group("how to measure").add_argument)
    _reporting(parser.add_argument_group("what to write").add_argument)
    _keeping(parser.add_argument_group("measurements kept between runs").add_argument)
    parser.add_argument("--debug", action="store_true", help="show tracebacks")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return parser


def _judging(add: Any) -> None:
    add(
        "--platform",
        choices=("tiktok", "reels", "shorts"),
        default="tiktok",
        help="whose limits to judge by (default: tiktok)",
    )
    add(
        "--placement",
        choices=("organic", "ads"),
        default="organic",
        help="an ordinary post or an ad (default: organic)",
    )
    add(
        "--keywords",
        metavar='"A, B"',
        default="",
        help="keywords that the draft should say or show",
    )
    add(
        "--fail-on",
        choices=("error", "warn", "never"),
        default="error",
        help="findings that make the exit code 1 (default: error)",
    )


def _measuring(add: Any) -> None:
    add(
        "--engine",
        choices=("auto", "faster-whisper", "openai-whisper"),
        default="auto",
        help="what transcribes (default: auto, the faster one here)",
    )
    add(
        "--model",
        metavar="NAME|PATH",
        default="base",
        help="Whisper model: base, another name, or a path (default: base)",
    )
    add(
        "--language",
        metavar="CODE",
        default="auto",
        help="language of the voice-over, such as nl (default: auto)",
    )
    add("--no-transcript", action="store_true", help="do not transcribe the voice-over")
    add("--jobs", type=int, metavar="N", help="drafts to analyze at once (default: one a core)")
    add(
        "--timeout",
        type=float,
        metavar="SECONDS",
        help="longest that one draft may take (default: 900)",
    )


def _reporting(add: Any) -> None:
    add("--json", metavar="FILE", help="everything as one JSON document; - for standard output")
    add("--jsonl", metavar="FILE", help="the same, a line a draft, each as soon as it is ready")
    add("--csv", metavar="FILE", help="a table for a spreadsheet, a row a draft")
    add("--html", metavar="FILE", help="a page to look at, or a gallery of more drafts")
    add("--open", action="store_true", help="show that page in the browser")
    add("--lang", metavar="CODE", help="language of the page: en or nl (default: the locale's)")
    add("--srt", action="store_true", help="captions beside each draft, as SubRip")
    add("--vtt", action="store_true", help="captions beside each draft, as WebVTT")
    add("--force", action="store_true", help="write over captions that are there already")
    add("--watch", action="store_true", help="go on: analyze drafts as they are written")
    add("--serve", action="store_true", help="a page on this computer to drop drafts on")
    add("--port", type=int, metavar="N", help="where that page listens (default: a free port)")
    add("--quiet", action="store_true", help="print nothing but data that was asked for")
    add("--schema", action="store_true", help="print the JSON schema and exit")


def _keeping(add: Any) -> None:
    add("--no-cache", action="store_true", help="neither use nor keep measurements")
    add("--cache", action="store_true", help="show how much is kept, and where, and exit")
    add("--clear-cache", action="store_true", help="forget all that is kept and exit")


def guarded(arguments: Sequence[str]) -> list[str]:
    """Arguments in which a file whose name begins with a dash is a path, not an option."""
    return [
        f".{os.sep}{argument}"
        if argument.startswith("-") and argument != "-" and os.path.lexists(argument)
        else argument
        for argument in arguments
    ]


def settings(asked: argparse.Namespace, drafts: int | None = None) -> tuple[Settings, int]:
    """How to measure and judge, and how many of ``drafts`` to analyze at once."""
    if asked.jobs is not None and asked.jobs < 1:
        raise UsageError(f"--jobs {asked.jobs}: give a number of 1 or more")
    if asked.timeout is not None and not asked.timeout > 0:
        raise UsageError(f"--timeout {asked.timeout:g}: give a number of seconds above 0")
    jobs = asked.jobs or _fitting_jobs()
    if drafts is not None:
        jobs = max(1, min(jobs, drafts))
    return Settings(
        platform=asked.platform,
        placement=asked.placement,
        engine=asked.engine,
        model=asked.model,
        language=None if asked.language == "auto" else asked.language,
        transcript=not asked.no_transcript,
        keywords=tuple(word.strip() for word in asked.keywords.split(",") if word.strip()),
        threads=max(1, cores() // jobs),
        stills=bool(asked.html or asked.open or asked.serve),
    ), jobs


def path(argument: str) -> Path:
    """A path as people drop it: plain, in quotes, or as a file:// URL."""
    if argument.startswith("file://"):
        path = unquote(urlsplit(argument).path)
        return Path(path[1:] if os.name == "nt" and path.startswith("/") else path)
    if len(argument) > 2 and argument[0] == argument[-1] and argument[0] in "'\"":
        bare = argument[1:-1]
        if not os.path.lexists(argument):
            return Path(bare)
    return Path(argument)


def _fitting_jobs() -> int:
    """One job a core, as far as the memory goes."""
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return cores()
    return max(1, min(cores(), memory // MEMORY_PER_JOB))
